//! Transactions about materials.

use async_trait::async_trait;
use domain::ids::MaterialId;
use domain::wechat::materials::{Material, MaterialUpload};
use ports::StoreError;
use ports::jobs::Outbox;
use ports::log::EventLog;
use ports::wechat::materials::{MaterialRepository, MaterialsStore, MaterialsTransaction};

use super::rows::{COLUMNS, MATERIALS, WIDTH, bind, to_material};
use super::upload_rows::{self, CHANGEABLE, UPLOADS, to_upload};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

#[async_trait]
impl MaterialsStore for SqlStore {
    async fn begin(&self) -> Result<Box<dyn MaterialsTransaction>, StoreError> {
        Ok(Box::new(call("materials.begin", self.begin_transaction()).await?))
    }
}

#[async_trait]
impl MaterialsTransaction for SqlTransaction {
    fn materials(&mut self) -> &mut dyn MaterialRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        call("materials.commit", self.commit_all()).await
    }
}

#[async_trait]
impl MaterialRepository for SqlTransaction {
    async fn find_for_update(&mut self, account: &str, id: MaterialId) -> Result<Option<Material>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM wechat_materials WHERE id = ? AND account = ?{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(id.uuid()).with(account);
        let row = call("materials.find_for_update", self.one(MATERIALS, sql)).await?;
        row.as_ref().map(to_material).transpose()
    }

    async fn add(&mut self, material: &Material) -> Result<(), StoreError> {
        let stored = material.stored();
        let entered = self.file_for_update(stored.file.hash).await?;
        if entered.is_none_or(|entered| entered.going_until.is_some()) {
            return Err(self.fail(StoreError::Contention("the file is not kept".to_owned())));
        }
        let mut sql = self.sql(format!("INSERT INTO wechat_materials ({COLUMNS}) VALUES "));
        sql.rows(1, WIDTH);
        bind(&mut sql, stored);
        call("materials.add", self.execute(sql)).await.map(drop)
    }

    async fn save(&mut self, material: &Material, expected_version: u64) -> Result<(), StoreError> {
        let stored = material.stored();
        let text = "UPDATE wechat_materials SET deleting_since = ?, version = ? WHERE id = ? AND version = ?";
        let sql = self
            .sql(text)
            .with(stored.deleting_since)
            .with(stored.version)
            .with(stored.id.uuid())
            .with(expected_version);
        match call("materials.save", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }

    async fn remove(&mut self, id: MaterialId) -> Result<(), StoreError> {
        for text in [
            "DELETE FROM wechat_material_uploads WHERE material_id = ?",
            "DELETE FROM wechat_materials WHERE id = ?",
        ] {
            let sql = self.sql(text).with(id.uuid());
            call("materials.remove", self.execute(sql)).await?;
        }
        Ok(())
    }

    async fn uploads(&mut self, id: MaterialId) -> Result<Vec<MaterialUpload>, StoreError> {
        let text = "SELECT * FROM wechat_material_uploads WHERE material_id = ?";
        let sql = self.sql(text).with(id.uuid());
        let rows = call("materials.uploads", self.all(UPLOADS, sql)).await?;
        let mut uploads = rows.iter().map(to_upload).collect::<Result<Vec<_>, _>>()?;
        uploads.sort_by_key(|upload| upload.place);
        Ok(uploads)
    }

    async fn put_upload(&mut self, upload: &MaterialUpload) -> Result<(), StoreError> {
        let mut sql = self.sql(format!(
            "INSERT INTO wechat_material_uploads (material_id, place, {}) VALUES ",
            CHANGEABLE.join(", ")
        ));
        sql.rows(1, CHANGEABLE.len() + 2);
        upload_rows::bind(&mut sql, upload);
        sql.push(&self.dialect.on_conflict("material_id, place"));
        let wanted = CHANGEABLE.map(|column| format!("{column} = {}", self.dialect.wanted(column)));
        sql.push(&wanted.join(", "));
        call("materials.put_upload", self.execute(sql)).await.map(drop)
    }
}
