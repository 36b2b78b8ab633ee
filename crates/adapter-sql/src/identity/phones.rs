//! The verified phone numbers of people.

use async_trait::async_trait;
use domain::identity::PhoneRecord;
use domain::ids::PersonId;
use ports::StoreError;
use ports::identity::{PhoneRepository, PhonesStore, PhonesTransaction};
use ports::log::EventLog;

use crate::sql::{Row, Sql, Table, all, asked};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

const PHONES: Table = Table {
    name: "person_phones",
    key: "person_id",
};
const COLUMNS: &str = "person_id, sealed, changed_at, version";

#[async_trait]
impl PhonesStore for SqlStore {
    async fn begin(&self) -> Result<Box<dyn PhonesTransaction>, StoreError> {
        Ok(Box::new(call("phones.begin", self.begin_transaction()).await?))
    }

    async fn newest(&self, known_as: &[PersonId]) -> Result<Option<PhoneRecord>, StoreError> {
        let ids: Vec<_> = known_as.iter().map(|person| person.uuid()).collect();
        let mut found = Vec::new();
        for ids in asked(&ids) {
            let text = format!("SELECT {COLUMNS} FROM person_phones WHERE sealed IS NOT NULL AND person_id IN (");
            let mut sql = Sql::new(self.dialect(), text);
            sql.marks(ids.len()).push(")");
            for id in ids {
                sql.bind(*id);
            }
            for row in &call("phones.newest", all(self.reader(), PHONES, sql)).await? {
                found.push(to_record(row)?);
            }
        }
        Ok(found
            .into_iter()
            .max_by_key(|record| (record.changed_at, record.person)))
    }
}

#[async_trait]
impl PhonesTransaction for SqlTransaction {
    fn phones(&mut self) -> &mut dyn PhoneRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        call("phones.commit", self.commit_all()).await
    }
}

#[async_trait]
impl PhoneRepository for SqlTransaction {
    async fn find_for_update(&mut self, person: PersonId) -> Result<Option<PhoneRecord>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM person_phones WHERE person_id = ?{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(person.uuid());
        let row = call("phones.find_for_update", self.one(PHONES, sql)).await?;
        row.as_ref().map(to_record).transpose()
    }

    async fn add(&mut self, record: &PhoneRecord) -> Result<(), StoreError> {
        let mut sql = self.sql(format!("INSERT INTO person_phones ({COLUMNS}) VALUES "));
        sql.rows(1, 4)
            .bind(record.person.uuid())
            .bind(record.sealed.as_deref())
            .bind(record.changed_at)
            .bind(record.version);
        call("phones.add", self.execute(sql)).await.map(drop)
    }

    async fn save(&mut self, record: &PhoneRecord, expected_version: u64) -> Result<(), StoreError> {
        let sql = self
            .sql("UPDATE person_phones SET sealed = ?, changed_at = ?, version = ? WHERE person_id = ? AND version = ?")
            .with(record.sealed.as_deref())
            .with(record.changed_at)
            .with(record.version)
            .with(record.person.uuid())
            .with(expected_version);
        match call("phones.save", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }
}

fn to_record(row: &Row) -> Result<PhoneRecord, StoreError> {
    Ok(PhoneRecord {
        person: PersonId::from_uuid(row.id("person_id")?),
        sealed: row.text_or_null("sealed")?,
        changed_at: row.time("changed_at")?,
        version: row.number("version")?,
    })
}
