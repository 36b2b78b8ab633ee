//! Counting scans: one row per code and day.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use async_trait::async_trait;
use domain::ids::{MessageId, QrCodeId};
use domain::time::Timestamp;
use ports::StoreError;
use ports::wechat::{CountedScan, ScanCount, ScanCounts};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::errors::store_error;
use crate::sql::{Sql, Table, all, asked, execute, insert_parts, one, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;

const SCANS: Table = Table {
    name: "scene_scans",
    key: "code_id",
};
const COUNTED: Table = Table {
    name: "counted_scans",
    key: "message_id",
};

/// Stands for scenes that lead nowhere.
const NOWHERE: Uuid = Uuid::nil();

/// Account, code and day → scans and new followers.
type Sums = BTreeMap<(Uuid, String, String), (i64, i64)>;

#[async_trait]
impl ScanCounts for SqlStore {
    async fn count(&self, scans: &[CountedScan]) -> Result<(), StoreError> {
        if scans.is_empty() {
            return Ok(());
        }
        call("scans.count", retrying(|| self.count_once(scans))).await
    }

    async fn counts(&self, codes: &[QrCodeId], from: &str, to: &str) -> Result<Vec<ScanCount>, StoreError> {
        let ids: Vec<_> = codes.iter().map(|code| code.uuid()).collect();
        let mut counts = Vec::new();
        for ids in asked(&ids) {
            let mut sql = Sql::new(
                self.dialect(),
                "SELECT code_id, day, scans, new_followers FROM scene_scans WHERE code_id IN (",
            );
            sql.marks(ids.len()).push(") AND day >= ? AND day <= ?");
            for id in ids {
                sql.bind(*id);
            }
            sql.bind(from).bind(to);
            for row in &call("scans.counts", all(self.reader(), SCANS, sql)).await? {
                counts.push(ScanCount {
                    code: QrCodeId::from_uuid(row.id("code_id")?),
                    day: row.text("day")?,
                    scans: row.number("scans")?,
                    new_followers: row.number("new_followers")?,
                });
            }
        }
        counts.sort_by(|one, other| (&one.day, one.code).cmp(&(&other.day, other.code)));
        Ok(counts)
    }

    async fn unknown_scans(&self, account: &str, from: &str, to: &str) -> Result<u64, StoreError> {
        let sql = Sql::new(
            self.dialect(),
            "SELECT CAST(COALESCE(SUM(scans), 0) AS SIGNED) AS scans FROM scene_scans \
             WHERE code_id = ? AND day >= ? AND day <= ? AND account = ?"
                .replace("SIGNED", self.dialect().big_integer()),
        )
        .with(NOWHERE)
        .with(from)
        .with(to)
        .with(account);
        let row = call("scans.unknown", one(self.reader(), SCANS, sql)).await?;
        row.map_or(Ok(0), |row| row.number("scans"))
    }

    async fn forget_counted(&self, instant: Timestamp) -> Result<u64, StoreError> {
        let text = "DELETE FROM counted_scans WHERE counted_at < ?";
        let sql = Sql::new(self.dialect(), text).with(instant);
        call("scans.forget", retrying(|| execute(self.writer(), sql.clone()))).await
    }
}

impl SqlStore {
    async fn count_once(&self, scans: &[CountedScan]) -> Result<(), StoreError> {
        let transaction = self.begin_raw().await?;
        let fresh = self.not_counted(&transaction, scans).await?;
        if fresh.is_empty() {
            return Ok(());
        }
        self.note_counted(&transaction, &fresh).await?;
        let codes = self.codes_of(&transaction, &fresh).await?;
        for ((code, account, day), (scans, followers)) in sums(&fresh, &codes) {
            let sql = self
                .add_to_day()
                .with(account)
                .with(code)
                .with(day)
                .with(scans)
                .with(followers);
            execute(&transaction, sql).await?;
        }
        transaction.commit().await.map_err(store_error)
    }

    async fn not_counted<'a>(
        &self,
        transaction: &impl ConnectionTrait,
        scans: &'a [CountedScan],
    ) -> Result<Vec<&'a CountedScan>, StoreError> {
        let ids: Vec<_> = scans.iter().map(|scan| scan.message.uuid()).collect();
        let mut known = BTreeSet::new();
        for ids in asked(&ids) {
            let mut sql = Sql::new(
                self.dialect(),
                "SELECT message_id FROM counted_scans WHERE message_id IN (",
            );
            sql.marks(ids.len()).push(")");
            for id in ids {
                sql.bind(*id);
            }
            for row in &all(transaction, COUNTED, sql).await? {
                known.insert(MessageId::from_uuid(row.id("message_id")?));
            }
        }
        let mut fresh: Vec<_> = scans.iter().filter(|scan| known.insert(scan.message)).collect();
        fresh.sort_by_key(|scan| scan.message);
        Ok(fresh)
    }

    /// Whoever counts the same message at the same instant fails here, and finds it counted when it tries again.
    async fn note_counted(&self, transaction: &impl ConnectionTrait, fresh: &[&CountedScan]) -> Result<(), StoreError> {
        for part in insert_parts(fresh.len()) {
            let rows = &fresh[part];
            let mut sql = Sql::new(
                self.dialect(),
                "INSERT INTO counted_scans (message_id, counted_at) VALUES ",
            );
            sql.rows(rows.len(), 2);
            for scan in rows {
                sql.bind(scan.message.uuid()).bind(scan.message.made_at());
            }
            execute(transaction, sql).await.map_err(|error| match error {
                StoreError::Duplicate(rule) => StoreError::Contention(rule),
                other => other,
            })?;
        }
        Ok(())
    }

    async fn codes_of(
        &self,
        transaction: &impl ConnectionTrait,
        fresh: &[&CountedScan],
    ) -> Result<HashMap<(String, String), Uuid>, StoreError> {
        let scenes: Vec<_> = fresh.iter().map(|scan| (&scan.account, &scan.scene)).collect();
        let mut codes = HashMap::new();
        for scenes in asked(&scenes) {
            let mut sql = Sql::new(
                self.dialect(),
                "SELECT account, scene, id AS code_id FROM scene_codes WHERE (account, scene) IN (",
            );
            sql.rows(scenes.len(), 2).push(")");
            for (account, scene) in scenes {
                sql.bind(account.as_str()).bind(scene.as_str());
            }
            for row in &all(transaction, SCANS, sql).await? {
                codes.insert((row.text("account")?, row.text("scene")?), row.id("code_id")?);
            }
        }
        Ok(codes)
    }

    fn add_to_day(&self) -> Sql {
        let dialect = self.dialect();
        let add = |column: &str| format!("{column} = scene_scans.{column} + {}", dialect.wanted(column));
        Sql::new(
            dialect,
            format!(
                "INSERT INTO scene_scans (account, code_id, day, scans, new_followers) VALUES (?, ?, ?, ?, ?){}{}, {}",
                dialect.on_conflict("code_id, day, account"),
                add("scans"),
                add("new_followers"),
            ),
        )
    }
}

/// In one order, so that counters that share codes lock their rows in it.
fn sums(fresh: &[&CountedScan], codes: &HashMap<(String, String), Uuid>) -> Sums {
    let mut sums = Sums::new();
    for scan in fresh {
        let code = codes.get(&(scan.account.clone(), scan.scene.clone())).copied();
        let key = (code.unwrap_or(NOWHERE), scan.account.clone(), scan.day.clone());
        let (scans, followers) = sums.entry(key).or_default();
        *scans += 1;
        *followers += i64::from(scan.followed);
    }
    sums
}
