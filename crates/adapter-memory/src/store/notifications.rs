//! Deliveries.

use async_trait::async_trait;
use domain::ids::DeliveryId;
use domain::notifications::Delivery;
use ports::jobs::JobEnvelope;
use ports::notifications::{DeliveryChange, DeliveryFilter, DeliveryReads, DeliveryStore};
use ports::{Page, PageQuery, StoreError};

use super::MemoryStore;
use super::pages::newest_first;
use super::state::State;

#[async_trait]
impl DeliveryStore for MemoryStore {
    async fn add(&self, deliveries: &[Delivery], jobs: &[JobEnvelope]) -> Result<(), StoreError> {
        self.write(|state| {
            for delivery in deliveries {
                add_delivery(state, delivery);
            }
            state.enqueue(jobs);
            Ok(())
        })
        .await
    }

    async fn find(&self, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
        Ok(self.read().deliveries.get(&id).cloned())
    }

    async fn find_by_cause(&self, cause: &str) -> Result<Option<Delivery>, StoreError> {
        let state = self.read();
        let found = state.causes.get(cause).and_then(|id| state.deliveries.get(id));
        Ok(found.cloned())
    }

    async fn find_by_provider_message(&self, account: &str, id: &str) -> Result<Option<Delivery>, StoreError> {
        let state = self.read();
        let found = state.deliveries.values().find(|delivery| {
            let stored = delivery.stored();
            stored.person.account == account && stored.provider_message_id.as_deref() == Some(id)
        });
        Ok(found.cloned())
    }

    async fn save(&self, delivery: &Delivery, expected_version: u64) -> Result<(), StoreError> {
        self.write(|state| {
            if save(state, delivery, expected_version) {
                Ok(())
            } else {
                Err(StoreError::VersionConflict)
            }
        })
        .await
    }

    async fn find_many(&self, ids: &[DeliveryId]) -> Result<Vec<Delivery>, StoreError> {
        let state = self.read();
        Ok(ids.iter().filter_map(|id| state.deliveries.get(id).cloned()).collect())
    }

    async fn find_by_causes(&self, causes: &[String]) -> Result<Vec<Delivery>, StoreError> {
        let state = self.read();
        let ids = causes.iter().filter_map(|cause| state.causes.get(cause));
        Ok(ids.filter_map(|id| state.deliveries.get(id).cloned()).collect())
    }

    async fn save_many(&self, changes: &[DeliveryChange]) -> Result<Vec<bool>, StoreError> {
        self.write(|state| {
            Ok(changes
                .iter()
                .map(|change| save(state, &change.delivery, change.expected_version))
                .collect())
        })
        .await
    }
}

#[async_trait]
impl DeliveryReads for MemoryStore {
    async fn list(&self, filter: &DeliveryFilter, query: PageQuery) -> Result<Page<Delivery>, StoreError> {
        let state = self.read();
        let deliveries = state.deliveries.values().filter(|delivery| fits(delivery, filter));
        Ok(newest_first(deliveries, query, |delivery| delivery.stored().id.uuid()).map(Clone::clone))
    }
}

pub(super) fn add_delivery(state: &mut State, delivery: &Delivery) {
    let (id, cause) = (delivery.stored().id, &delivery.stored().cause);
    if !state.causes.contains_key(cause) && !state.deliveries.contains_key(&id) {
        state.causes.insert(cause.clone(), id);
        state.deliveries.insert(id, delivery.clone());
    }
}

fn save(state: &mut State, delivery: &Delivery, expected_version: u64) -> bool {
    match state.deliveries.get_mut(&delivery.stored().id) {
        Some(stored) if stored.stored().version == expected_version => {
            *stored = delivery.clone();
            true
        }
        _ => false,
    }
}

fn fits(delivery: &Delivery, filter: &DeliveryFilter) -> bool {
    let stored = delivery.stored();
    filter.event.is_none_or(|event| stored.event == Some(event))
        && filter.attendee.is_none_or(|attendee| stored.attendee == Some(attendee))
        && filter
            .broadcast
            .is_none_or(|broadcast| stored.broadcast == Some(broadcast))
        && filter.state.is_none_or(|state| stored.state == state)
        && filter
            .open_id
            .as_ref()
            .is_none_or(|open_id| stored.person.open_id == *open_id)
}
