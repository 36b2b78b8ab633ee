//! People: who is the same person.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::identity::{LearnedFrom, Person, PersonMerge, UnionId};
use domain::ids::PersonId;
use domain::time::Timestamp;
use ports::StoreError;
use ports::identity::{KnownIdentity, PeopleReads, PeopleRepository, PeopleStore, PeopleTransaction, PersonView};
use ports::log::EventLog;

use super::MemoryStore;
use super::state::duplicate;
use super::transaction::Transaction;

/// Everything about who is who.
#[derive(Clone, Default)]
pub(super) struct People {
    people: BTreeMap<PersonId, Person>,
    identities: BTreeMap<PersonRef, (PersonId, Timestamp)>,
    unions: BTreeMap<UnionId, PersonId>,
    /// With whose history a merge is.
    merges: Vec<(PersonId, PersonMerge)>,
}

impl People {
    fn view(&self, id: PersonId) -> Option<PersonView> {
        let named = self.people.get(&id)?;
        let person = self.people.get(&named.stored().merged_into.unwrap_or(id))?;
        let own = |owner: &PersonId| *owner == person.id();
        let identities = self.identities.iter().filter(|(_, (owner, _))| own(owner));
        let mut merges: Vec<_> = self.merges.iter().filter(|(owner, _)| own(owner)).collect();
        merges.sort_by_key(|(_, merge)| std::cmp::Reverse((merge.at, merge.from)));
        merges.truncate(PersonView::MERGES as usize);
        Some(PersonView {
            person: person.clone(),
            identities: identities
                .map(|(identity, (_, at))| KnownIdentity {
                    identity: identity.clone(),
                    first_seen_at: *at,
                })
                .collect(),
            union_ids: self.unions_of(person.id()),
            merges: merges.into_iter().map(|(_, merge)| merge.clone()).collect(),
        })
    }

    fn unions_of(&self, person: PersonId) -> Vec<UnionId> {
        let own = self.unions.iter().filter(|(_, owner)| **owner == person);
        own.map(|(union_id, _)| union_id.clone()).collect()
    }

    fn merge(&mut self, merge: &PersonMerge) {
        let PersonMerge { from, into, .. } = *merge;
        let move_over = |owner: &mut PersonId| {
            if *owner == from {
                *owner = into;
            }
        };
        self.identities.values_mut().for_each(|(owner, _)| move_over(owner));
        self.unions.values_mut().for_each(move_over);
        self.merges.iter_mut().for_each(|(owner, _)| move_over(owner));
        for person in self.people.values_mut() {
            let mut stored = person.stored().clone();
            stored.merged_into = stored.merged_into.map(|owner| if owner == from { into } else { owner });
            *person = Person::restore(stored);
        }
        self.merges.push((into, merge.clone()));
    }
}

#[async_trait]
impl PeopleStore for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn PeopleTransaction>, StoreError> {
        Ok(Box::new(self.transaction().await))
    }
}

#[async_trait]
impl PeopleTransaction for Transaction {
    fn people(&mut self) -> &mut dyn PeopleRepository {
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
impl PeopleRepository for Transaction {
    async fn owner_of_identity(&mut self, identity: &PersonRef) -> Result<Option<PersonId>, StoreError> {
        self.look(|state| state.known_people.identities.get(identity).map(|(owner, _)| *owner))
    }

    async fn owner_of_union(&mut self, union_id: &UnionId) -> Result<Option<PersonId>, StoreError> {
        self.look(|state| state.known_people.unions.get(union_id).copied())
    }

    async fn find_for_update(&mut self, people: &[PersonId]) -> Result<Vec<Person>, StoreError> {
        self.look(|state| {
            let all = state.known_people.people.values();
            all.filter(|person| people.contains(&person.id())).cloned().collect()
        })
    }

    async fn belongings(&mut self, person: PersonId) -> Result<(u64, Vec<UnionId>), StoreError> {
        self.look(|state| {
            let identities = state.known_people.identities.values();
            let count = identities.filter(|(owner, _)| *owner == person).count();
            (count as u64, state.known_people.unions_of(person))
        })
    }

    async fn add(&mut self, person: &Person) -> Result<(), StoreError> {
        self.change(|state| {
            let before = state.known_people.people.insert(person.id(), person.clone());
            before.map_or(Ok(()), |_| Err(duplicate("people.id")))
        })
    }

    async fn add_identity(&mut self, person: PersonId, identity: &PersonRef, at: Timestamp) -> Result<(), StoreError> {
        self.change(|state| {
            let before = state.known_people.identities.insert(identity.clone(), (person, at));
            before.map_or(Ok(()), |_| Err(duplicate("person_identities")))
        })
    }

    async fn add_union(
        &mut self,
        person: PersonId,
        union_id: &UnionId,
        _: LearnedFrom,
        _: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(|state| {
            let before = state.known_people.unions.insert(union_id.clone(), person);
            before.map_or(Ok(()), |_| Err(duplicate("person_unions")))
        })
    }

    async fn save(&mut self, person: &Person, expected_version: u64) -> Result<(), StoreError> {
        self.change(|state| match state.known_people.people.get_mut(&person.id()) {
            Some(stored) if stored.stored().version == expected_version => {
                *stored = person.clone();
                Ok(())
            }
            _ => Err(StoreError::VersionConflict),
        })
    }

    async fn record_merge(&mut self, merge: &PersonMerge) -> Result<(), StoreError> {
        self.change(|state| {
            state.known_people.merge(merge);
            Ok(())
        })
    }

    async fn forget_unions(&mut self, person: PersonId) -> Result<(), StoreError> {
        self.change(|state| {
            let people = &mut state.known_people;
            people.unions.retain(|_, owner| *owner != person);
            let own = people.merges.iter_mut().filter(|(owner, _)| *owner == person);
            own.for_each(|(_, merge)| merge.union_id = None);
            Ok(())
        })
    }
}

#[async_trait]
impl PeopleReads for MemoryStore {
    async fn find(&self, id: PersonId) -> Result<Option<PersonView>, StoreError> {
        Ok(self.read().known_people.view(id))
    }

    async fn find_by_identity(&self, identity: &PersonRef) -> Result<Option<PersonView>, StoreError> {
        let state = self.read();
        let owner = state.known_people.identities.get(identity);
        Ok(owner.and_then(|(owner, _)| state.known_people.view(*owner)))
    }

    async fn find_by_union(&self, union_id: &UnionId) -> Result<Option<PersonView>, StoreError> {
        let state = self.read();
        let owner = state.known_people.unions.get(union_id);
        Ok(owner.and_then(|owner| state.known_people.view(*owner)))
    }
}
