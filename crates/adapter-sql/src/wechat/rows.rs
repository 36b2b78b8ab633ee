//! Rows of messages and what they mean.

use domain::attendance::PersonRef;
use domain::ids::MessageId;
use domain::wechat::{Incoming, IncomingKind};
use ports::StoreError;
use ports::wechat::{Answer, AnswerMode, MessageView, NewMessage, RecordedMessage, StoredState};

use super::intent_json::{intent_from_json, intent_to_json};
use super::reply_json::{reply_from_json, reply_to_json};
use crate::sql::{Row, Sql, Table};

pub(super) const MESSAGES: Table = Table {
    name: "wechat_messages",
    key: "id",
};

pub(super) const INSERTED: &str = "id, account, dedupe, from_user, to_user, msg_type, event, event_folded, event_key, \
     msg_id, content, create_time, received_at, deliveries, raw, intent, reply, reply_mode, lease_until";
pub(super) const INSERTED_WIDTH: usize = 19;

pub(super) const VIEW_COLUMNS: &str = "id, account, from_user, to_user, msg_type, event, event_key, msg_id, content, \
     create_time, received_at, deliveries, raw, reply, reply_mode";

pub(super) const RECORDED_COLUMNS: &str = "id, account, dedupe, from_user, to_user, msg_type, event, event_key, msg_id, \
     content, create_time, received_at, raw, intent";

pub(super) const STATE_COLUMNS: &str = "id, account, dedupe, reply, reply_mode, lease_until";

/// Binds a row of [`INSERTED`] that stands for so many deliveries.
pub(super) fn bind_message(sql: &mut Sql, message: &NewMessage, deliveries: u32) -> Result<(), StoreError> {
    let incoming = &message.incoming;
    let waits = message.reply.is_none();
    sql.bind(message.id.uuid())
        .bind(incoming.person.account.as_str())
        .bind(incoming.dedupe)
        .bind(incoming.person.open_id.as_str())
        .bind(incoming.to_user.as_str())
        .bind(incoming.msg_type.as_str())
        .bind(incoming.event.as_deref())
        .bind(incoming.event.as_deref().map(str::to_lowercase))
        .bind(incoming.event_key.as_deref())
        .bind(incoming.msg_id.map(|id| id.to_string()))
        .bind(incoming.content.as_deref())
        .bind(incoming.create_time)
        .bind(message.received_at)
        .bind(deliveries)
        .bind(incoming.raw.as_str())
        // Only who takes over a waiting message, or takes note of one, asks what it was about.
        .bind(
            (waits || incoming.kind.is_noted())
                .then(|| intent_to_json(&incoming.kind))
                .transpose()?,
        )
        .bind(message.reply.as_ref().map(reply_to_json).transpose()?)
        .bind((!waits).then_some(AnswerMode::Passive.name()))
        .bind(waits.then_some(message.lease_until));
    Ok(())
}

/// Where a message stands that was recorded just now.
pub(super) fn recorded_state(message: &NewMessage) -> StoredState {
    StoredState {
        id: message.id,
        answer: message.reply.clone().map(|reply| Answer {
            reply,
            mode: AnswerMode::Passive,
        }),
        lease_until: message.reply.is_none().then_some(message.lease_until),
    }
}

pub(super) fn to_state(row: &Row) -> Result<StoredState, StoreError> {
    Ok(StoredState {
        id: MessageId::from_uuid(row.id("id")?),
        answer: to_answer(row)?,
        lease_until: row.time_or_null("lease_until")?,
    })
}

pub(super) fn to_answer(row: &Row) -> Result<Option<Answer>, StoreError> {
    let Some(reply) = row.parsed_or_null("reply", reply_from_json)? else {
        return Ok(None);
    };
    let mode = row.parsed("reply_mode", AnswerMode::from_name)?;
    Ok(Some(Answer { reply, mode }))
}

pub(super) fn to_recorded(row: &Row) -> Result<RecordedMessage, StoreError> {
    Ok(RecordedMessage {
        id: MessageId::from_uuid(row.id("id")?),
        incoming: Incoming {
            person: PersonRef {
                account: row.text("account")?,
                open_id: row.text("from_user")?,
            },
            to_user: row.text("to_user")?,
            create_time: row.number("create_time")?,
            msg_type: row.text("msg_type")?,
            event: row.text_or_null("event")?,
            event_key: row.text_or_null("event_key")?,
            msg_id: to_msg_id(row)?,
            content: row.text_or_null("content")?,
            kind: row
                .parsed_or_null("intent", intent_from_json)?
                .unwrap_or(IncomingKind::Other),
            dedupe: row.digest("dedupe")?,
            raw: row.text("raw")?,
        },
        received_at: row.time("received_at")?,
    })
}

pub(super) fn to_view(row: &Row) -> Result<MessageView, StoreError> {
    Ok(MessageView {
        id: MessageId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        from_user: row.text("from_user")?,
        to_user: row.text("to_user")?,
        msg_type: row.text("msg_type")?,
        event: row.text_or_null("event")?,
        event_key: row.text_or_null("event_key")?,
        msg_id: to_msg_id(row)?,
        content: row.text_or_null("content")?,
        create_time: row.number("create_time")?,
        received_at: row.time("received_at")?,
        deliveries: row.number("deliveries")?,
        raw: row.text("raw")?,
        answer: to_answer(row)?,
    })
}

fn to_msg_id(row: &Row) -> Result<Option<u64>, StoreError> {
    row.parsed_or_null("msg_id", |text| text.parse().ok())
}
