//! Rows of external contacts and what they mean.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::ids::{ContactSyncId, ExternalContactId};
use domain::wechat::followers::Statement;
use domain::wechat::wecom::contacts::{Contact, ContactKind, ContactProfile, Relation, RelationFacts, StoredContact};
use domain::wechat::wecom::user_key;
use ports::StoreError;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{listed, listing};
use crate::dialect::Dialect;
use crate::log::to_json;
use crate::sql::{Row, Sql, Table, all, asked};

pub(super) const CONTACTS: Table = Table {
    name: "external_contacts",
    key: "id",
};
pub(super) const RELATIONS: Table = Table {
    name: "external_contact_relations",
    key: "contact_id",
};

/// All that an update writes, in the order of [`bind_changeable`].
pub(super) const CHANGEABLE: [&str; 8] = [
    "name",
    "kind",
    "position",
    "corp_name",
    "known",
    "oldest_listing",
    "read_at",
    "version",
];
pub(super) const COLUMNS: &str = "id, account, external_user_id, created_at, name, kind, position, corp_name, known, oldest_listing, read_at, version";
pub(super) const WIDTH: usize = 12;

/// Binds a row of [`COLUMNS`].
pub(super) fn bind_contact(sql: &mut Sql, contact: &Contact) {
    let stored = contact.stored();
    sql.bind(stored.id.uuid())
        .bind(stored.account.as_str())
        .bind(stored.external_user_id.as_str())
        .bind(stored.created_at);
    bind_changeable(sql, contact);
}

/// Binds the values of [`CHANGEABLE`].
pub(super) fn bind_changeable(sql: &mut Sql, contact: &Contact) {
    let (stored, profile) = (contact.stored(), &contact.stored().profile);
    sql.bind(profile.name.as_deref())
        .bind(profile.kind.map(ContactKind::name))
        .bind(profile.position.as_deref())
        .bind(profile.corp_name.as_deref())
        .bind(contact.is_known())
        .bind(listing(contact.oldest_listing().map(ContactSyncId::uuid)))
        .bind(stored.read_at)
        .bind(stored.version);
}

pub(super) const RELATION_COLUMNS: &str = "contact_id, user_key, user_id, present, stated_at, stated_by, listed_by, \
     remark, tags, state, add_way, added_at";
pub(super) const RELATION_WIDTH: usize = 12;

/// Binds a row of [`RELATION_COLUMNS`].
pub(super) fn bind_relation(sql: &mut Sql, contact: Uuid, relation: &Relation) -> Result<(), StoreError> {
    let facts = &relation.facts;
    sql.bind(contact)
        .bind(user_key(&facts.user_id))
        .bind(facts.user_id.as_str())
        .bind(relation.present)
        .bind(relation.stated.at())
        .bind(relation.stated.by())
        .bind(listing(relation.listed_by.map(ContactSyncId::uuid)))
        .bind(facts.remark.as_str())
        .bind(to_json(&facts.tags)?)
        .bind(facts.state.as_deref())
        .bind(facts.add_way)
        .bind(facts.added_at);
    Ok(())
}

/// What a contact is looked for by: kind and value, each once.
pub(super) fn labels(contact: &Contact) -> BTreeSet<(&'static str, String)> {
    let mut labels = BTreeSet::new();
    for relation in contact.present() {
        labels.insert(("user", user_key(&relation.facts.user_id)));
        labels.extend(relation.facts.tags.iter().map(|tag| ("tag", tag.clone())));
        labels.extend(relation.facts.state.iter().map(|state| ("state", state.clone())));
    }
    labels
}

/// Relations by contact.
pub(super) type Relations = HashMap<Uuid, BTreeMap<String, Relation>>;

/// The statements that ask for the relations of contacts.
pub(super) fn select_relations(dialect: Dialect, rows: &[Row]) -> Result<Vec<Sql>, StoreError> {
    let ids = rows.iter().map(|row| row.id("id")).collect::<Result<Vec<_>, _>>()?;
    let statements = asked(&ids).map(|ids| {
        let text = format!("SELECT {RELATION_COLUMNS} FROM external_contact_relations WHERE contact_id IN (");
        let mut sql = Sql::new(dialect, text);
        sql.marks(ids.len()).push(")");
        for id in ids {
            sql.bind(*id);
        }
        sql
    });
    Ok(statements.collect())
}

/// Adds the relations of rows.
pub(super) fn gather(relations: &mut Relations, rows: &[Row]) -> Result<(), StoreError> {
    for row in rows {
        let of_contact = relations.entry(row.id("contact_id")?).or_default();
        of_contact.insert(row.text("user_key")?, to_relation(row)?);
    }
    Ok(())
}

fn to_relation(row: &Row) -> Result<Relation, StoreError> {
    Ok(Relation {
        facts: RelationFacts {
            user_id: row.text("user_id")?,
            remark: row.text("remark")?,
            tags: row.json("tags")?,
            state: row.text_or_null("state")?,
            add_way: row.number_or_null("add_way")?,
            added_at: row.time_or_null("added_at")?,
        },
        present: row.flag("present")?,
        stated: Statement::restore(row.time("stated_at")?, row.id("stated_by")?),
        listed_by: listed(row.id("listed_by")?).map(ContactSyncId::from_uuid),
    })
}

/// Contacts of rows, with their relations.
pub(super) fn to_contacts(rows: &[Row], relations: &mut Relations) -> Result<Vec<Contact>, StoreError> {
    rows.iter().map(|row| to_contact(row, relations)).collect()
}

fn to_contact(row: &Row, relations: &mut Relations) -> Result<Contact, StoreError> {
    let id = row.id("id")?;
    Ok(Contact::restore(StoredContact {
        id: ExternalContactId::from_uuid(id),
        account: row.text("account")?,
        external_user_id: row.text("external_user_id")?,
        profile: ContactProfile {
            name: row.text_or_null("name")?,
            kind: row.parsed_or_null("kind", ContactKind::from_name)?,
            position: row.text_or_null("position")?,
            corp_name: row.text_or_null("corp_name")?,
        },
        relations: relations.remove(&id).unwrap_or_default(),
        read_at: row.time_or_null("read_at")?,
        created_at: row.time("created_at")?,
        version: row.number("version")?,
    }))
}

/// Contacts of rows, outside a transaction.
pub(super) async fn with_relations(
    connection: &impl ConnectionTrait,
    dialect: Dialect,
    rows: &[Row],
) -> Result<Vec<Contact>, StoreError> {
    let mut relations = Relations::new();
    for sql in select_relations(dialect, rows)? {
        gather(&mut relations, &all(connection, RELATIONS, sql).await?)?;
    }
    to_contacts(rows, &mut relations)
}
