//! Rows of people and what they mean.

use domain::attendance::PersonRef;
use domain::identity::{LearnedFrom, Person, PersonMerge, StoredPerson, UnionId};
use domain::ids::PersonId;
use ports::StoreError;
use ports::identity::KnownIdentity;

use crate::sql::{Row, Table};

pub(super) const PEOPLE: Table = Table {
    name: "people",
    key: "id",
};
pub(super) const IDENTITIES: Table = Table {
    name: "person_identities",
    key: "person_id",
};
pub(super) const UNIONS: Table = Table {
    name: "person_unions",
    key: "person_id",
};
pub(super) const MERGES: Table = Table {
    name: "person_merges",
    key: "from_id",
};

pub(super) const PERSON_COLUMNS: &str = "id, created_at, merged_into, version";
pub(super) const MERGE_COLUMNS: &str = "from_id, into_id, union_id, learned_from, merged_at";

pub(super) fn to_person(row: &Row) -> Result<Person, StoreError> {
    Ok(Person::restore(StoredPerson {
        id: PersonId::from_uuid(row.id("id")?),
        created_at: row.time("created_at")?,
        merged_into: row.id_or_null("merged_into")?.map(PersonId::from_uuid),
        version: row.number("version")?,
    }))
}

pub(super) fn to_owner(row: &Row) -> Result<PersonId, StoreError> {
    row.id("person_id").map(PersonId::from_uuid)
}

pub(super) fn to_identity(row: &Row) -> Result<KnownIdentity, StoreError> {
    Ok(KnownIdentity {
        identity: PersonRef {
            account: row.text("account")?,
            open_id: row.text("open_id")?,
        },
        first_seen_at: row.time("first_seen_at")?,
    })
}

pub(super) fn to_union(row: &Row) -> Result<UnionId, StoreError> {
    row.parsed("union_id", |text| UnionId::new(text).ok())
}

pub(super) fn to_merge(row: &Row) -> Result<PersonMerge, StoreError> {
    Ok(PersonMerge {
        from: PersonId::from_uuid(row.id("from_id")?),
        into: PersonId::from_uuid(row.id("into_id")?),
        union_id: row.parsed_or_null("union_id", |text| UnionId::new(text).ok())?,
        learned_from: row.parsed("learned_from", LearnedFrom::from_name)?,
        at: row.time("merged_at")?,
    })
}
