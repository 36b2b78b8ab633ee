//! Events inside transactions.

use async_trait::async_trait;
use domain::events::{Event, QrCode};
use domain::ids::{EventId, QrCodeId};
use ports::StoreError;
use ports::events::{EventRepository, EventsStore, EventsTransaction};
use ports::jobs::Outbox;
use ports::log::EventLog;

use super::MemoryStore;
use super::state::{Counters, duplicate};
use super::transaction::Transaction;

#[async_trait]
impl EventsStore for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn EventsTransaction>, StoreError> {
        Ok(Box::new(self.transaction().await))
    }
}

#[async_trait]
impl EventsTransaction for Transaction {
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
        self.finish()
    }
}

#[async_trait]
impl EventRepository for Transaction {
    async fn find_for_update(&mut self, id: EventId) -> Result<Option<Event>, StoreError> {
        self.look(|state| state.events.get(&id).cloned())
    }

    async fn seats_taken(&mut self, id: EventId) -> Result<u32, StoreError> {
        self.look(|state| state.counters(id).taken)
    }

    async fn add(&mut self, event: &Event) -> Result<(), StoreError> {
        self.change(|state| {
            if state.events.insert(event.id(), event.clone()).is_some() {
                return Err(duplicate("events.id"));
            }
            state.counters.insert(event.id(), Counters::default());
            Ok(())
        })
    }

    async fn save(&mut self, event: &Event, expected_version: u64) -> Result<(), StoreError> {
        self.change(|state| match state.events.get_mut(&event.id()) {
            Some(stored) if stored.version() == expected_version => {
                *stored = event.clone();
                Ok(())
            }
            _ => Err(StoreError::VersionConflict),
        })
    }

    async fn add_qr_code(&mut self, code: &QrCode) -> Result<(), StoreError> {
        self.change(|state| {
            let scene = (code.account.clone(), code.scene.clone());
            if state.scenes.insert(scene, code.id).is_some() {
                return Err(duplicate("qr_codes.scene"));
            }
            if state.qr_codes.insert(code.id, code.clone()).is_some() {
                return Err(duplicate("qr_codes.id"));
            }
            state.channels.add_code(&code.as_scene_code())
        })
    }

    async fn find_qr_code(&mut self, id: QrCodeId) -> Result<Option<QrCode>, StoreError> {
        self.look(|state| state.qr_codes.get(&id).cloned())
    }
}
