//! Stored mass messages.

use async_trait::async_trait;
use domain::ids::MassMessageId;
use domain::wechat::mass::{MassMessage, MassState};
use ports::jobs::{JobEnvelope, Outbox as _};
use ports::log::{EventLog as _, LogEntry};
use ports::wechat::mass::{MassChange, MassFilter, MassStore};
use ports::{Page, PageQuery, StoreError};

use super::people::{self, PEOPLE};
use super::rows::{CHANGEABLE, COLUMNS, MESSAGES, WIDTH, bind, bind_changeable, to_domain};
use crate::sql::{Conditions, Direction, List, Sql, Table, all, one, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

const NUMBERS: Table = Table {
    name: "mass_message_numbers",
    key: "mass_id",
};

#[async_trait]
impl MassStore for SqlStore {
    async fn add(&self, message: &MassMessage, people: &[String], log: &[LogEntry]) -> Result<(), StoreError> {
        call("mass.add", retrying(|| self.add_mass(message, people, log))).await
    }

    async fn find(&self, account: &str, id: MassMessageId) -> Result<Option<MassMessage>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM mass_messages WHERE id = ? AND account = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid()).with(account);
        let row = call("mass.find", one(self.reader(), MESSAGES, sql)).await?;
        row.as_ref().map(to_domain).transpose()
    }

    async fn find_by_msg_id(&self, account: &str, msg_id: u64) -> Result<Option<MassMessageId>, StoreError> {
        let text = "SELECT mass_id FROM mass_message_numbers WHERE msg_id = ? AND account = ?";
        let sql = Sql::new(self.dialect(), text).with(msg_id.to_string()).with(account);
        let row = call("mass.find_by_msg_id", one(self.reader(), NUMBERS, sql)).await?;
        row.map(|row| row.id("mass_id").map(MassMessageId::from_uuid))
            .transpose()
    }

    async fn apply(&self, change: &MassChange) -> Result<(), StoreError> {
        call("mass.apply", retrying(|| self.apply_mass(change))).await
    }

    async fn delete(&self, id: MassMessageId, expected_version: u64, log: &[LogEntry]) -> Result<(), StoreError> {
        call("mass.delete", retrying(|| self.delete_mass(id, expected_version, log))).await
    }

    async fn people(&self, id: MassMessageId, skip: u32, most: u32) -> Result<Vec<String>, StoreError> {
        let text = "SELECT open_id FROM mass_message_people WHERE mass_id = ? AND place >= ? AND place < ? \
                    ORDER BY place";
        let sql = Sql::new(self.dialect(), text)
            .with(id.uuid())
            .with(skip)
            .with(u64::from(skip) + u64::from(most));
        let rows = call("mass.people", all(self.reader(), PEOPLE, sql)).await?;
        rows.iter().map(|row| row.text("open_id")).collect()
    }

    async fn list(&self, filter: &MassFilter, page: PageQuery) -> Result<Page<MassMessage>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_with("account = ?", filter.account.as_str())
            .and_if("state = ?", filter.state.map(MassState::name));
        let list = List {
            table: MESSAGES,
            columns: COLUMNS,
            order: "id",
            direction: Direction::Descending,
            index: Some(match filter.state {
                Some(_) => "ix_mass_messages_state",
                None => "ix_mass_messages_account",
            }),
            conditions,
        };
        let messages = list.page(self.reader(), page, to_domain, |message| message.stored().id.uuid());
        call("mass.list", messages).await
    }

    async fn note(&self, log: &[LogEntry]) -> Result<(), StoreError> {
        let append = retrying(|| async {
            let mut transaction = self.begin_transaction().await?;
            transaction.append(log).await?;
            transaction.commit_all().await
        });
        call("mass.note", append).await
    }

    async fn enqueue(&self, jobs: &[JobEnvelope]) -> Result<(), StoreError> {
        let enqueue = retrying(|| async {
            let mut transaction = self.begin_transaction().await?;
            transaction.enqueue(jobs).await?;
            transaction.commit_all().await
        });
        call("mass.enqueue", enqueue).await
    }
}

impl SqlStore {
    async fn add_mass(&self, message: &MassMessage, people: &[String], log: &[LogEntry]) -> Result<(), StoreError> {
        let mut transaction = self.begin_transaction().await?;
        let mut sql = transaction.sql(format!("INSERT INTO mass_messages ({COLUMNS}) VALUES "));
        sql.rows(1, WIDTH);
        bind(&mut sql, message)?;
        transaction.execute(sql).await?;
        people::add(&mut transaction, message.stored().id, 0, people).await?;
        transaction.append(log).await?;
        transaction.commit_all().await
    }

    async fn apply_mass(&self, change: &MassChange) -> Result<(), StoreError> {
        let mut transaction = self.begin_transaction().await?;
        update(&mut transaction, &change.message, change.expected_version).await?;
        keep_numbers(&mut transaction, &change.message).await?;
        people::change(&mut transaction, change.message.stored().id, &change.people).await?;
        transaction.enqueue(&change.jobs).await?;
        transaction.append(&change.log).await?;
        transaction.commit_all().await
    }

    async fn delete_mass(&self, id: MassMessageId, version: u64, log: &[LogEntry]) -> Result<(), StoreError> {
        let mut transaction = self.begin_transaction().await?;
        let sql = transaction
            .sql("DELETE FROM mass_messages WHERE id = ? AND version = ?")
            .with(id.uuid())
            .with(version);
        if transaction.execute(sql).await? != 1 {
            return Err(transaction.fail(StoreError::VersionConflict));
        }
        people::forget(&mut transaction, id, 0).await?;
        transaction.append(log).await?;
        transaction.commit_all().await
    }
}

async fn update(transaction: &mut SqlTransaction, message: &MassMessage, version: u64) -> Result<(), StoreError> {
    let columns = CHANGEABLE.map(|column| format!("{column} = ?")).join(", ");
    let mut sql = transaction.sql(format!(
        "UPDATE mass_messages SET {columns} WHERE id = ? AND version = ?"
    ));
    bind_changeable(&mut sql, message)?;
    sql.bind(message.stored().id.uuid()).bind(version);
    match transaction.execute(sql).await? {
        1 => Ok(()),
        _ => Err(transaction.fail(StoreError::VersionConflict)),
    }
}

/// WeChat's numbers of its parts; those that are there stay.
async fn keep_numbers(transaction: &mut SqlTransaction, message: &MassMessage) -> Result<(), StoreError> {
    let stored = message.stored();
    for msg_id in stored.parts.iter().filter_map(|part| part.msg_id) {
        let nothing = transaction.dialect.on_conflict_nothing("msg_id, account", "mass_id");
        let mut sql = transaction.sql("INSERT INTO mass_message_numbers (account, msg_id, mass_id) VALUES ");
        sql.rows(1, 3)
            .bind(stored.account.as_str())
            .bind(msg_id.to_string())
            .bind(stored.id.uuid())
            .push(&nothing);
        transaction.execute(sql).await?;
    }
    Ok(())
}
