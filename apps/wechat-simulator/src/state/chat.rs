//! What a person sees on the phone.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Entries kept for one person; older ones are forgotten.
const KEPT: usize = 500;

/// One line of a chat.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatEntry {
    /// Position in this chat, from 1.
    pub sequence: u64,
    /// Unix milliseconds.
    pub at: i64,
    /// What is shown.
    #[serde(flatten)]
    pub body: ChatBody,
    /// How the callback of this line went; only lines of the person have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<DeliveryStatus>,
}

/// The kinds of lines.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ChatBody {
    /// The person wrote something.
    Said {
        /// The text.
        text: String,
    },
    /// The person did something: `follow`, `unfollow`, `scan`, `click`, `view`.
    Did {
        /// Which.
        action: String,
        /// Scene, menu key or address.
        detail: Option<String>,
    },
    /// The account answered in the same response.
    Reply {
        /// The answer, as in the control API.
        reply: Value,
    },
    /// A customer-service message arrived.
    Custom {
        /// `msgtype` of the message.
        msg_type: String,
        /// Its inner object.
        message: Value,
    },
    /// A template message arrived.
    Template {
        /// Template id.
        template_id: String,
        /// Where a tap leads.
        url: Option<String>,
        /// Field names and values.
        fields: Vec<TemplateField>,
    },
    /// WeChat's own sentence when the account did not answer properly.
    Unavailable,
}

/// One line of a template card.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TemplateField {
    /// Field name, e.g. `thing1`.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// How far the callback has come.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryStatus {
    /// Number of the delivery.
    pub id: u64,
    /// Attempts begun.
    pub attempts: u32,
    /// Where it stands.
    pub state: DeliveryState,
}

/// Where a callback stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DeliveryState {
    /// The first attempt is on its way.
    Sending,
    /// It failed at least once and is being repeated.
    Redelivering,
    /// The account answered.
    Answered,
    /// All attempts failed.
    Failed,
}

/// The newest lines of one person.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Chat(VecDeque<ChatEntry>);

impl Chat {
    /// Adds a line and returns it.
    pub fn push(&mut self, at: i64, body: ChatBody, delivery: Option<DeliveryStatus>) -> ChatEntry {
        let sequence = self.0.back().map_or(1, |last| last.sequence + 1);
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        let entry = ChatEntry {
            sequence,
            at,
            body,
            delivery,
        };
        self.0.push_back(entry.clone());
        entry
    }

    /// Puts something else in the place of a line and returns it, if it is still kept.
    pub fn replace(&mut self, sequence: u64, body: ChatBody) -> Option<ChatEntry> {
        let entry = self.0.iter_mut().find(|entry| entry.sequence == sequence)?;
        entry.body = body;
        Some(entry.clone())
    }

    /// Records how a delivery went at its line and returns the line, if it is still kept.
    pub fn update_delivery(&mut self, status: DeliveryStatus) -> Option<ChatEntry> {
        let entry = self
            .0
            .iter_mut()
            .rev()
            .find(|entry| entry.delivery.as_ref().is_some_and(|delivery| delivery.id == status.id))?;
        entry.delivery = Some(status);
        Some(entry.clone())
    }
}
