//! The accounts whose webhook is served, and the secrets they share with WeChat.

use std::collections::BTreeMap;
use std::time::Duration;

use runtime::config::{MessageMode as ConfiguredMode, WechatConfig};
use secrecy::{ExposeSecret as _, SecretString};
use wechat_protocol::envelope::KeyError;
use wechat_protocol::{EncodingAesKey, KeyRing};

/// Our name of the account whose webhook has no name in its path.
pub(super) const DEFAULT_ACCOUNT: &str = "default";

/// How messages travel.
#[derive(Debug, Clone)]
pub enum MessageMode {
    /// In the clear: the signature does not cover the body.
    Plain,
    /// Encrypted and in the clear side by side; only what is encrypted counts.
    Compatible(KeyRing),
    /// Encrypted.
    Safe(KeyRing),
}

impl MessageMode {
    /// The keys, unless messages travel in the clear.
    pub(super) const fn keys(&self) -> Option<&KeyRing> {
        match self {
            Self::Plain => None,
            Self::Compatible(keys) | Self::Safe(keys) => Some(keys),
        }
    }
}

/// One account.
#[derive(Debug, Clone)]
pub struct WebhookAccount {
    /// Sealed into every envelope.
    pub app_id: String,
    /// Signs every request.
    pub token: SecretString,
    /// How messages travel.
    pub mode: MessageMode,
    /// The account's own id (`gh_…`); where it is known, messages to another are refused.
    pub original_id: Option<String>,
}

/// All accounts, and how old a signed request may be.
#[derive(Debug, Clone)]
pub struct WebhookSettings {
    /// By our name of them.
    pub accounts: BTreeMap<String, WebhookAccount>,
    /// How far a request's timestamp may be from now, either way.
    pub tolerance: Duration,
}

/// An account's configuration cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountFault {
    /// A key is not one.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The mode encrypts, but there is no key.
    #[error("this message mode needs an EncodingAESKey")]
    NoKey,
}

impl WebhookSettings {
    /// The one account of the configuration.
    ///
    /// # Errors
    /// When its keys cannot be used.
    pub fn from_config(config: &WechatConfig) -> Result<Self, AccountFault> {
        let account = WebhookAccount {
            app_id: config.app_id.clone(),
            token: config.token.clone(),
            mode: mode_of(config)?,
            original_id: config.original_id.clone(),
        };
        Ok(Self {
            accounts: BTreeMap::from([(DEFAULT_ACCOUNT.to_owned(), account)]),
            tolerance: config.timestamp_tolerance,
        })
    }
}

fn mode_of(config: &WechatConfig) -> Result<MessageMode, AccountFault> {
    Ok(match config.message_mode {
        ConfiguredMode::Plain => MessageMode::Plain,
        ConfiguredMode::Compatible => MessageMode::Compatible(keys_of(config)?),
        ConfiguredMode::Safe => MessageMode::Safe(keys_of(config)?),
    })
}

fn keys_of(config: &WechatConfig) -> Result<KeyRing, AccountFault> {
    let parse = |key: &SecretString| EncodingAesKey::parse(key.expose_secret());
    let current = config.encoding_aes_key.as_ref().ok_or(AccountFault::NoKey)?;
    let previous = config.previous_encoding_aes_key.as_ref();
    Ok(KeyRing {
        current: parse(current)?,
        previous: previous.map(parse).transpose()?,
    })
}
