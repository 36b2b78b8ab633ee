//! Several WeChat accounts: their facts, their sealed credentials, and what was last seen of each.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::schema::{Table, create_all, drop_all, flag, id, long_text, number, run, text, time, unique};

/// Creates the tables of accounts, and the index that finds an account's newest message.
#[derive(DeriveMigrationName)]
pub struct Migration;

const MESSAGES: &str = "wechat_messages";
const BY_ACCOUNT: &str = "ix_wechat_messages_account";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let database = manager.get_connection();
        create_all(database, &TABLES).await?;
        // MySQL commits every statement on its own and knows no `CREATE INDEX IF NOT EXISTS`.
        if manager.has_index(MESSAGES, BY_ACCOUNT).await? {
            return Ok(());
        }
        let index = format!("CREATE INDEX {BY_ACCOUNT} ON {MESSAGES} (account, id)");
        run(database, &index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.has_index(MESSAGES, BY_ACCOUNT).await? {
            let database = manager.get_connection();
            let drop = match database.get_database_backend() {
                DbBackend::MySql => format!("DROP INDEX {BY_ACCOUNT} ON {MESSAGES}"),
                _ => format!("DROP INDEX {BY_ACCOUNT}"),
            };
            run(database, &drop).await?;
        }
        drop_all(manager.get_connection(), &TABLES).await
    }
}

const TABLES: [Table; 3] = [WECHAT_ACCOUNTS, WECHAT_ACCOUNT_REVISIONS, WECHAT_ACCOUNT_SIGHTINGS];

const WECHAT_ACCOUNTS: Table = Table {
    name: "wechat_accounts",
    columns: &[
        id("id"),
        text("name", 32),
        text("product", 32),
        text("title", 100),
        text("app_id", 64),
        number("agent_id").or_null(),
        text("original_id", 64).or_null(),
        text("message_mode", 16),
        flag("enabled"),
        // Product, app id and agent id in one, because an index takes absent agent ids for different ones.
        text("identity", 128),
        // Sealed under the key of the configuration; when they were set is known without opening them.
        long_text("app_secret").or_null(),
        long_text("token").or_null(),
        long_text("encoding_aes_key").or_null(),
        long_text("previous_encoding_aes_key").or_null(),
        time("app_secret_set_at").or_null(),
        time("token_set_at").or_null(),
        time("encoding_aes_key_set_at").or_null(),
        time("previous_encoding_aes_key_set_at").or_null(),
        time("created_at"),
        time("updated_at"),
        number("version"),
    ],
    key: "id",
    indexes: &[
        unique("uq_wechat_accounts_name", "name"),
        unique("uq_wechat_accounts_identity", "identity"),
    ],
};

/// One row that counts the changes of all accounts: processes ask it whether they must read them again.
const WECHAT_ACCOUNT_REVISIONS: Table = Table {
    name: "wechat_account_revisions",
    columns: &[number("id"), number("revision")],
    key: "id",
    indexes: &[],
};

/// By our name of an account, the one of the configuration included, which has no row elsewhere.
const WECHAT_ACCOUNT_SIGHTINGS: Table = Table {
    name: "wechat_account_sightings",
    columns: &[
        text("account", 64),
        time("confirmed_at").or_null(),
        long_text("test").or_null(),
    ],
    key: "account",
    indexes: &[],
};
