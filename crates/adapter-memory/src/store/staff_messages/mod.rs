//! WeCom: messages to members.

mod reads;
mod repository;

use std::collections::BTreeMap;

use domain::ids::{CardUpdateId, MessageId, StaffMessageId};
use domain::wechat::wecom::message::{CardAnswer, CardUpdate, MessagePart, Recipient, StaffMessage};

/// What is known of messages to members.
#[derive(Clone, Default)]
pub(super) struct StaffState {
    messages: BTreeMap<StaffMessageId, StaffMessage>,
    parts: BTreeMap<(StaffMessageId, u32), MessagePart>,
    recipients: BTreeMap<StaffMessageId, Vec<Recipient>>,
    answers: BTreeMap<MessageId, CardAnswer>,
    updates: BTreeMap<CardUpdateId, CardUpdate>,
}

impl StaffState {
    fn parts_of(&self, id: StaffMessageId) -> Vec<MessagePart> {
        self.parts
            .range((id, 0)..=(id, u32::MAX))
            .map(|(_, part)| part.clone())
            .collect()
    }

    fn by_task(&self, account: &str, task_id: &str) -> Option<StaffMessageId> {
        let mut messages = self.messages.values().map(StaffMessage::stored);
        let named =
            messages.find(|stored| stored.account == account && stored.content.task_id.as_deref() == Some(task_id));
        named.map(|stored| stored.id)
    }
}
