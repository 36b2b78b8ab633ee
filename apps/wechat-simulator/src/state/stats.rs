//! Counters since the start or the last reset.

use std::collections::BTreeMap;

use serde::Serialize;

/// What happened how often.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stats {
    /// Calls by path.
    pub calls: BTreeMap<String, u64>,
    /// Answers by `errcode` (`0` for success).
    pub errcodes: BTreeMap<i64, u64>,
    /// Calls of the two token endpoints.
    pub token_fetches: u64,
    /// Tokens that were really new.
    pub tokens_issued: u64,
    /// Calls struck by a fault.
    pub faults: u64,
    /// Messages delivered to the callback, each counted once.
    pub deliveries: u64,
    /// Attempts to deliver them.
    pub callback_attempts: u64,
    /// Attempts by outcome.
    pub callback_outcomes: BTreeMap<String, u64>,
    /// Customer-service messages that reached people.
    pub custom_notices: u64,
    /// Template messages that reached people.
    pub template_notices: u64,
    /// Subscribe messages that reached people.
    pub subscribe_notices: u64,
    /// Template sends recognised as repetitions by `client_msg_id`.
    pub suppressed_notices: u64,
}

impl Stats {
    /// Counts a call and its answer; `None` when it got no answer of WeChat's.
    pub fn count_call(&mut self, api: &str, errcode: Option<i64>) {
        *self.calls.entry(api.to_owned()).or_default() += 1;
        if let Some(errcode) = errcode {
            *self.errcodes.entry(errcode).or_default() += 1;
        }
    }
}
