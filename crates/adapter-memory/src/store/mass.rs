//! Mass messages, and reports on them as they came.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use domain::ids::MassMessageId;
use domain::time::Timestamp;
use domain::wechat::MassReport;
use domain::wechat::mass::MassMessage;
use ports::jobs::JobEnvelope;
use ports::log::LogEntry;
use ports::wechat::mass::{EarlyMassReports, MassChange, MassFilter, MassStore, PeopleChange};
use ports::{Page, PageQuery, StoreError};

use super::MemoryStore;
use super::pages::newest_first;
use super::state::{State, duplicate};

/// What is known of mass messages.
#[derive(Clone, Default)]
pub(super) struct MassState {
    messages: BTreeMap<MassMessageId, MassMessage>,
    /// Shared, for every transaction copies the state.
    people: BTreeMap<MassMessageId, Arc<Vec<String>>>,
    /// Account and WeChat's number → the report and when it was kept.
    reports: BTreeMap<(String, u64), (MassReport, Timestamp)>,
}

impl State {
    fn expect_version(&self, id: MassMessageId, expected: u64) -> Result<(), StoreError> {
        match self.mass.messages.get(&id) {
            Some(stored) if stored.stored().version == expected => Ok(()),
            _ => Err(StoreError::VersionConflict),
        }
    }
}

#[async_trait]
impl MassStore for MemoryStore {
    async fn add(&self, message: &MassMessage, people: &[String], log: &[LogEntry]) -> Result<(), StoreError> {
        let id = message.stored().id;
        self.write(|state| {
            if state.mass.messages.contains_key(&id) {
                return Err(duplicate("mass_messages.id"));
            }
            state.mass.messages.insert(id, message.clone());
            state.mass.people.insert(id, Arc::new(people.to_vec()));
            state.append(log)
        })
        .await
    }

    async fn find(&self, account: &str, id: MassMessageId) -> Result<Option<MassMessage>, StoreError> {
        let state = self.read();
        let found = state.mass.messages.get(&id);
        Ok(found.filter(|message| message.stored().account == account).cloned())
    }

    async fn find_by_msg_id(&self, account: &str, msg_id: u64) -> Result<Option<MassMessageId>, StoreError> {
        let state = self.read();
        let has = |message: &&MassMessage| {
            let stored = message.stored();
            stored.account == account && stored.parts.iter().any(|part| part.msg_id == Some(msg_id))
        };
        Ok(state
            .mass
            .messages
            .values()
            .find(has)
            .map(|message| message.stored().id))
    }

    async fn apply(&self, change: &MassChange) -> Result<(), StoreError> {
        let id = change.message.stored().id;
        self.write(|state| {
            state.expect_version(id, change.expected_version)?;
            state.mass.messages.insert(id, change.message.clone());
            let people = state.mass.people.entry(id).or_default();
            match &change.people {
                PeopleChange::Keep => {}
                PeopleChange::Replace(list) => *people = Arc::new(list.clone()),
                PeopleChange::Append { after, people: more } => {
                    let people = Arc::make_mut(people);
                    people.truncate(*after as usize);
                    people.extend(more.iter().cloned());
                }
                PeopleChange::Forget => *people = Arc::default(),
            }
            state.enqueue(&change.jobs);
            state.append(&change.log)
        })
        .await
    }

    async fn delete(&self, id: MassMessageId, expected_version: u64, log: &[LogEntry]) -> Result<(), StoreError> {
        self.write(|state| {
            state.expect_version(id, expected_version)?;
            state.mass.messages.remove(&id);
            state.mass.people.remove(&id);
            state.append(log)
        })
        .await
    }

    async fn people(&self, id: MassMessageId, skip: u32, most: u32) -> Result<Vec<String>, StoreError> {
        let state = self.read();
        let people = state.mass.people.get(&id).into_iter().flat_map(|people| people.iter());
        Ok(people.skip(skip as usize).take(most as usize).cloned().collect())
    }

    async fn list(&self, filter: &MassFilter, page: PageQuery) -> Result<Page<MassMessage>, StoreError> {
        let state = self.read();
        let fits = |message: &&MassMessage| {
            message.stored().account == filter.account && filter.state.is_none_or(|state| message.state() == state)
        };
        let messages = state.mass.messages.values().filter(fits);
        Ok(newest_first(messages, page, |message| message.stored().id.uuid()).map(Clone::clone))
    }

    async fn note(&self, log: &[LogEntry]) -> Result<(), StoreError> {
        self.write(|state| state.append(log)).await
    }

    async fn enqueue(&self, jobs: &[JobEnvelope]) -> Result<(), StoreError> {
        self.write(|state| {
            state.enqueue(jobs);
            Ok(())
        })
        .await
    }
}

#[async_trait]
impl EarlyMassReports for MemoryStore {
    async fn keep(&self, account: &str, report: &MassReport, at: Timestamp) -> Result<(), StoreError> {
        self.write(|state| {
            let key = (account.to_owned(), report.msg_id);
            let reports = &mut state.mass.reports;
            reports.entry(key).or_insert_with(|| (report.clone(), at));
            Ok(())
        })
        .await
    }

    async fn find(&self, account: &str, msg_id: u64) -> Result<Option<MassReport>, StoreError> {
        let state = self.read();
        let found = state.mass.reports.get(&(account.to_owned(), msg_id));
        Ok(found.map(|(report, _)| report.clone()))
    }

    async fn forget(&self, instant: Timestamp) -> Result<u64, StoreError> {
        self.write(|state| {
            let reports = &mut state.mass.reports;
            let before = reports.len();
            reports.retain(|_, (_, at)| *at >= instant);
            Ok((before - reports.len()) as u64)
        })
        .await
    }
}
