//! The ledger of consents.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::notifications::consent::{ConsentEntry, remaining};
use ports::notifications::consents::{ConsentStore, ConsentView};
use ports::{StoreError, Total};

use super::MemoryStore;
use super::state::State;

#[async_trait]
impl ConsentStore for MemoryStore {
    async fn note(&self, entries: &[ConsentEntry]) -> Result<(), StoreError> {
        self.write(|state| {
            for entry in entries {
                state
                    .consents
                    .entry(entry.source.clone())
                    .or_insert_with(|| entry.clone());
            }
            Ok(())
        })
        .await
    }

    async fn remaining(
        &self,
        account: &str,
        template_id: &str,
        open_ids: &[String],
    ) -> Result<Vec<(String, u32)>, StoreError> {
        let left = by_person(&self.read(), account, template_id);
        Ok(left
            .into_iter()
            .filter(|(open_id, left)| *left > 0 && open_ids.contains(open_id))
            .collect())
    }

    async fn of_person(&self, person: &PersonRef) -> Result<Vec<ConsentView>, StoreError> {
        let state = self.read();
        let mut templates: BTreeMap<String, Vec<&ConsentEntry>> = BTreeMap::new();
        for entry in state.consents.values().filter(|entry| entry.person == *person) {
            templates.entry(entry.template_id.clone()).or_default().push(entry);
        }
        let view = |(template_id, entries): (String, Vec<&ConsentEntry>)| ConsentView {
            template_id,
            remaining: left_of(&entries),
            updated_at: entries
                .iter()
                .map(|entry| entry.at)
                .max()
                .unwrap_or(domain::time::Timestamp::MIN),
        };
        Ok(templates.into_iter().map(view).collect())
    }

    async fn reachable(&self, account: &str, template_id: &str) -> Result<Total, StoreError> {
        let left = by_person(&self.read(), account, template_id);
        Ok(Total::counted(left.values().filter(|left| **left > 0).count() as u64))
    }
}

fn by_person(state: &State, account: &str, template_id: &str) -> BTreeMap<String, u32> {
    let mut people: BTreeMap<String, Vec<&ConsentEntry>> = BTreeMap::new();
    let fits = |entry: &&ConsentEntry| entry.person.account == account && entry.template_id == template_id;
    for entry in state.consents.values().filter(fits) {
        people.entry(entry.person.open_id.clone()).or_default().push(entry);
    }
    people
        .into_iter()
        .map(|(open_id, entries)| (open_id, left_of(&entries)))
        .collect()
}

fn left_of(entries: &[&ConsentEntry]) -> u32 {
    let changes: Vec<_> = entries.iter().map(|entry| (entry.at, entry.change)).collect();
    remaining(&changes)
}
