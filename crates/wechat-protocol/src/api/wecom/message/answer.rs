//! What became of a message, recipient by recipient.

use serde::Deserialize;

use crate::api::{call::debug_showing, loose};

/// The answer to a send. Success may be partial: the lists name whom the message did not go to. Repeating the whole send
/// would reach the others twice. `Debug` shows the message's id only.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SentMessage {
    /// Members it did not go to, in lower case whatever was asked.
    #[serde(deserialize_with = "loose::joined")]
    pub invaliduser: Vec<String>,
    /// Departments it did not go to.
    #[serde(deserialize_with = "loose::joined")]
    pub invalidparty: Vec<String>,
    /// Tags it did not go to.
    #[serde(deserialize_with = "loose::joined")]
    pub invalidtag: Vec<String>,
    /// Members without a licence of the interface, in lower case.
    #[serde(deserialize_with = "loose::joined")]
    pub unlicenseduser: Vec<String>,
    /// For a recall.
    #[serde(deserialize_with = "loose::optional_text")]
    pub msgid: Option<String>,
    /// Changes an interactive card once, within 24 hours.
    #[serde(deserialize_with = "loose::optional_text")]
    pub response_code: Option<String>,
}
debug_showing!(SentMessage, msgid);

/// What became of one recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Accepted. Whether it arrives is not said: more than 30 messages a minute to one member are dropped silently.
    Sent,
    /// There is no such member, or the app does not see the member.
    Invalid,
    /// The member has no licence of the interface.
    Unlicensed,
}

impl SentMessage {
    /// What became of a member; letters' case does not matter.
    #[must_use]
    pub fn delivery(&self, userid: &str) -> Delivery {
        let is_in = |list: &[String]| list.iter().any(|id| id.eq_ignore_ascii_case(userid));
        if is_in(&self.unlicenseduser) {
            Delivery::Unlicensed
        } else if is_in(&self.invaliduser) {
            Delivery::Invalid
        } else {
            Delivery::Sent
        }
    }

    /// What became of each member, in the order asked.
    #[must_use]
    pub fn deliveries<'a>(&self, userids: &'a [String]) -> Vec<(&'a str, Delivery)> {
        let lower = |list: &[String]| -> std::collections::HashSet<String> {
            list.iter().map(|id| id.to_ascii_lowercase()).collect()
        };
        let (invalid, unlicensed) = (lower(&self.invaliduser), lower(&self.unlicenseduser));
        let delivery = |userid: &'a String| {
            let id = userid.to_ascii_lowercase();
            let delivery = match (unlicensed.contains(&id), invalid.contains(&id)) {
                (true, _) => Delivery::Unlicensed,
                (false, true) => Delivery::Invalid,
                (false, false) => Delivery::Sent,
            };
            (userid.as_str(), delivery)
        };
        userids.iter().map(delivery).collect()
    }

    /// Whether the message went to all.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.invaliduser.is_empty()
            && self.invalidparty.is_empty()
            && self.invalidtag.is_empty()
            && self.unlicenseduser.is_empty()
    }
}
