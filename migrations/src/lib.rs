//! The schema of every database the product runs on: MySQL 8 and later, MariaDB 10.11 and later, SQLite, PostgreSQL.
//!
//! This crate must never know what the rows mean: it names columns, kinds and indexes, nothing else. One description
//! of a table serves all databases ([`schema`] says how each spells it). How a migration is written so that old and
//! new program versions run side by side is in this folder's `README.md`.

use sea_orm_migration::sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

mod m20261101_000001_initial;
mod m20261121_000001_wechat_accounts;
mod m20261121_000002_api_health;
mod m20261121_000003_rules_and_menus;
mod m20261121_000004_people_and_followers;
mod m20261121_000005_channels;
mod m20261121_000006_messaging;
mod m20261121_000007_materials;
mod m20261121_000008_mini_program;
mod m20261121_000009_articles;
mod m20261121_000010_web_login;
mod m20261121_000011_mass_messages;
mod m20261121_000012_wecom_messages;
mod m20261121_000013_wecom_directory;
mod schema;

pub use sea_orm_migration::MigrationStatus;

/// All migrations in their order.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261101_000001_initial::Migration),
            Box::new(m20261121_000001_wechat_accounts::Migration),
            Box::new(m20261121_000002_api_health::Migration),
            Box::new(m20261121_000003_rules_and_menus::Migration),
            Box::new(m20261121_000004_people_and_followers::Migration),
            Box::new(m20261121_000005_channels::Migration),
            Box::new(m20261121_000006_messaging::Migration),
            Box::new(m20261121_000007_materials::Migration),
            Box::new(m20261121_000008_mini_program::Migration),
            Box::new(m20261121_000009_articles::Migration),
            Box::new(m20261121_000010_web_login::Migration),
            Box::new(m20261121_000011_mass_messages::Migration),
            Box::new(m20261121_000013_wecom_directory::Migration),
            Box::new(m20261121_000012_wecom_messages::Migration),
        ]
    }
}

/// A migration and whether it was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationState {
    /// Its name, which begins with its date.
    pub name: String,
    /// Whether it was applied.
    pub applied: bool,
}

/// Applies what is pending, at most `steps` migrations. Several processes may call this at once: they take turns.
///
/// # Errors
/// When the database fails, or holds migrations that this program does not know (it is older than the schema).
pub async fn up(database: &DatabaseConnection, steps: Option<u32>) -> Result<(), DbErr> {
    let turn = Turn::take(database).await?;
    let outcome = match &turn {
        Turn::Inside(transaction) => Migrator::up(transaction, steps).await,
        Turn::Beside(_) => Migrator::up(database, steps).await,
    };
    turn.end(outcome).await
}

/// Takes back what was applied last, `steps` migrations or all.
///
/// # Errors
/// When the database fails, or holds migrations that this program does not know.
pub async fn down(database: &DatabaseConnection, steps: Option<u32>) -> Result<(), DbErr> {
    let turn = Turn::take(database).await?;
    let outcome = match &turn {
        Turn::Inside(transaction) => Migrator::down(transaction, steps).await,
        Turn::Beside(_) => Migrator::down(database, steps).await,
    };
    turn.end(outcome).await
}

/// Every migration with its state, in order. Changes nothing and needs no right to change the schema.
///
/// # Errors
/// When the database fails, or holds migrations that this program does not know.
pub async fn status(database: &DatabaseConnection) -> Result<Vec<MigrationState>, DbErr> {
    let migrations = Migrator::get_migration_with_status_read_only(database).await?;
    Ok(migrations
        .iter()
        .map(|migration| MigrationState {
            name: migration.name().to_owned(),
            applied: migration.status() == MigrationStatus::Applied,
        })
        .collect())
}

/// The sole right to migrate.
enum Turn {
    /// SQLite: the transaction that migrates holds the only write lock there is.
    Inside(DatabaseTransaction),
    /// A lock of the server, held by a connection of its own while another migrates: MySQL ends a transaction with
    /// every statement that changes the schema.
    Beside(DatabaseTransaction),
}

impl Turn {
    const MYSQL_TAKE: &str = "SELECT GET_LOCK(CONCAT(DATABASE(), '.migrations'), 600)";
    const MYSQL_GIVE_UP: &str = "SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.migrations'))";
    // Any number will do as long as nobody else uses it: this one spells "next" in ASCII.
    const POSTGRES_TAKE: &str = "SELECT pg_advisory_xact_lock(1852143732)";

    async fn take(database: &DatabaseConnection) -> Result<Self, DbErr> {
        let backend = database.get_database_backend();
        let sql = match backend {
            DbBackend::MySql => Self::MYSQL_TAKE,
            DbBackend::Postgres => Self::POSTGRES_TAKE,
            _ => {
                let immediate = TransactionOptions {
                    sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                    ..TransactionOptions::default()
                };
                return database.begin_with_options(immediate).await.map(Self::Inside);
            }
        };
        let holder = database.begin().await?;
        holder.query_one_raw(Statement::from_string(backend, sql)).await?;
        Ok(Self::Beside(holder))
    }

    async fn end(self, outcome: Result<(), DbErr>) -> Result<(), DbErr> {
        match self {
            Self::Inside(transaction) => match outcome {
                Ok(()) => transaction.commit().await,
                Err(error) => {
                    transaction.rollback().await?;
                    Err(error)
                }
            },
            Self::Beside(holder) => {
                if holder.get_database_backend() == DbBackend::MySql {
                    let statement = Statement::from_string(DbBackend::MySql, Self::MYSQL_GIVE_UP);
                    outcome.and(holder.query_one_raw(statement).await.map(drop))?;
                    return holder.rollback().await;
                }
                // PostgreSQL's lock ends with its transaction.
                outcome.and(holder.rollback().await)
            }
        }
    }
}
