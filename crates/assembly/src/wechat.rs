//! The WeChat client from configuration.

use std::sync::Arc;
use std::time::Duration;

use adapter_memory::FixedAccounts;
use adapter_wechat::{CallLimits, SetupError, WechatClient, WechatSettings};
use domain::secret::Secret;
use domain::wechat::{MessageMode, Product};
use ports::system::Clock;
use ports::wechat::{AccessTokenStore, AccountBook, AccountSecrets, AccountSetup};
use runtime::config::{self, Config};
use secrecy::{ExposeSecret, SecretString};

/// Our name of the account whose webhook has no name in its path.
pub(crate) const DEFAULT_ACCOUNT: &str = "default";

/// The accounts of the configuration: one.
pub(crate) fn accounts(config: &Config) -> Arc<dyn AccountBook> {
    Arc::new(FixedAccounts::of([default_account(config)]))
}

pub(crate) fn client(
    config: &Config,
    instance: &str,
    accounts: Arc<dyn AccountBook>,
    tokens: Arc<dyn AccessTokenStore>,
    clock: Arc<dyn Clock>,
) -> Result<WechatClient, SetupError> {
    let settings = WechatSettings {
        api_base_url: config.wechat.api_base_url.clone(),
        mp_base_url: config.wechat.mp_base_url.clone(),
        wecom_base_url: config.wechat.wecom_base_url.clone(),
        call_timeout: config.wechat.call_timeout,
        connect_timeout: config.wechat.call_timeout.min(Duration::from_secs(3)),
        instance: instance.to_owned(),
        limits: CallLimits::default(),
    };
    WechatClient::new(settings, accounts, tokens, clock)
}

fn default_account(config: &Config) -> AccountSetup {
    let account = &config.wechat;
    AccountSetup {
        name: DEFAULT_ACCOUNT.to_owned(),
        product: Product::OfficialAccount,
        app_id: account.app_id.clone(),
        agent_id: None,
        original_id: account.original_id.clone(),
        message_mode: match account.message_mode {
            config::MessageMode::Plain => MessageMode::Plain,
            config::MessageMode::Compatible => MessageMode::Compatible,
            config::MessageMode::Safe => MessageMode::Safe,
        },
        secrets: AccountSecrets {
            app_secret: secret(&account.app_secret),
            token: Some(secret(&account.token)),
            encoding_aes_key: account.encoding_aes_key.as_ref().map(secret),
            previous_encoding_aes_key: account.previous_encoding_aes_key.as_ref().map(secret),
        },
        enabled: true,
        generation: 0,
    }
}

fn secret(text: &SecretString) -> Secret {
    Secret::from(text.expose_secret())
}
