//! Rows of materials and what they mean.

use domain::files::{FileHash, FileType};
use domain::ids::MaterialId;
use domain::wechat::materials::{FileFacts, Material, MaterialKind, StoredMaterial};
use ports::StoreError;

use crate::sql::{Row, Sql, Table};

pub(super) const MATERIALS: Table = Table {
    name: "wechat_materials",
    key: "id",
};
pub(super) const COLUMNS: &str = "id, account, kind, name, title, introduction, file_hash, file_size, content_type, \
     created_at, deleting_since, version";
pub(super) const WIDTH: usize = 12;

/// Binds a row of [`COLUMNS`].
pub(super) fn bind(sql: &mut Sql, material: &StoredMaterial) {
    sql.bind(material.id.uuid())
        .bind(material.account.as_str())
        .bind(material.kind.name())
        .bind(material.name.as_str())
        .bind(material.title.as_deref())
        .bind(material.introduction.as_deref())
        .bind(material.file.hash.0)
        .bind(material.file.size)
        .bind(material.file.file_type.content_type())
        .bind(material.created_at)
        .bind(material.deleting_since)
        .bind(material.version);
}

pub(super) fn to_material(row: &Row) -> Result<Material, StoreError> {
    Ok(Material::restore(StoredMaterial {
        id: MaterialId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        kind: row.parsed("kind", MaterialKind::from_name)?,
        name: row.text("name")?,
        title: row.text_or_null("title")?,
        introduction: row.text_or_null("introduction")?,
        file: FileFacts {
            hash: FileHash(row.digest("file_hash")?),
            size: row.number("file_size")?,
            file_type: row.parsed("content_type", FileType::from_content_type)?,
        },
        created_at: row.time("created_at")?,
        deleting_since: row.time_or_null("deleting_since")?,
        version: row.number("version")?,
    }))
}
