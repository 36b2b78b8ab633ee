//! MySQL and MariaDB.

use std::str::FromStr;

use ports::StoreError;
use sea_orm::sqlx::mysql::MySqlConnectOptions;
use sea_orm::sqlx::{AssertSqlSafe, ConnectOptions, Executor, MySqlConnection};
use sea_orm::{DatabaseConnection, SqlxMySqlConnector};

use super::{Pools, SqlOptions, invalid_address, server_pool};
use crate::dialect::Dialect;
use crate::errors::driver_error;

/// Prepared statements kept on each connection. A server holds 16,382 in all (`max_prepared_stmt_count`).
const STATEMENTS: usize = 128;

pub(super) async fn open(url: &str, options: &SqlOptions) -> Result<Pools, StoreError> {
    let url = url.replacen("mariadb:", "mysql:", 1);
    let connect = MySqlConnectOptions::from_str(&url)
        .map_err(invalid_address)?
        .charset("utf8mb4")
        .timezone(Some("+00:00".to_owned()))
        .statement_cache_capacity(STATEMENTS)
        .disable_statement_logging();
    let session = session(options);
    let pool = server_pool(options)
        .after_connect(move |connection: &mut MySqlConnection, _| {
            let session = session.clone();
            Box::pin(async move { connection.execute(AssertSqlSafe(session)).await.map(drop) })
        })
        .connect_with(connect)
        .await
        .map_err(|error| driver_error(&error))?;
    let writer: DatabaseConnection = SqlxMySqlConnector::from_sqlx_mysql_pool(pool);
    Ok(Pools {
        dialect: Dialect::MySql,
        reader: writer.clone(),
        writer,
    })
}

/// READ COMMITTED, because the gap locks of REPEATABLE READ make inserts of unrelated rows wait for each other. Strict,
/// because a value that does not fit must be refused and not be cut.
fn session(options: &SqlOptions) -> String {
    format!(
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO', \
         SESSION innodb_lock_wait_timeout = {}; \
         SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
        options.lock_timeout.as_secs().max(1)
    )
}
