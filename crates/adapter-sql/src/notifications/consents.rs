//! The ledger of consents, and what it comes to.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::notifications::consent::{ConsentChange, ConsentEntry, remaining};
use domain::time::Timestamp;
use ports::notifications::consents::{ConsentStore, ConsentView};
use ports::{StoreError, Total};

use crate::sql::{Conditions, Sql, Table, all, asked, count_up_to_limit, insert_parts, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

const CONSENTS: Table = Table {
    name: "consents",
    key: "open_id",
};
const CHANGES: Table = Table {
    name: "consent_changes",
    key: "source",
};

/// What one number is kept for, in the order of the primary key.
type Key<'a> = (&'a str, &'a str, &'a str);

fn key(entry: &ConsentEntry) -> Key<'_> {
    (&entry.person.open_id, &entry.template_id, &entry.person.account)
}

#[async_trait]
impl ConsentStore for SqlStore {
    async fn note(&self, entries: &[ConsentEntry]) -> Result<(), StoreError> {
        if entries.is_empty() {
            return Ok(());
        }
        call("consents.note", retrying(|| self.note_once(entries))).await
    }

    async fn remaining(
        &self,
        account: &str,
        template_id: &str,
        open_ids: &[String],
    ) -> Result<Vec<(String, u32)>, StoreError> {
        let mut left = Vec::new();
        for list in asked(open_ids) {
            let text = "SELECT open_id, remaining FROM consents WHERE account = ? AND template_id = ? AND remaining > 0 \
                        AND open_id IN (";
            let mut sql = Sql::new(self.dialect(), text).with(account).with(template_id);
            sql.marks(list.len()).push(")");
            for open_id in list {
                sql.bind(open_id.as_str());
            }
            for row in call("consents.remaining", all(self.reader(), CONSENTS, sql)).await? {
                left.push((row.text("open_id")?, row.number("remaining")?));
            }
        }
        Ok(left)
    }

    async fn of_person(&self, person: &PersonRef) -> Result<Vec<ConsentView>, StoreError> {
        let text = "SELECT template_id, remaining, updated_at FROM consents WHERE open_id = ? AND account = ? \
                    AND updated_at IS NOT NULL ORDER BY template_id";
        let sql = Sql::new(self.dialect(), text)
            .with(person.open_id.as_str())
            .with(person.account.as_str());
        let rows = call("consents.of_person", all(self.reader(), CONSENTS, sql)).await?;
        rows.iter()
            .map(|row| {
                Ok(ConsentView {
                    template_id: row.text("template_id")?,
                    remaining: row.number("remaining")?,
                    updated_at: row.time("updated_at")?,
                })
            })
            .collect()
    }

    async fn reachable(&self, account: &str, template_id: &str) -> Result<Total, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_with("account = ?", account)
            .and_with("template_id = ?", template_id)
            .and("remaining > 0");
        call(
            "consents.reachable",
            count_up_to_limit(self.reader(), "consents", &conditions),
        )
        .await
        .map(Total::counted)
    }
}

impl SqlStore {
    async fn note_once(&self, entries: &[ConsentEntry]) -> Result<(), StoreError> {
        let mut transaction = self.begin_transaction().await?;
        // In the order of the primary key: two of these lock in one order.
        let mut keys: Vec<_> = entries.iter().map(key).collect();
        keys.sort_unstable();
        keys.dedup();
        lock(&mut transaction, &keys).await?;
        add_changes(&mut transaction, entries).await?;
        for key in keys {
            recount(&mut transaction, key).await?;
        }
        transaction.commit_all().await
    }
}

/// Makes rows where there are none, and locks all: an update that changes nothing locks, too.
async fn lock(transaction: &mut SqlTransaction, keys: &[Key<'_>]) -> Result<(), StoreError> {
    let dialect = transaction.dialect;
    for part in insert_parts(keys.len()) {
        let rows = &keys[part];
        let mut sql = transaction.sql("INSERT INTO consents (open_id, template_id, account, remaining) VALUES ");
        sql.rows(rows.len(), 4);
        for (open_id, template_id, account) in rows {
            sql.bind(*open_id).bind(*template_id).bind(*account).bind(0_i64);
        }
        sql.push(&dialect.on_conflict("open_id, template_id, account"));
        sql.push("remaining = consents.remaining");
        transaction.execute(sql).await?;
    }
    Ok(())
}

async fn add_changes(transaction: &mut SqlTransaction, entries: &[ConsentEntry]) -> Result<(), StoreError> {
    let distinct: BTreeMap<&str, &ConsentEntry> = entries
        .iter()
        .rev()
        .map(|entry| (entry.source.as_str(), entry))
        .collect();
    let distinct: Vec<_> = distinct.into_values().collect();
    let dialect = transaction.dialect;
    for part in insert_parts(distinct.len()) {
        let rows = &distinct[part];
        let mut sql = transaction
            .sql("INSERT INTO consent_changes (source, account, template_id, open_id, kind, changed_at) VALUES ");
        sql.rows(rows.len(), 6);
        for entry in rows {
            sql.bind(entry.source.as_str())
                .bind(entry.person.account.as_str())
                .bind(entry.template_id.as_str())
                .bind(entry.person.open_id.as_str())
                .bind(entry.change.name())
                .bind(entry.at);
        }
        sql.push(&dialect.on_conflict_nothing("source", "source"));
        transaction.execute(sql).await?;
    }
    Ok(())
}

async fn recount(transaction: &mut SqlTransaction, key: Key<'_>) -> Result<(), StoreError> {
    let (open_id, template_id, account) = key;
    // Locking, so that MySQL reads what others committed since this transaction began.
    let text = format!(
        "SELECT source, kind, changed_at FROM consent_changes WHERE open_id = ? AND template_id = ? AND account = ?{}",
        transaction.dialect.for_update()
    );
    let sql = transaction.sql(text).with(open_id).with(template_id).with(account);
    let mut changes: Vec<(Timestamp, ConsentChange)> = Vec::new();
    for row in transaction.all(CHANGES, sql).await? {
        changes.push((row.time("changed_at")?, row.parsed("kind", ConsentChange::from_name)?));
    }
    let latest = changes.iter().map(|(at, _)| *at).max();
    let sql = transaction
        .sql("UPDATE consents SET remaining = ?, updated_at = ? WHERE open_id = ? AND template_id = ? AND account = ?")
        .with(remaining(&changes))
        .with(latest)
        .with(open_id)
        .with(template_id)
        .with(account);
    transaction.execute(sql).await.map(drop)
}
