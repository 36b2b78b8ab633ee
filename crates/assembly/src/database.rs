//! The schema of the database a process stands on.

use adapter_sql::SqlStore;
pub use migrations::MigrationState;
use runtime::config::{Config, DatabaseKind};

use crate::error::AssemblyError;

/// The migrations of a database.
#[derive(Clone)]
pub struct Migrations {
    store: SqlStore,
}

impl Migrations {
    pub(crate) const fn of(store: SqlStore) -> Self {
        Self { store }
    }

    /// Applies what is pending.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn up(&self) -> Result<(), AssemblyError> {
        migrations::up(self.store.connection(), None).await.map_err(schema)
    }

    /// Takes the latest `steps` back.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn down(&self, steps: u32) -> Result<(), AssemblyError> {
        migrations::down(self.store.connection(), Some(steps))
            .await
            .map_err(schema)
    }

    /// Every migration, oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn status(&self) -> Result<Vec<MigrationState>, AssemblyError> {
        migrations::status(self.store.connection()).await.map_err(schema)
    }

    /// How many are pending.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn pending(&self) -> Result<usize, AssemblyError> {
        Ok(self
            .status()
            .await?
            .iter()
            .filter(|migration| !migration.applied)
            .count())
    }

    /// Brings the schema up where nobody else does: everywhere but on a production server, where `nextevent migrate up`
    /// is a step of the deployment.
    ///
    /// # Errors
    /// When the schema is behind in production, or the database refuses.
    pub async fn ready(&self, config: &Config) -> Result<(), AssemblyError> {
        if !config.environment.is_production() || config.database.kind == DatabaseKind::Sqlite {
            return self.up().await;
        }
        match self.pending().await? {
            0 => Ok(()),
            pending => Err(AssemblyError::Schema(format!(
                "{pending} migrations are pending: run `nextevent migrate up`"
            ))),
        }
    }
}

fn schema(error: impl std::fmt::Display) -> AssemblyError {
    AssemblyError::Schema(error.to_string())
}
