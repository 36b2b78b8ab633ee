//! Reply rules and menus of official accounts.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create_all, drop_all, flag, id, index, long_text, number, text, time, unique};

/// Creates the tables of reply rules and menus.
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

const TABLES: [Table; 3] = [RULE_BOOKS, REPLY_RULES, MENUS];

/// One row per account: its revision tells processes whether what they hold in memory is old, and whoever changes a
/// rule holds it, so that rules are counted right.
const RULE_BOOKS: Table = Table {
    name: "wechat_rule_books",
    columns: &[text("account", 64), number("revision")],
    key: "account",
    indexes: &[],
};

const REPLY_RULES: Table = Table {
    name: "wechat_reply_rules",
    columns: &[
        id("id"),
        text("account", 64),
        text("name", 100),
        number("priority"),
        text("trigger_name", 16),
        long_text("trigger_value").or_null(),
        id("event_id").or_null(),
        time("awake_from").or_null(),
        time("awake_until").or_null(),
        long_text("daily").or_null(),
        flag("enabled"),
        long_text("answer"),
        time("created_at"),
        time("updated_at"),
        number("version"),
    ],
    key: "id",
    indexes: &[index("ix_wechat_reply_rules_account", "account, id")],
};

const MENUS: Table = Table {
    name: "wechat_menus",
    columns: &[
        text("account", 64),
        id("id"),
        long_text("menu"),
        long_text("conditional"),
        number("edition"),
        long_text("wanted").or_null(),
        number("published_edition").or_null(),
        time("published_at").or_null(),
        long_text("failure").or_null(),
        time("busy_until").or_null(),
        time("created_at"),
        time("updated_at"),
        number("version"),
    ],
    key: "account",
    indexes: &[unique("uq_wechat_menus_id", "id")],
};
