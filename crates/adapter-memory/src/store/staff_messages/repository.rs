//! Messages to members inside a transaction.

use async_trait::async_trait;
use domain::ids::{MessageId, StaffMessageId};
use domain::wechat::wecom::message::{CardAnswer, CardUpdate, MessagePart, Recipient, RecipientOutcome, StaffMessage};
use ports::StoreError;
use ports::jobs::Outbox;
use ports::log::EventLog;
use ports::wechat::wecom::{StaffMessageRepository, StaffMessagesStore, StaffMessagesTransaction};
use uuid::Uuid;

use crate::store::MemoryStore;
use crate::store::state::duplicate;
use crate::store::transaction::Transaction;

#[async_trait]
impl StaffMessagesStore for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn StaffMessagesTransaction>, StoreError> {
        Ok(Box::new(self.transaction().await))
    }
}

#[async_trait]
impl StaffMessagesTransaction for Transaction {
    fn messages(&mut self) -> &mut dyn StaffMessageRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.finish()
    }
}

#[async_trait]
impl StaffMessageRepository for Transaction {
    async fn find_for_update(&mut self, id: StaffMessageId) -> Result<Option<StaffMessage>, StoreError> {
        self.look(|state| state.staff.messages.get(&id).cloned())
    }

    async fn add(
        &mut self,
        message: &StaffMessage,
        parts: &[MessagePart],
        recipients: &[Recipient],
    ) -> Result<(), StoreError> {
        self.change(|state| {
            let stored = message.stored();
            let task = stored.content.task_id.as_deref();
            if task.is_some_and(|task| state.staff.by_task(&stored.account, task).is_some()) {
                return Err(duplicate("staff_messages.task_id"));
            }
            if state.staff.messages.insert(stored.id, message.clone()).is_some() {
                return Err(duplicate("staff_messages.id"));
            }
            for part in parts {
                state
                    .staff
                    .parts
                    .insert((stored.id, part.stored().number), part.clone());
            }
            state.staff.recipients.insert(stored.id, recipients.to_vec());
            Ok(())
        })
    }

    async fn save(&mut self, message: &StaffMessage, expected_version: u64) -> Result<(), StoreError> {
        self.change(|state| match state.staff.messages.get_mut(&message.stored().id) {
            Some(known) if known.stored().version == expected_version => {
                *known = message.clone();
                Ok(())
            }
            _ => Err(StoreError::VersionConflict),
        })
    }

    async fn parts(&mut self, id: StaffMessageId) -> Result<Vec<MessagePart>, StoreError> {
        self.look(|state| state.staff.parts_of(id))
    }

    async fn save_part(&mut self, part: &MessagePart) -> Result<(), StoreError> {
        self.change(|state| {
            let key = (part.stored().message, part.stored().number);
            state.staff.parts.insert(key, part.clone());
            Ok(())
        })
    }

    async fn recipients_of(&mut self, id: StaffMessageId, part: u32) -> Result<Vec<Recipient>, StoreError> {
        self.look(|state| {
            let all = state.staff.recipients.get(&id).into_iter().flatten();
            all.filter(|recipient| recipient.part == part).cloned().collect()
        })
    }

    async fn settle(&mut self, outcomes: &[(Uuid, RecipientOutcome)]) -> Result<(), StoreError> {
        self.change(|state| {
            let outcomes: std::collections::HashMap<_, _> = outcomes.iter().copied().collect();
            for recipient in state.staff.recipients.values_mut().flatten() {
                if let Some(outcome) = outcomes.get(&recipient.id) {
                    recipient.outcome = *outcome;
                }
            }
            Ok(())
        })
    }

    async fn settle_waiting(
        &mut self,
        id: StaffMessageId,
        part: u32,
        outcome: RecipientOutcome,
    ) -> Result<u64, StoreError> {
        self.change(|state| {
            let mut settled = 0;
            for recipient in state.staff.recipients.get_mut(&id).into_iter().flatten() {
                if recipient.part == part && recipient.outcome == RecipientOutcome::Waiting {
                    recipient.outcome = outcome;
                    settled += 1;
                }
            }
            Ok(settled)
        })
    }

    async fn add_answer(&mut self, answer: &CardAnswer) -> Result<(), StoreError> {
        self.change(|state| {
            let id = answer.stored().id;
            state.staff.answers.entry(id).or_insert_with(|| answer.clone());
            Ok(())
        })
    }

    async fn answers_without_update(&mut self, id: StaffMessageId, most: u32) -> Result<Vec<CardAnswer>, StoreError> {
        self.look(|state| {
            let answers = state.staff.answers.values().rev();
            let fits = |answer: &&CardAnswer| {
                let stored = answer.stored();
                stored.message == id && stored.update.is_none() && stored.response_code.is_some()
            };
            answers.filter(fits).take(most as usize).cloned().collect()
        })
    }

    async fn add_update(&mut self, update: &CardUpdate, answers: &[CardAnswer]) -> Result<(), StoreError> {
        self.change(|state| {
            if state.staff.updates.insert(update.id, update.clone()).is_some() {
                return Err(duplicate("staff_card_updates.id"));
            }
            for answer in answers {
                state.staff.answers.insert(answer.stored().id, answer.clone());
            }
            Ok(())
        })
    }

    async fn find_answer(&mut self, id: MessageId) -> Result<Option<CardAnswer>, StoreError> {
        self.look(|state| state.staff.answers.get(&id).cloned())
    }

    async fn save_answer(&mut self, answer: &CardAnswer) -> Result<(), StoreError> {
        self.change(|state| {
            state.staff.answers.insert(answer.stored().id, answer.clone());
            Ok(())
        })
    }
}
