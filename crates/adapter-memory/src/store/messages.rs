//! The log of messages.

use async_trait::async_trait;
use domain::ids::MessageId;
use domain::time::Timestamp;
use ports::wechat::{
    Answer, AnswerMode, MessageFilter, MessageLog, MessageReads, MessageView, NewAnswer, NewMessage, Recorded,
    RecordedMessage, StoredState,
};
use ports::{Page, PageQuery, StoreError};

use super::MemoryStore;
use super::pages::newest_first;
use super::state::{MessageRow, State};

#[async_trait]
impl MessageLog for MemoryStore {
    async fn record(&self, batch: &[NewMessage]) -> Result<Vec<Recorded>, StoreError> {
        self.write(|state| Ok(batch.iter().map(|message| record(state, message)).collect()))
            .await
    }

    async fn answer(&self, batch: &[NewAnswer]) -> Result<Vec<Answer>, StoreError> {
        self.write(|state| batch.iter().map(|answer| answer_one(state, answer)).collect())
            .await
    }

    async fn state(&self, id: MessageId) -> Result<Option<StoredState>, StoreError> {
        Ok(self.read().messages.get(&id).map(stored_state))
    }

    async fn take_over_stale(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
        max: u32,
    ) -> Result<Vec<RecordedMessage>, StoreError> {
        self.write(|state| {
            let stale = state.messages.values_mut().filter(|row| is_stale(row, now));
            Ok(stale.take(max as usize).map(|row| take(row, lease_until)).collect())
        })
        .await
    }

    async fn take_over(
        &self,
        id: MessageId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<RecordedMessage>, StoreError> {
        self.write(|state| {
            let stale = state.messages.get_mut(&id).filter(|row| is_stale(row, now));
            Ok(stale.map(|row| take(row, lease_until)))
        })
        .await
    }
}

#[async_trait]
impl MessageReads for MemoryStore {
    async fn find(&self, id: MessageId) -> Result<Option<MessageView>, StoreError> {
        Ok(self.read().messages.get(&id).map(view))
    }

    async fn recorded(&self, id: MessageId) -> Result<Option<RecordedMessage>, StoreError> {
        Ok(self.read().messages.get(&id).map(|row| RecordedMessage {
            id,
            incoming: row.message.incoming.clone(),
            received_at: row.message.received_at,
        }))
    }

    async fn list(&self, filter: &MessageFilter, query: PageQuery) -> Result<Page<MessageView>, StoreError> {
        let state = self.read();
        let rows = state.messages.values().filter(|row| fits(row, filter));
        Ok(newest_first(rows, query, |row| row.message.id.uuid()).map(view))
    }
}

fn record(state: &mut State, message: &NewMessage) -> Recorded {
    let incoming = &message.incoming;
    let key = (incoming.person.account.clone(), incoming.dedupe);
    let known = state.dedupe.get(&key).and_then(|id| state.messages.get_mut(id));
    if let Some(row) = known {
        row.deliveries += 1;
        return Recorded::Again(stored_state(row));
    }
    state.dedupe.insert(key, message.id);
    let answer = message.reply.clone().map(|reply| Answer {
        reply,
        mode: AnswerMode::Passive,
    });
    let row = MessageRow {
        message: message.clone(),
        deliveries: 1,
        answer,
        lease_until: message.lease_until,
    };
    state.messages.insert(message.id, row);
    state.enqueue(&message.jobs);
    Recorded::New
}

fn answer_one(state: &mut State, new: &NewAnswer) -> Result<Answer, StoreError> {
    let row = state
        .messages
        .get_mut(&new.id)
        .ok_or_else(|| StoreError::Failed(format!("no message {}", new.id)))?;
    if let Some(first) = &row.answer {
        return Ok(first.clone());
    }
    row.answer = Some(new.answer.clone());
    state.enqueue(&new.jobs);
    Ok(new.answer.clone())
}

fn stored_state(row: &MessageRow) -> StoredState {
    StoredState {
        id: row.message.id,
        answer: row.answer.clone(),
        lease_until: row.answer.is_none().then_some(row.lease_until),
    }
}

fn is_stale(row: &MessageRow, now: Timestamp) -> bool {
    row.answer.is_none() && row.lease_until < now
}

fn take(row: &mut MessageRow, lease_until: Timestamp) -> RecordedMessage {
    row.lease_until = lease_until;
    RecordedMessage {
        id: row.message.id,
        incoming: row.message.incoming.clone(),
        received_at: row.message.received_at,
    }
}

fn fits(row: &MessageRow, filter: &MessageFilter) -> bool {
    let incoming = &row.message.incoming;
    let is_event = |wanted: &String| {
        incoming
            .event
            .as_ref()
            .is_some_and(|own| own.eq_ignore_ascii_case(wanted))
    };
    filter
        .from_user
        .as_ref()
        .is_none_or(|wanted| *wanted == incoming.person.open_id)
        && filter
            .msg_type
            .as_ref()
            .is_none_or(|wanted| *wanted == incoming.msg_type)
        && filter.event.as_ref().is_none_or(is_event)
}

fn view(row: &MessageRow) -> MessageView {
    let incoming = row.message.incoming.clone();
    MessageView {
        id: row.message.id,
        account: incoming.person.account,
        from_user: incoming.person.open_id,
        to_user: incoming.to_user,
        msg_type: incoming.msg_type,
        event: incoming.event,
        event_key: incoming.event_key,
        msg_id: incoming.msg_id,
        content: incoming.content,
        create_time: incoming.create_time,
        received_at: row.message.received_at,
        deliveries: row.deliveries,
        raw: incoming.raw,
        answer: row.answer.clone(),
    }
}
