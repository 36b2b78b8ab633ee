//! Synchronisations.

use async_trait::async_trait;
use domain::wechat::followers::SyncState;
use domain::wechat::wecom::{CorpSync, CorpSyncKind, CorpSyncPhase, StoredCorpSync};
use ports::StoreError;
use ports::wechat::wecom::CorpSyncRepository;

use crate::sql::{Row, Sql, Table, one};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

const SYNCS: Table = Table {
    name: "corp_syncs",
    key: "id",
};

/// In the order of [`bind`].
const COLUMNS: [&str; 19] = [
    "account",
    "kind",
    "id",
    "state",
    "phase",
    "last_done",
    "next_part",
    "one_by_one_until",
    "total",
    "walked",
    "fetched",
    "reduced",
    "skipped",
    "gone",
    "started_at",
    "updated_at",
    "finished_at",
    "error",
    "version",
];

#[async_trait]
impl CorpSyncRepository for SqlTransaction {
    async fn find_for_update(&mut self, account: &str, kind: CorpSyncKind) -> Result<Option<CorpSync>, StoreError> {
        let text = format!("{}{}", select(), self.dialect.for_update());
        let sql = self.sql(text).with(account).with(kind.name());
        let row = call("corp_syncs.find_for_update", self.one(SYNCS, sql)).await?;
        row.as_ref().map(to_sync).transpose()
    }

    async fn save(&mut self, sync: &CorpSync, expected_version: Option<u64>) -> Result<(), StoreError> {
        let stored = sync.stored();
        let Some(expected_version) = expected_version else {
            let mut sql = self.sql(format!("INSERT INTO corp_syncs ({}) VALUES ", COLUMNS.join(", ")));
            sql.rows(1, COLUMNS.len());
            bind(&mut sql, stored);
            return call("corp_syncs.add", self.execute(sql)).await.map(drop);
        };
        let mut sql = self.sql(format!("UPDATE corp_syncs SET {} = ?", COLUMNS.join(" = ?, ")));
        bind(&mut sql, stored);
        sql.push(" WHERE account = ? AND kind = ? AND version = ?")
            .bind(stored.account.as_str())
            .bind(stored.kind.name())
            .bind(expected_version);
        match call("corp_syncs.save", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }
}

impl SqlStore {
    pub(super) async fn corp_sync(&self, account: &str, kind: CorpSyncKind) -> Result<Option<CorpSync>, StoreError> {
        let sql = Sql::new(self.dialect(), select()).with(account).with(kind.name());
        let row = one(self.reader(), SYNCS, sql).await?;
        row.as_ref().map(to_sync).transpose()
    }
}

fn select() -> String {
    let columns = COLUMNS.join(", ");
    format!("SELECT {columns} FROM corp_syncs WHERE account = ? AND kind = ?")
}

fn bind(sql: &mut Sql, sync: &StoredCorpSync) {
    sql.bind(sync.account.as_str())
        .bind(sync.kind.name())
        .bind(sync.id)
        .bind(sync.state.name())
        .bind(sync.phase.name())
        .bind(sync.last.as_deref())
        .bind(sync.cursor.as_deref())
        .bind(sync.until.as_deref())
        .bind(sync.total.map(|total| i64::try_from(total).unwrap_or(i64::MAX)))
        .bind(sync.walked)
        .bind(sync.read)
        .bind(sync.reduced)
        .bind(sync.skipped)
        .bind(sync.gone)
        .bind(sync.started_at)
        .bind(sync.updated_at)
        .bind(sync.finished_at)
        .bind(sync.error.as_deref())
        .bind(sync.version);
}

fn to_sync(row: &Row) -> Result<CorpSync, StoreError> {
    Ok(CorpSync::restore(StoredCorpSync {
        account: row.text("account")?,
        kind: row.parsed("kind", CorpSyncKind::from_name)?,
        id: row.id("id")?,
        state: row.parsed("state", SyncState::from_name)?,
        phase: row.parsed("phase", CorpSyncPhase::from_name)?,
        last: row.text_or_null("last_done")?,
        cursor: row.text_or_null("next_part")?,
        until: row.text_or_null("one_by_one_until")?,
        total: row.number_or_null("total")?,
        walked: row.number("walked")?,
        read: row.number("fetched")?,
        reduced: row.number("reduced")?,
        skipped: row.number("skipped")?,
        gone: row.number("gone")?,
        started_at: row.time("started_at")?,
        updated_at: row.time("updated_at")?,
        finished_at: row.time_or_null("finished_at")?,
        error: row.text_or_null("error")?,
        version: row.number("version")?,
    }))
}
