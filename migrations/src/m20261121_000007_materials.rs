//! Materials of accounts, what WeChat calls its copies of them, and which files are needed.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create_all, digest, drop_all, id, index, long_text, number, text, time, unique};

/// Creates the tables of materials.
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

const TABLES: [Table; 3] = [FILES, MATERIALS, UPLOADS];

/// Files that are kept, or are about to be. Whoever names one, or takes its last name away, holds its row.
const FILES: Table = Table {
    name: "stored_files",
    columns: &[
        digest("file_hash"),
        // Somebody is deleting it, until then at most.
        time("going_until").or_null(),
    ],
    key: "file_hash",
    indexes: &[],
};

const MATERIALS: Table = Table {
    name: "wechat_materials",
    columns: &[
        id("id"),
        text("account", 64),
        text("kind", 16),
        text("name", 128),
        text("title", 64).or_null(),
        text("introduction", 120).or_null(),
        digest("file_hash"),
        number("file_size"),
        text("content_type", 64),
        time("created_at"),
        time("deleting_since").or_null(),
        number("version"),
    ],
    key: "id",
    indexes: &[
        unique("uq_wechat_materials_file", "account, kind, file_hash"),
        index("ix_wechat_materials_account", "account, id"),
        index("ix_wechat_materials_kind", "account, kind, id"),
        index("ix_wechat_materials_hash", "file_hash"),
    ],
};

const UPLOADS: Table = Table {
    name: "wechat_material_uploads",
    columns: &[
        id("material_id"),
        text("place", 16),
        text("app_id", 64),
        text("state", 16),
        // A copy has a media id, an address, or both.
        text("media_id", 255).or_null(),
        long_text("url").or_null(),
        time("expires_at").or_null(),
        // Who is uploading it.
        id("claim").or_null(),
        time("claimed_until").or_null(),
        number("unanswered"),
        long_text("last_error").or_null(),
        time("updated_at"),
    ],
    key: "material_id, place",
    indexes: &[],
};
