//! What it takes to know who is the same person.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::identity::{LearnedFrom, Person, PersonMerge, UnionId};
use domain::ids::PersonId;
use domain::time::Timestamp;

use crate::log::EventLog;
use crate::store::StoreError;

/// Opens transactions about people.
#[async_trait]
pub trait PeopleStore: Send + Sync {
    /// Begins a transaction. Dropping it uncommitted MUST leave nothing.
    async fn begin(&self) -> Result<Box<dyn PeopleTransaction>, StoreError>;
}

/// Repositories that share one transaction.
#[async_trait]
pub trait PeopleTransaction: Send {
    /// People.
    fn people(&mut self) -> &mut dyn PeopleRepository;
    /// The event log.
    fn log(&mut self) -> &mut dyn EventLog;
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// People inside a transaction. Open ids and union ids compare byte by byte.
#[async_trait]
pub trait PeopleRepository: Send {
    /// Whose identity it is at this moment; somebody who is merged away MUST NOT be told.
    async fn owner_of_identity(&mut self, identity: &PersonRef) -> Result<Option<PersonId>, StoreError>;

    /// Whose union id it is at this moment; somebody who is merged away MUST NOT be told.
    async fn owner_of_union(&mut self, union_id: &UnionId) -> Result<Option<PersonId>, StoreError>;

    /// These people as they are now, locked against other writers until the transaction ends, in order of id (which is
    /// the order of locking, so that two transactions cannot wait for each other).
    async fn find_for_update(&mut self, people: &[PersonId]) -> Result<Vec<Person>, StoreError>;

    /// How many identities a person has, and which union ids.
    async fn belongings(&mut self, person: PersonId) -> Result<(u64, Vec<UnionId>), StoreError>;

    /// Stores a new person.
    async fn add(&mut self, person: &Person) -> Result<(), StoreError>;

    /// Gives an identity to a person. One that has an owner MUST fail with [`StoreError::Duplicate`].
    async fn add_identity(&mut self, person: PersonId, identity: &PersonRef, at: Timestamp) -> Result<(), StoreError>;

    /// Gives a union id to a person. One that has an owner MUST fail with [`StoreError::Duplicate`].
    async fn add_union(
        &mut self,
        person: PersonId,
        union_id: &UnionId,
        learned_from: LearnedFrom,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Stores a change. MUST fail with [`StoreError::VersionConflict`] when the stored version is not
    /// `expected_version`.
    async fn save(&mut self, person: &Person, expected_version: u64) -> Result<(), StoreError>;

    /// Records a merge and gives everything of `from` to `into`: identities, union ids, and whoever was merged into
    /// `from` before.
    async fn record_merge(&mut self, merge: &PersonMerge) -> Result<(), StoreError>;

    /// Deletes a person's union ids, also from the record of their merges.
    async fn forget_unions(&mut self, person: PersonId) -> Result<(), StoreError>;
}

/// One open id of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownIdentity {
    /// Account and open id.
    pub identity: PersonRef,
    /// When it was first seen.
    pub first_seen_at: Timestamp,
}

/// A person with all that is known of who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonView {
    /// The person; never one who was merged away.
    pub person: Person,
    /// Their open ids, by account.
    pub identities: Vec<KnownIdentity>,
    /// Their union ids: one for each Open Platform account.
    pub union_ids: Vec<UnionId>,
    /// Who turned out to be them, newest first, at most [`PersonView::MERGES`].
    pub merges: Vec<PersonMerge>,
}

impl PersonView {
    /// Merges shown.
    pub const MERGES: u32 = 100;
}

/// Reading people.
#[async_trait]
pub trait PeopleReads: Send + Sync {
    /// A person; the id of somebody merged away leads to who they are now.
    async fn find(&self, id: PersonId) -> Result<Option<PersonView>, StoreError>;

    /// The person of an identity.
    async fn find_by_identity(&self, identity: &PersonRef) -> Result<Option<PersonView>, StoreError>;

    /// The person of a union id.
    async fn find_by_union(&self, union_id: &UnionId) -> Result<Option<PersonView>, StoreError>;
}
