//! One account of the platform: who it is, how it is set up, and everything it knows.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use wechat_protocol::envelope::{EncodingAesKey, KeyError};

use super::codes::Codes;
use super::dedupe::ClientMessageIds;
use super::media::MediaLibrary;
use super::mini::MiniData;
use super::official::OfficialData;
use super::people::People;
use super::platform::Platform;
use super::quotas::Quotas;
use super::tokens::Tokens;

/// What kind of account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Product {
    /// 公众号 (服务号)
    OfficialAccount,
    /// 小程序
    MiniProgram,
    /// 企业微信, one app of a corp
    WeCom,
}

/// The key of a callback's envelopes, with the text it was read from.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AesKey {
    text: String,
    key: EncodingAesKey,
}

impl AesKey {
    /// Reads the 43 characters shown in the console.
    ///
    /// # Errors
    /// When it is not 43 base64 characters.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        Ok(Self {
            text: text.to_owned(),
            key: EncodingAesKey::parse(text)?,
        })
    }

    /// What seals and opens.
    #[must_use]
    pub fn key(&self) -> &EncodingAesKey {
        &self.key
    }

    /// The 43 characters.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl TryFrom<String> for AesKey {
    type Error = KeyError;

    fn try_from(text: String) -> Result<Self, KeyError> {
        Self::parse(&text)
    }
}

impl From<AesKey> for String {
    fn from(key: AesKey) -> Self {
        key.text
    }
}

impl fmt::Debug for AesKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AesKey")
    }
}

/// What tells an account from others; fixed as long as it exists.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// The kind of account.
    pub product: Product,
    /// App id; of a WeCom app the corp id.
    pub app_id: String,
    /// The app of the corp, for WeCom. Special secrets of a corp (directory, customer contact) have none.
    pub agent_id: Option<i64>,
    /// App secret; of a WeCom app its corp secret.
    pub app_secret: String,
    /// The token of the callback's signatures.
    pub token: String,
    /// The key of the callback's envelopes.
    pub aes_key: AesKey,
    /// The name in messages: the original id (`gh_…`), the corp id for WeCom.
    pub original_id: String,
    /// Accounts of one group are bound to one open platform account: a person has one union id in all of them.
    /// Without a group, nobody has a union id.
    pub union_group: Option<String>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Identity")
            .field("product", &self.product)
            .field("app_id", &self.app_id)
            .finish_non_exhaustive()
    }
}

/// An account as it is set up, without what it knows.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountSetup {
    /// What the control API calls it.
    pub name: Arc<str>,
    /// Who it is.
    pub identity: Arc<Identity>,
    /// Settings that the control API may change.
    pub platform: Platform,
}

/// One account.
#[derive(Debug)]
pub struct Account {
    /// What the control API calls it.
    pub name: Arc<str>,
    /// Who it is.
    pub identity: Arc<Identity>,
    /// Settings that may change.
    pub platform: Platform,
    /// The people as this account sees them.
    pub people: People,
    /// Scene codes.
    pub codes: Codes,
    /// Access tokens.
    pub tokens: Tokens,
    /// Repeated template sends.
    pub client_message_ids: ClientMessageIds,
    /// Daily quotas.
    pub quotas: Quotas,
    /// Temporary media of official accounts and mini programs.
    pub media: MediaLibrary,
    /// What official accounts alone know.
    pub official: OfficialData,
    /// What mini programs alone know.
    pub mini: MiniData,
}

impl Account {
    /// An account that knows nothing yet.
    #[must_use]
    pub fn new(setup: AccountSetup) -> Self {
        Self {
            name: setup.name,
            identity: setup.identity,
            platform: setup.platform,
            people: People::default(),
            codes: Codes::default(),
            tokens: Tokens::default(),
            client_message_ids: ClientMessageIds::default(),
            quotas: Quotas::default(),
            media: MediaLibrary::default(),
            official: OfficialData::default(),
            mini: MiniData::default(),
        }
    }

    /// How it is set up.
    #[must_use]
    pub fn setup(&self) -> AccountSetup {
        AccountSetup {
            name: Arc::clone(&self.name),
            identity: Arc::clone(&self.identity),
            platform: self.platform.clone(),
        }
    }

    /// Forgets all but its setup and its tokens.
    pub fn reset(&mut self) {
        let fresh = Self::new(self.setup());
        let old = std::mem::replace(self, fresh);
        self.tokens = old.tokens;
        self.tokens.set_lifetime(super::tokens::DEFAULT_LIFETIME);
    }
}
