//! What calls came to, in memory.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;

use async_trait::async_trait;
use domain::time::Timestamp;
use ports::StoreError;
use ports::wechat::{ApiCalls, ApiHealthLog, ApiHealthReads, CallCounts, CallError, CallMinute, CallReport};

use crate::lock;

/// Keeps counts until they are forgotten, and the last errors of each account and API.
#[derive(Default)]
pub struct MemoryApiHealth(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    minutes: BTreeMap<(String, Timestamp, String), CallCounts>,
    errors: BTreeMap<(String, String), VecDeque<(u64, CallError)>>,
    appended: u64,
}

impl MemoryApiHealth {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

fn add(sum: &mut CallCounts, counts: &CallCounts) {
    sum.calls += counts.calls;
    sum.done += counts.done;
    sum.refused += counts.refused;
    sum.failed += counts.failed;
    sum.latency_micros += counts.latency_micros;
}

#[async_trait]
impl ApiHealthLog for MemoryApiHealth {
    async fn add(&self, report: &CallReport) -> Result<(), StoreError> {
        let mut kept = lock(&self.0);
        for minute in &report.minutes {
            let key = (minute.account.clone(), minute.minute, minute.api.clone());
            add(kept.minutes.entry(key).or_default(), &minute.counts);
        }
        for error in &report.errors {
            kept.appended += 1;
            let place = kept.appended;
            let errors = kept
                .errors
                .entry((error.account.clone(), error.api.clone()))
                .or_default();
            errors.push_back((place, error.clone()));
            if errors.len() > CallError::KEPT as usize {
                errors.pop_front();
            }
        }
        Ok(())
    }

    async fn forget(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut kept = lock(&self.0);
        let known = kept.minutes.len();
        kept.minutes.retain(|(_, minute, _), _| *minute >= before);
        Ok((known - kept.minutes.len()) as u64)
    }
}

#[async_trait]
impl ApiHealthReads for MemoryApiHealth {
    async fn calls(&self, account: &str, since: Timestamp) -> Result<Vec<ApiCalls>, StoreError> {
        let mut sums: BTreeMap<String, CallCounts> = BTreeMap::new();
        for minute in self.minutes(account, None, since).await? {
            add(sums.entry(minute.api).or_default(), &minute.counts);
        }
        Ok(sums.into_iter().map(|(api, counts)| ApiCalls { api, counts }).collect())
    }

    async fn minutes(&self, account: &str, api: Option<&str>, since: Timestamp) -> Result<Vec<CallMinute>, StoreError> {
        let kept = lock(&self.0);
        let ours = kept.minutes.iter().filter(|((owner, minute, path), _)| {
            owner == account && *minute >= since && api.is_none_or(|api| api == path)
        });
        Ok(ours
            .map(|((account, minute, api), counts)| CallMinute {
                account: account.clone(),
                api: api.clone(),
                minute: *minute,
                counts: *counts,
            })
            .collect())
    }

    async fn errors(&self, account: &str) -> Result<Vec<CallError>, StoreError> {
        let kept = lock(&self.0);
        let mut errors: Vec<_> = kept
            .errors
            .iter()
            .filter(|((owner, _), _)| owner == account)
            .flat_map(|(_, errors)| errors.iter().cloned())
            .collect();
        errors.sort_unstable_by_key(|(place, _)| std::cmp::Reverse(*place));
        Ok(errors.into_iter().map(|(_, error)| error).collect())
    }
}
