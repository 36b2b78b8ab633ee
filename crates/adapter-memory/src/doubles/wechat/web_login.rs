//! Signing in on web pages of the stand-in: codes are those it was told, each good once.

use std::collections::HashMap;

use async_trait::async_trait;
use ports::wechat::login::{LoginScope, WebLoginApi, WebUser};
use ports::wechat::{RefusalKind, WechatFailure};

use super::FakeWechat;
use crate::lock;

#[derive(Default)]
pub(super) struct Codes {
    users: HashMap<String, WebUser>,
    used: Vec<String>,
    /// How often a code was to be exchanged.
    exchanges: usize,
}

impl FakeWechat {
    /// Somebody agreed: `code` stands for them, once.
    pub fn has_web_code(&self, code: &str, user: WebUser) {
        lock(&self.script).web.users.insert(code.to_owned(), user);
    }

    /// How often it was asked to exchange a code.
    #[must_use]
    pub fn exchanges(&self) -> usize {
        lock(&self.script).web.exchanges
    }
}

#[async_trait]
impl WebLoginApi for FakeWechat {
    async fn address(
        &self,
        account: &str,
        scope: LoginScope,
        callback: &str,
        state: &str,
    ) -> Result<String, WechatFailure> {
        let scope = scope.name();
        Ok(format!(
            "https://open.weixin.qq.com/{account}?scope={scope}&redirect_uri={callback}&state={state}#wechat_redirect"
        ))
    }

    async fn exchange(&self, _: &str, _: LoginScope, code: &str) -> Result<WebUser, WechatFailure> {
        let mut script = lock(&self.script);
        script.web.exchanges += 1;
        if let Some(failure) = script.next.pop_front().flatten().or_else(|| script.always.clone()) {
            return Err(failure);
        }
        let web = &mut script.web;
        if let Some(user) = web.users.remove(code) {
            web.used.push(code.to_owned());
            return Ok(user);
        }
        let was_used = web.used.iter().any(|used| used == code);
        Err(WechatFailure::Refused {
            code: if was_used { 40163 } else { 40029 },
            kind: RefusalKind::Consent,
            note: "the login code is not good".to_owned(),
        })
    }
}
