//! Forget a person's union id, when the one identity that told it is gone.

use std::sync::Arc;

use domain::attendance::PersonRef;
use domain::identity::PersonHappened;
use ports::StoreError;
use ports::identity::PeopleStore;
use ports::system::{Clock, Ids};

use super::learn_identity::locked;
use crate::context::Context;
use crate::log_wire;
use crate::retry::retry_on_contention;

/// Forgets union ids.
#[derive(Clone)]
pub struct ForgetUnion {
    /// People.
    pub people: Arc<dyn PeopleStore>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
}

/// When a union id goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnionGoes {
    /// Unless another identity of the person needs it.
    UnlessNeeded,
    /// In any case: the person closed their WeChat account.
    Always,
}

impl ForgetUnion {
    /// Forgets it; nothing happens where there is none.
    ///
    /// # Errors
    /// When the store fails.
    #[tracing::instrument(name = "use_case.identity.forget_union", skip_all)]
    pub async fn run(&self, identity: &PersonRef, when: UnionGoes, context: &Context) -> Result<(), StoreError> {
        retry_on_contention(|| self.attempt(identity, when, context)).await
    }

    async fn attempt(&self, identity: &PersonRef, when: UnionGoes, context: &Context) -> Result<(), StoreError> {
        let mut tx = self.people.begin().await?;
        let Some(owner) = tx.people().owner_of_identity(identity).await? else {
            return Ok(());
        };
        let mut person = locked(tx.as_mut(), owner).await?;
        let (identities, unions) = tx.people().belongings(owner).await?;
        if unions.is_empty() || (identities > 1 && when == UnionGoes::UnlessNeeded) {
            return Ok(());
        }
        tx.people().forget_unions(owner).await?;
        let happened = person.note(PersonHappened::UnionForgotten);
        tx.people().save(&person, person.stored().version - 1).await?;
        let wire = log_wire::person_happened(owner, &happened);
        let entry = context.log_entry(wire, person.stored().version, self.clock.now(), self.ids.as_ref());
        tx.log().append(&[entry]).await?;
        tx.commit().await
    }
}
