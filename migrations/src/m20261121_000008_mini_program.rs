//! The Mini Program: session keys, verified phone numbers, codes with their pictures and scenes, links, content checks.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, bytes, create_all, drop_all, flag, id, index, long_text, number, text, time};

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

const TABLES: [Table; 8] = [
    SESSIONS,
    PHONES,
    CODES,
    PICTURES,
    SCENES,
    LINKS,
    CONTENT_CHECKS,
    EARLY_VERDICTS,
];

/// The newest session key of each person, sealed.
const SESSIONS: Table = Table {
    name: "mini_program_sessions",
    columns: &[
        text("account", 64),
        text("open_id", 255),
        long_text("sealed_key"),
        time("asked_at"),
    ],
    key: "open_id, account",
    indexes: &[],
};

const PHONES: Table = Table {
    name: "person_phones",
    columns: &[
        id("person_id"),
        // Null once it was forgotten.
        long_text("sealed").or_null(),
        time("changed_at"),
        number("version"),
    ],
    key: "person_id",
    indexes: &[],
};

const CODES: Table = Table {
    name: "mini_program_codes",
    columns: &[
        id("id"),
        text("account", 64),
        text("kind", 16),
        text("page", 1024),
        text("scene", 32).or_null(),
        text("target", 512).or_null(),
        number("width"),
        text("line_color", 7).or_null(),
        flag("transparent"),
        text("env_version", 16),
        flag("check_page"),
        time("created_at"),
    ],
    key: "id",
    indexes: &[
        index("ix_mini_program_codes_account", "account, id"),
        index("ix_mini_program_codes_kind", "account, kind, id"),
    ],
};

const PICTURES: Table = Table {
    name: "mini_program_code_pictures",
    columns: &[id("code_id"), text("content_type", 64), bytes("picture")],
    key: "code_id",
    indexes: &[],
};

/// What the scenes of ours stand for.
const SCENES: Table = Table {
    name: "mini_program_scenes",
    columns: &[
        text("account", 64),
        text("scene", 32),
        text("page", 1024),
        text("target", 512),
        id("code_id"),
    ],
    key: "scene, account",
    indexes: &[],
};

const LINKS: Table = Table {
    name: "mini_program_links",
    columns: &[
        id("id"),
        text("account", 64),
        text("kind", 16),
        text("page", 1024),
        text("query", 1024),
        text("env_version", 16),
        long_text("url"),
        time("expires_at"),
        time("created_at"),
    ],
    key: "id",
    indexes: &[
        index("ix_mini_program_links_account", "account, id"),
        index("ix_mini_program_links_kind", "account, kind, id"),
    ],
};

const CONTENT_CHECKS: Table = Table {
    name: "content_checks",
    columns: &[
        id("id"),
        text("account", 64),
        text("open_id", 255),
        text("kind", 16),
        text("scene", 16),
        text("subject", 128).or_null(),
        text("url", 1024).or_null(),
        // `waiting` while nothing was found.
        text("verdict", 16),
        number("label").or_null(),
        text("doubt", 16).or_null(),
        text("trace_id", 128).or_null(),
        number("submissions"),
        time("due_at"),
        time("created_at"),
        time("updated_at"),
        number("version"),
    ],
    key: "id",
    indexes: &[
        index("ix_content_checks_account", "account, id"),
        index("ix_content_checks_verdict", "account, verdict, id"),
        index("ix_content_checks_trace", "trace_id, account"),
    ],
};

/// Verdicts on media as they came.
const EARLY_VERDICTS: Table = Table {
    name: "media_verdicts",
    columns: &[
        text("account", 64),
        text("trace_id", 128),
        number("error_code"),
        text("suggest", 32),
        number("label"),
        time("kept_at"),
    ],
    key: "trace_id, account",
    indexes: &[index("ix_media_verdicts_kept", "kept_at")],
};
