//! Reading people.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::identity::{Person, UnionId};
use domain::ids::PersonId;
use ports::StoreError;
use ports::identity::{PeopleReads, PersonView};

use super::person_rows::{
    IDENTITIES, MERGE_COLUMNS, MERGES, PEOPLE, PERSON_COLUMNS, UNIONS, to_identity, to_merge, to_owner, to_person,
    to_union,
};
use crate::sql::{Sql, Table, all, one};
use crate::store::SqlStore;
use crate::telemetry::call;

#[async_trait]
impl PeopleReads for SqlStore {
    async fn find(&self, id: PersonId) -> Result<Option<PersonView>, StoreError> {
        call("people_reads.find", self.find_person(id)).await
    }

    async fn find_by_identity(&self, identity: &PersonRef) -> Result<Option<PersonView>, StoreError> {
        let sql = Sql::new(
            self.dialect(),
            "SELECT person_id FROM person_identities WHERE open_id = ? AND account = ?",
        )
        .with(identity.open_id.as_str())
        .with(identity.account.as_str());
        call("people_reads.find_by_identity", self.find_owner(IDENTITIES, sql)).await
    }

    async fn find_by_union(&self, union_id: &UnionId) -> Result<Option<PersonView>, StoreError> {
        let sql =
            Sql::new(self.dialect(), "SELECT person_id FROM person_unions WHERE union_id = ?").with(union_id.as_str());
        call("people_reads.find_by_union", self.find_owner(UNIONS, sql)).await
    }
}

impl SqlStore {
    async fn find_owner(&self, table: Table, sql: Sql) -> Result<Option<PersonView>, StoreError> {
        match one(self.reader(), table, sql).await? {
            Some(row) => self.find_person(to_owner(&row)?).await,
            None => Ok(None),
        }
    }

    async fn find_person(&self, id: PersonId) -> Result<Option<PersonView>, StoreError> {
        let Some(mut person) = self.person_row(id).await? else {
            return Ok(None);
        };
        if let Some(now) = person.stored().merged_into {
            let Some(survivor) = self.person_row(now).await? else {
                return Err(StoreError::Corrupt(format!("people.merged_into of id {id}")));
            };
            person = survivor;
        }
        self.with_belongings(person).await.map(Some)
    }

    async fn person_row(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        let text = format!("SELECT {PERSON_COLUMNS} FROM people WHERE id = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        let row = one(self.reader(), PEOPLE, sql).await?;
        row.as_ref().map(to_person).transpose()
    }

    async fn with_belongings(&self, person: Person) -> Result<PersonView, StoreError> {
        let id = person.id().uuid();
        let select = |text: &str| Sql::new(self.dialect(), text).with(id);
        let identities = select(
            "SELECT person_id, account, open_id, first_seen_at FROM person_identities WHERE person_id = ? \
             ORDER BY account, open_id",
        );
        let identities = all(self.reader(), IDENTITIES, identities).await?;
        let unions = select("SELECT person_id, union_id FROM person_unions WHERE person_id = ? ORDER BY union_id");
        let unions = all(self.reader(), UNIONS, unions).await?;
        let merges = format!(
            "SELECT {MERGE_COLUMNS} FROM person_merges WHERE person_id = ? ORDER BY merged_at DESC, from_id DESC LIMIT ?"
        );
        let merges = all(self.reader(), MERGES, select(&merges).with(PersonView::MERGES)).await?;
        Ok(PersonView {
            person,
            identities: identities.iter().map(to_identity).collect::<Result<_, _>>()?,
            union_ids: unions.iter().map(to_union).collect::<Result<_, _>>()?,
            merges: merges.iter().map(to_merge).collect::<Result<_, _>>()?,
        })
    }
}
