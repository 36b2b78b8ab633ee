//! What this process's calls came to, until it is reported.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::time::Timestamp;
use ports::StoreError;
use ports::wechat::{ApiHealthLog, CallCounts, CallError, CallMinute, CallReport};

use crate::api::Api;
use crate::meaning::note;
use crate::outcome::Outcome;

/// Combinations of account, API and minute kept for a store that is down: an hour of a busy process.
const MOST_MINUTES: usize = 4_096;
const MOST_ERRORS: usize = 512;
const MINUTE: i64 = 60;

/// Counts calls and collects errors. Bounded: what does not fit any more is lost, and is statistics only.
#[derive(Default)]
pub struct CallRecorder(Mutex<Pending>);

#[derive(Default)]
struct Pending {
    minutes: BTreeMap<(String, &'static str, i64), CallCounts>,
    errors: Vec<CallError>,
}

impl CallRecorder {
    /// Notes one exchange.
    pub(crate) fn note<T>(&self, account: &str, api: Api, outcome: &Outcome<T>, took: Duration, now: Timestamp) {
        let mut pending = self.pending();
        if let Some(error) = error_of(account, api, outcome, now)
            && pending.errors.len() < MOST_ERRORS
        {
            pending.errors.push(error);
        }
        let key = (account.to_owned(), api.path, now.unix_seconds().div_euclid(MINUTE));
        if pending.minutes.len() >= MOST_MINUTES && !pending.minutes.contains_key(&key) {
            return;
        }
        count(pending.minutes.entry(key).or_default(), outcome, took);
    }

    /// Hands everything over to the store. What could not be handed over is lost: adding it again might count it twice.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn flush(&self, log: &dyn ApiHealthLog) -> Result<(), StoreError> {
        let report = self.take();
        if report.minutes.is_empty() && report.errors.is_empty() {
            return Ok(());
        }
        log.add(&report).await
    }

    fn take(&self) -> CallReport {
        let pending = std::mem::take(&mut *self.pending());
        let minutes = pending
            .minutes
            .into_iter()
            .map(|((account, api, minute), counts)| CallMinute {
                account,
                api: api.to_owned(),
                minute: Timestamp::from_unix_seconds(minute * MINUTE),
                counts,
            });
        CallReport {
            minutes: minutes.collect(),
            errors: pending.errors,
        }
    }

    fn pending(&self) -> MutexGuard<'_, Pending> {
        // A panic while the lock was held leaves whole numbers behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn count<T>(counts: &mut CallCounts, outcome: &Outcome<T>, took: Duration) {
    counts.calls += 1;
    match outcome {
        Outcome::Done(_) => counts.done += 1,
        Outcome::TokenRejected(_) | Outcome::Refused(_) => counts.refused += 1,
        Outcome::NotSent(_) | Outcome::Unclear(_) => counts.failed += 1,
    }
    counts.latency_micros += u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
}

fn error_of<T>(account: &str, api: Api, outcome: &Outcome<T>, now: Timestamp) -> Option<CallError> {
    let (code, note, rid) = match outcome {
        Outcome::Done(_) => return None,
        Outcome::TokenRejected(refusal) | Outcome::Refused(refusal) => {
            (Some(refusal.code), note(refusal, api.dialect), refusal.rid.clone())
        }
        Outcome::NotSent(note) | Outcome::Unclear(note) => (None, note.clone(), None),
    };
    Some(CallError {
        account: account.to_owned(),
        api: api.path.to_owned(),
        at: now,
        code,
        note,
        rid,
    })
}
