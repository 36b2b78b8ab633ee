//! People inside a transaction.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::identity::{LearnedFrom, Person, PersonMerge, UnionId};
use domain::ids::PersonId;
use domain::time::Timestamp;
use ports::StoreError;
use ports::identity::{PeopleRepository, PeopleStore, PeopleTransaction};
use ports::log::EventLog;

use super::person_rows::{IDENTITIES, PEOPLE, PERSON_COLUMNS, UNIONS, to_owner, to_person, to_union};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

#[async_trait]
impl PeopleStore for SqlStore {
    async fn begin(&self) -> Result<Box<dyn PeopleTransaction>, StoreError> {
        Ok(Box::new(call("people.begin", self.begin_transaction()).await?))
    }
}

#[async_trait]
impl PeopleTransaction for SqlTransaction {
    fn people(&mut self) -> &mut dyn PeopleRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        call("people.commit", self.commit_all()).await
    }
}

#[async_trait]
impl PeopleRepository for SqlTransaction {
    async fn owner_of_identity(&mut self, identity: &PersonRef) -> Result<Option<PersonId>, StoreError> {
        let sql = self
            .sql("SELECT person_id FROM person_identities WHERE open_id = ? AND account = ?")
            .with(identity.open_id.as_str())
            .with(identity.account.as_str());
        let row = call("people.owner_of_identity", self.one(IDENTITIES, sql)).await?;
        row.as_ref().map(to_owner).transpose()
    }

    async fn owner_of_union(&mut self, union_id: &UnionId) -> Result<Option<PersonId>, StoreError> {
        let sql = self
            .sql("SELECT person_id FROM person_unions WHERE union_id = ?")
            .with(union_id.as_str());
        let row = call("people.owner_of_union", self.one(UNIONS, sql)).await?;
        row.as_ref().map(to_owner).transpose()
    }

    async fn find_for_update(&mut self, people: &[PersonId]) -> Result<Vec<Person>, StoreError> {
        let mut ids = people.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let text = format!(
            "SELECT {PERSON_COLUMNS} FROM people WHERE id = ?{}",
            self.dialect.for_update()
        );
        let mut found = Vec::with_capacity(ids.len());
        // One by one, because a statement with several ids may lock them in any order.
        for id in ids {
            let sql = self.sql(text.clone()).with(id.uuid());
            let row = call("people.find_for_update", self.one(PEOPLE, sql)).await?;
            found.extend(row.as_ref().map(to_person).transpose()?);
        }
        Ok(found)
    }

    async fn belongings(&mut self, person: PersonId) -> Result<(u64, Vec<UnionId>), StoreError> {
        let sql = self
            .sql("SELECT COUNT(*) AS identities FROM person_identities WHERE person_id = ?")
            .with(person.uuid());
        let row = call("people.belongings", self.one(IDENTITIES, sql)).await?;
        let identities = row.map(|row| row.number("identities")).transpose()?.unwrap_or(0);
        let sql = self
            .sql("SELECT person_id, union_id FROM person_unions WHERE person_id = ?")
            .with(person.uuid());
        let rows = call("people.belongings", self.all(UNIONS, sql)).await?;
        Ok((identities, rows.iter().map(to_union).collect::<Result<_, _>>()?))
    }

    async fn add(&mut self, person: &Person) -> Result<(), StoreError> {
        let stored = person.stored();
        let mut sql = self.sql(format!("INSERT INTO people ({PERSON_COLUMNS}) VALUES "));
        sql.rows(1, 4)
            .bind(stored.id.uuid())
            .bind(stored.created_at)
            .bind(stored.merged_into.map(PersonId::uuid))
            .bind(stored.version);
        call("people.add", self.execute(sql)).await.map(drop)
    }

    async fn add_identity(&mut self, person: PersonId, identity: &PersonRef, at: Timestamp) -> Result<(), StoreError> {
        let mut sql = self.sql("INSERT INTO person_identities (person_id, account, open_id, first_seen_at) VALUES ");
        sql.rows(1, 4)
            .bind(person.uuid())
            .bind(identity.account.as_str())
            .bind(identity.open_id.as_str())
            .bind(at);
        call("people.add_identity", self.execute(sql)).await.map(drop)
    }

    async fn add_union(
        &mut self,
        person: PersonId,
        union_id: &UnionId,
        learned_from: LearnedFrom,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut sql = self.sql("INSERT INTO person_unions (person_id, union_id, learned_from, learned_at) VALUES ");
        sql.rows(1, 4)
            .bind(person.uuid())
            .bind(union_id.as_str())
            .bind(learned_from.name())
            .bind(at);
        call("people.add_union", self.execute(sql)).await.map(drop)
    }

    async fn save(&mut self, person: &Person, expected_version: u64) -> Result<(), StoreError> {
        let stored = person.stored();
        let sql = self
            .sql("UPDATE people SET merged_into = ?, version = ? WHERE id = ? AND version = ?")
            .with(stored.merged_into.map(PersonId::uuid))
            .with(stored.version)
            .with(stored.id.uuid())
            .with(expected_version);
        match call("people.save", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }

    async fn record_merge(&mut self, merge: &PersonMerge) -> Result<(), StoreError> {
        call("people.record_merge", self.merge_people(merge)).await
    }

    async fn forget_unions(&mut self, person: PersonId) -> Result<(), StoreError> {
        for text in [
            "DELETE FROM person_unions WHERE person_id = ?",
            "UPDATE person_merges SET union_id = NULL WHERE person_id = ?",
        ] {
            let sql = self.sql(text).with(person.uuid());
            call("people.forget_unions", self.execute(sql)).await?;
        }
        Ok(())
    }
}

impl SqlTransaction {
    async fn merge_people(&mut self, merge: &PersonMerge) -> Result<(), StoreError> {
        for text in [
            "UPDATE person_identities SET person_id = ? WHERE person_id = ?",
            "UPDATE person_unions SET person_id = ? WHERE person_id = ?",
            "UPDATE person_merges SET person_id = ? WHERE person_id = ?",
            "UPDATE people SET merged_into = ? WHERE merged_into = ?",
        ] {
            let sql = self.sql(text).with(merge.into.uuid()).with(merge.from.uuid());
            self.execute(sql).await?;
        }
        let mut sql = self
            .sql("INSERT INTO person_merges (from_id, into_id, person_id, union_id, learned_from, merged_at) VALUES ");
        sql.rows(1, 6)
            .bind(merge.from.uuid())
            .bind(merge.into.uuid())
            .bind(merge.into.uuid())
            .bind(merge.union_id.as_ref().map(UnionId::as_str))
            .bind(merge.learned_from.name())
            .bind(merge.at);
        self.execute(sql).await.map(drop)
    }
}
