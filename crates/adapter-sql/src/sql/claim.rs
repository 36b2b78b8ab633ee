//! Taking rows that are due, each by one taker: jobs of the outbox and the queue, messages whose worker died.

use domain::time::Timestamp;
use ports::StoreError;
use sea_orm::ConnectionTrait;

use super::row::{Row, Table};
use super::run::{all, execute};
use super::statement::{MOST_ASKED, Sql, filled_up};
use crate::dialect::Dialect;
use crate::store::SqlStore;

/// Which rows are taken and how.
pub(crate) struct Claim<'a> {
    pub(crate) table: Table,
    /// The columns of its primary key.
    pub(crate) key: &'a [&'static str],
    /// The column that tells when a row is due; what is due longest goes first, then the first column of the key.
    pub(crate) due: &'static str,
    /// `<=` where a row is due at its instant, `<` where only after it.
    pub(crate) due_at: &'static str,
    /// The columns to read.
    pub(crate) columns: &'static str,
    /// A column that counts how often a row was taken; rows tell it with this time included.
    pub(crate) counts: Option<&'static str>,
}

/// Takes up to `max` rows due at `now` until `until`, in no particular order. The due column itself must not be read.
pub(crate) async fn claim(
    store: &SqlStore,
    claim: &Claim<'_>,
    now: Timestamp,
    until: Timestamp,
    max: u32,
) -> Result<Vec<Row>, StoreError> {
    if max == 0 {
        return Ok(Vec::new());
    }
    if store.dialect().has_returning() {
        return all(
            store.writer(),
            claim.table,
            claim.in_one_statement(store.dialect(), now, until, max),
        )
        .await;
    }
    let transaction = store.begin_raw().await?;
    let rows = all(
        &transaction,
        claim.table,
        claim.select(store.dialect(), &claim.columns_as_taken(), now, max),
    )
    .await?;
    if rows.is_empty() {
        // InnoDB locks the row behind those it looked for, too, and another taker would skip it until this ends.
        transaction.rollback().await.map_err(crate::errors::store_error)?;
        return Ok(rows);
    }
    claim.mark(&transaction, store.dialect(), &rows, until).await?;
    transaction.commit().await.map_err(crate::errors::store_error)?;
    Ok(rows)
}

impl Claim<'_> {
    fn columns_as_taken(&self) -> String {
        match self.counts {
            Some(counts) => format!("{}, {counts} + 1 AS {counts}", self.columns),
            None => self.columns.to_owned(),
        }
    }

    fn also(&self) -> String {
        self.counts
            .map(|counts| format!(", {counts} = {counts} + 1"))
            .unwrap_or_default()
    }

    fn select(&self, dialect: Dialect, columns: &str, now: Timestamp, max: u32) -> Sql {
        let text = format!(
            "SELECT {columns} FROM {} WHERE {due} {} ? ORDER BY {due}, {} LIMIT ?{}",
            self.table.name,
            self.due_at,
            self.key[0],
            dialect.for_update_skip_locked(),
            due = self.due,
        );
        Sql::new(dialect, text).with(now).with(max)
    }

    fn in_one_statement(&self, dialect: Dialect, now: Timestamp, until: Timestamp, max: u32) -> Sql {
        let name = self.table.name;
        let mut sql = self.select(dialect, &self.key.join(", "), now, max);
        let same_key: Vec<_> = self
            .key
            .iter()
            .map(|key| format!("{name}.{key} = due_rows.{key}"))
            .collect();
        let mut columns = self.columns.replace(", ", &format!(", {name}."));
        if let Some(counts) = self.counts {
            columns.push_str(&format!(", {name}.{counts}"));
        }
        sql.wrap(
            "WITH due_rows AS MATERIALIZED (",
            &format!(
                ") UPDATE {name} SET {} = ?{} FROM due_rows WHERE {} RETURNING {name}.{columns}",
                self.due,
                self.also(),
                same_key.join(" AND "),
            ),
        );
        sql.bind(until);
        sql
    }

    async fn mark(
        &self,
        connection: &impl ConnectionTrait,
        dialect: Dialect,
        rows: &[Row],
        until: Timestamp,
    ) -> Result<(), StoreError> {
        for rows in rows.chunks(MOST_ASKED) {
            let rows = filled_up(rows.iter().collect());
            let text = format!(
                "UPDATE {} SET {} = ?{} WHERE ({}) IN (",
                self.table.name,
                self.due,
                self.also(),
                self.key.join(", ")
            );
            let mut sql = Sql::new(dialect, text).with(until);
            sql.rows(rows.len(), self.key.len()).push(")");
            for row in rows {
                for key in self.key {
                    sql.bind_all([row.key_value(key, dialect)?]);
                }
            }
            execute(connection, sql).await?;
        }
        Ok(())
    }
}
