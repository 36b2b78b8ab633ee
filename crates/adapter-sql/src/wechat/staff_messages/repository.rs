//! Messages to members inside a transaction.

use async_trait::async_trait;
use domain::ids::{MessageId, StaffMessageId};
use domain::wechat::wecom::message::{
    CardAnswer, CardUpdate, MessagePart, RecallState, Recipient, RecipientOutcome, StaffMessage,
};
use ports::StoreError;
use ports::jobs::Outbox;
use ports::log::EventLog;
use ports::wechat::wecom::{StaffMessageRepository, StaffMessagesStore, StaffMessagesTransaction};
use uuid::Uuid;

use super::answer_rows::{
    ANSWER_COLUMNS, ANSWER_WIDTH, ANSWERS, UPDATE_COLUMNS, UPDATE_WIDTH, bind_answer, bind_update, to_answer,
};
use super::rows::{
    MESSAGE_COLUMNS, MESSAGE_WIDTH, MESSAGES, PART_COLUMNS, PART_WIDTH, PARTS, RECIPIENT_COLUMNS, RECIPIENTS,
    bind_message, bind_part, to_message, to_part, to_recipient,
};
use crate::sql::{asked, insert_parts};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

#[async_trait]
impl StaffMessagesStore for SqlStore {
    async fn begin(&self) -> Result<Box<dyn StaffMessagesTransaction>, StoreError> {
        Ok(Box::new(call("staff_messages.begin", self.begin_transaction()).await?))
    }
}

#[async_trait]
impl StaffMessagesTransaction for SqlTransaction {
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
        call("staff_messages.commit", self.commit_all()).await
    }
}

#[async_trait]
impl StaffMessageRepository for SqlTransaction {
    async fn find_for_update(&mut self, id: StaffMessageId) -> Result<Option<StaffMessage>, StoreError> {
        let text = format!(
            "SELECT {MESSAGE_COLUMNS} FROM staff_messages WHERE id = ?{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(id.uuid());
        let row = call("staff_messages.find_for_update", self.one(MESSAGES, sql)).await?;
        row.as_ref().map(to_message).transpose()
    }

    async fn add(
        &mut self,
        message: &StaffMessage,
        parts: &[MessagePart],
        recipients: &[Recipient],
    ) -> Result<(), StoreError> {
        let mut sql = self.sql(format!("INSERT INTO staff_messages ({MESSAGE_COLUMNS}) VALUES "));
        sql.rows(1, MESSAGE_WIDTH);
        bind_message(&mut sql, message)?;
        call("staff_messages.add", self.execute(sql)).await?;
        for rows in insert_parts(parts.len()) {
            let rows = &parts[rows];
            let mut sql = self.sql(format!("INSERT INTO staff_message_parts ({PART_COLUMNS}) VALUES "));
            sql.rows(rows.len(), PART_WIDTH);
            rows.iter().for_each(|part| bind_part(&mut sql, part));
            call("staff_messages.add_parts", self.execute(sql)).await?;
        }
        self.add_recipients(message.stored().id, recipients).await
    }

    async fn save(&mut self, message: &StaffMessage, expected_version: u64) -> Result<(), StoreError> {
        let stored = message.stored();
        let sql = self
            .sql(
                "UPDATE staff_messages SET state = ?, accepted = ?, invalid = ?, unlicensed = ?, failed = ?, \
                 unknown = ?, recall = ?, error = ?, updated_at = ?, finished_at = ?, version = ? \
                 WHERE id = ? AND version = ?",
            )
            .with(stored.state.name())
            .with(stored.counts.accepted)
            .with(stored.counts.invalid)
            .with(stored.counts.unlicensed)
            .with(stored.counts.failed)
            .with(stored.counts.unknown)
            .with(stored.recall.map(RecallState::name))
            .with(stored.error.as_deref())
            .with(stored.updated_at)
            .with(stored.finished_at)
            .with(stored.version)
            .with(stored.id.uuid())
            .with(expected_version);
        match call("staff_messages.save", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }

    async fn parts(&mut self, id: StaffMessageId) -> Result<Vec<MessagePart>, StoreError> {
        let text = format!("SELECT {PART_COLUMNS} FROM staff_message_parts WHERE message_id = ? ORDER BY part");
        let sql = self.sql(text).with(id.uuid());
        let rows = call("staff_messages.parts", self.all(PARTS, sql)).await?;
        rows.iter().map(to_part).collect()
    }

    async fn save_part(&mut self, part: &MessagePart) -> Result<(), StoreError> {
        let stored = part.stored();
        let sql = self
            .sql(
                "UPDATE staff_message_parts SET state = ?, request = ?, first_attempt_at = ?, attempts = ?, \
                 settled_at = ?, msg_id = ?, code = ?, note = ? WHERE message_id = ? AND part = ?",
            )
            .with(stored.state.name())
            .with(stored.request.as_deref())
            .with(stored.first_attempt_at)
            .with(stored.attempts)
            .with(stored.settled_at)
            .with(stored.msg_id.as_deref())
            .with(stored.code)
            .with(stored.note.as_deref())
            .with(stored.message.uuid())
            .with(stored.number);
        call("staff_messages.save_part", self.execute(sql)).await.map(drop)
    }

    async fn recipients_of(&mut self, id: StaffMessageId, part: u32) -> Result<Vec<Recipient>, StoreError> {
        let text = format!(
            "SELECT {RECIPIENT_COLUMNS} FROM staff_message_recipients WHERE message_id = ? AND part = ? ORDER BY id"
        );
        let sql = self.sql(text).with(id.uuid()).with(part);
        let rows = call("staff_messages.recipients_of", self.all(RECIPIENTS, sql)).await?;
        rows.iter().map(to_recipient).collect()
    }

    async fn settle(&mut self, outcomes: &[(Uuid, RecipientOutcome)]) -> Result<(), StoreError> {
        for outcome in RecipientOutcome::ALL {
            let alike = outcomes.iter().filter(|(_, one)| *one == outcome);
            let ids: Vec<_> = alike.map(|(id, _)| *id).collect();
            for ids in asked(&ids) {
                let mut sql = self
                    .sql("UPDATE staff_message_recipients SET outcome = ? WHERE id IN (")
                    .with(outcome.name());
                sql.marks(ids.len()).push(")");
                for id in ids {
                    sql.bind(*id);
                }
                call("staff_messages.settle", self.execute(sql)).await?;
            }
        }
        Ok(())
    }

    async fn settle_waiting(
        &mut self,
        id: StaffMessageId,
        part: u32,
        outcome: RecipientOutcome,
    ) -> Result<u64, StoreError> {
        let sql = self
            .sql("UPDATE staff_message_recipients SET outcome = ? WHERE message_id = ? AND part = ? AND outcome = ?")
            .with(outcome.name())
            .with(id.uuid())
            .with(part)
            .with(RecipientOutcome::Waiting.name());
        call("staff_messages.settle_waiting", self.execute(sql)).await
    }

    async fn add_answer(&mut self, answer: &CardAnswer) -> Result<(), StoreError> {
        let mut sql = self.sql(format!("INSERT INTO staff_card_answers ({ANSWER_COLUMNS}) VALUES "));
        sql.rows(1, ANSWER_WIDTH);
        bind_answer(&mut sql, answer)?;
        sql.push(&self.dialect.on_conflict_nothing("id", "id"));
        call("staff_messages.add_answer", self.execute(sql)).await.map(drop)
    }

    async fn answers_without_update(&mut self, id: StaffMessageId, most: u32) -> Result<Vec<CardAnswer>, StoreError> {
        let text = format!(
            "SELECT {ANSWER_COLUMNS} FROM staff_card_answers WHERE message_id = ? AND update_id IS NULL \
             AND response_code IS NOT NULL ORDER BY id DESC LIMIT ?"
        );
        let sql = self.sql(text).with(id.uuid()).with(most);
        let rows = call("staff_messages.answers_without_update", self.all(ANSWERS, sql)).await?;
        rows.iter().map(to_answer).collect()
    }

    async fn add_update(&mut self, update: &CardUpdate, answers: &[CardAnswer]) -> Result<(), StoreError> {
        let mut sql = self.sql(format!("INSERT INTO staff_card_updates ({UPDATE_COLUMNS}) VALUES "));
        sql.rows(1, UPDATE_WIDTH);
        bind_update(&mut sql, update);
        call("staff_messages.add_update", self.execute(sql)).await?;
        for answer in answers {
            self.save_answer(answer).await?;
        }
        Ok(())
    }

    async fn find_answer(&mut self, id: MessageId) -> Result<Option<CardAnswer>, StoreError> {
        let text = format!(
            "SELECT {ANSWER_COLUMNS} FROM staff_card_answers WHERE id = ?{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(id.uuid());
        let row = call("staff_messages.find_answer", self.one(ANSWERS, sql)).await?;
        row.as_ref().map(to_answer).transpose()
    }

    async fn save_answer(&mut self, answer: &CardAnswer) -> Result<(), StoreError> {
        // What a member answered never changes.
        let (id, update) = (answer.stored().id, answer.stored().update);
        let sql = self
            .sql("UPDATE staff_card_answers SET update_id = ?, update_state = ?, update_code = ? WHERE id = ?")
            .with(update.map(|update| update.id.uuid()))
            .with(update.map(|update| update.state.name()))
            .with(update.and_then(|update| update.code))
            .with(id.uuid());
        call("staff_messages.save_answer", self.execute(sql)).await.map(drop)
    }
}

impl SqlTransaction {
    async fn add_recipients(&mut self, id: StaffMessageId, recipients: &[Recipient]) -> Result<(), StoreError> {
        for rows in insert_parts(recipients.len()) {
            let rows = &recipients[rows];
            let mut sql =
                self.sql("INSERT INTO staff_message_recipients (id, message_id, part, kind, name, outcome) VALUES ");
            sql.rows(rows.len(), 6);
            for recipient in rows {
                sql.bind(recipient.id)
                    .bind(id.uuid())
                    .bind(recipient.part)
                    .bind(recipient.kind.name())
                    .bind(recipient.name.as_str())
                    .bind(recipient.outcome.name());
            }
            call("staff_messages.add_recipients", self.execute(sql)).await?;
        }
        Ok(())
    }
}
