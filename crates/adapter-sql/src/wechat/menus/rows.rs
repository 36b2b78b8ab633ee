//! Rows of menus and what they mean.

use domain::ids::MenuBoardId;
use domain::wechat::menus::{MenuBoard, Published, StoredBoard};
use ports::StoreError;

use super::json::{
    conditional_from_json, conditional_to_json, failure_from_json, failure_to_json, menu_from_json, menu_to_json,
    wanted_from_json, wanted_to_json,
};
use crate::sql::{Row, Sql, Table};

pub(super) const MENUS: Table = Table {
    name: "wechat_menus",
    key: "id",
};

/// All that an update writes, in the order of [`bind_changeable`].
pub(super) const CHANGEABLE: [&str; 9] = [
    "menu",
    "conditional",
    "edition",
    "wanted",
    "published_edition",
    "published_at",
    "failure",
    "busy_until",
    "updated_at",
];

pub(super) const COLUMNS: &str = "account, id, menu, conditional, edition, wanted, published_edition, published_at, \
     failure, busy_until, created_at, updated_at, version";

/// Binds the values of [`CHANGEABLE`].
pub(super) fn bind_changeable(sql: &mut Sql, board: &StoredBoard) -> Result<(), StoreError> {
    let wanted = board.wanted.as_ref().map(wanted_to_json).transpose()?;
    let failure = board.failure.as_ref().map(failure_to_json).transpose()?;
    let published = board.published;
    sql.bind(menu_to_json(&board.menu)?)
        .bind(conditional_to_json(&board.conditional)?)
        .bind(board.edition)
        .bind(wanted)
        .bind(published.map(|published| i64::try_from(published.edition).unwrap_or(i64::MAX)))
        .bind(published.map(|published| published.at))
        .bind(failure)
        .bind(board.busy_until)
        .bind(board.updated_at);
    Ok(())
}

pub(super) fn to_domain(row: &Row) -> Result<MenuBoard, StoreError> {
    let published = match (
        row.number_or_null("published_edition")?,
        row.time_or_null("published_at")?,
    ) {
        (Some(edition), Some(at)) => Some(Published { edition, at }),
        (None, None) => None,
        _ => return Err(row.corrupt("published_at")),
    };
    Ok(MenuBoard::restore(StoredBoard {
        id: MenuBoardId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        menu: row.parsed("menu", menu_from_json)?,
        conditional: row.parsed("conditional", conditional_from_json)?,
        edition: row.number("edition")?,
        wanted: row.parsed_or_null("wanted", wanted_from_json)?,
        published,
        failure: row.parsed_or_null("failure", failure_from_json)?,
        busy_until: row.time_or_null("busy_until")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        version: row.number("version")?,
    }))
}
