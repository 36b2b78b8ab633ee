//! Messages that WeCom apps sent.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::bounded::Bounded;

/// Messages of one app to one member in a minute; more are dropped silently.
const A_MINUTE: usize = 30;
/// Messages of one app to one member in an hour.
const AN_HOUR: usize = 1000;

/// Everything about them.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AppMessages {
    /// By `msgid`.
    pub sent: Bounded<AppMessage>,
    /// The `msgid` under which a task was sent, by `agent/task_id`.
    pub tasks: Bounded<String>,
    /// Codes to change a card with.
    pub response_codes: Bounded<ResponseCode>,
    /// Requests that are not to be repeated: when and under which `msgid`, by agent and JSON.
    pub requests: Bounded<(i64, String)>,
    /// How many people an app reached, by `agent/day`.
    pub reached: BTreeMap<String, u64>,
    /// When an app wrote to a member, by `agent/user`.
    pub times: BTreeMap<String, Vec<i64>>,
}

/// One message.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppMessage {
    /// The app.
    pub agent_id: i64,
    /// Whom it reached.
    pub users: Vec<String>,
    /// `msgtype`
    pub msg_type: String,
    /// The inner object.
    pub content: Value,
    /// Unix seconds, simulated time.
    pub at: i64,
    /// Whether it was taken back.
    pub recalled: bool,
    /// Where it stands in the chats, by user.
    #[serde(default)]
    pub lines: BTreeMap<String, u64>,
    /// What its card was changed into, by user.
    pub changed: BTreeMap<String, Value>,
}

/// Lets a card be changed once.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResponseCode {
    /// The app.
    pub agent_id: i64,
    /// The card's message.
    pub msgid: String,
    /// Unix seconds, simulated time.
    pub expires_at: i64,
    /// It works once.
    pub used: bool,
}

impl AppMessages {
    /// Whether one more message reaches the member; what is over the limit is dropped and nobody is told.
    pub fn passes(&mut self, agent: i64, user: &str, now: i64) -> bool {
        let times = self.times.entry(format!("{agent}/{user}")).or_default();
        times.retain(|at| now - at < 3600);
        let lately = times.iter().filter(|at| now - **at < 60).count();
        if lately >= A_MINUTE || times.len() >= AN_HOUR {
            return false;
        }
        times.push(now);
        true
    }
}

/// Shows nothing of people, and no secrets.
impl fmt::Debug for AppMessages {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AppMessages").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_gets_thirty_messages_a_minute_and_a_thousand_an_hour() {
        let mut messages = AppMessages::default();
        let mut got = 0;
        for minute in 0..60 {
            let passed = (0..31).filter(|_| messages.passes(1, "lin", minute * 60)).count();
            assert!(passed <= 30);
            got += passed;
        }
        assert_eq!(got, 1000);
        assert!(messages.passes(1, "lin", 3600));
    }
}
