//! [`WebLoginApi`]: signing in on a web page of an official account (网页授权).
//!
//! <https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html>

use std::sync::Arc;

use async_trait::async_trait;
use domain::wechat::Product;
use ports::wechat::login::{LoginScope, WebLoginApi, WebUser};
use ports::wechat::{AccountSetup, RefusalKind, WechatFailure};
use wechat_protocol::api::official_account::oauth::{ExchangeCode, GetUserProfile, UserToken};
use wechat_protocol::oauth::official_account::{Scope, authorize_url};
use wechat_protocol::oauth::{RedirectUri, State};

use crate::account::Account;
use crate::client::WechatClient;
use crate::failure::refused;

/// WeChat's host of pages on which people agree.
const OPEN_HOST: &str = "https://open.weixin.qq.com";

/// Signing in on web pages, over the client.
pub struct WebLogin {
    client: Arc<WechatClient>,
    open_base_url: String,
}

impl WebLogin {
    /// `open_base_url` is where browsers find WeChat's pages: `https://open.weixin.qq.com`, or a simulator.
    #[must_use]
    pub fn new(client: Arc<WechatClient>, open_base_url: &str) -> Self {
        Self {
            client,
            open_base_url: open_base_url.trim_end_matches('/').to_owned(),
        }
    }

    async fn account(&self, name: &str) -> Result<Arc<Account>, WechatFailure> {
        let account = self.client.account(name).await?;
        match account.setup().product {
            Product::OfficialAccount => Ok(account),
            Product::MiniProgram | Product::WeCom => Err(refused(
                RefusalKind::Configuration,
                "the account is of a product whose web pages sign in differently",
            )),
        }
    }

    /// The union id, which WeChat leaves out of some answers though the person agreed. Without it the person is still
    /// signed in.
    async fn union_id(&self, account: &str, scope: LoginScope, token: &UserToken) -> Option<String> {
        let told = token.unionid.clone().filter(|id| !id.is_empty());
        if told.is_some() || scope == LoginScope::Base || token.is_snapshotuser {
            return told;
        }
        let profile = GetUserProfile::new(&token.access_token, &token.openid);
        match self.client.call(account, &profile).await {
            Ok(profile) => profile.unionid.filter(|id| !id.is_empty()),
            Err(error) => {
                tracing::warn!(%error, "the profile of somebody who signs in was not read");
                None
            }
        }
    }
}

#[async_trait]
impl WebLoginApi for WebLogin {
    async fn address(
        &self,
        account: &str,
        scope: LoginScope,
        callback: &str,
        state: &str,
    ) -> Result<String, WechatFailure> {
        let account = self.account(account).await?;
        let callback = RedirectUri::parse(callback).map_err(unusable)?;
        let state = State::parse(state).map_err(unusable)?;
        let scope = match scope {
            LoginScope::Base => Scope::Base,
            LoginScope::UserInfo => Scope::UserInfo,
        };
        let url = authorize_url(&account.setup().app_id, &callback, scope, &state);
        Ok(match url.strip_prefix(OPEN_HOST) {
            Some(rest) => format!("{}{rest}", self.open_base_url),
            None => url,
        })
    }

    async fn exchange(&self, account: &str, scope: LoginScope, code: &str) -> Result<WebUser, WechatFailure> {
        let exchange = exchange_of(self.account(account).await?.setup(), code);
        let token = self.client.call(account, &exchange).await?;
        Ok(WebUser {
            union_id: self.union_id(account, scope, &token).await,
            is_snapshot: token.is_snapshotuser,
            open_id: token.openid,
        })
    }
}

fn exchange_of(setup: &AccountSetup, code: &str) -> ExchangeCode {
    ExchangeCode::new(&setup.app_id, setup.secrets.app_secret.expose(), code)
}

fn unusable(error: wechat_protocol::oauth::OAuthError) -> WechatFailure {
    refused(RefusalKind::Content, error.to_string())
}
