//! The WeChat client from configuration.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use adapter_wechat::{AccountCredentials, CallLimits, SetupError, WechatClient, WechatSettings};
use ports::system::Clock;
use ports::wechat::AccessTokenStore;
use runtime::config::Config;

/// Our name of the account whose webhook has no name in its path.
pub(crate) const DEFAULT_ACCOUNT: &str = "default";

pub(crate) fn client(
    config: &Config,
    instance: &str,
    tokens: Arc<dyn AccessTokenStore>,
    clock: Arc<dyn Clock>,
) -> Result<WechatClient, SetupError> {
    let credentials = AccountCredentials {
        app_id: config.wechat.app_id.clone(),
        app_secret: config.wechat.app_secret.clone(),
    };
    let settings = WechatSettings {
        accounts: BTreeMap::from([(DEFAULT_ACCOUNT.to_owned(), credentials)]),
        api_base_url: config.wechat.api_base_url.clone(),
        mp_base_url: config.wechat.mp_base_url.clone(),
        call_timeout: config.wechat.call_timeout,
        connect_timeout: config.wechat.call_timeout.min(Duration::from_secs(3)),
        instance: instance.to_owned(),
        limits: CallLimits::default(),
    };
    WechatClient::new(settings, tokens, clock)
}
