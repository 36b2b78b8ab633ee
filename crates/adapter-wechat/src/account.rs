//! One account: its token, its gates, its share of connections.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ports::system::Clock;
use ports::wechat::{AccessToken, RefusalKind, WechatFailure};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::{Semaphore, SemaphorePermit};
use tracing::{Instrument, Span};

use crate::alerts::Alerts;
use crate::api::Api;
use crate::failure::{later, of_call, of_fresh_token, refused, unclear};
use crate::gate::Gate;
use crate::meters;
use crate::outcome::Outcome;
use crate::settings::CallLimits;
use crate::token::TokenKeeper;
use crate::transport::Transport;

/// How long to leave WeChat alone that rejects a token it gave a moment ago.
const AFTER_FRESH_TOKEN: Duration = Duration::from_secs(30);
const AFTER_FULL_HOUSE: Duration = Duration::from_secs(1);

/// One account.
pub(crate) struct Account {
    name: String,
    keeper: Arc<TokenKeeper>,
    transport: Transport,
    clock: Arc<dyn Clock>,
    gates: [Gate; Api::ALL.len()],
    places: Semaphore,
    alerts: Alerts,
}

impl Account {
    pub(crate) fn new(
        name: &str,
        keeper: Arc<TokenKeeper>,
        transport: Transport,
        clock: Arc<dyn Clock>,
        limits: &CallLimits,
    ) -> Self {
        Self {
            name: name.to_owned(),
            keeper,
            transport,
            clock,
            gates: Api::ALL.map(|api| Gate::new(name, api, limits)),
            places: Semaphore::new(limits.concurrent_calls.clamp(1, Semaphore::MAX_PERMITS)),
            alerts: Alerts::default(),
        }
    }

    /// Whether WeChat takes our credentials: a token is there, or can be had.
    pub(crate) async fn check_access(&self) -> Result<(), WechatFailure> {
        self.keeper.token().await.map(drop)
    }

    /// Calls an API; with another token if WeChat rejects the first, once.
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        api: Api,
        request: &impl Serialize,
    ) -> Result<T, WechatFailure> {
        let body = serde_json::to_vec(request)
            .map_err(|_| refused(RefusalKind::Content, "the request cannot be written as JSON"))?;
        self.call_with_body(api, body).instrument(api.span(&self.name)).await
    }

    async fn call_with_body<T: DeserializeOwned>(&self, api: Api, body: Vec<u8>) -> Result<T, WechatFailure> {
        let _place = self.place(api).await?;
        let token = self.keeper.token().await?;
        let first = self.attempt(api, &token, body.clone()).await?;
        if !matches!(first, Outcome::TokenRejected(_)) {
            return self.conclude(api, first);
        }
        Span::current().record("wechat.token_replaced", true);
        let fresh = self.keeper.replace(&token.value).await?;
        let second = self.attempt(api, &fresh, body).await?;
        self.conclude(api, second)
    }

    async fn attempt<T: DeserializeOwned>(
        &self,
        api: Api,
        token: &AccessToken,
        body: Vec<u8>,
    ) -> Result<Outcome<T>, WechatFailure> {
        let pass = self.gate(api).enter().await?;
        let started = Instant::now();
        let outcome = Outcome::read(self.transport.post(api.path(), Some(&token.value), body).await);
        pass.conclude(outcome.verdict());
        meters::call(api, &outcome, started.elapsed());
        self.describe(&outcome);
        Ok(outcome)
    }

    fn describe<T>(&self, outcome: &Outcome<T>) {
        let span = Span::current();
        span.record("wechat.outcome", outcome.name());
        if let Some(refusal) = outcome.refusal() {
            span.record("wechat.errcode", refusal.code);
            span.record("wechat.rid", refusal.rid.as_deref());
            self.alerts.consider(&self.name, refusal);
        }
    }

    fn conclude<T>(&self, api: Api, outcome: Outcome<T>) -> Result<T, WechatFailure> {
        match outcome {
            Outcome::Done(done) => Ok(done),
            Outcome::TokenRejected(refusal) => Err(of_fresh_token(&refusal, AFTER_FRESH_TOKEN)),
            Outcome::Refused(refusal) => Err(of_call(&refusal, self.clock.now())),
            Outcome::NotSent(note) => Err(later(None, note)),
            Outcome::Unclear(note) => Err(unclear(api, note)),
        }
    }

    /// A place among the calls under way; it comes free when one of them ends, so no wait is longer than a call.
    async fn place(&self, api: Api) -> Result<SemaphorePermit<'_>, WechatFailure> {
        match tokio::time::timeout(self.transport.timeout(), self.places.acquire()).await {
            Ok(Ok(place)) => Ok(place),
            _ => {
                meters::held(api);
                Err(later(Some(AFTER_FULL_HOUSE), "too many calls are under way"))
            }
        }
    }

    fn gate(&self, api: Api) -> &Gate {
        &self.gates[api as usize]
    }
}
