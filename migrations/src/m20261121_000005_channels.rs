//! Promotion channels, scene codes of every kind with their renewals, and counted scans.
//!
//! `scene_codes` holds the codes of events as well: `qr_codes` stays what the version before reads. Codes that are there
//! already did not store how long they were made for; they are made anew once, at once, for WeChat's longest time.

use sea_orm_migration::prelude::*;

use crate::schema::{Flavor, Table, drop_all, id, index, long_text, number, run, text, time, unique};

/// Creates the tables and moves the codes of events.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let database = manager.get_connection();
        let flavor = Flavor::of(database).await?;
        let mut statements: String = TABLES.iter().map(|table| table.create(flavor)).collect();
        statements.push_str(MOVE_CODES);
        run(database, &statements).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager.get_connection(), &TABLES).await
    }
}

/// An account has at most 100,000 permanent codes, and of an event's codes there are a few: one short statement.
const MOVE_CODES: &str = "INSERT INTO scene_codes (id, account, scene, kind, target_id, purpose, lifetime_seconds, \
     ticket, url, image_url, expires_at, made_at, renew_at, renewals, created_at) \
     SELECT q.id, q.account, q.scene, 'event', q.event_id, q.purpose, \
     CASE WHEN q.expires_at IS NULL THEN NULL ELSE 2592000 END, q.ticket, q.url, q.image_url, q.expires_at, \
     q.created_at, CASE WHEN q.expires_at IS NULL THEN NULL ELSE q.created_at END, 0, q.created_at \
     FROM qr_codes q WHERE NOT EXISTS (SELECT 1 FROM scene_codes s WHERE s.id = q.id);\n";

const TABLES: [Table; 5] = [CHANNELS, SCENE_CODES, SCENE_CODE_HISTORY, SCENE_SCANS, COUNTED_SCANS];

const CHANNELS: Table = Table {
    name: "channels",
    columns: &[
        id("id"),
        text("account", 64),
        text("name", 60),
        long_text("note"),
        id("event_id").or_null(),
        time("created_at"),
        time("updated_at"),
        time("deleted_at").or_null(),
        number("version"),
    ],
    key: "id",
    indexes: &[index("ix_channels_account", "account, id")],
};

const SCENE_CODES: Table = Table {
    name: "scene_codes",
    columns: &[
        id("id"),
        text("account", 64),
        text("scene", 128),
        text("kind", 16),
        id("target_id"),
        // What a scan does at an event.
        text("purpose", 16).or_null(),
        // Null for a permanent one.
        number("lifetime_seconds").or_null(),
        long_text("ticket"),
        long_text("url"),
        long_text("image_url"),
        time("expires_at").or_null(),
        time("made_at"),
        // Null: not to be made anew. Moved on by whoever takes the code to make it anew.
        time("renew_at").or_null(),
        number("renewals"),
        time("created_at"),
    ],
    key: "id",
    indexes: &[
        unique("uq_scene_codes_scene", "account, scene"),
        index("ix_scene_codes_account", "account, id"),
        index("ix_scene_codes_target", "target_id, id"),
        index("ix_scene_codes_renew", "renew_at, id"),
        index("ix_scene_codes_lifetime", "account, lifetime_seconds"),
    ],
};

/// What WeChat made for a scene before.
const SCENE_CODE_HISTORY: Table = Table {
    name: "scene_code_history",
    columns: &[
        id("code_id"),
        number("renewal"),
        long_text("ticket"),
        long_text("url"),
        long_text("image_url"),
        time("expires_at").or_null(),
        time("made_at"),
    ],
    key: "code_id, renewal",
    indexes: &[],
};

/// Scans of a code on a day; the code is all zeros for scenes that lead nowhere.
const SCENE_SCANS: Table = Table {
    name: "scene_scans",
    columns: &[
        text("account", 64),
        id("code_id"),
        text("day", 10),
        number("scans"),
        number("new_followers"),
    ],
    key: "code_id, day, account",
    indexes: &[],
};

const COUNTED_SCANS: Table = Table {
    name: "counted_scans",
    columns: &[id("message_id"), time("counted_at")],
    key: "message_id",
    indexes: &[index("ix_counted_scans_counted_at", "counted_at")],
};
