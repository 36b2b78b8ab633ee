//! Which files are needed. Whoever names a file or lets it go holds its row.

use async_trait::async_trait;
use domain::files::FileHash;
use domain::time::Timestamp;
use ports::StoreError;
use ports::files::{FileBook, LetGo};

use super::rows::MATERIALS;
use crate::sql::{Sql, Table, execute, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

const FILES: Table = Table {
    name: "stored_files",
    key: "file_hash",
};

/// A file as the book has it.
pub(super) struct Entered {
    /// The end of the leave to delete it.
    pub(super) going_until: Option<Timestamp>,
}

impl SqlTransaction {
    /// The entry of a file, locked.
    pub(super) async fn file_for_update(&mut self, hash: FileHash) -> Result<Option<Entered>, StoreError> {
        let text = format!(
            "SELECT file_hash, going_until FROM stored_files WHERE file_hash = ?{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(hash.0);
        let row = call("files.find_for_update", self.one(FILES, sql)).await?;
        row.map(|row| {
            Ok(Entered {
                going_until: row.time_or_null("going_until")?,
            })
        })
        .transpose()
    }

    async fn set_leave(&mut self, hash: FileHash, until: Option<Timestamp>) -> Result<(), StoreError> {
        let text = "UPDATE stored_files SET going_until = ? WHERE file_hash = ?";
        let sql = self.sql(text).with(until).with(hash.0);
        call("files.set_leave", self.execute(sql)).await.map(drop)
    }

    async fn is_named(&mut self, hash: FileHash) -> Result<bool, StoreError> {
        let text = "SELECT id FROM wechat_materials WHERE file_hash = ? LIMIT 1";
        let sql = self.sql(text).with(hash.0);
        Ok(call("files.is_named", self.one(MATERIALS, sql)).await?.is_some())
    }
}

#[async_trait]
impl FileBook for SqlStore {
    async fn enter(&self, hash: FileHash, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = call("files.begin", self.begin_transaction()).await?;
        let mut new = tx.sql("INSERT INTO stored_files (file_hash) VALUES (?)").with(hash.0);
        new.push(&tx.dialect.on_conflict_nothing("file_hash", "file_hash"));
        call("files.enter", tx.execute(new)).await?;
        let entered = tx.file_for_update(hash).await?;
        match entered.and_then(|entered| entered.going_until) {
            Some(until) if until > now => return Err(StoreError::Contention("the file is being deleted".to_owned())),
            Some(_) => tx.set_leave(hash, None).await?,
            None => {}
        }
        call("files.commit", tx.commit_all()).await
    }

    async fn let_go(&self, hash: FileHash, now: Timestamp, until: Timestamp) -> Result<LetGo, StoreError> {
        let mut tx = call("files.begin", self.begin_transaction()).await?;
        let Some(entered) = tx.file_for_update(hash).await? else {
            return Ok(LetGo::Kept);
        };
        if let Some(busy) = entered.going_until.filter(|busy| *busy > now) {
            return Ok(LetGo::Busy(busy));
        }
        if tx.is_named(hash).await? {
            return Ok(LetGo::Kept);
        }
        tx.set_leave(hash, Some(until)).await?;
        call("files.commit", tx.commit_all()).await?;
        Ok(LetGo::Yours)
    }

    async fn gone(&self, hash: FileHash, until: Timestamp) -> Result<(), StoreError> {
        let text = "DELETE FROM stored_files WHERE file_hash = ? AND going_until = ?";
        let sql = Sql::new(self.dialect(), text).with(hash.0).with(until);
        let strike = retrying(|| execute(self.writer(), sql.clone()));
        call("files.gone", strike).await.map(drop)
    }
}
