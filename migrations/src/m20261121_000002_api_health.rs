//! What calls to WeChat came to.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create_all, drop_all, index, long_text, number, position, text, time};

/// Creates the statistics of calls.
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

const TABLES: [Table; 2] = [API_CALL_MINUTES, API_CALL_ERRORS];

/// A row per account, API and minute with calls.
const API_CALL_MINUTES: Table = Table {
    name: "api_call_minutes",
    columns: &[
        text("account", 64),
        text("api", 128),
        time("minute"),
        number("calls"),
        number("done"),
        number("refused"),
        number("failed"),
        number("latency_micros"),
    ],
    key: "account, minute, api",
    indexes: &[index("ix_api_call_minutes_minute", "minute")],
};

/// The last errors of each account and API.
const API_CALL_ERRORS: Table = Table {
    name: "api_call_errors",
    columns: &[
        position("position"),
        text("account", 64),
        text("api", 128),
        time("at"),
        number("code").or_null(),
        long_text("note"),
        text("rid", 64).or_null(),
    ],
    key: "position",
    indexes: &[index("ix_api_call_errors_api", "account, api, position")],
};
