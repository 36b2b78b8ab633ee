//! The verified phone numbers of people.

use async_trait::async_trait;
use domain::identity::PhoneRecord;
use domain::ids::PersonId;
use ports::StoreError;
use ports::identity::{PhoneRepository, PhonesStore, PhonesTransaction};
use ports::log::EventLog;

use super::MemoryStore;
use super::state::duplicate;
use super::transaction::Transaction;

#[async_trait]
impl PhonesStore for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn PhonesTransaction>, StoreError> {
        Ok(Box::new(self.transaction().await))
    }

    async fn newest(&self, known_as: &[PersonId]) -> Result<Option<PhoneRecord>, StoreError> {
        let state = self.read();
        let records = known_as.iter().filter_map(|person| state.phones.get(person));
        Ok(records
            .filter(|record| record.sealed.is_some())
            .max_by_key(|record| (record.changed_at, record.person))
            .cloned())
    }
}

#[async_trait]
impl PhonesTransaction for Transaction {
    fn phones(&mut self) -> &mut dyn PhoneRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.finish()
    }
}

#[async_trait]
impl PhoneRepository for Transaction {
    async fn find_for_update(&mut self, person: PersonId) -> Result<Option<PhoneRecord>, StoreError> {
        self.look(|state| state.phones.get(&person).cloned())
    }

    async fn add(&mut self, record: &PhoneRecord) -> Result<(), StoreError> {
        self.change(|state| {
            let known = state.phones.insert(record.person, record.clone());
            known.map_or(Ok(()), |_| Err(duplicate("person_phones.person_id")))
        })
    }

    async fn save(&mut self, record: &PhoneRecord, expected_version: u64) -> Result<(), StoreError> {
        self.change(|state| match state.phones.get_mut(&record.person) {
            Some(stored) if stored.version == expected_version => {
                *stored = record.clone();
                Ok(())
            }
            _ => Err(StoreError::VersionConflict),
        })
    }
}
