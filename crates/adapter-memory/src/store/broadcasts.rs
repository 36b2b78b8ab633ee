//! Broadcasts.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::ids::BroadcastId;
use domain::notifications::broadcast::Broadcast;
use domain::notifications::{Delivery, DeliveryState};
use ports::jobs::JobEnvelope;
use ports::log::LogEntry;
use ports::notifications::broadcasts::{BroadcastChange, BroadcastFilter, BroadcastStore, DeliveryCount};
use ports::{Page, PageQuery, StoreError};

use super::MemoryStore;
use super::notifications::add_delivery;
use super::pages::newest_first;
use super::state::{State, duplicate};

#[async_trait]
impl BroadcastStore for MemoryStore {
    async fn add(
        &self,
        broadcast: &Broadcast,
        people: &[String],
        jobs: &[JobEnvelope],
        log: &[LogEntry],
    ) -> Result<(), StoreError> {
        self.write(|state| {
            if state.broadcasts.contains_key(&broadcast.id) {
                return Err(duplicate("broadcasts"));
            }
            state.broadcasts.insert(broadcast.id, broadcast.clone());
            state.broadcast_people.insert(broadcast.id, people.to_vec());
            state.enqueue(jobs);
            state.append(log)
        })
        .await
    }

    async fn find(&self, id: BroadcastId) -> Result<Option<Broadcast>, StoreError> {
        Ok(self.read().broadcasts.get(&id).cloned())
    }

    async fn apply(&self, change: &BroadcastChange) -> Result<(), StoreError> {
        self.write(|state| {
            match state.broadcasts.get_mut(&change.broadcast.id) {
                Some(stored) if stored.version == change.expected_version => *stored = change.broadcast.clone(),
                _ => return Err(StoreError::VersionConflict),
            }
            for delivery in &change.deliveries {
                add_delivery(state, delivery);
            }
            state.enqueue(&change.jobs);
            state.append(&change.log)
        })
        .await
    }

    async fn people(&self, id: BroadcastId, skip: u32, most: u32) -> Result<Vec<String>, StoreError> {
        let state = self.read();
        let people = state.broadcast_people.get(&id).into_iter().flatten();
        Ok(people.skip(skip as usize).take(most as usize).cloned().collect())
    }

    async fn pending(&self, id: BroadcastId, most: u32) -> Result<Vec<Delivery>, StoreError> {
        let state = self.read();
        let pending = deliveries(&state, id).filter(|delivery| delivery.stored().state == DeliveryState::Pending);
        Ok(pending.take(most as usize).cloned().collect())
    }

    async fn has_open(&self, id: BroadcastId) -> Result<bool, StoreError> {
        let state = self.read();
        Ok(deliveries(&state, id).any(|delivery| !delivery.stored().state.is_settled()))
    }

    async fn counts(&self, id: BroadcastId) -> Result<Vec<DeliveryCount>, StoreError> {
        let state = self.read();
        let mut counts = BTreeMap::new();
        for delivery in deliveries(&state, id) {
            let stored = delivery.stored();
            let key = (stored.state.name(), stored.skipped);
            counts.entry(key).or_insert((stored.state, 0)).1 += 1;
        }
        let count = |((_, reason), (state, count))| DeliveryCount { state, reason, count };
        Ok(counts.into_iter().map(count).collect())
    }

    async fn list(&self, filter: &BroadcastFilter, query: PageQuery) -> Result<Page<Broadcast>, StoreError> {
        let state = self.read();
        let fits = |broadcast: &&Broadcast| {
            broadcast.account == filter.account && filter.state.is_none_or(|state| broadcast.state == state)
        };
        let broadcasts = state.broadcasts.values().filter(fits);
        Ok(newest_first(broadcasts, query, |broadcast| broadcast.id.uuid()).map(Clone::clone))
    }
}

fn deliveries(state: &State, id: BroadcastId) -> impl Iterator<Item = &Delivery> {
    state
        .deliveries
        .values()
        .filter(move |delivery| delivery.stored().broadcast == Some(id))
}
