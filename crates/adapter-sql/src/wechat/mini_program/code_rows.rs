//! Rows of codes and what they mean.

use domain::ids::MiniProgramCodeId;
use domain::wechat::mini_program::{CodeKind, CodeLook, EnvVersion, MiniProgramCode, Rgb};
use ports::StoreError;

use crate::sql::{Row, Sql, Table};

pub(super) const CODES: Table = Table {
    name: "mini_program_codes",
    key: "id",
};
pub(super) const COLUMNS: &str = "id, account, kind, page, scene, target, width, line_color, transparent, \
     env_version, check_page, created_at";
pub(super) const WIDTH: usize = 12;

/// Binds a row of [`COLUMNS`].
pub(super) fn bind(sql: &mut Sql, code: &MiniProgramCode) {
    sql.bind(code.id.uuid())
        .bind(code.account.as_str())
        .bind(code.kind.name())
        .bind(code.page.as_str())
        .bind(code.scene.as_deref())
        .bind(code.target.as_deref())
        .bind(code.look.width)
        .bind(code.look.line_color.map(Rgb::to_hex))
        .bind(code.look.transparent)
        .bind(code.version.name())
        .bind(code.check_page)
        .bind(code.created_at);
}

pub(super) fn to_code(row: &Row) -> Result<MiniProgramCode, StoreError> {
    Ok(MiniProgramCode {
        id: MiniProgramCodeId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        kind: row.parsed("kind", CodeKind::from_name)?,
        page: row.text("page")?,
        scene: row.text_or_null("scene")?,
        target: row.text_or_null("target")?,
        look: CodeLook {
            width: row.number("width")?,
            line_color: row.parsed_or_null("line_color", Rgb::from_hex)?,
            transparent: row.flag("transparent")?,
        },
        version: row.parsed("env_version", EnvVersion::from_name)?,
        check_page: row.flag("check_page")?,
        created_at: row.time("created_at")?,
    })
}
