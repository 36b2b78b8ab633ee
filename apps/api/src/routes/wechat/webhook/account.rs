//! The accounts whose webhook is served, and the secrets they share with WeChat.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use application::wechat::accounts::AccountRegistry;
use domain::secret::Secret;
use domain::wechat::{MessageMode, Product};
use ports::StoreError;
use ports::wechat::{AccountBook as _, AccountSetup};
use secrecy::{ExposeSecret as _, SecretString};
use wechat_protocol::envelope::KeyError;
use wechat_protocol::wecom::callback::{Callback, ReceiveId};
use wechat_protocol::{EncodingAesKey, KeyRing};

/// Our name of the account whose webhook has no name in its path.
pub(super) const DEFAULT_ACCOUNT: &str = domain::wechat::account::AccountName::DEFAULT;

/// One account, its keys read.
#[derive(Debug, Clone)]
pub struct WebhookAccount {
    /// What kind of account it is.
    pub product: Product,
    /// Sealed into every envelope: the app id, the corp id for WeCom.
    pub app_id: String,
    /// Signs every request.
    pub token: SecretString,
    /// What opens messages, unless they travel in the clear. In compatible mode, too, only what is sealed counts.
    pub keys: Option<KeyRing>,
    /// WeCom's way of asking and delivering.
    pub callback: Option<Callback>,
    /// The account's own id (`gh_…`); where it is known, messages to another are refused.
    pub original_id: Option<String>,
    /// The application, for WeCom only; messages for another are refused.
    pub agent_id: Option<u32>,
}

/// Bounds of the webhook, and where it is.
#[derive(Debug, Clone)]
pub struct WebhookSettings {
    /// How far a request's timestamp may be from now, either way.
    pub tolerance: Duration,
    /// Where people and WeChat reach us, without a slash at its end.
    pub public_base_url: Option<String>,
}

/// An account cannot take messages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountFault {
    /// It has no token.
    #[error("the account has no token, so that it takes no messages")]
    NoToken,
    /// A key is not one.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The mode encrypts, but there is no key.
    #[error("this message mode needs an EncodingAESKey")]
    NoKey,
}

impl WebhookAccount {
    /// From what is known of an account.
    ///
    /// # Errors
    /// When it lacks what taking messages needs.
    pub fn of(setup: &AccountSetup) -> Result<Self, AccountFault> {
        let token = setup.secrets.token.as_ref().ok_or(AccountFault::NoToken)?;
        let keys = match setup.message_mode {
            MessageMode::Plain => None,
            MessageMode::Compatible | MessageMode::Safe => Some(keys_of(setup)?),
        };
        let callback = match (&keys, setup.product) {
            (Some(keys), Product::WeCom) => {
                let receiver = ReceiveId::Corp(setup.app_id.clone());
                Some(Callback::new(token.expose(), keys.clone(), receiver))
            }
            (None, Product::WeCom) => return Err(AccountFault::NoKey),
            _ => None,
        };
        Ok(Self {
            product: setup.product,
            app_id: setup.app_id.clone(),
            token: token.expose().into(),
            keys,
            callback,
            original_id: setup.original_id.clone(),
            agent_id: setup.agent_id,
        })
    }

    /// The token, for the one place that signs and compares.
    pub(super) fn token(&self) -> &str {
        self.token.expose_secret()
    }
}

fn keys_of(setup: &AccountSetup) -> Result<KeyRing, AccountFault> {
    let parse = |key: &Secret| EncodingAesKey::parse(key.expose());
    let secrets = &setup.secrets;
    let current = secrets.encoding_aes_key.as_ref().ok_or(AccountFault::NoKey)?;
    Ok(KeyRing {
        current: parse(current)?,
        previous: secrets.previous_encoding_aes_key.as_ref().map(parse).transpose()?,
    })
}

/// Every account as the webhook needs it, built once for each generation of it.
pub struct WebhookAccounts {
    registry: AccountRegistry,
    built: RwLock<HashMap<String, Built>>,
}

#[derive(Clone)]
struct Built {
    generation: u64,
    account: Option<Arc<WebhookAccount>>,
}

impl WebhookAccounts {
    /// Over the accounts of the process.
    pub fn new(registry: AccountRegistry) -> Self {
        Self {
            registry,
            built: RwLock::default(),
        }
    }

    /// The account of that name; `None` when it is unknown, disabled, or takes no messages.
    pub async fn find(&self, name: &str) -> Result<Option<Arc<WebhookAccount>>, StoreError> {
        let setup = self.registry.setup(name).await?;
        let Some(setup) = setup.filter(|setup| setup.enabled) else {
            self.forget(name);
            return Ok(None);
        };
        if let Some(built) = self.known(name).filter(|built| built.generation == setup.generation) {
            return Ok(built.account);
        }
        let account = WebhookAccount::of(&setup)
            .inspect_err(|fault| tracing::warn!(account = name, fault = %fault, "an account takes no messages"));
        let built = Built {
            generation: setup.generation,
            account: account.ok().map(Arc::new),
        };
        let mut all = self.built.write().unwrap_or_else(PoisonError::into_inner);
        all.insert(name.to_owned(), built.clone());
        Ok(built.account)
    }

    fn known(&self, name: &str) -> Option<Built> {
        let all = self.built.read().unwrap_or_else(PoisonError::into_inner);
        all.get(name).cloned()
    }

    /// Strangers ask for names that nobody has: only what is there is taken away.
    fn forget(&self, name: &str) {
        if self.known(name).is_some() {
            self.built.write().unwrap_or_else(PoisonError::into_inner).remove(name);
        }
    }
}
