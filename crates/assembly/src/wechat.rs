//! The WeChat client, its probe and the account of the configuration.

use std::sync::Arc;
use std::time::Duration;

use adapter_wechat::{CallLimits, ProbeSettings, Rate, SetupError, WechatClient, WechatProbe, WechatSettings};
use domain::secret::Secret;
use domain::wechat::{MessageMode, Product};
use ports::system::Clock;
use ports::wechat::{AccessTokenStore, AccountBook, AccountSecrets, AccountSetup};
use runtime::config::{Config, MessageMode as ConfiguredMode};
use secrecy::{ExposeSecret as _, SecretString};

/// Our name of the account whose webhook has no name in its path.
pub(crate) const DEFAULT_ACCOUNT: &str = domain::wechat::account::AccountName::DEFAULT;

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
        limits: limits(config),
    };
    WechatClient::new(settings, accounts, tokens, clock)
}

/// The built-in rates, and those of the configuration, which count where both begin alike.
fn limits(config: &Config) -> CallLimits {
    let mut limits = CallLimits::default();
    let chosen = config.wechat.call_rates.iter();
    limits
        .by_path
        .extend(chosen.map(|(path, calls)| (path.clone(), Rate::per_second(*calls))));
    limits
}

/// The official account that the environment names.
pub(crate) fn configured_account(config: &Config) -> AccountSetup {
    let wechat = &config.wechat;
    let secret = |text: &SecretString| Secret::from(text.expose_secret());
    AccountSetup {
        name: DEFAULT_ACCOUNT.to_owned(),
        product: Product::OfficialAccount,
        app_id: wechat.app_id.clone(),
        agent_id: None,
        original_id: wechat.original_id.clone(),
        message_mode: match wechat.message_mode {
            ConfiguredMode::Plain => MessageMode::Plain,
            ConfiguredMode::Compatible => MessageMode::Compatible,
            ConfiguredMode::Safe => MessageMode::Safe,
        },
        secrets: AccountSecrets {
            app_secret: secret(&wechat.app_secret),
            token: Some(secret(&wechat.token)),
            encoding_aes_key: wechat.encoding_aes_key.as_ref().map(secret),
            previous_encoding_aes_key: wechat.previous_encoding_aes_key.as_ref().map(secret),
        },
        enabled: true,
        generation: 0,
    }
}

pub(crate) fn probe(config: &Config, clock: Arc<dyn Clock>) -> Result<WechatProbe, SetupError> {
    let settings = ProbeSettings {
        api_base_url: config.wechat.api_base_url.clone(),
        wecom_base_url: config.wechat.wecom_base_url.clone(),
        call_timeout: config.wechat.call_timeout,
    };
    WechatProbe::new(&settings, clock)
}
