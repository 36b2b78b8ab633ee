//! Rows of accounts and what they mean.

use domain::ids::AccountId;
use domain::wechat::account::{
    Account, AccountDetails, AccountDraft, AccountName, SecretKind, SecretsHeld, StoredAccount,
};
use domain::wechat::{MessageMode, Product};
use ports::StoreError;
use ports::wechat::{KeptAccount, SealedCredentials};

use crate::sql::{Row, Sql, Table};

pub(super) const ACCOUNTS: Table = Table {
    name: "wechat_accounts",
    key: "id",
};

/// Columns in the order of [`bind_account`]; the last three name the row.
pub(super) const COLUMNS: [&str; 21] = [
    "name",
    "product",
    "title",
    "app_id",
    "agent_id",
    "original_id",
    "message_mode",
    "enabled",
    "identity",
    "app_secret",
    "app_secret_set_at",
    "token",
    "token_set_at",
    "encoding_aes_key",
    "encoding_aes_key_set_at",
    "previous_encoding_aes_key",
    "previous_encoding_aes_key_set_at",
    "created_at",
    "updated_at",
    "version",
    "id",
];

/// Binds a row of [`COLUMNS`], but for the id.
pub(super) fn bind_account(sql: &mut Sql, kept: &KeptAccount) {
    let stored = kept.account.stored();
    let details = &stored.details;
    sql.bind(stored.name.as_str())
        .bind(details.product().name())
        .bind(details.title())
        .bind(details.app_id())
        .bind(details.agent_id())
        .bind(details.original_id())
        .bind(details.message_mode().name())
        .bind(stored.enabled)
        .bind(details.identity());
    for kind in SecretKind::ALL {
        sql.bind(kept.sealed.of(kind)).bind(stored.secrets.set_at(kind));
    }
    sql.bind(stored.created_at).bind(stored.updated_at).bind(stored.version);
}

pub(super) fn to_kept(row: &Row) -> Result<KeptAccount, StoreError> {
    let mut sealed = SealedCredentials::default();
    let mut set_at = [None; 4];
    for kind in SecretKind::ALL {
        sealed.put(kind, row.text_or_null(kind.name())?);
        set_at[kind as usize] = row.time_or_null(&format!("{}_set_at", kind.name()))?;
    }
    let account = Account::restore(StoredAccount {
        id: AccountId::from_uuid(row.id("id")?),
        name: row.parsed("name", |name| AccountName::new(name).ok())?,
        details: details(row)?,
        enabled: row.flag("enabled")?,
        secrets: SecretsHeld::since(set_at),
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        version: row.number("version")?,
    });
    Ok(KeptAccount { account, sealed })
}

fn details(row: &Row) -> Result<AccountDetails, StoreError> {
    let draft = AccountDraft {
        product: row.parsed("product", Product::from_name)?,
        title: row.text("title")?,
        app_id: row.text("app_id")?,
        agent_id: row.number_or_null("agent_id")?,
        original_id: row.text_or_null("original_id")?,
        message_mode: row.parsed("message_mode", MessageMode::from_name)?,
    };
    AccountDetails::check(draft).map_err(|_| row.corrupt("identity"))
}
