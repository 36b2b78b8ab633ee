//! Reading materials.

use std::collections::HashMap;

use async_trait::async_trait;
use domain::files::FileHash;
use domain::ids::MaterialId;
use domain::wechat::materials::{Material, MaterialKind, MaterialUpload};
use ports::wechat::materials::{MaterialFilter, MaterialReads, MaterialView};
use ports::{Page, PageQuery, StoreError};

use super::rows::{COLUMNS, MATERIALS, to_material};
use super::upload_rows::{UPLOADS, to_upload};
use crate::sql::{Conditions, Direction, List, Sql, all, one};
use crate::store::SqlStore;
use crate::telemetry::call;

#[async_trait]
impl MaterialReads for SqlStore {
    async fn find(&self, account: &str, id: MaterialId) -> Result<Option<MaterialView>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM wechat_materials WHERE id = ? AND account = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid()).with(account);
        self.material_view("materials.find", sql).await
    }

    async fn find_by_file(
        &self,
        account: &str,
        kind: MaterialKind,
        hash: FileHash,
    ) -> Result<Option<MaterialView>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM wechat_materials WHERE account = ? AND kind = ? AND file_hash = ?");
        let sql = Sql::new(self.dialect(), text)
            .with(account)
            .with(kind.name())
            .with(hash.0);
        self.material_view("materials.find_by_file", sql).await
    }

    async fn list(
        &self,
        account: &str,
        filter: MaterialFilter,
        page: PageQuery,
    ) -> Result<Page<MaterialView>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_with("account = ?", account)
            .and_if("kind = ?", filter.kind.map(MaterialKind::name));
        let list = List {
            table: MATERIALS,
            columns: COLUMNS,
            order: "id",
            direction: Direction::Descending,
            index: Some(match filter.kind {
                Some(_) => "ix_wechat_materials_kind",
                None => "ix_wechat_materials_account",
            }),
            conditions,
        };
        let page = list.page(self.reader(), page, to_material, |material| material.id().uuid());
        let page = call("materials.list", page).await?;
        let ids: Vec<_> = page.items.iter().map(Material::id).collect();
        let mut uploads = self.uploads_of(&ids).await?;
        Ok(page.map(|material| MaterialView {
            uploads: uploads.remove(&material.id()).unwrap_or_default(),
            material,
        }))
    }
}

impl SqlStore {
    async fn material_view(&self, name: &'static str, sql: Sql) -> Result<Option<MaterialView>, StoreError> {
        let Some(row) = call(name, one(self.reader(), MATERIALS, sql)).await? else {
            return Ok(None);
        };
        let material = to_material(&row)?;
        let mut uploads = self.uploads_of(&[material.id()]).await?;
        Ok(Some(MaterialView {
            uploads: uploads.remove(&material.id()).unwrap_or_default(),
            material,
        }))
    }

    /// Uploads by material, in the order of places. A page of materials has at most a few hundred.
    async fn uploads_of(&self, ids: &[MaterialId]) -> Result<HashMap<MaterialId, Vec<MaterialUpload>>, StoreError> {
        let mut found: HashMap<_, Vec<MaterialUpload>> = HashMap::new();
        for part in crate::sql::asked(ids) {
            let mut sql = Sql::new(
                self.dialect(),
                "SELECT * FROM wechat_material_uploads WHERE material_id IN (",
            );
            sql.marks(part.len()).push(")");
            for id in part {
                sql.bind(id.uuid());
            }
            let rows = call("materials.uploads_of", all(self.reader(), UPLOADS, sql)).await?;
            for row in &rows {
                let upload = to_upload(row)?;
                found.entry(upload.material).or_default().push(upload);
            }
        }
        for uploads in found.values_mut() {
            uploads.sort_by_key(|upload| upload.place);
        }
        Ok(found)
    }
}
