//! Mass messages: orders with their parts, lists of people, WeChat's numbers, and reports that came early.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create_all, drop_all, id, index, long_text, number, text, time};

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

const TABLES: [Table; 4] = [MESSAGES, PEOPLE, NUMBERS, REPORTS];

const MESSAGES: Table = Table {
    name: "mass_messages",
    columns: &[
        id("id"),
        text("account", 64),
        text("state", 16),
        long_text("content"),
        long_text("audience"),
        long_text("parts"),
        number("gathered"),
        id("gathered_to").or_null(),
        long_text("failure").or_null(),
        long_text("withdrawn"),
        time("ordered_at").or_null(),
        time("cancelled_at").or_null(),
        time("created_at"),
        time("updated_at"),
        number("version"),
    ],
    key: "id",
    indexes: &[
        index("ix_mass_messages_account", "account, id"),
        index("ix_mass_messages_state", "account, state, id"),
    ],
};

/// To whom, until WeChat has it.
const PEOPLE: Table = Table {
    name: "mass_message_people",
    columns: &[id("mass_id"), number("place"), text("open_id", 255)],
    key: "mass_id, place",
    indexes: &[],
};

/// Which order WeChat's number belongs to. Its numbers have all 64 bits: they are kept as text.
const NUMBERS: Table = Table {
    name: "mass_message_numbers",
    columns: &[text("account", 64), text("msg_id", 20), id("mass_id")],
    key: "msg_id, account",
    indexes: &[],
};

/// Reports as they came.
const REPORTS: Table = Table {
    name: "mass_reports",
    columns: &[
        text("account", 64),
        text("msg_id", 20),
        long_text("report"),
        time("kept_at"),
    ],
    key: "msg_id, account",
    indexes: &[index("ix_mass_reports_kept", "kept_at")],
};
