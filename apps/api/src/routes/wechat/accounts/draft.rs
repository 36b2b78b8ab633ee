//! Accounts as requests submit them.

use domain::secret::Secret;
use domain::validation::FieldFaults;
use domain::wechat::account::{AccountDraft, SecretChange, SecretChanges, SecretKind};
use domain::wechat::{MessageMode, Product};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::wire::Patch;

/// A new account. `name`, `product`, `title`, `appId` and `appSecret` are required; `agentId`, too, for WeCom.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewAccount {
    /// 1 to 32 lower-case letters, digits and dashes; part of the webhook's path, never changed.
    #[schema(value_type = String, example = "tea-shop")]
    name: Option<String>,
    /// `official_account`, `mini_program` or `wecom`; never changed.
    #[schema(value_type = String, example = "official_account")]
    product: Option<String>,
    /// What people call it, 1 to 100 characters.
    #[schema(value_type = String, example = "茶会服务号")]
    title: Option<String>,
    /// App id; corp id for WeCom. Never changed.
    #[schema(value_type = String, example = "wx0000000000000000")]
    app_id: Option<String>,
    /// The application of the corporation; WeCom only, required there. Never changed.
    agent_id: Option<i64>,
    /// The account's own id in messages (`gh_…`); with it, messages to another are refused.
    #[schema(example = "gh_000000000000")]
    original_id: Option<String>,
    /// `plain`, `compatible` or `safe`; unless given: `safe` with a key and for WeCom, else `plain`.
    #[schema(example = "safe")]
    message_mode: Option<String>,
    /// Whether it is in use; `true` unless given.
    #[schema(example = true)]
    enabled: Option<bool>,
    /// Buys access tokens. Never shown again.
    #[schema(value_type = String, example = "an-app-secret-not-for-use")]
    app_secret: Option<String>,
    /// Signs messages: 3 to 32 letters and digits. Without one the account takes no messages. Never shown again.
    #[schema(example = "tokenNotForUse")]
    token: Option<String>,
    /// Encrypts messages: 43 letters and digits. Never shown again.
    #[schema(example = "AnAesKeyNotForUse00000000000000000000000000")]
    encoding_aes_key: Option<String>,
}

/// What a new account shall be like.
pub(crate) struct Wanted {
    pub(crate) name: String,
    pub(crate) draft: AccountDraft,
    pub(crate) enabled: bool,
    pub(crate) secrets: SecretChanges,
}

impl NewAccount {
    /// The account, or the required fields that are missing or no word of their list.
    pub(crate) fn into_wanted(self) -> Result<Wanted, FieldFaults> {
        let mut faults = FieldFaults::default();
        let name = faults.keep("name", self.name.ok_or("is required"));
        let title = faults.keep("title", self.title.ok_or("is required"));
        let app_id = faults.keep("appId", self.app_id.ok_or("is required"));
        let product = self.product.ok_or("is required").and_then(|name| product(&name));
        let product = faults.keep("product", product);
        let has_key = self.encoding_aes_key.is_some() || product == Some(Product::WeCom);
        let usual = if has_key { MessageMode::Safe } else { MessageMode::Plain };
        let mode = self.message_mode.as_deref().map_or(Ok(usual), mode);
        let mode = faults.keep("messageMode", mode);
        if self.app_secret.is_none() {
            faults.add("appSecret", "is required");
        }
        faults.check()?;
        let secrets = [
            (SecretKind::AppSecret, self.app_secret),
            (SecretKind::Token, self.token),
            (SecretKind::EncodingAesKey, self.encoding_aes_key),
        ];
        let secrets = secrets.into_iter().fold(SecretChanges::default(), |all, (kind, text)| {
            let change = text.map_or(SecretChange::Keep, |text| SecretChange::Set(Secret::new(text)));
            all.with(kind, change)
        });
        Ok(Wanted {
            name: name.unwrap_or_default(),
            draft: AccountDraft {
                product: product.unwrap_or(Product::OfficialAccount),
                title: title.unwrap_or_default(),
                app_id: app_id.unwrap_or_default(),
                agent_id: self.agent_id,
                original_id: self.original_id,
                message_mode: mode.unwrap_or(usual),
            },
            enabled: self.enabled.unwrap_or(true),
            secrets,
        })
    }
}

/// A change of an account: what is left out stays, `null` clears what can be empty.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct AccountPatch {
    /// What people call it, 1 to 100 characters.
    #[schema(value_type = String, required = false, example = "茶会服务号")]
    #[serde(default)]
    title: Patch<String>,
    /// The account's own id in messages (`gh_…`).
    #[schema(value_type = Option<String>, example = "gh_000000000000")]
    #[serde(default)]
    original_id: Patch<String>,
    /// `plain`, `compatible` or `safe`.
    #[schema(value_type = String, required = false, example = "safe")]
    #[serde(default)]
    message_mode: Patch<String>,
    /// Whether it is in use.
    #[schema(value_type = bool, required = false, example = true)]
    #[serde(default)]
    enabled: Patch<bool>,
    /// A new app secret.
    #[schema(value_type = String, required = false, example = "an-app-secret-not-for-use")]
    #[serde(default)]
    app_secret: Patch<String>,
    /// A new token; `null`: the account takes no messages any more.
    #[schema(value_type = Option<String>, example = "tokenNotForUse")]
    #[serde(default)]
    token: Patch<String>,
    /// A new key of messages; the present one becomes the previous one, still accepted.
    #[schema(value_type = Option<String>, example = "AnAesKeyNotForUse00000000000000000000000000")]
    #[serde(default)]
    encoding_aes_key: Patch<String>,
    /// The key before; `null` ends its use, once WeChat uses the new one.
    #[schema(value_type = Option<String>, example = json!(null))]
    #[serde(default)]
    previous_encoding_aes_key: Patch<String>,
}

/// What shall change.
pub(crate) struct WantedChange {
    title: Option<String>,
    original_id: Patch<String>,
    message_mode: Option<MessageMode>,
    pub(crate) enabled: Option<bool>,
    pub(crate) secrets: SecretChanges,
}

impl AccountPatch {
    /// The change, or the fields that cannot be empty or are no word of their list.
    pub(crate) fn into_wanted(self) -> Result<WantedChange, FieldFaults> {
        let mut faults = FieldFaults::default();
        let title = faults.keep("title", stated(self.title)).flatten();
        let mode = stated(self.message_mode).and_then(|name| name.as_deref().map(mode).transpose());
        let message_mode = faults.keep("messageMode", mode).flatten();
        let enabled = faults.keep("enabled", stated(self.enabled)).flatten();
        faults.check()?;
        let secrets = SecretChanges::default()
            .with(SecretKind::AppSecret, change(self.app_secret))
            .with(SecretKind::Token, change(self.token))
            .with(SecretKind::EncodingAesKey, change(self.encoding_aes_key))
            .with(
                SecretKind::PreviousEncodingAesKey,
                change(self.previous_encoding_aes_key),
            );
        Ok(WantedChange {
            title,
            original_id: self.original_id,
            message_mode,
            enabled,
            secrets,
        })
    }
}

impl WantedChange {
    /// Changes a draft.
    pub(crate) fn apply(&self, draft: &mut AccountDraft) {
        if let Some(title) = &self.title {
            draft.title.clone_from(title);
        }
        self.original_id.clone().apply(&mut draft.original_id);
        draft.message_mode = self.message_mode.unwrap_or(draft.message_mode);
    }
}

fn product(name: &str) -> Result<Product, &'static str> {
    Product::from_name(name).ok_or("must be one of official_account, mini_program, wecom")
}

fn mode(name: &str) -> Result<MessageMode, &'static str> {
    MessageMode::from_name(name).ok_or("must be one of plain, compatible, safe")
}

fn stated<T>(patch: Patch<T>) -> Result<Option<T>, &'static str> {
    match patch {
        Patch::Absent => Ok(None),
        Patch::Clear => Err("must not be null"),
        Patch::Set(value) => Ok(Some(value)),
    }
}

fn change(patch: Patch<String>) -> SecretChange {
    match patch {
        Patch::Absent => SecretChange::Keep,
        Patch::Clear => SecretChange::Clear,
        Patch::Set(text) => SecretChange::Set(Secret::new(text)),
    }
}
