//! What is known of WeCom corporations: departments and members, external contacts, synchronisations, welcome messages.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create_all, drop_all, flag, id, index, long_text, number, text, time, unique};

/// Creates the tables.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_all(manager.get_connection(), &TABLES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager.get_connection(), &TABLES).await
    }
}

const TABLES: [Table; 11] = [
    MEMBERS,
    MEMBER_DEPARTMENTS,
    DEPARTMENTS,
    CONTACTS,
    RELATIONS,
    LABELS,
    CONTACT_USERS,
    SYNCS,
    WELCOMES,
    WELCOME_ATTEMPTS,
    WELCOME_COUNTS,
];

const MEMBERS: Table = Table {
    name: "corp_members",
    columns: &[
        id("id"),
        text("account", 64),
        // The id in lower case: WeCom takes no notice of case.
        text("user_key", 64),
        text("user_id", 64),
        text("state", 16),
        // Whether the state is any but `left`.
        flag("present"),
        // The newest statement about that, and the message that made it (nil: a list).
        time("stated_at"),
        id("stated_by"),
        time("left_at").or_null(),
        text("name", 128).or_null(),
        text("alias", 128).or_null(),
        text("position", 128).or_null(),
        // JSON: number → whether the member leads it. `corp_member_departments` is what filters look at.
        long_text("departments"),
        number("main_department").or_null(),
        time("read_at").or_null(),
        // The last synchronisation whose lists held the member (nil: none). Ids ascend, so older ones are less.
        id("listed_by"),
        time("created_at"),
        number("version"),
    ],
    key: "id",
    indexes: &[
        unique("uq_corp_members_user", "user_key, account"),
        index("ix_corp_members_account", "account, id"),
        index("ix_corp_members_state", "account, state, id"),
        index("ix_corp_members_name", "account, name"),
        index("ix_corp_members_listed", "account, present, listed_by"),
    ],
};

const MEMBER_DEPARTMENTS: Table = Table {
    name: "corp_member_departments",
    columns: &[text("account", 64), number("department_id"), id("member_id")],
    key: "account, department_id, member_id",
    indexes: &[index("ix_corp_member_departments_member", "member_id")],
};

const DEPARTMENTS: Table = Table {
    name: "corp_departments",
    columns: &[
        text("account", 64),
        number("department_id"),
        text("name", 128).or_null(),
        number("parent").or_null(),
        number("place").or_null(),
        flag("present"),
        time("stated_at"),
        id("stated_by"),
        id("listed_by"),
        time("updated_at"),
    ],
    key: "account, department_id",
    indexes: &[index("ix_corp_departments_listed", "account, present, listed_by")],
};

const CONTACTS: Table = Table {
    name: "external_contacts",
    columns: &[
        id("id"),
        text("account", 64),
        text("external_user_id", 128),
        text("name", 128).or_null(),
        text("kind", 16).or_null(),
        text("position", 128).or_null(),
        text("corp_name", 128).or_null(),
        // Whether any member has a relation, and the synchronisation that the longest unlisted one was listed by.
        flag("known"),
        id("oldest_listing"),
        time("read_at").or_null(),
        time("created_at"),
        number("version"),
    ],
    key: "id",
    indexes: &[
        unique("uq_external_contacts_person", "external_user_id, account"),
        index("ix_external_contacts_known", "account, known, id"),
        index("ix_external_contacts_name", "account, known, name"),
        index("ix_external_contacts_listed", "account, known, oldest_listing"),
    ],
};

const RELATIONS: Table = Table {
    name: "external_contact_relations",
    columns: &[
        id("contact_id"),
        text("user_key", 64),
        text("user_id", 64),
        flag("present"),
        time("stated_at"),
        id("stated_by"),
        id("listed_by"),
        text("remark", 128),
        // JSON: ids. `external_contact_labels` is what filters look at.
        long_text("tags"),
        text("state", 128).or_null(),
        number("add_way").or_null(),
        time("added_at").or_null(),
    ],
    key: "contact_id, user_key",
    indexes: &[],
};

/// What contacts are looked for by, of relations that are there: `user`, `tag` or `state`, each once for a contact.
const LABELS: Table = Table {
    name: "external_contact_labels",
    columns: &[
        text("account", 64),
        text("kind", 16),
        text("value", 128),
        id("contact_id"),
    ],
    key: "account, kind, value, contact_id",
    indexes: &[index("ix_external_contact_labels_contact", "contact_id")],
};

/// Which members have customer contact, as the last synchronisation was told.
const CONTACT_USERS: Table = Table {
    name: "corp_contact_users",
    columns: &[
        text("account", 64),
        text("user_key", 64),
        text("user_id", 64),
        id("sync_id"),
    ],
    key: "account, user_key",
    indexes: &[],
};

const SYNCS: Table = Table {
    name: "corp_syncs",
    columns: &[
        text("account", 64),
        text("kind", 16),
        id("id"),
        text("state", 16),
        text("phase", 16),
        text("last_done", 128).or_null(),
        long_text("next_part").or_null(),
        text("one_by_one_until", 128).or_null(),
        number("total").or_null(),
        number("walked"),
        number("fetched"),
        number("reduced"),
        number("skipped"),
        number("gone"),
        time("started_at"),
        time("updated_at"),
        time("finished_at").or_null(),
        long_text("error").or_null(),
        number("version"),
    ],
    key: "account, kind",
    indexes: &[],
};

const WELCOMES: Table = Table {
    name: "welcome_messages",
    columns: &[
        text("account", 64),
        id("id"),
        flag("enabled"),
        long_text("content"),
        time("updated_at"),
        number("version"),
    ],
    key: "account",
    indexes: &[],
};

const WELCOME_ATTEMPTS: Table = Table {
    name: "welcome_attempts",
    columns: &[
        // The message that let the contact be welcomed.
        id("id"),
        text("account", 64),
        number("calls"),
        flag("in_doubt"),
        number("code").or_null(),
        text("ended_as", 32).or_null(),
        time("created_at"),
        time("updated_at"),
    ],
    key: "id",
    indexes: &[],
};

const WELCOME_COUNTS: Table = Table {
    name: "welcome_counts",
    columns: &[text("account", 64), text("ended_as", 32), number("counted")],
    key: "account, ended_as",
    indexes: &[],
};
