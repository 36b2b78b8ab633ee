//! An account as answers show it. No value of a credential is ever part of it.

use application::wechat::accounts::{AccountSource, AccountView, Unusable};
use domain::time::Timestamp;
use domain::wechat::account::{AccountName, SecretKind};
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::Instant;

/// A WeChat account.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccountBody {
    /// Our name of it.
    #[schema(example = "tea-shop")]
    name: String,
    /// `configuration`: set in the environment and changed there alone; `stored`: added over this API.
    #[schema(example = "stored")]
    source: &'static str,
    /// `official_account`, `mini_program` or `wecom`.
    #[schema(example = "official_account")]
    product: &'static str,
    /// What people call it.
    #[schema(example = "茶会服务号")]
    title: String,
    /// App id; corp id for WeCom.
    #[schema(example = "wx0000000000000000")]
    app_id: String,
    /// The application of the corporation; WeCom only.
    #[schema(example = json!(null))]
    agent_id: Option<u32>,
    /// The account's own id in messages.
    #[schema(example = "gh_000000000000")]
    original_id: Option<String>,
    /// `plain`, `compatible` or `safe`.
    #[schema(example = "safe")]
    message_mode: &'static str,
    /// Whether it shall be in use.
    #[schema(example = true)]
    enabled: bool,
    /// Why it is out of use although it is enabled; `null` when it is not.
    problem: Option<ProblemBody>,
    /// Which credentials it has.
    secrets: SecretsBody,
    /// The path of its webhook.
    #[schema(example = "/v2/wechat/tea-shop/webhook")]
    webhook_path: String,
    /// The address to enter at WeChat (服务器配置 URL); `null` while `PUBLIC_BASE_URL` is not configured.
    #[schema(example = "https://events.example.com/v2/wechat/tea-shop/webhook")]
    webhook_url: Option<String>,
    /// When it was added; `null` for the configuration's.
    created_at: Option<Instant>,
    /// When it last changed; `null` for the configuration's.
    updated_at: Option<Instant>,
    /// Counts its changes; also its `ETag`. 0 for the configuration's.
    #[schema(example = 3)]
    version: u64,
}

/// Why an account is out of use.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProblemBody {
    /// `unsealable` or `same_as_configured`.
    #[schema(example = "unsealable")]
    code: &'static str,
    /// What it means and what to do.
    #[schema(example = "Its credentials cannot be opened with the configured keys: enter them again.")]
    message: &'static str,
}

/// Which credentials an account has.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SecretsBody {
    /// The app secret.
    app_secret: SecretBody,
    /// The token.
    token: SecretBody,
    /// The key of messages.
    encoding_aes_key: SecretBody,
    /// The key of messages before, still accepted.
    previous_encoding_aes_key: SecretBody,
}

/// Whether a credential is set, never what it is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SecretBody {
    /// Whether it is set.
    #[schema(example = true)]
    is_set: bool,
    /// When it was last changed; `null` when it is not set, or set in the configuration.
    changed_at: Option<Instant>,
}

impl AccountBody {
    pub(crate) fn of(view: AccountView, base: Option<&str>) -> Self {
        let webhook_path = match view.name.as_str() {
            AccountName::DEFAULT => "/v2/wechat/webhook".to_owned(),
            name => format!("/v2/wechat/{name}/webhook"),
        };
        Self {
            source: match view.source {
                AccountSource::Configuration => "configuration",
                AccountSource::Stored => "stored",
            },
            product: view.product.name(),
            agent_id: view.agent_id,
            message_mode: view.message_mode.name(),
            enabled: view.enabled,
            problem: view.problem.map(ProblemBody::from),
            secrets: SecretsBody::of(&view.secrets),
            webhook_url: base.map(|base| format!("{base}{webhook_path}")),
            webhook_path,
            created_at: view.created_at.map(Into::into),
            updated_at: view.updated_at.map(Into::into),
            version: view.version,
            name: view.name,
            title: view.title,
            app_id: view.app_id,
            original_id: view.original_id,
        }
    }
}

impl From<Unusable> for ProblemBody {
    fn from(problem: Unusable) -> Self {
        Self {
            code: problem.name(),
            message: match problem {
                Unusable::Unsealable => {
                    "Its credentials cannot be opened with the configured keys: enter them again, or set \
                     CREDENTIALS_PREVIOUS_KEY to the key before."
                }
                Unusable::SameAsConfigured => {
                    "The configuration has the same app id: remove this account, or the one in the configuration."
                }
            },
        }
    }
}

impl SecretsBody {
    fn of(held: &[(SecretKind, Option<Timestamp>)]) -> Self {
        let one = |kind| {
            let found = held.iter().find(|(held, _)| *held == kind);
            SecretBody {
                is_set: found.is_some(),
                changed_at: found.and_then(|(_, at)| at.map(Into::into)),
            }
        };
        Self {
            app_secret: one(SecretKind::AppSecret),
            token: one(SecretKind::Token),
            encoding_aes_key: one(SecretKind::EncodingAesKey),
            previous_encoding_aes_key: one(SecretKind::PreviousEncodingAesKey),
        }
    }
}
