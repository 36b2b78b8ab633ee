//! Rows of messages to members and what they mean.

use domain::ids::{MaterialId, StaffMessageId};
use domain::wechat::wecom::message::{
    ContentForm, MessageOptions, MessagePart, OutcomeCounts, PartState, RecallState, Recipient, RecipientKind,
    RecipientOutcome, Safe, StaffMessage, StaffMessageKind, StaffMessageState, StoredPart, StoredStaffMessage,
};
use ports::StoreError;
use uuid::Uuid;

use crate::sql::{Row, Sql, Table};

pub(super) const MESSAGES: Table = Table {
    name: "staff_messages",
    key: "id",
};
pub(super) const MESSAGE_COLUMNS: &str = "id, account, kind, ordered, wire, materials, task_id, safe, \
     duplicate_check_seconds, state, parts, recipients, accepted, invalid, unlicensed, failed, unknown, recall, error, \
     created_at, updated_at, finished_at, version";
pub(super) const MESSAGE_WIDTH: usize = 23;

pub(super) const PARTS: Table = Table {
    name: "staff_message_parts",
    key: "message_id",
};
pub(super) const PART_COLUMNS: &str = "message_id, part, state, request, first_attempt_at, attempts, settled_at, \
     msg_id, code, note";
pub(super) const PART_WIDTH: usize = 10;

pub(super) const RECIPIENTS: Table = Table {
    name: "staff_message_recipients",
    key: "id",
};
pub(super) const RECIPIENT_COLUMNS: &str = "id, part, kind, name, outcome";

pub(super) fn bind_message(sql: &mut Sql, message: &StaffMessage) -> Result<(), StoreError> {
    let stored = message.stored();
    let (content, counts) = (&stored.content, stored.counts);
    let materials: Vec<_> = content.materials.iter().map(|material| material.uuid()).collect();
    sql.bind(stored.id.uuid())
        .bind(stored.account.as_str())
        .bind(content.kind.name())
        .bind(content.ordered.as_str())
        .bind(content.wire.as_str())
        .bind(crate::log::to_json(&materials)?)
        .bind(content.task_id.as_deref())
        .bind(stored.options.safe.name())
        .bind(stored.options.duplicate_check_seconds)
        .bind(stored.state.name())
        .bind(stored.parts)
        .bind(stored.recipients)
        .bind(counts.accepted)
        .bind(counts.invalid)
        .bind(counts.unlicensed)
        .bind(counts.failed)
        .bind(counts.unknown)
        .bind(stored.recall.map(RecallState::name))
        .bind(stored.error.as_deref())
        .bind(stored.created_at)
        .bind(stored.updated_at)
        .bind(stored.finished_at)
        .bind(stored.version);
    Ok(())
}

pub(super) fn to_message(row: &Row) -> Result<StaffMessage, StoreError> {
    Ok(StaffMessage::restore(StoredStaffMessage {
        id: StaffMessageId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        content: to_content(row)?,
        options: MessageOptions {
            safe: row.parsed("safe", Safe::from_name)?,
            duplicate_check_seconds: row.number("duplicate_check_seconds")?,
        },
        state: row.parsed("state", StaffMessageState::from_name)?,
        parts: row.number("parts")?,
        recipients: row.number("recipients")?,
        counts: OutcomeCounts {
            accepted: row.number("accepted")?,
            invalid: row.number("invalid")?,
            unlicensed: row.number("unlicensed")?,
            failed: row.number("failed")?,
            unknown: row.number("unknown")?,
        },
        recall: row.parsed_or_null("recall", RecallState::from_name)?,
        error: row.text_or_null("error")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        finished_at: row.time_or_null("finished_at")?,
        version: row.number("version")?,
    }))
}

fn to_content(row: &Row) -> Result<ContentForm, StoreError> {
    let materials: Vec<Uuid> = row.json("materials")?;
    Ok(ContentForm {
        kind: row.parsed("kind", StaffMessageKind::from_name)?,
        ordered: row.text("ordered")?,
        wire: row.text("wire")?,
        materials: materials.into_iter().map(MaterialId::from_uuid).collect(),
        task_id: row.text_or_null("task_id")?,
    })
}

pub(super) fn bind_part(sql: &mut Sql, part: &MessagePart) {
    let stored = part.stored();
    sql.bind(stored.message.uuid())
        .bind(stored.number)
        .bind(stored.state.name())
        .bind(stored.request.as_deref())
        .bind(stored.first_attempt_at)
        .bind(stored.attempts)
        .bind(stored.settled_at)
        .bind(stored.msg_id.as_deref())
        .bind(stored.code)
        .bind(stored.note.as_deref());
}

pub(super) fn to_part(row: &Row) -> Result<MessagePart, StoreError> {
    Ok(MessagePart::restore(StoredPart {
        message: StaffMessageId::from_uuid(row.id("message_id")?),
        number: row.number("part")?,
        state: row.parsed("state", PartState::from_name)?,
        request: row.text_or_null("request")?,
        first_attempt_at: row.time_or_null("first_attempt_at")?,
        attempts: row.number("attempts")?,
        settled_at: row.time_or_null("settled_at")?,
        msg_id: row.text_or_null("msg_id")?,
        code: row.number_or_null("code")?,
        note: row.text_or_null("note")?,
    }))
}

pub(super) fn to_recipient(row: &Row) -> Result<Recipient, StoreError> {
    Ok(Recipient {
        id: row.id("id")?,
        part: row.number("part")?,
        kind: row.parsed("kind", RecipientKind::from_name)?,
        name: row.text("name")?,
        outcome: row.parsed("outcome", RecipientOutcome::from_name)?,
    })
}
