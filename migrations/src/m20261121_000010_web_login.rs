//! Sign-ins on web pages that are under way, for several processes without Redis.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create_all, digest, drop_all, flag, id, index, long_text, text, time};

/// Creates the table.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_all(manager.get_connection(), &[LOGIN_STATES]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager.get_connection(), &[LOGIN_STATES]).await
    }
}

const LOGIN_STATES: Table = Table {
    name: "login_states",
    columns: &[
        // A digest of the state and of a secret of the browser.
        digest("state_key"),
        text("account", 64),
        text("scope", 16),
        long_text("return_to"),
        flag("taken"),
        time("expires_at"),
        // Null while it is under way.
        text("ended", 16).or_null(),
        text("session_id", 64).or_null(),
        id("person_id").or_null(),
        time("issued_at").or_null(),
        time("session_ends_at").or_null(),
    ],
    key: "state_key",
    indexes: &[index("ix_login_states_expires_at", "expires_at")],
};
