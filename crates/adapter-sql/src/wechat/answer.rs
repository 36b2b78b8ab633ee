//! Storing answers: the first of a message stays.

use std::collections::{BTreeMap, HashMap};

use domain::ids::MessageId;
use ports::StoreError;
use ports::wechat::{Answer, NewAnswer};
use sea_orm::ConnectionTrait;

use super::reply_json::reply_to_json;
use super::rows::{MESSAGES, to_answer};
use crate::errors::store_error;
use crate::jobs::enqueue;
use crate::sql::{MOST_ASKED, Sql, all, asked, execute, filled_up};
use crate::store::SqlStore;

impl SqlStore {
    pub(super) async fn answer_messages(&self, batch: &[NewAnswer]) -> Result<Vec<Answer>, StoreError> {
        let mut first: BTreeMap<MessageId, &NewAnswer> = BTreeMap::new();
        for answer in batch {
            first.entry(answer.id).or_insert(answer);
        }
        let first: Vec<_> = first.into_values().collect();
        let counting = if first.len() <= MOST_ASKED && first.iter().all(|answer| answer.jobs.is_empty()) {
            self.answer_in_one_statement(&first).await?
        } else {
            self.answer_in_transaction(&first).await?
        };
        batch
            .iter()
            .map(|answer| {
                counting
                    .get(&answer.id)
                    .cloned()
                    .ok_or_else(|| StoreError::Failed(format!("there is no message {}", answer.id)))
            })
            .collect()
    }

    /// Without jobs nothing depends on whose answer is first, so the statement alone decides.
    async fn answer_in_one_statement(&self, answers: &[&NewAnswer]) -> Result<HashMap<MessageId, Answer>, StoreError> {
        let stored = execute(self.writer(), self.store_answers(answers)?).await?;
        if stored == answers.len() as u64 {
            return Ok(answers
                .iter()
                .map(|answer| (answer.id, answer.answer.clone()))
                .collect());
        }
        let ids: Vec<_> = answers.iter().map(|answer| answer.id).collect();
        self.stored_answers(self.writer(), &ids, "").await
    }

    async fn answer_in_transaction(&self, answers: &[&NewAnswer]) -> Result<HashMap<MessageId, Answer>, StoreError> {
        let transaction = self.begin_raw().await?;
        let ids: Vec<_> = answers.iter().map(|answer| answer.id).collect();
        let mut counting = self
            .stored_answers(&transaction, &ids, self.dialect().for_update())
            .await?;
        let fresh: Vec<_> = answers
            .iter()
            .copied()
            .filter(|answer| !counting.contains_key(&answer.id))
            .collect();
        for part in fresh.chunks(MOST_ASKED) {
            execute(&transaction, self.store_answers(part)?).await?;
        }
        let jobs: Vec<_> = fresh.iter().flat_map(|answer| &answer.jobs).collect();
        enqueue(&transaction, self.dialect(), &jobs).await?;
        transaction.commit().await.map_err(store_error)?;
        counting.extend(fresh.iter().map(|answer| (answer.id, answer.answer.clone())));
        Ok(counting)
    }

    async fn stored_answers(
        &self,
        connection: &impl ConnectionTrait,
        ids: &[MessageId],
        lock: &str,
    ) -> Result<HashMap<MessageId, Answer>, StoreError> {
        let mut stored = HashMap::with_capacity(ids.len());
        for ids in asked(ids) {
            let mut sql = Sql::new(
                self.dialect(),
                "SELECT id, reply, reply_mode FROM wechat_messages WHERE id IN (",
            );
            sql.marks(ids.len()).push(") ORDER BY id").push(lock);
            for id in ids {
                sql.bind(id.uuid());
            }
            for row in all(connection, MESSAGES, sql).await? {
                if let Some(answer) = to_answer(&row)? {
                    stored.insert(MessageId::from_uuid(row.id("id")?), answer);
                }
            }
        }
        Ok(stored)
    }

    fn store_answers(&self, answers: &[&NewAnswer]) -> Result<Sql, StoreError> {
        let answers = filled_up(answers.iter().collect());
        let mut sql = Sql::new(
            self.dialect(),
            // What it asks for stays: who takes note of it may come after the answer.
            "UPDATE wechat_messages SET lease_until = NULL, reply_mode = CASE id",
        );
        for answer in &answers {
            sql.push(" WHEN ? THEN ?")
                .bind(answer.id.uuid())
                .bind(answer.answer.mode.name());
        }
        sql.push(" END, reply = CASE id");
        for answer in &answers {
            sql.push(" WHEN ? THEN ?")
                .bind(answer.id.uuid())
                .bind(reply_to_json(&answer.answer.reply)?);
        }
        sql.push(" END WHERE reply IS NULL AND id IN (")
            .marks(answers.len())
            .push(")");
        for answer in &answers {
            sql.bind(answer.id.uuid());
        }
        Ok(sql)
    }
}
