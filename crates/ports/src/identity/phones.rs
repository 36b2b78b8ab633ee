//! The verified phone numbers of people.

use async_trait::async_trait;
use domain::identity::PhoneRecord;
use domain::ids::PersonId;

use crate::log::EventLog;
use crate::store::StoreError;

/// Opens transactions about phone numbers.
#[async_trait]
pub trait PhonesStore: Send + Sync {
    /// Begins a transaction. Dropping it uncommitted MUST leave nothing.
    async fn begin(&self) -> Result<Box<dyn PhonesTransaction>, StoreError>;

    /// The number of a person who was known as each of these: of several records with a number the newest.
    async fn newest(&self, known_as: &[PersonId]) -> Result<Option<PhoneRecord>, StoreError>;
}

/// Repositories that share one transaction.
#[async_trait]
pub trait PhonesTransaction: Send {
    /// Phone numbers.
    fn phones(&mut self) -> &mut dyn PhoneRepository;
    /// The event log.
    fn log(&mut self) -> &mut dyn EventLog;
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Phone numbers inside a transaction.
#[async_trait]
pub trait PhoneRepository: Send {
    /// A person's record, locked against other writers until the transaction ends; forgotten numbers too.
    async fn find_for_update(&mut self, person: PersonId) -> Result<Option<PhoneRecord>, StoreError>;

    /// Stores a record of version 1. A person who has one MUST fail with [`StoreError::Duplicate`].
    async fn add(&mut self, record: &PhoneRecord) -> Result<(), StoreError>;

    /// Stores a change. MUST fail with [`StoreError::VersionConflict`] when the stored version is not
    /// `expected_version`.
    async fn save(&mut self, record: &PhoneRecord, expected_version: u64) -> Result<(), StoreError>;
}
