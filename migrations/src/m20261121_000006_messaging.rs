//! Templates, consents and broadcasts; deliveries learn which broadcast they belong to and why they were skipped.

use sea_orm_migration::prelude::*;

use crate::schema::{Added, Flavor, Table, create_all, drop_all, id, index, long_text, number, text, time, unique};

/// Creates the tables of messaging.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let database = manager.get_connection();
        let flavor = Flavor::of(database).await?;
        create_all(database, &TABLES).await?;
        TO_DELIVERIES.apply(database, flavor).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let database = manager.get_connection();
        let flavor = Flavor::of(database).await?;
        TO_DELIVERIES.take_back(database, flavor).await?;
        drop_all(database, &TABLES).await
    }
}

const TABLES: [Table; 5] = [
    MESSAGE_TEMPLATES,
    CONSENTS,
    CONSENT_CHANGES,
    BROADCASTS,
    BROADCAST_PEOPLE,
];

const TO_DELIVERIES: Added = Added {
    table: "deliveries",
    columns: &[id("broadcast_id").or_null(), text("skip_reason", 32).or_null()],
    indexes: &[
        index("ix_deliveries_broadcast", "broadcast_id, id"),
        index("ix_deliveries_broadcast_state", "broadcast_id, state, skip_reason, id"),
    ],
};

const MESSAGE_TEMPLATES: Table = Table {
    name: "message_templates",
    columns: &[
        id("id"),
        text("account", 64),
        text("template_id", 128),
        text("kind", 32),
        long_text("title"),
        long_text("content"),
        long_text("example"),
        long_text("choices"),
        long_text("mapping"),
        time("synced_at"),
        time("gone_at").or_null(),
        number("version"),
    ],
    key: "id",
    indexes: &[unique("uq_message_templates_template", "account, template_id")],
};

const CONSENTS: Table = Table {
    name: "consents",
    columns: &[
        text("account", 64),
        text("template_id", 128),
        text("open_id", 255),
        // What all changes make of it.
        number("remaining"),
        time("updated_at").or_null(),
    ],
    key: "open_id, template_id, account",
    indexes: &[index("ix_consents_reachable", "account, template_id, remaining")],
};

const CONSENT_CHANGES: Table = Table {
    name: "consent_changes",
    columns: &[
        text("source", 255),
        text("account", 64),
        text("template_id", 128),
        text("open_id", 255),
        text("kind", 16),
        time("changed_at"),
    ],
    key: "source",
    indexes: &[index("ix_consent_changes_person", "open_id, template_id, account")],
};

const BROADCASTS: Table = Table {
    name: "broadcasts",
    columns: &[
        id("id"),
        text("account", 64),
        long_text("title"),
        long_text("content"),
        long_text("audience"),
        id("about_event_id").or_null(),
        text("state", 16),
        text("gathered_to", 255).or_null(),
        number("people"),
        time("paused_until").or_null(),
        time("created_at"),
        time("updated_at"),
        number("version"),
    ],
    key: "id",
    indexes: &[
        index("ix_broadcasts_account", "account, id"),
        index("ix_broadcasts_state", "account, state, id"),
    ],
};

const BROADCAST_PEOPLE: Table = Table {
    name: "broadcast_people",
    columns: &[id("broadcast_id"), number("place"), text("open_id", 255)],
    key: "broadcast_id, place",
    indexes: &[],
};
