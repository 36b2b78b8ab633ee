//! Rows of answers on cards, and of orders to change cards.

use domain::ids::{CardUpdateId, MessageId, StaffMessageId};
use domain::wechat::wecom::message::{
    AnswerPlace, AnswerUpdate, CardAnswer, CardChange, CardUpdate, StaffSelection, StoredCardAnswer, UpdateState,
};
use ports::StoreError;
use serde::{Deserialize, Serialize};

use crate::sql::{Row, Sql, Table};

pub(super) const ANSWERS: Table = Table {
    name: "staff_card_answers",
    key: "id",
};
pub(super) const ANSWER_COLUMNS: &str = "id, message_id, user_id, place, answer_key, selected, response_code, \
     answered_at, update_id, update_state, update_code";
pub(super) const ANSWER_WIDTH: usize = 11;

pub(super) const UPDATES: Table = Table {
    name: "staff_card_updates",
    key: "id",
};
pub(super) const UPDATE_COLUMNS: &str = "id, message_id, kind, content, people, created_at";
pub(super) const UPDATE_WIDTH: usize = 6;

const BUTTON_TEXT: &str = "button-text";
const CARD: &str = "card";

#[derive(Serialize, Deserialize)]
struct SelectionJson {
    question: String,
    options: Vec<String>,
}

pub(super) fn bind_answer(sql: &mut Sql, answer: &CardAnswer) -> Result<(), StoreError> {
    let stored = answer.stored();
    let selected = stored.selected.iter().map(|one| SelectionJson {
        question: one.question.clone(),
        options: one.options.clone(),
    });
    sql.bind(stored.id.uuid())
        .bind(stored.message.uuid())
        .bind(stored.user_id.as_str())
        .bind(stored.place.name())
        .bind(stored.key.as_str())
        .bind(crate::log::to_json(&selected.collect::<Vec<_>>())?)
        .bind(stored.response_code.as_deref())
        .bind(stored.answered_at)
        .bind(stored.update.map(|update| update.id.uuid()))
        .bind(stored.update.map(|update| update.state.name()))
        .bind(stored.update.and_then(|update| update.code));
    Ok(())
}

pub(super) fn to_answer(row: &Row) -> Result<CardAnswer, StoreError> {
    let selected: Vec<SelectionJson> = row.json("selected")?;
    let selected = selected.into_iter().map(|one| StaffSelection {
        question: one.question,
        options: one.options,
    });
    Ok(CardAnswer::restore(StoredCardAnswer {
        id: MessageId::from_uuid(row.id("id")?),
        message: StaffMessageId::from_uuid(row.id("message_id")?),
        user_id: row.text("user_id")?,
        place: row.parsed("place", AnswerPlace::from_name)?,
        key: row.text("answer_key")?,
        selected: selected.collect(),
        response_code: row.text_or_null("response_code")?,
        answered_at: row.time("answered_at")?,
        update: to_update_of(row)?,
    }))
}

fn to_update_of(row: &Row) -> Result<Option<AnswerUpdate>, StoreError> {
    let Some(id) = row.id_or_null("update_id")? else {
        return Ok(None);
    };
    Ok(Some(AnswerUpdate {
        id: CardUpdateId::from_uuid(id),
        state: row.parsed("update_state", UpdateState::from_name)?,
        code: row.number_or_null("update_code")?,
    }))
}

pub(super) fn bind_update(sql: &mut Sql, update: &CardUpdate) {
    let (kind, content) = match &update.change {
        CardChange::ButtonText(text) => (BUTTON_TEXT, text),
        CardChange::Card(card) => (CARD, card),
    };
    sql.bind(update.id.uuid())
        .bind(update.message.uuid())
        .bind(kind)
        .bind(content.as_str())
        .bind(update.people)
        .bind(update.created_at);
}

pub(super) fn to_update(row: &Row) -> Result<CardUpdate, StoreError> {
    let content = row.text("content")?;
    Ok(CardUpdate {
        id: CardUpdateId::from_uuid(row.id("id")?),
        message: StaffMessageId::from_uuid(row.id("message_id")?),
        change: row.parsed("kind", |kind| match kind {
            BUTTON_TEXT => Some(CardChange::ButtonText(content)),
            CARD => Some(CardChange::Card(content)),
            _ => None,
        })?,
        people: row.number("people")?,
        created_at: row.time("created_at")?,
    })
}
