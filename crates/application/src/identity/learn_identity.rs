//! Learn who somebody is: a first sight makes a person, a common union id makes two of them one.

use std::sync::Arc;

use domain::attendance::PersonRef;
use domain::identity::{LearnedFrom, MergeRefusal, Person, PersonHappened, PersonMerge, UnionId};
use domain::ids::PersonId;
use domain::text::single_line;
use domain::time::Timestamp;
use domain::validation::FieldFaults;
use ports::StoreError;
use ports::identity::{PeopleStore, PeopleTransaction};
use ports::system::{Clock, Ids};

use crate::context::Context;
use crate::log_wire;
use crate::retry::{AsStoreError, retry_on_contention};

/// Learns identities. Learning the same again, at the same instant or later, changes nothing and answers the same.
#[derive(Clone)]
pub struct LearnIdentity {
    /// People.
    pub people: Arc<dyn PeopleStore>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
}

/// What was learned of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnIdentityCommand {
    /// Our name of the account, and its open id of the person (WeCom: the customer's external user id).
    pub identity: PersonRef,
    /// The union id, as WeChat tells it; `None` or empty where it tells none.
    pub union_id: Option<String>,
    /// Where it was learned.
    pub learned_from: LearnedFrom,
}

/// An identity was not learned.
#[derive(Debug, thiserror::Error)]
pub enum LearnIdentityError {
    /// An id is empty, too long, or holds control characters.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for LearnIdentityError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Invalid(_) => None,
        }
    }
}

/// A checked command.
struct Learned {
    identity: PersonRef,
    union_id: Option<UnionId>,
    learned_from: LearnedFrom,
}

impl LearnIdentity {
    /// Learns one; answers who it is.
    ///
    /// # Errors
    /// When an id is not acceptable or the store fails.
    #[tracing::instrument(name = "use_case.identity.learn_identity", skip_all)]
    pub async fn run(&self, command: LearnIdentityCommand, context: &Context) -> Result<PersonId, LearnIdentityError> {
        let people = self.run_all(vec![command], context).await?;
        let person = people.first().copied();
        person.ok_or_else(|| StoreError::Failed("nobody was learned".to_owned()).into())
    }

    /// Learns several in one transaction; answers who they are, in their order. Keep batches to some hundreds.
    ///
    /// # Errors
    /// When an id is not acceptable or the store fails; then none was learned.
    #[tracing::instrument(name = "use_case.identity.learn_identities", skip_all, fields(count = commands.len()))]
    pub async fn run_all(
        &self,
        commands: Vec<LearnIdentityCommand>,
        context: &Context,
    ) -> Result<Vec<PersonId>, LearnIdentityError> {
        let learned = commands.into_iter().map(checked).collect::<Result<Vec<_>, _>>()?;
        Ok(retry_on_contention(|| self.attempt(&learned, context)).await?)
    }

    async fn attempt(&self, learned: &[Learned], context: &Context) -> Result<Vec<PersonId>, StoreError> {
        let mut tx = self.people.begin().await?;
        let now = self.clock.now();
        let mut people = Vec::with_capacity(learned.len());
        for one in learned {
            let learning = Learning {
                ids: self.ids.as_ref(),
                context,
                now,
                learned: one,
            };
            // Somebody else met the same id first: it is theirs when this is tried again.
            people.push(learning.run(tx.as_mut()).await.map_err(contended)?);
        }
        tx.commit().await.map_err(contended)?;
        Ok(people)
    }
}

fn contended(error: StoreError) -> StoreError {
    match error {
        StoreError::Duplicate(rule) => StoreError::Contention(rule),
        other => other,
    }
}

fn checked(command: LearnIdentityCommand) -> Result<Learned, FieldFaults> {
    let mut faults = FieldFaults::default();
    let PersonRef { account, open_id } = &command.identity;
    faults.keep("account", single_line(account, 1..=64));
    faults.keep("openId", single_line(open_id, 1..=128));
    let union_id = command.union_id.as_deref().filter(|text| !text.trim().is_empty());
    let union_id = union_id.and_then(|text| faults.keep("unionId", UnionId::new(text)));
    faults.check()?;
    Ok(Learned {
        identity: command.identity,
        union_id,
        learned_from: command.learned_from,
    })
}

/// Learning one thing inside a transaction.
struct Learning<'a> {
    ids: &'a dyn Ids,
    context: &'a Context,
    now: Timestamp,
    learned: &'a Learned,
}

impl Learning<'_> {
    async fn run(&self, tx: &mut dyn PeopleTransaction) -> Result<PersonId, StoreError> {
        let known = tx.people().owner_of_identity(&self.learned.identity).await?;
        let Some(union_id) = &self.learned.union_id else {
            return match known {
                Some(person) => Ok(person),
                None => self.appear(tx).await,
            };
        };
        let owner = tx.people().owner_of_union(union_id).await?;
        match (known, owner) {
            (Some(known), Some(owner)) if known == owner => Ok(known),
            (Some(known), Some(owner)) => self.merge(tx, known, owner, union_id).await,
            (Some(known), None) => self.add_union(tx, known, union_id).await,
            (None, Some(owner)) => self.add_identity(tx, owner).await,
            (None, None) => {
                let person = self.appear(tx).await?;
                self.add_union(tx, person, union_id).await
            }
        }
    }

    async fn appear(&self, tx: &mut dyn PeopleTransaction) -> Result<PersonId, StoreError> {
        let id = PersonId::from_uuid(self.ids.next());
        let (person, happened) = Person::appear(id, self.learned.learned_from, self.now);
        tx.people().add(&person).await?;
        tx.people().add_identity(id, &self.learned.identity, self.now).await?;
        self.log(tx, &person, &happened).await?;
        Ok(id)
    }

    async fn add_identity(&self, tx: &mut dyn PeopleTransaction, owner: PersonId) -> Result<PersonId, StoreError> {
        let mut person = locked(tx, owner).await?;
        tx.people()
            .add_identity(owner, &self.learned.identity, self.now)
            .await?;
        let learned_from = self.learned.learned_from;
        let happened = person.note(PersonHappened::IdentityAdded { learned_from });
        self.save(tx, &person, &happened).await?;
        Ok(owner)
    }

    async fn add_union(
        &self,
        tx: &mut dyn PeopleTransaction,
        owner: PersonId,
        union_id: &UnionId,
    ) -> Result<PersonId, StoreError> {
        let mut person = locked(tx, owner).await?;
        let learned_from = self.learned.learned_from;
        tx.people().add_union(owner, union_id, learned_from, self.now).await?;
        let happened = person.note(PersonHappened::UnionLearned { learned_from });
        self.save(tx, &person, &happened).await?;
        Ok(owner)
    }

    async fn merge(
        &self,
        tx: &mut dyn PeopleTransaction,
        one: PersonId,
        other: PersonId,
        union_id: &UnionId,
    ) -> Result<PersonId, StoreError> {
        let mut people = tx.people().find_for_update(&[one, other]).await?.into_iter();
        let (Some(one), Some(other)) = (people.next(), people.next()) else {
            return Err(StoreError::Corrupt("people: an owner is missing".to_owned()));
        };
        let learned_from = self.learned.learned_from;
        let (survivor, gone, happened) = Person::merge(one, other, learned_from).map_err(moved)?;
        let merge = PersonMerge {
            from: gone.id(),
            into: survivor.id(),
            union_id: Some(union_id.clone()),
            learned_from,
            at: self.now,
        };
        tx.people().save(&gone, gone.stored().version - 1).await?;
        tx.people().record_merge(&merge).await?;
        self.save(tx, &survivor, &happened).await?;
        Ok(survivor.id())
    }

    async fn save(
        &self,
        tx: &mut dyn PeopleTransaction,
        person: &Person,
        happened: &PersonHappened,
    ) -> Result<(), StoreError> {
        tx.people().save(person, person.stored().version - 1).await?;
        self.log(tx, person, happened).await
    }

    async fn log(
        &self,
        tx: &mut dyn PeopleTransaction,
        person: &Person,
        happened: &PersonHappened,
    ) -> Result<(), StoreError> {
        let wire = log_wire::person_happened(person.id(), happened);
        let entry = self
            .context
            .log_entry(wire, person.stored().version, self.now, self.ids);
        tx.log().append(&[entry]).await
    }
}

/// A person who is still themselves, locked. One who was merged away between look-up and lock is looked up again.
pub(super) async fn locked(tx: &mut dyn PeopleTransaction, id: PersonId) -> Result<Person, StoreError> {
    let found = tx.people().find_for_update(&[id]).await?.pop();
    found
        .filter(|person| !person.is_merged())
        .ok_or_else(|| moved(MergeRefusal::MergedBefore))
}

fn moved(refusal: MergeRefusal) -> StoreError {
    StoreError::Contention(refusal.to_string())
}
