//! Look at people.

use std::sync::Arc;

use domain::attendance::PersonRef;
use domain::identity::UnionId;
use domain::ids::PersonId;
use ports::StoreError;
use ports::identity::{PeopleReads, PersonView};

/// Everything that is read about people.
#[derive(Clone)]
pub struct ReadPeople(pub Arc<dyn PeopleReads>);

/// A person was not found.
#[derive(Debug, thiserror::Error)]
pub enum ReadPersonError {
    /// There is nobody of that id.
    #[error("there is no such person")]
    Unknown,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadPeople {
    /// A person; the id of somebody merged away leads to who they are now.
    ///
    /// # Errors
    /// When there is nobody, or the store fails.
    pub async fn find(&self, id: PersonId) -> Result<PersonView, ReadPersonError> {
        self.0.find(id).await?.ok_or(ReadPersonError::Unknown)
    }

    /// Whoever has an identity, if anybody.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn by_identity(&self, identity: &PersonRef) -> Result<Option<PersonView>, StoreError> {
        self.0.find_by_identity(identity).await
    }

    /// Whoever has a union id, if anybody.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn by_union(&self, union_id: &UnionId) -> Result<Option<PersonView>, StoreError> {
        self.0.find_by_union(union_id).await
    }
}
