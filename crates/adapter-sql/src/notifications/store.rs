//! Stored deliveries.

use async_trait::async_trait;
use domain::ids::{AttendeeId, DeliveryId, EventId};
use domain::notifications::Delivery;
use ports::jobs::JobEnvelope;
use ports::notifications::{DeliveryFilter, DeliveryReads, DeliveryStore};
use ports::{Page, PageQuery, StoreError};

use super::json::{attempts_to_json, channel_to_json};
use super::rows::{COLUMNS, DELIVERIES, WIDTH, bind_delivery, to_domain};
use crate::errors::store_error;
use crate::jobs::enqueue;
use crate::sql::{Conditions, Direction, List, Sql, execute, insert_parts, one, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;

#[async_trait]
impl DeliveryStore for SqlStore {
    async fn add(&self, deliveries: &[Delivery], jobs: &[JobEnvelope]) -> Result<(), StoreError> {
        if deliveries.is_empty() && jobs.is_empty() {
            return Ok(());
        }
        call("deliveries.add", retrying(|| self.add_once(deliveries, jobs))).await
    }

    async fn find(&self, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
        let sql = self.select_delivery("id = ?").with(id.uuid());
        call("deliveries.find", self.find_delivery(sql)).await
    }

    async fn find_by_cause(&self, cause: &str) -> Result<Option<Delivery>, StoreError> {
        let sql = self.select_delivery("cause = ?").with(cause);
        call("deliveries.find_by_cause", self.find_delivery(sql)).await
    }

    async fn find_by_provider_message(&self, account: &str, id: &str) -> Result<Option<Delivery>, StoreError> {
        let condition = "provider_message_id = ? AND account = ? ORDER BY id DESC LIMIT 1";
        let sql = self.select_delivery(condition).with(id).with(account);
        call("deliveries.find_by_provider_message", self.find_delivery(sql)).await
    }

    async fn save(&self, delivery: &Delivery, expected_version: u64) -> Result<(), StoreError> {
        let stored = delivery.stored();
        // A delivery's identity, person and subject never change.
        let sql = Sql::new(
            self.dialect(),
            "UPDATE deliveries SET channel = ?, state = ?, attempts = ?, provider_message_id = ?, updated_at = ?, \
             version = ? WHERE id = ? AND version = ?",
        )
        .with(channel_to_json(&stored.channel)?)
        .with(stored.state.name())
        .with(attempts_to_json(&stored.attempts)?)
        .with(stored.provider_message_id.as_deref())
        .with(stored.updated_at)
        .with(stored.version)
        .with(stored.id.uuid())
        .with(expected_version);
        let save = retrying(|| execute(self.writer(), sql.clone()));
        match call("deliveries.save", save).await? {
            1 => Ok(()),
            _ => Err(StoreError::VersionConflict),
        }
    }
}

#[async_trait]
impl DeliveryReads for SqlStore {
    async fn list(&self, filter: &DeliveryFilter, page: PageQuery) -> Result<Page<Delivery>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_if("event_id = ?", filter.event.map(EventId::uuid))
            .and_if("attendee_id = ?", filter.attendee.map(AttendeeId::uuid))
            .and_if("state = ?", filter.state.map(|state| state.name()))
            .and_if("open_id = ?", filter.open_id.as_deref());
        let list = List {
            table: DELIVERIES,
            columns: COLUMNS,
            order: "id",
            direction: Direction::Descending,
            index: Some(index_for(filter)),
            conditions,
        };
        let deliveries = list.page(self.reader(), page, to_domain, |delivery| delivery.stored().id.uuid());
        call("delivery_reads.list", deliveries).await
    }
}

impl SqlStore {
    async fn add_once(&self, deliveries: &[Delivery], jobs: &[JobEnvelope]) -> Result<(), StoreError> {
        // In order of cause, so that batches that share causes lock them in one order.
        let mut sorted: Vec<_> = deliveries.iter().collect();
        sorted.sort_unstable_by(|one, other| one.stored().cause.cmp(&other.stored().cause));
        let jobs: Vec<_> = jobs.iter().collect();
        let transaction = self.begin_raw().await?;
        for part in insert_parts(sorted.len()) {
            let rows = &sorted[part];
            let mut sql = Sql::new(self.dialect(), format!("INSERT INTO deliveries ({COLUMNS}) VALUES "));
            sql.rows(rows.len(), WIDTH);
            for delivery in rows {
                bind_delivery(&mut sql, delivery)?;
            }
            sql.push(&self.dialect().on_conflict_nothing("cause", "cause"));
            execute(&transaction, sql).await?;
        }
        enqueue(&transaction, self.dialect(), &jobs).await?;
        transaction.commit().await.map_err(store_error)
    }

    fn select_delivery(&self, condition: &str) -> Sql {
        Sql::new(
            self.dialect(),
            format!("SELECT {COLUMNS} FROM deliveries WHERE {condition}"),
        )
    }

    async fn find_delivery(&self, sql: Sql) -> Result<Option<Delivery>, StoreError> {
        let row = one(self.reader(), DELIVERIES, sql).await?;
        row.as_ref().map(to_domain).transpose()
    }
}

/// The index that leaves the fewest rows.
const fn index_for(filter: &DeliveryFilter) -> &'static str {
    match filter {
        DeliveryFilter { attendee: Some(_), .. } => "ix_deliveries_attendee",
        DeliveryFilter { open_id: Some(_), .. } => "ix_deliveries_open_id",
        DeliveryFilter { event: Some(_), .. } => "ix_deliveries_event",
        DeliveryFilter { state: Some(_), .. } => "ix_deliveries_state",
        _ => "PRIMARY",
    }
}
