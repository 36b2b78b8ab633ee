//! The transaction: one struct that is every repository, so that what they write commits together.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::ids::EventId;
use domain::time::Timestamp;
use ports::StoreError;
use ports::attendance::{AttendanceStore, AttendanceTransaction, RollBook};
use ports::events::{EventRepository, EventsStore, EventsTransaction};
use ports::jobs::Outbox;
use ports::log::EventLog;
use sea_orm::DatabaseTransaction;

use crate::attendance;
use crate::dialect::Dialect;
use crate::errors::store_error;
use crate::sql::{Row, Sql, Table, all, execute, one};
use crate::store::SqlStore;
use crate::telemetry::call;

/// An open transaction. Dropping it rolls it back.
pub(crate) struct SqlTransaction {
    connection: DatabaseTransaction,
    pub(crate) dialect: Dialect,
    /// A statement failed. PostgreSQL refuses everything from then on, the others would carry on half-way.
    broken: bool,
    /// The latest registration and check-in of each event in this transaction, on their way into the rolls.
    pub(crate) latest: BTreeMap<EventId, Latest>,
}

/// When something last happened on a roll.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Latest {
    pub(crate) registration: Option<Timestamp>,
    pub(crate) check_in: Option<Timestamp>,
}

impl SqlTransaction {
    pub(crate) const fn new(connection: DatabaseTransaction, dialect: Dialect) -> Self {
        Self {
            connection,
            dialect,
            broken: false,
            latest: BTreeMap::new(),
        }
    }

    pub(crate) fn sql(&self, text: impl Into<String>) -> Sql {
        Sql::new(self.dialect, text)
    }

    pub(crate) async fn execute(&mut self, sql: Sql) -> Result<u64, StoreError> {
        self.refuse_if_broken()?;
        let outcome = execute(&self.connection, sql).await;
        self.noting_failure(outcome)
    }

    pub(crate) async fn all(&mut self, table: Table, sql: Sql) -> Result<Vec<Row>, StoreError> {
        self.refuse_if_broken()?;
        let outcome = all(&self.connection, table, sql).await;
        self.noting_failure(outcome)
    }

    pub(crate) async fn one(&mut self, table: Table, sql: Sql) -> Result<Option<Row>, StoreError> {
        self.refuse_if_broken()?;
        let outcome = one(&self.connection, table, sql).await;
        self.noting_failure(outcome)
    }

    /// Notes that the transaction must not be committed.
    pub(crate) fn fail(&mut self, error: StoreError) -> StoreError {
        self.broken = true;
        error
    }

    pub(crate) async fn commit_all(mut self) -> Result<(), StoreError> {
        attendance::save_latest(&mut self).await?;
        self.refuse_if_broken()?;
        self.connection.commit().await.map_err(store_error)
    }

    fn refuse_if_broken(&self) -> Result<(), StoreError> {
        if self.broken {
            Err(StoreError::Failed(
                "an earlier statement of the transaction failed".to_owned(),
            ))
        } else {
            Ok(())
        }
    }

    fn noting_failure<T>(&mut self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        self.broken |= outcome.is_err();
        outcome
    }
}

#[async_trait]
impl EventsStore for SqlStore {
    async fn begin(&self) -> Result<Box<dyn EventsTransaction>, StoreError> {
        Ok(Box::new(call("events.begin", self.begin_transaction()).await?))
    }
}

#[async_trait]
impl EventsTransaction for SqlTransaction {
    fn events(&mut self) -> &mut dyn EventRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        call("events.commit", self.commit_all()).await
    }
}

#[async_trait]
impl AttendanceStore for SqlStore {
    async fn begin(&self) -> Result<Box<dyn AttendanceTransaction>, StoreError> {
        Ok(Box::new(call("attendance.begin", self.begin_transaction()).await?))
    }
}

#[async_trait]
impl AttendanceTransaction for SqlTransaction {
    fn book(&mut self) -> &mut dyn RollBook {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        call("attendance.commit", self.commit_all()).await
    }
}
