//! Running statements.

use std::future::Future;

use ports::StoreError;
use sea_orm::ConnectionTrait;

use super::row::{Row, Table};
use super::statement::Sql;
use crate::errors::store_error;

/// Runs a change; answers how many rows it met.
pub(crate) async fn execute(connection: &impl ConnectionTrait, sql: Sql) -> Result<u64, StoreError> {
    let outcome = connection
        .execute_raw(sql.into_statement())
        .await
        .map_err(store_error)?;
    Ok(outcome.rows_affected())
}

/// All rows that a statement answers; `table` is named when one is broken.
pub(crate) async fn all(connection: &impl ConnectionTrait, table: Table, sql: Sql) -> Result<Vec<Row>, StoreError> {
    let dialect = sql.dialect;
    let rows = connection
        .query_all_raw(sql.into_statement())
        .await
        .map_err(store_error)?;
    Ok(rows.into_iter().map(|row| Row::new(row, table, dialect)).collect())
}

/// The row that a statement answers, if any.
pub(crate) async fn one(connection: &impl ConnectionTrait, table: Table, sql: Sql) -> Result<Option<Row>, StoreError> {
    let dialect = sql.dialect;
    let row = connection
        .query_one_raw(sql.into_statement())
        .await
        .map_err(store_error)?;
    Ok(row.map(|row| Row::new(row, table, dialect)))
}

/// Attempts of a transaction that is wholly ours, before its contention is the caller's.
const ATTEMPTS: u32 = 5;

/// Repeats a whole transaction while others are in its way. A deadlock's victim was rolled back as a whole, so
/// repeating it is safe.
pub(crate) async fn retrying<T, F>(mut attempt: impl FnMut() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    for _ in 1..ATTEMPTS {
        match attempt().await {
            Err(StoreError::Contention(_)) => tokio::task::yield_now().await,
            outcome => return outcome,
        }
    }
    attempt().await
}
