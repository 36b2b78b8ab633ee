//! An account as lists show it: which credentials it has, never what they are.

use domain::time::Timestamp;
use domain::wechat::account::{SecretKind, StoredAccount};
use domain::wechat::{MessageMode, Product};
use ports::wechat::AccountSetup;

/// Where an account comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountSource {
    /// The configuration of the process; changed there alone.
    Configuration,
    /// Administrators, over the API.
    Stored,
}

/// Why an account is out of use although it is enabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// Its credentials cannot be opened with the configured keys.
    Unsealable,
    /// It is the account of the configuration once more.
    SameAsConfigured,
}

impl Unusable {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unsealable => "unsealable",
            Self::SameAsConfigured => "same_as_configured",
        }
    }
}

/// An account, for lists and pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    /// Where it comes from.
    pub source: AccountSource,
    /// Our name of it.
    pub name: String,
    /// What kind of account it is.
    pub product: Product,
    /// What people call it.
    pub title: String,
    /// App id; corp id for WeCom.
    pub app_id: String,
    /// The application of the corporation, for WeCom only.
    pub agent_id: Option<u32>,
    /// The account's own id in messages.
    pub original_id: Option<String>,
    /// How messages travel.
    pub message_mode: MessageMode,
    /// Whether it shall be in use.
    pub enabled: bool,
    /// Why it is out of use nevertheless.
    pub problem: Option<Unusable>,
    /// Which credentials it has; the instant is unknown for those of the configuration.
    pub secrets: Vec<(SecretKind, Option<Timestamp>)>,
    /// When it was added.
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
    /// Counts its changes; 0 for the configuration's.
    pub version: u64,
}

impl AccountView {
    pub(super) fn of_configured(setup: &AccountSetup) -> Self {
        let secrets = &setup.secrets;
        let held = [
            (SecretKind::AppSecret, true),
            (SecretKind::Token, secrets.token.is_some()),
            (SecretKind::EncodingAesKey, secrets.encoding_aes_key.is_some()),
            (
                SecretKind::PreviousEncodingAesKey,
                secrets.previous_encoding_aes_key.is_some(),
            ),
        ];
        Self {
            source: AccountSource::Configuration,
            name: setup.name.clone(),
            product: setup.product,
            title: setup.name.clone(),
            app_id: setup.app_id.clone(),
            agent_id: setup.agent_id,
            original_id: setup.original_id.clone(),
            message_mode: setup.message_mode,
            enabled: setup.enabled,
            problem: None,
            secrets: held
                .into_iter()
                .filter(|(_, is_held)| *is_held)
                .map(|(kind, _)| (kind, None))
                .collect(),
            created_at: None,
            updated_at: None,
            version: 0,
        }
    }

    pub(super) fn of_stored(stored: &StoredAccount, problem: Option<Unusable>) -> Self {
        let details = &stored.details;
        let held = SecretKind::ALL.into_iter().filter(|kind| stored.secrets.has(*kind));
        Self {
            source: AccountSource::Stored,
            name: stored.name.as_str().to_owned(),
            product: details.product(),
            title: details.title().to_owned(),
            app_id: details.app_id().to_owned(),
            agent_id: details.agent_id(),
            original_id: details.original_id().map(str::to_owned),
            message_mode: details.message_mode(),
            enabled: stored.enabled,
            problem,
            secrets: held.map(|kind| (kind, stored.secrets.set_at(kind))).collect(),
            created_at: Some(stored.created_at),
            updated_at: Some(stored.updated_at),
            version: stored.version,
        }
    }
}
