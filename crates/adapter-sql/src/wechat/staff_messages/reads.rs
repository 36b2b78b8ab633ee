//! Reading messages to members.

use async_trait::async_trait;
use domain::ids::{CardUpdateId, StaffMessageId};
use domain::wechat::wecom::message::{
    CardAnswer, CardUpdate, MessagePart, Recipient, RecipientOutcome, StaffMessage, StaffMessageState, UpdateState,
};
use ports::wechat::wecom::{StaffMessageFilter, StaffMessageReads};
use ports::{Page, PageQuery, StoreError};

use super::answer_rows::{ANSWER_COLUMNS, ANSWERS, UPDATE_COLUMNS, UPDATES, to_answer, to_update};
use super::rows::{
    MESSAGE_COLUMNS, MESSAGES, PART_COLUMNS, PARTS, RECIPIENT_COLUMNS, RECIPIENTS, to_message, to_part, to_recipient,
};
use crate::sql::{Conditions, Direction, List, Sql, all, one};
use crate::store::SqlStore;
use crate::telemetry::call;

#[async_trait]
impl StaffMessageReads for SqlStore {
    async fn find(&self, account: &str, id: StaffMessageId) -> Result<Option<StaffMessage>, StoreError> {
        let text = format!("SELECT {MESSAGE_COLUMNS} FROM staff_messages WHERE id = ? AND account = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid()).with(account);
        let row = call("staff_message_reads.find", one(self.reader(), MESSAGES, sql)).await?;
        row.as_ref().map(to_message).transpose()
    }

    async fn find_by_task(&self, account: &str, task_id: &str) -> Result<Option<StaffMessageId>, StoreError> {
        let text = "SELECT id FROM staff_messages WHERE task_id = ? AND account = ?";
        let sql = Sql::new(self.dialect(), text).with(task_id).with(account);
        let row = call("staff_message_reads.find_by_task", one(self.reader(), MESSAGES, sql)).await?;
        row.map(|row| row.id("id").map(StaffMessageId::from_uuid)).transpose()
    }

    async fn list(
        &self,
        account: &str,
        filter: StaffMessageFilter,
        page: PageQuery,
    ) -> Result<Page<StaffMessage>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_with("account = ?", account)
            .and_if("state = ?", filter.state.map(StaffMessageState::name));
        let list = List {
            table: MESSAGES,
            columns: MESSAGE_COLUMNS,
            order: "id",
            direction: Direction::Descending,
            index: Some(match filter.state {
                Some(_) => "ix_staff_messages_state",
                None => "ix_staff_messages_account",
            }),
            conditions,
        };
        let messages = list.page(self.reader(), page, to_message, |message| message.stored().id.uuid());
        call("staff_message_reads.list", messages).await
    }

    async fn parts(&self, id: StaffMessageId) -> Result<Vec<MessagePart>, StoreError> {
        let text = format!("SELECT {PART_COLUMNS} FROM staff_message_parts WHERE message_id = ? ORDER BY part");
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        let rows = call("staff_message_reads.parts", all(self.reader(), PARTS, sql)).await?;
        rows.iter().map(to_part).collect()
    }

    async fn recipients(
        &self,
        id: StaffMessageId,
        outcome: Option<RecipientOutcome>,
        page: PageQuery,
    ) -> Result<Page<Recipient>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_with("message_id = ?", id.uuid())
            .and_if("outcome = ?", outcome.map(RecipientOutcome::name));
        let list = List {
            table: RECIPIENTS,
            columns: RECIPIENT_COLUMNS,
            order: "id",
            direction: Direction::Ascending,
            index: Some(match outcome {
                Some(_) => "ix_staff_message_recipients_outcome",
                None => "ix_staff_message_recipients_message",
            }),
            conditions,
        };
        let recipients = list.page(self.reader(), page, to_recipient, |recipient| recipient.id);
        call("staff_message_reads.recipients", recipients).await
    }

    async fn answers(&self, id: StaffMessageId, page: PageQuery) -> Result<Page<CardAnswer>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions.and_with("message_id = ?", id.uuid());
        let list = List {
            table: ANSWERS,
            columns: ANSWER_COLUMNS,
            order: "id",
            direction: Direction::Descending,
            index: Some("ix_staff_card_answers_message"),
            conditions,
        };
        let answers = list.page(self.reader(), page, to_answer, |answer| answer.stored().id.uuid());
        call("staff_message_reads.answers", answers).await
    }

    async fn update(&self, id: CardUpdateId) -> Result<Option<CardUpdate>, StoreError> {
        let text = format!("SELECT {UPDATE_COLUMNS} FROM staff_card_updates WHERE id = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        let row = call("staff_message_reads.update", one(self.reader(), UPDATES, sql)).await?;
        row.as_ref().map(to_update).transpose()
    }

    async fn open_answers(&self, id: CardUpdateId, most: u32) -> Result<Vec<CardAnswer>, StoreError> {
        let text = format!(
            "SELECT {ANSWER_COLUMNS} FROM staff_card_answers WHERE update_id = ? AND update_state IN (?, ?) \
             ORDER BY id LIMIT ?"
        );
        let sql = Sql::new(self.dialect(), text)
            .with(id.uuid())
            .with(UpdateState::Pending.name())
            .with(UpdateState::Sending.name())
            .with(most);
        let rows = call("staff_message_reads.open_answers", all(self.reader(), ANSWERS, sql)).await?;
        rows.iter().map(to_answer).collect()
    }
}
