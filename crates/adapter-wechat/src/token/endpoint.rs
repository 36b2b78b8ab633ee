//! Asking WeChat for a token.

use std::sync::Arc;

use ports::system::Clock;
use ports::wechat::{AccessToken, WechatFailure};
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;
use tracing::field::Empty;
use tracing::{Instrument, Span, info_span};
use wechat_protocol::api::{TokenRequest, TokenResponse, paths};

use crate::alerts::Alerts;
use crate::failure::{later, of_token_call};
use crate::meters;
use crate::outcome::Outcome;
use crate::settings::AccountCredentials;
use crate::transport::Transport;

/// The `stable_token` API with the credentials of one app id.
pub(super) struct Endpoint {
    app_id: String,
    secret: SecretString,
    transport: Transport,
    clock: Arc<dyn Clock>,
    alerts: Alerts,
}

impl Endpoint {
    pub(super) fn new(credentials: &AccountCredentials, transport: Transport, clock: Arc<dyn Clock>) -> Self {
        Self {
            app_id: credentials.app_id.clone(),
            secret: credentials.app_secret.clone(),
            transport,
            clock,
            alerts: Alerts::default(),
        }
    }

    /// The current token, or a new one where the current one nears its end. Forcing gives a new one and ends the
    /// current one at once.
    pub(super) async fn ask(&self, forced: bool) -> Result<AccessToken, WechatFailure> {
        let span = info_span!(
            "wechat.stable_token",
            otel.kind = "client",
            wechat.forced = forced,
            wechat.errcode = Empty,
            wechat.rid = Empty,
            wechat.outcome = Empty,
        );
        self.exchange(forced).instrument(span).await
    }

    async fn exchange(&self, forced: bool) -> Result<AccessToken, WechatFailure> {
        let request = TokenRequest::stable(&self.app_id, self.secret.expose_secret(), forced);
        let body = serde_json::to_vec(&request).map_err(|_| later(None, "the token request cannot be written"))?;
        // The token's life is counted from before the question, so that it never seems longer than it is.
        let now = self.clock.now();
        let outcome = Outcome::<TokenResponse>::read(self.transport.post(paths::STABLE_TOKEN, None, body).await);
        self.describe(forced, &outcome);
        match outcome {
            Outcome::Done(token) if token.access_token.is_empty() => Err(later(None, "WeChat gave an empty token")),
            Outcome::Done(token) => Ok(AccessToken {
                value: token.access_token,
                expires_at: now.plus(Duration::from_secs(token.expires_in)),
            }),
            Outcome::TokenRejected(refusal) | Outcome::Refused(refusal) => Err(of_token_call(&refusal, now)),
            Outcome::NotSent(note) | Outcome::Unclear(note) => Err(later(None, format!("no access token: {note}"))),
        }
    }

    fn describe(&self, forced: bool, outcome: &Outcome<TokenResponse>) {
        meters::token_fetch(&self.app_id, forced, outcome.name());
        let span = Span::current();
        span.record("wechat.outcome", outcome.name());
        if let Some(refusal) = outcome.refusal() {
            span.record("wechat.errcode", refusal.code);
            span.record("wechat.rid", refusal.rid.as_deref());
            self.alerts.consider_token(&self.app_id, refusal);
        }
    }
}
