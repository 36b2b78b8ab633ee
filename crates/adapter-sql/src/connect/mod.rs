//! Opening pools, each kind of database with the session it needs.

mod mysql;
mod postgres;
mod sqlite;

use std::time::Duration;

use ports::StoreError;
use sea_orm::DatabaseConnection;
use sea_orm::sqlx::pool::PoolOptions;
use sea_orm::sqlx::{Connection, Database};

use crate::dialect::Dialect;

/// How a database is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SqlOptions {
    /// Most connections of this process. SQLite uses one of them for writing and the rest, at most eight, for reading.
    pub max_connections: u32,
    /// How long a call waits for a free connection before the store counts as unavailable.
    pub acquire_timeout: Duration,
    /// How long a statement waits for a lock before the store counts as contended; MySQL takes whole seconds.
    pub lock_timeout: Duration,
}

impl Default for SqlOptions {
    fn default() -> Self {
        Self {
            max_connections: 32,
            acquire_timeout: Duration::from_secs(5),
            lock_timeout: Duration::from_secs(5),
        }
    }
}

/// The pools of one database; the same twice where reading and writing share one.
pub(crate) struct Pools {
    pub(crate) dialect: Dialect,
    pub(crate) reader: DatabaseConnection,
    pub(crate) writer: DatabaseConnection,
}

/// Opens the pools of `url` and reaches the database once.
pub(crate) async fn open(url: &str, options: &SqlOptions) -> Result<Pools, StoreError> {
    match url.split_once(':').map(|(scheme, _)| scheme) {
        Some("mysql" | "mariadb") => mysql::open(url, options).await,
        Some("postgres" | "postgresql") => postgres::open(url, options).await,
        Some("sqlite") => sqlite::open(url, options).await,
        _ => Err(StoreError::Failed(
            "the address must begin with mysql:, postgres: or sqlite:".to_owned(),
        )),
    }
}

/// After so long without use a connection is tried before it is handed out; testing it every time would cost a round
/// trip per call.
const TRUSTED_FOR: Duration = Duration::from_secs(5);

fn server_pool<DB: Database>(options: &SqlOptions) -> PoolOptions<DB> {
    PoolOptions::new()
        .max_connections(options.max_connections.max(1))
        .acquire_timeout(options.acquire_timeout)
        .test_before_acquire(false)
        .before_acquire(|connection: &mut DB::Connection, meta| {
            Box::pin(async move { Ok(meta.idle_for < TRUSTED_FOR || connection.ping().await.is_ok()) })
        })
}

fn invalid_address(_: impl std::error::Error) -> StoreError {
    // The cause may quote the address, and with it a password.
    StoreError::Failed("the database address is not valid".to_owned())
}
