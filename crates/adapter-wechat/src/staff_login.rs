//! [`StaffLoginApi`]: signing in as a member of a WeCom corporation.
//!
//! <https://developer.work.weixin.qq.com/document/path/91022> inside the client,
//! <https://developer.work.weixin.qq.com/document/path/98152> with a code to scan.

use std::sync::Arc;

use async_trait::async_trait;
use domain::wechat::Product;
use ports::wechat::wecom::{LoginWay, StaffLoginApi, StaffVisitor};
use ports::wechat::{RefusalKind, WechatFailure};
use wechat_protocol::api::wecom::login::{GetVisitor, Visitor};
use wechat_protocol::oauth::wecom::{Login, Scope, authorize_url, login_url};
use wechat_protocol::oauth::{OAuthError, RedirectUri, State};

use crate::account::Account;
use crate::client::WechatClient;
use crate::failure::refused;

/// Where browsers find the pages on which members sign in.
const OPEN_HOST: &str = "https://open.weixin.qq.com";
const LOGIN_HOST: &str = "https://login.work.weixin.qq.com";

/// Signing in of staff, over the client.
pub struct StaffLogin {
    client: Arc<WechatClient>,
    open_base_url: String,
}

impl StaffLogin {
    /// `open_base_url` is where browsers find the platform's pages: `https://open.weixin.qq.com`, or a simulator, which
    /// then has WeCom's pages, too.
    #[must_use]
    pub fn new(client: Arc<WechatClient>, open_base_url: &str) -> Self {
        Self {
            client,
            open_base_url: open_base_url.trim_end_matches('/').to_owned(),
        }
    }

    async fn application(&self, name: &str) -> Result<Arc<Account>, WechatFailure> {
        let account = self.client.account(name).await?;
        match account.setup().product {
            Product::WeCom => Ok(account),
            Product::OfficialAccount | Product::MiniProgram => Err(refused(
                RefusalKind::Configuration,
                "the account is no WeCom application",
            )),
        }
    }

    fn reachable(&self, url: String) -> String {
        if self.open_base_url == OPEN_HOST {
            return url;
        }
        let rest = url.strip_prefix(OPEN_HOST).or_else(|| url.strip_prefix(LOGIN_HOST));
        rest.map_or_else(|| url.clone(), |rest| format!("{}{rest}", self.open_base_url))
    }
}

#[async_trait]
impl StaffLoginApi for StaffLogin {
    async fn address(
        &self,
        account: &str,
        way: LoginWay,
        callback: &str,
        state: &str,
    ) -> Result<String, WechatFailure> {
        let account = self.application(account).await?;
        let setup = account.setup();
        let agent = setup.agent_id.map(i64::from);
        let agent_id = agent.ok_or_else(|| refused(RefusalKind::Configuration, "the account has no agent id"))?;
        let callback = RedirectUri::parse(callback).map_err(unusable)?;
        let state = State::parse(state).map_err(unusable)?;
        Ok(self.reachable(match way {
            LoginWay::Inside => {
                let scope = Scope::Base {
                    agent_id: Some(agent_id),
                };
                authorize_url(&setup.app_id, &callback, scope, &state)
            }
            LoginWay::Code => {
                let login = Login::CorpApp {
                    corp_id: &setup.app_id,
                    agent_id,
                };
                login_url(login, &callback, &state)
            }
        }))
    }

    async fn visitor(&self, account: &str, code: &str) -> Result<StaffVisitor, WechatFailure> {
        let code = code.to_owned();
        let answer = self.client.call(account, &GetVisitor { code }).await?;
        Ok(match answer.visitor() {
            Some(Visitor::Member { userid, .. }) if !userid.is_empty() => StaffVisitor::Member { user_id: userid },
            // An answer that names nobody is no member either.
            Some(Visitor::Member { .. } | Visitor::Outsider { .. }) | None => StaffVisitor::Outsider,
        })
    }
}

fn unusable(error: OAuthError) -> WechatFailure {
    refused(RefusalKind::Content, error.to_string())
}
