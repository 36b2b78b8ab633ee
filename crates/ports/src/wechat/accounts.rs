//! Which accounts there are, as those need them who speak with WeChat.

use std::sync::Arc;

use async_trait::async_trait;
use domain::secret::Secret;
use domain::wechat::{MessageMode, Product};

use crate::store::StoreError;

/// Everything needed to speak with WeChat for one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSetup {
    /// Our name of it; `default` is the one whose webhook has no name in its path.
    pub name: String,
    /// What kind of account it is.
    pub product: Product,
    /// App id; the corporation's id (`ww…`) for WeCom.
    pub app_id: String,
    /// The application of the corporation, for WeCom only.
    pub agent_id: Option<u32>,
    /// The account's own id in messages (`gh_…`), where it is known.
    pub original_id: Option<String>,
    /// How messages travel.
    pub message_mode: MessageMode,
    /// Its credentials.
    pub secrets: AccountSecrets,
    /// Whether calls are made and messages taken for it.
    pub enabled: bool,
    /// Differs whenever anything above differs; what was built from another generation is to be built anew.
    pub generation: u64,
}

/// What an account and WeChat share. `Debug` shows none of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSecrets {
    /// Buys access tokens.
    pub app_secret: Secret,
    /// Signs messages; without one the account takes none.
    pub token: Option<Secret>,
    /// Encrypts messages: 43 characters.
    pub encoding_aes_key: Option<Secret>,
    /// The key before, accepted while WeChat changes over.
    pub previous_encoding_aes_key: Option<Secret>,
}

/// The accounts as they are now. Asked on every message and call: answers MUST come from memory nearly always, and MAY
/// be a few seconds old.
#[async_trait]
pub trait AccountBook: Send + Sync {
    /// The account of that name, disabled ones too.
    async fn setup(&self, account: &str) -> Result<Option<Arc<AccountSetup>>, StoreError>;

    /// Every account, by name.
    async fn all(&self) -> Result<Vec<Arc<AccountSetup>>, StoreError>;
}
