//! Stored broadcasts.

use async_trait::async_trait;
use domain::ids::BroadcastId;
use domain::notifications::broadcast::Broadcast;
use domain::notifications::{Delivery, DeliveryState, SkipReason};
use ports::jobs::{JobEnvelope, Outbox as _};
use ports::log::{EventLog as _, LogEntry};
use ports::notifications::broadcasts::{BroadcastChange, BroadcastFilter, BroadcastStore, DeliveryCount};
use ports::{Page, PageQuery, StoreError};

use super::broadcast_rows::{BROADCASTS, COLUMNS, WIDTH, bind_broadcast, to_domain};
use super::rows;
use crate::sql::{Conditions, Direction, List, Sql, Table, all, insert_parts, one, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

const PEOPLE: Table = Table {
    name: "broadcast_people",
    key: "broadcast_id",
};

#[async_trait]
impl BroadcastStore for SqlStore {
    async fn add(
        &self,
        broadcast: &Broadcast,
        people: &[String],
        jobs: &[JobEnvelope],
        log: &[LogEntry],
    ) -> Result<(), StoreError> {
        call(
            "broadcasts.add",
            retrying(|| self.add_broadcast(broadcast, people, jobs, log)),
        )
        .await
    }

    async fn find(&self, id: BroadcastId) -> Result<Option<Broadcast>, StoreError> {
        let sql = Sql::new(self.dialect(), format!("SELECT {COLUMNS} FROM broadcasts WHERE id = ?")).with(id.uuid());
        let row = call("broadcasts.find", one(self.reader(), BROADCASTS, sql)).await?;
        row.as_ref().map(to_domain).transpose()
    }

    async fn apply(&self, change: &BroadcastChange) -> Result<(), StoreError> {
        call("broadcasts.apply", retrying(|| self.apply_once(change))).await
    }

    async fn people(&self, id: BroadcastId, skip: u32, most: u32) -> Result<Vec<String>, StoreError> {
        let text = "SELECT open_id FROM broadcast_people WHERE broadcast_id = ? AND place >= ? AND place < ? \
                    ORDER BY place";
        let sql = Sql::new(self.dialect(), text)
            .with(id.uuid())
            .with(skip)
            .with(u64::from(skip) + u64::from(most));
        let rows = call("broadcasts.people", all(self.reader(), PEOPLE, sql)).await?;
        rows.iter().map(|row| row.text("open_id")).collect()
    }

    async fn pending(&self, id: BroadcastId, most: u32) -> Result<Vec<Delivery>, StoreError> {
        let text = format!(
            "SELECT {} FROM deliveries WHERE broadcast_id = ? AND state = ? LIMIT ?",
            rows::COLUMNS
        );
        let sql = Sql::new(self.dialect(), text)
            .with(id.uuid())
            .with(DeliveryState::Pending.name())
            .with(most);
        let rows = call("broadcasts.pending", all(self.reader(), rows::DELIVERIES, sql)).await?;
        rows.iter().map(rows::to_domain).collect()
    }

    async fn has_open(&self, id: BroadcastId) -> Result<bool, StoreError> {
        let text = "SELECT id FROM deliveries WHERE broadcast_id = ? AND state IN (?, ?) LIMIT 1";
        let sql = Sql::new(self.dialect(), text)
            .with(id.uuid())
            .with(DeliveryState::Pending.name())
            .with(DeliveryState::Sending.name());
        let row = call("broadcasts.has_open", one(self.reader(), rows::DELIVERIES, sql)).await?;
        Ok(row.is_some())
    }

    async fn counts(&self, id: BroadcastId) -> Result<Vec<DeliveryCount>, StoreError> {
        let text = "SELECT state, skip_reason, COUNT(*) AS counted FROM deliveries WHERE broadcast_id = ? \
                    GROUP BY state, skip_reason";
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        let rows = call("broadcasts.counts", all(self.reader(), rows::DELIVERIES, sql)).await?;
        rows.iter()
            .map(|row| {
                Ok(DeliveryCount {
                    state: row.parsed("state", DeliveryState::from_name)?,
                    reason: row.parsed_or_null("skip_reason", SkipReason::from_name)?,
                    count: row.number("counted")?,
                })
            })
            .collect()
    }

    async fn list(&self, filter: &BroadcastFilter, page: PageQuery) -> Result<Page<Broadcast>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_with("account = ?", filter.account.as_str())
            .and_if("state = ?", filter.state.map(|state| state.name()));
        let list = List {
            table: BROADCASTS,
            columns: COLUMNS,
            order: "id",
            direction: Direction::Descending,
            index: Some(if filter.state.is_some() {
                "ix_broadcasts_state"
            } else {
                "ix_broadcasts_account"
            }),
            conditions,
        };
        let broadcasts = list.page(self.reader(), page, to_domain, |broadcast| broadcast.id.uuid());
        call("broadcasts.list", broadcasts).await
    }
}

impl SqlStore {
    async fn add_broadcast(
        &self,
        broadcast: &Broadcast,
        people: &[String],
        jobs: &[JobEnvelope],
        log: &[LogEntry],
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin_transaction().await?;
        let mut sql = transaction.sql(format!("INSERT INTO broadcasts ({COLUMNS}) VALUES "));
        sql.rows(1, WIDTH);
        bind_broadcast(&mut sql, broadcast)?;
        transaction.execute(sql).await?;
        add_people(&mut transaction, broadcast.id, people).await?;
        transaction.enqueue(jobs).await?;
        transaction.append(log).await?;
        transaction.commit_all().await
    }

    async fn apply_once(&self, change: &BroadcastChange) -> Result<(), StoreError> {
        let mut transaction = self.begin_transaction().await?;
        update(&mut transaction, &change.broadcast, change.expected_version).await?;
        for part in insert_parts(change.deliveries.len()) {
            let deliveries: Vec<_> = change.deliveries[part].iter().collect();
            let sql = rows::insert(self.dialect(), &deliveries)?;
            transaction.execute(sql).await?;
        }
        transaction.enqueue(&change.jobs).await?;
        transaction.append(&change.log).await?;
        transaction.commit_all().await
    }
}

async fn add_people(transaction: &mut SqlTransaction, id: BroadcastId, people: &[String]) -> Result<(), StoreError> {
    for part in insert_parts(people.len()) {
        let first = part.start;
        let list = &people[part];
        let mut sql = transaction.sql("INSERT INTO broadcast_people (broadcast_id, place, open_id) VALUES ");
        sql.rows(list.len(), 3);
        for (offset, open_id) in list.iter().enumerate() {
            let place = u64::try_from(first + offset).unwrap_or(u64::MAX);
            sql.bind(id.uuid()).bind(place).bind(open_id.as_str());
        }
        transaction.execute(sql).await?;
    }
    Ok(())
}

async fn update(transaction: &mut SqlTransaction, broadcast: &Broadcast, version: u64) -> Result<(), StoreError> {
    // What is sent to whom never changes.
    let sql = transaction
        .sql(
            "UPDATE broadcasts SET state = ?, gathered_to = ?, people = ?, paused_until = ?, updated_at = ?, \
             version = ? WHERE id = ? AND version = ?",
        )
        .with(broadcast.state.name())
        .with(broadcast.cursor.as_deref())
        .with(broadcast.people)
        .with(broadcast.paused_until)
        .with(broadcast.updated_at)
        .with(broadcast.version)
        .with(broadcast.id.uuid())
        .with(version);
    match transaction.execute(sql).await? {
        1 => Ok(()),
        _ => Err(transaction.fail(StoreError::VersionConflict)),
    }
}
