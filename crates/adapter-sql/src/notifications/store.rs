//! Stored deliveries.

use async_trait::async_trait;
use std::collections::BTreeMap;

use domain::ids::{AttendeeId, BroadcastId, DeliveryId, EventId};
use domain::notifications::{Delivery, SkipReason};
use ports::jobs::JobEnvelope;
use ports::notifications::{DeliveryChange, DeliveryFilter, DeliveryReads, DeliveryStore};
use ports::{Page, PageQuery, StoreError};

use super::json::{attempts_to_json, channel_to_json};
use super::rows::{COLUMNS, DELIVERIES, insert, overwrite, to_domain};
use crate::errors::store_error;
use crate::jobs::enqueue;
use crate::sql::{Conditions, Direction, List, Sql, all, asked, execute, insert_parts, one, retrying};
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
             skip_reason = ?, version = ? WHERE id = ? AND version = ?",
        )
        .with(channel_to_json(&stored.channel)?)
        .with(stored.state.name())
        .with(attempts_to_json(&stored.attempts)?)
        .with(stored.provider_message_id.as_deref())
        .with(stored.updated_at)
        .with(stored.skipped.map(SkipReason::name))
        .with(stored.version)
        .with(stored.id.uuid())
        .with(expected_version);
        let save = retrying(|| execute(self.writer(), sql.clone()));
        match call("deliveries.save", save).await? {
            1 => Ok(()),
            _ => Err(StoreError::VersionConflict),
        }
    }

    async fn find_many(&self, ids: &[DeliveryId]) -> Result<Vec<Delivery>, StoreError> {
        let mut found = Vec::new();
        for list in asked(ids) {
            let mut sql = self.select_delivery("id IN (");
            sql.marks(list.len()).push(")");
            for id in list {
                sql.bind(id.uuid());
            }
            found.append(&mut call("deliveries.find_many", self.find_deliveries(sql)).await?);
        }
        Ok(found)
    }

    async fn find_by_causes(&self, causes: &[String]) -> Result<Vec<Delivery>, StoreError> {
        let mut found = Vec::new();
        for list in asked(causes) {
            let mut sql = self.select_delivery("cause IN (");
            sql.marks(list.len()).push(")");
            for cause in list {
                sql.bind(cause.as_str());
            }
            found.append(&mut call("deliveries.find_by_causes", self.find_deliveries(sql)).await?);
        }
        Ok(found)
    }

    async fn save_many(&self, changes: &[DeliveryChange]) -> Result<Vec<bool>, StoreError> {
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        call("deliveries.save_many", retrying(|| self.save_once(changes))).await
    }
}

#[async_trait]
impl DeliveryReads for SqlStore {
    async fn list(&self, filter: &DeliveryFilter, page: PageQuery) -> Result<Page<Delivery>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_if("event_id = ?", filter.event.map(EventId::uuid))
            .and_if("attendee_id = ?", filter.attendee.map(AttendeeId::uuid))
            .and_if("broadcast_id = ?", filter.broadcast.map(BroadcastId::uuid))
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
            execute(&transaction, insert(self.dialect(), rows)?).await?;
        }
        enqueue(&transaction, self.dialect(), &jobs).await?;
        transaction.commit().await.map_err(store_error)
    }

    async fn save_once(&self, changes: &[DeliveryChange]) -> Result<Vec<bool>, StoreError> {
        let transaction = self.begin_raw().await?;
        let ids: Vec<_> = changes.iter().map(|change| change.delivery.stored().id).collect();
        let mut versions = BTreeMap::new();
        // Lists come in order of id: two of these lock in one order.
        for list in asked(&ids) {
            let mut sql = Sql::new(self.dialect(), "SELECT id, version FROM deliveries WHERE id IN (");
            sql.marks(list.len())
                .push(") ORDER BY id")
                .push(self.dialect().for_update());
            for id in list {
                sql.bind(id.uuid());
            }
            for row in all(&transaction, DELIVERIES, sql).await? {
                versions.insert(DeliveryId::from_uuid(row.id("id")?), row.number::<u64>("version")?);
            }
        }
        let mut saved = Vec::with_capacity(changes.len());
        let mut rows = Vec::with_capacity(changes.len());
        for change in changes {
            let id = change.delivery.stored().id;
            let fits = versions.get(&id) == Some(&change.expected_version);
            if fits {
                // A second change of the same one finds nothing to fit.
                versions.remove(&id);
                rows.push(&change.delivery);
            }
            saved.push(fits);
        }
        for part in insert_parts(rows.len()) {
            execute(&transaction, overwrite(self.dialect(), &rows[part])?).await?;
        }
        transaction.commit().await.map_err(store_error)?;
        Ok(saved)
    }

    async fn find_deliveries(&self, sql: Sql) -> Result<Vec<Delivery>, StoreError> {
        let rows = all(self.reader(), DELIVERIES, sql).await?;
        rows.iter().map(to_domain).collect()
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
        DeliveryFilter {
            broadcast: Some(_),
            state: None,
            ..
        } => "ix_deliveries_broadcast",
        DeliveryFilter { broadcast: Some(_), .. } => "ix_deliveries_broadcast_state",
        DeliveryFilter { open_id: Some(_), .. } => "ix_deliveries_open_id",
        DeliveryFilter { event: Some(_), .. } => "ix_deliveries_event",
        DeliveryFilter { state: Some(_), .. } => "ix_deliveries_state",
        _ => "PRIMARY",
    }
}
