//! SQLite.

use std::path::Path;
use std::str::FromStr;

use ports::StoreError;
use sea_orm::sqlx::pool::PoolOptions;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{ConnectOptions, Sqlite};
use sea_orm::{DatabaseConnection, SqlxSqliteConnector};

use super::{Pools, SqlOptions, invalid_address};
use crate::dialect::Dialect;
use crate::errors::driver_error;

/// More readers than this only take turns on the processor.
const MOST_READERS: u32 = 8;

pub(super) async fn open(url: &str, options: &SqlOptions) -> Result<Pools, StoreError> {
    let connect = SqliteConnectOptions::from_str(url)
        .map_err(invalid_address)?
        .create_if_missing(true)
        .busy_timeout(options.lock_timeout)
        // A commit must survive a power cut, as it does in the other databases: in WAL mode NORMAL only syncs at
        // checkpoints and may lose the last commits.
        .synchronous(SqliteSynchronous::Full)
        .pragma("temp_store", "memory")
        .row_buffer_size(256)
        .disable_statement_logging();
    create_folder_of(connect.get_filename())?;
    // SQLite has one writer at a time. Writers of this process queue for this connection, which is fairer and quicker
    // than polling a lock; writers of other processes wait for `busy_timeout`.
    let writing = connect
        .clone()
        .journal_mode(SqliteJournalMode::Wal)
        // Index pages of random keys are met again and again; the default of 2 MB forgets them in between.
        .pragma("cache_size", "-32768")
        // Pages, 16 MB of log: each checkpoint stops the writer and syncs two files.
        .pragma("wal_autocheckpoint", "4000");
    let writer = pool(options, 1, writing).await?;
    let readers = options.max_connections.saturating_sub(1).clamp(1, MOST_READERS);
    let reader = pool(options, readers, connect.pragma("query_only", "on")).await?;
    Ok(Pools {
        dialect: Dialect::Sqlite,
        reader,
        writer,
    })
}

async fn pool(
    options: &SqlOptions,
    size: u32,
    connect: SqliteConnectOptions,
) -> Result<DatabaseConnection, StoreError> {
    let pool = PoolOptions::<Sqlite>::new()
        .max_connections(size)
        .acquire_timeout(options.acquire_timeout)
        .test_before_acquire(false)
        // Opening a file again is all cost and no cure.
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(connect)
        .await
        .map_err(|error| driver_error(&error))?;
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
}

fn create_folder_of(file: &Path) -> Result<(), StoreError> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder)
            .map_err(|error| StoreError::Unavailable(format!("the database's folder cannot be created: {error}"))),
        _ => Ok(()),
    }
}
