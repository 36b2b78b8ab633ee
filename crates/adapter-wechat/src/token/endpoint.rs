//! Asking WeChat for an access token.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::wechat::Product;
use ports::system::Clock;
use ports::wechat::{AccessToken, AccountSetup, WechatFailure};
use tracing::field::Empty;
use tracing::{Instrument, Span, info_span};
use wechat_protocol::api::wecom::token::GetToken;
use wechat_protocol::api::{ApiCall, TokenRequest, TokenResponse};

use super::identity::token_key;
use super::source::{AFTER_REFUSAL, Source};
use crate::alerts::{self, Alerts};
use crate::dialect::{Asker, Dialect};
use crate::failure::{later, of_token_call};
use crate::meters;
use crate::outcome::Outcome;
use crate::wire::Wire;

/// WeCom blocks an address for an hour that comes with wrong secrets, so it is asked no more often than an operator is
/// told: <https://developer.work.weixin.qq.com/document/path/90312>. A corrected secret is another keeper and waits for
/// nothing.
const AFTER_REFUSAL_OF_WECOM: Duration = alerts::SILENCE;

/// `stable_token` of official accounts and mini programs, `gettoken` of WeCom, with the credentials of one account.
pub(crate) struct Endpoint {
    key: String,
    setup: Arc<AccountSetup>,
    wire: Wire,
    clock: Arc<dyn Clock>,
    alerts: Alerts,
}

impl Endpoint {
    pub(crate) fn new(setup: Arc<AccountSetup>, wire: Wire, clock: Arc<dyn Clock>) -> Self {
        Self {
            key: token_key(&setup),
            setup,
            wire,
            clock,
            alerts: Alerts::default(),
        }
    }

    async fn exchange<C>(&self, call: &C, forced: bool) -> Result<AccessToken, WechatFailure>
    where
        C: ApiCall<Answer = TokenResponse> + Sync,
    {
        // The token's life is counted from before the question, so that it never seems longer than it is.
        let (now, dialect) = (self.clock.now(), self.dialect());
        let outcome = self.wire.send(call, None, dialect).await?;
        self.describe(forced, &outcome);
        match outcome {
            Outcome::Done(token) if token.access_token.is_empty() => Err(later(None, "WeChat gave an empty token")),
            Outcome::Done(token) => Ok(AccessToken {
                value: token.access_token,
                expires_at: now.plus(Duration::from_secs(token.expires_in)),
            }),
            Outcome::TokenRejected(refusal) | Outcome::Refused(refusal) => Err(of_token_call(&refusal, dialect, now)),
            Outcome::NotSent(note) | Outcome::Unclear(note) => Err(later(None, format!("no access token: {note}"))),
        }
    }

    fn describe(&self, forced: bool, outcome: &Outcome<TokenResponse>) {
        meters::token_fetch(&self.key, forced, outcome.name());
        let span = Span::current();
        span.record("wechat.outcome", outcome.name());
        if let Some(refusal) = outcome.refusal() {
            span.record("wechat.errcode", refusal.code);
            span.record("wechat.rid", refusal.rid.as_deref());
            self.alerts.consider(&self.key, refusal, self.dialect());
        }
    }

    fn dialect(&self) -> Dialect {
        Dialect {
            product: self.setup.product,
            asker: Asker::TokenKeeper,
        }
    }
}

#[async_trait]
impl Source for Endpoint {
    async fn ask(&self, forced: bool) -> Result<AccessToken, WechatFailure> {
        let span = info_span!(
            "wechat.token",
            otel.kind = "client",
            wechat.forced = forced,
            wechat.errcode = Empty,
            wechat.rid = Empty,
            wechat.outcome = Empty,
        );
        let (app_id, secret) = (&self.setup.app_id, self.setup.secrets.app_secret.expose());
        match self.setup.product {
            Product::WeCom => {
                let call = GetToken {
                    corpid: app_id.clone(),
                    corpsecret: secret.to_owned(),
                };
                self.exchange(&call, forced).instrument(span).await
            }
            Product::OfficialAccount | Product::MiniProgram => {
                let call = TokenRequest::stable(app_id, secret, forced);
                self.exchange(&call, forced).instrument(span).await
            }
        }
    }

    fn can_force(&self) -> bool {
        self.setup.product != Product::WeCom
    }

    fn pause_after_refusal(&self) -> Duration {
        match self.setup.product {
            Product::WeCom => AFTER_REFUSAL_OF_WECOM,
            Product::OfficialAccount | Product::MiniProgram => AFTER_REFUSAL,
        }
    }
}
