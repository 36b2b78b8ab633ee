//! Drafts of articles, their publications, and reports on publications as they came.

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

const TABLES: [Table; 3] = [DRAFTS, PUBLICATIONS, REPORTS];

const DRAFTS: Table = Table {
    name: "wechat_drafts",
    columns: &[
        id("id"),
        text("account", 64),
        // JSON; the titles once more, for lists.
        long_text("articles"),
        long_text("titles"),
        number("edition"),
        text("media_id", 255).or_null(),
        number("pushed_edition").or_null(),
        number("pushed_articles").or_null(),
        time("pushed_at").or_null(),
        number("wanted_edition").or_null(),
        number("attempt_edition").or_null(),
        time("attempt_at").or_null(),
        // JSON.
        long_text("failure").or_null(),
        time("used_up_at").or_null(),
        time("busy_until").or_null(),
        id("publishing").or_null(),
        time("created_at"),
        time("updated_at"),
        number("version"),
    ],
    key: "id",
    indexes: &[
        index("ix_wechat_drafts_account", "account, id"),
        index("ix_wechat_drafts_media", "media_id, account"),
    ],
};

const PUBLICATIONS: Table = Table {
    name: "wechat_publications",
    columns: &[
        id("id"),
        text("account", 64),
        id("draft_id"),
        number("edition"),
        // JSON: by what its articles are known again.
        long_text("prints"),
        text("state", 16),
        text("reason", 32).or_null(),
        long_text("note").or_null(),
        text("media_id", 255).or_null(),
        time("attempt_at").or_null(),
        text("publish_id", 64).or_null(),
        // Unsigned at WeChat.
        text("data_id", 20).or_null(),
        text("article_id", 255).or_null(),
        // JSON.
        long_text("articles"),
        long_text("failed"),
        number("polls"),
        time("concluded_at").or_null(),
        long_text("withdrawal").or_null(),
        time("created_at"),
        time("updated_at"),
        number("version"),
    ],
    key: "id",
    indexes: &[
        index("ix_wechat_publications_account", "account, id"),
        index("ix_wechat_publications_state", "account, state, id"),
        index("ix_wechat_publications_publish", "publish_id, account"),
        index("ix_wechat_publications_article", "article_id, account"),
    ],
};

const REPORTS: Table = Table {
    name: "wechat_publish_reports",
    columns: &[
        text("account", 64),
        text("publish_id", 64),
        number("status"),
        text("article_id", 255).or_null(),
        // JSON.
        long_text("articles"),
        long_text("failed"),
        time("kept_at"),
    ],
    key: "publish_id, account",
    indexes: &[index("ix_wechat_publish_reports_kept", "kept_at")],
};
