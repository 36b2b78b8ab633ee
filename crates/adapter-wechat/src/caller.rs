//! The one path of every call of an account.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::time::Timestamp;
use domain::wechat::Product;
use ports::system::Clock;
use ports::wechat::{AccountSetup, WechatFailure};
use tokio::sync::{Semaphore, SemaphorePermit};
use tracing::{Instrument, Span};
use wechat_protocol::api::ApiCall;

use crate::alerts::Alerts;
use crate::api::Api;
use crate::dialect::Asker;
use crate::failure::{later, of_call, of_fresh_token, unclear};
use crate::gate::Gates;
use crate::meters::{self, Held};
use crate::outcome::Outcome;
use crate::settings::CallLimits;
use crate::token::TokenKeeper;
use crate::wire::Wire;

/// How long to leave WeChat alone that rejects a token it gave a moment ago.
const AFTER_FRESH_TOKEN: Duration = Duration::from_secs(30);
const AFTER_FULL_HOUSE: Duration = Duration::from_secs(1);
/// Calls after which the quotas of the day are full again.
const FILLING: [&str; 3] = [
    "/cgi-bin/clear_quota",
    "/cgi-bin/clear_quota/v2",
    "/cgi-bin/openapi/quota/clear",
];

/// What an account calls with: its token, its gates, its share of connections.
pub(crate) struct Caller {
    name: String,
    product: Product,
    keeper: Arc<TokenKeeper>,
    wire: Wire,
    clock: Arc<dyn Clock>,
    gates: Arc<Gates>,
    places: Semaphore,
    alerts: Alerts,
}

impl Caller {
    pub(crate) fn new(
        setup: &AccountSetup,
        keeper: Arc<TokenKeeper>,
        gates: Arc<Gates>,
        wire: Wire,
        clock: Arc<dyn Clock>,
        limits: &CallLimits,
    ) -> Self {
        Self {
            name: setup.name.clone(),
            product: setup.product,
            keeper,
            wire,
            clock,
            gates,
            places: Semaphore::new(limits.concurrent_calls.clamp(1, Semaphore::MAX_PERMITS)),
            alerts: Alerts::default(),
        }
    }

    pub(crate) const fn product(&self) -> Product {
        self.product
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) const fn keeper(&self) -> &Arc<TokenKeeper> {
        &self.keeper
    }

    pub(crate) const fn gates(&self) -> &Arc<Gates> {
        &self.gates
    }

    /// Makes a call; with another token if WeChat rejects the first, once.
    ///
    /// # Errors
    /// [`WechatFailure`] as its variants say. `Unanswered` only where the call is not
    /// [repeatable](ApiCall::REPEATABLE).
    pub(crate) async fn call<C>(&self, call: &C) -> Result<C::Answer, WechatFailure>
    where
        C: ApiCall + Sync,
        C::Answer: Send,
    {
        let api = Api::of::<C>(self.product)?;
        let answer = self.carry(api, call).instrument(api.span(&self.name)).await?;
        if FILLING.contains(&api.path) {
            self.gates.release();
        }
        Ok(answer)
    }

    async fn carry<C>(&self, api: Api, call: &C) -> Result<C::Answer, WechatFailure>
    where
        C: ApiCall + Sync,
        C::Answer: Send,
    {
        let _place = self.place(api).await?;
        if api.dialect.asker != Asker::Account {
            let outcome = self.attempt(api, call, None).await?;
            return self.conclude(api, outcome);
        }
        let token = self.keeper.token().await?;
        let first = self.attempt(api, call, Some(&token.value)).await?;
        if !matches!(first, Outcome::TokenRejected(_)) {
            return self.conclude(api, first);
        }
        Span::current().record("wechat.token_replaced", true);
        let fresh = self.keeper.replace(&token.value).await?;
        let second = self.attempt(api, call, Some(&fresh.value)).await?;
        self.conclude(api, second)
    }

    async fn attempt<C>(&self, api: Api, call: &C, token: Option<&str>) -> Result<Outcome<C::Answer>, WechatFailure>
    where
        C: ApiCall + Sync,
        C::Answer: Send,
    {
        let gate = self.gates.of(api);
        let pass = gate.enter(self.now()).await?;
        let started = Instant::now();
        let outcome = self.wire.send(call, token, api.dialect).await?;
        pass.conclude(outcome.verdict());
        if let Some(refusal) = outcome
            .refusal()
            .filter(|refusal| api.dialect.is_about_rate(refusal.code))
        {
            gate.hold_back(&of_call(refusal, api.dialect, self.now()), self.now());
        }
        self.tell(api, &outcome, started.elapsed());
        Ok(outcome)
    }

    fn tell<T>(&self, api: Api, outcome: &Outcome<T>, took: Duration) {
        meters::call(api, outcome, took);
        let span = Span::current();
        span.record("wechat.outcome", outcome.name());
        if let Some(refusal) = outcome.refusal() {
            span.record("wechat.errcode", refusal.code);
            span.record("wechat.rid", refusal.rid.as_deref());
            self.alerts.consider(&self.name, refusal, api.dialect);
        }
    }

    fn conclude<T>(&self, api: Api, outcome: Outcome<T>) -> Result<T, WechatFailure> {
        match outcome {
            Outcome::Done(done) => Ok(done),
            Outcome::TokenRejected(refusal) => Err(of_fresh_token(&refusal, api.dialect, AFTER_FRESH_TOKEN)),
            Outcome::Refused(refusal) => Err(of_call(&refusal, api.dialect, self.now())),
            Outcome::NotSent(note) => Err(later(None, note)),
            Outcome::Unclear(note) => Err(unclear(api.is_repeatable, note)),
        }
    }

    /// A place among the calls under way; it comes free when one of them ends, so few waits are longer than a call.
    async fn place(&self, api: Api) -> Result<SemaphorePermit<'_>, WechatFailure> {
        match tokio::time::timeout(self.wire.transport.timeout(), self.places.acquire()).await {
            Ok(Ok(place)) => Ok(place),
            _ => {
                meters::held(&self.name, api, Held::FullHouse);
                Err(later(Some(AFTER_FULL_HOUSE), "too many calls are under way"))
            }
        }
    }
}
