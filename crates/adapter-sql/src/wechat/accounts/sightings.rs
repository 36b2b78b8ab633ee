//! What was last seen of accounts.

use async_trait::async_trait;
use domain::time::Timestamp;
use ports::StoreError;
use ports::wechat::{AccountSightings, Arrival, ConnectionTest, MessageArrivals, Sightings};

use super::test_json::{test_from_json, test_to_json};
use crate::sql::{Sql, Table, execute, one};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::wechat::rows::MESSAGES;

const SIGHTINGS: Table = Table {
    name: "wechat_account_sightings",
    key: "account",
};

#[async_trait]
impl MessageArrivals for SqlStore {
    async fn latest(&self, account: &str) -> Result<Option<Arrival>, StoreError> {
        let text = format!(
            "SELECT id, received_at, create_time FROM wechat_messages{} WHERE account = ? ORDER BY id DESC LIMIT 1",
            self.dialect().using_index("ix_wechat_messages_account")
        );
        let sql = Sql::new(self.dialect(), text).with(account);
        let row = call("message_arrivals.latest", one(self.reader(), MESSAGES, sql)).await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Arrival {
            received_at: row.time("received_at")?,
            create_time: row.number("create_time")?,
        }))
    }
}

#[async_trait]
impl AccountSightings for SqlStore {
    async fn note_confirmed(&self, account: &str, at: Timestamp) -> Result<(), StoreError> {
        let mut sql = self.upsert_sighting("confirmed_at");
        sql.bind(account).bind(at);
        self.finish(&mut sql, "confirmed_at");
        call("account_sightings.note_confirmed", execute(self.writer(), sql))
            .await
            .map(drop)
    }

    async fn note_test(&self, account: &str, test: &ConnectionTest) -> Result<(), StoreError> {
        let mut sql = self.upsert_sighting("test");
        sql.bind(account).bind(test_to_json(test)?);
        self.finish(&mut sql, "test");
        call("account_sightings.note_test", execute(self.writer(), sql))
            .await
            .map(drop)
    }

    async fn sightings(&self, account: &str) -> Result<Sightings, StoreError> {
        let text = "SELECT account, confirmed_at, test FROM wechat_account_sightings WHERE account = ?";
        let sql = Sql::new(self.dialect(), text).with(account);
        let row = call("account_sightings.find", one(self.reader(), SIGHTINGS, sql)).await?;
        let Some(row) = row else {
            return Ok(Sightings::default());
        };
        Ok(Sightings {
            confirmed_at: row.time_or_null("confirmed_at")?,
            test: row.parsed_or_null("test", test_from_json)?,
        })
    }
}

impl SqlStore {
    fn upsert_sighting(&self, column: &str) -> Sql {
        let text = format!("INSERT INTO wechat_account_sightings (account, {column}) VALUES (?, ?)");
        Sql::new(self.dialect(), text)
    }

    fn finish(&self, sql: &mut Sql, column: &str) {
        sql.push(&self.dialect().on_conflict("account"))
            .push(&format!("{column} = {}", self.dialect().wanted(column)));
    }
}
