//! The store: pools and what can be said of them. Its ports are implemented context by context.

use std::fmt;
use std::sync::Arc;

use ports::StoreError;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};

use crate::connect::{self, Pools, SqlOptions};
use crate::dialect::Dialect;
use crate::errors::store_error;
use crate::transaction::SqlTransaction;

/// Every store port in one database. Cloning shares the pools.
#[derive(Clone)]
pub struct SqlStore {
    pools: Arc<Pools>,
}

impl fmt::Debug for SqlStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqlStore")
            .field("dialect", &self.pools.dialect)
            .finish_non_exhaustive()
    }
}

/// What answers at the other end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerInfo {
    /// Which database it is.
    pub kind: ServerKind,
    /// Its version, as it says.
    pub version: String,
}

/// A database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ServerKind {
    /// MySQL.
    MySql,
    /// MariaDB.
    MariaDb,
    /// PostgreSQL.
    Postgres,
    /// SQLite.
    Sqlite,
}

impl ServerKind {
    /// Its name as its makers write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MySql => "MySQL",
            Self::MariaDb => "MariaDB",
            Self::Postgres => "PostgreSQL",
            Self::Sqlite => "SQLite",
        }
    }
}

/// Connections of this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolStatus {
    /// Open ones.
    pub size: u32,
    /// Open ones that nobody uses.
    pub idle: u32,
    /// Open ones in use.
    pub in_use: u32,
}

impl SqlStore {
    /// Opens the pools of `url` (`mysql:`, `mariadb:`, `postgres:`, `postgresql:`, `sqlite:`) and reaches the database
    /// once. A SQLite file is created with its folder. The schema is not looked at.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer, [`StoreError::Failed`] when the address is wrong
    /// or the database refuses.
    pub async fn connect(url: &str, options: SqlOptions) -> Result<Self, StoreError> {
        let pools = Arc::new(connect::open(url, &options).await?);
        Ok(Self { pools })
    }

    /// The connections that write, for migrations.
    #[must_use]
    pub fn connection(&self) -> &DatabaseConnection {
        &self.pools.writer
    }

    /// Asks the database who it is.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn ping(&self) -> Result<ServerInfo, StoreError> {
        let (fallback, question) = match self.pools.dialect {
            Dialect::MySql => (ServerKind::MySql, "SELECT VERSION() AS version"),
            Dialect::Postgres => (ServerKind::Postgres, "SELECT version() AS version"),
            Dialect::Sqlite => (ServerKind::Sqlite, "SELECT sqlite_version() AS version"),
        };
        let statement = Statement::from_string(self.pools.dialect.backend(), question);
        let row = self.reader().query_one_raw(statement).await.map_err(store_error)?;
        let version: String = row
            .map(|row| row.try_get("", "version"))
            .transpose()
            .map_err(store_error)?
            .unwrap_or_default();
        let kind = if version.contains("MariaDB") {
            ServerKind::MariaDb
        } else {
            fallback
        };
        Ok(ServerInfo { kind, version })
    }

    /// How many connections there are and how many are in use.
    #[must_use]
    pub fn pool_status(&self) -> PoolStatus {
        let (size, idle) = match self.pools.dialect {
            Dialect::MySql => sizes(self.pools.writer.get_mysql_connection_pool()),
            Dialect::Postgres => sizes(self.pools.writer.get_postgres_connection_pool()),
            Dialect::Sqlite => {
                let writer = sizes(self.pools.writer.get_sqlite_connection_pool());
                let reader = sizes(self.pools.reader.get_sqlite_connection_pool());
                (writer.0 + reader.0, writer.1 + reader.1)
            }
        };
        PoolStatus {
            size,
            idle,
            in_use: size.saturating_sub(idle),
        }
    }

    /// Waits until running calls are done and closes every connection. Later calls fail as unavailable.
    pub async fn close(&self) {
        for pool in [&self.pools.reader, &self.pools.writer] {
            if let Err(error) = pool.close_by_ref().await {
                tracing::warn!(%error, "a pool did not close");
            }
        }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.pools.dialect
    }

    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.pools.reader
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.pools.writer
    }

    pub(crate) async fn begin_raw(&self) -> Result<DatabaseTransaction, StoreError> {
        // SQLite takes its write lock at once: a transaction that began by reading could not get it any more once
        // somebody else wrote.
        let options = TransactionOptions {
            sqlite_transaction_mode: (self.dialect() == Dialect::Sqlite).then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.writer().begin_with_options(options).await.map_err(store_error)
    }

    pub(crate) async fn begin_transaction(&self) -> Result<SqlTransaction, StoreError> {
        Ok(SqlTransaction::new(self.begin_raw().await?, self.dialect()))
    }
}

fn sizes<DB: sea_orm::sqlx::Database>(pool: &sea_orm::sqlx::Pool<DB>) -> (u32, u32) {
    (pool.size(), u32::try_from(pool.num_idle()).unwrap_or(u32::MAX))
}
