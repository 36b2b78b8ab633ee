//! The gate of one account and API, and the pass a call goes through it with.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::time::Timestamp;
use ports::wechat::WechatFailure;

use super::breaker::{Admission, Breaker, Verdict};
use super::bucket::Bucket;
use super::hold::Hold;
use crate::api::Api;
use crate::failure::later;
use crate::meters::{self, Held};
use crate::settings::CallLimits;

/// The gate of one account and API.
pub(crate) struct Gate {
    account: String,
    api: Api,
    longest_turn: Duration,
    breaker: Mutex<Breaker>,
    bucket: Mutex<Bucket>,
    hold: Mutex<Option<Hold>>,
}

impl Gate {
    pub(crate) fn new(account: &str, api: Api, limits: &CallLimits) -> Self {
        let rate = limits.rate_of(api.path);
        Self {
            account: account.to_owned(),
            api,
            longest_turn: limits.longest_turn,
            breaker: Mutex::new(Breaker::new(limits.breaker)),
            bucket: Mutex::new(Bucket::new(rate.calls_per_second, rate.burst, Instant::now())),
            hold: Mutex::default(),
        }
    }

    /// Waits for a turn, if it comes soon.
    ///
    /// # Errors
    /// `Later`, with the time to wait, while WeChat asked to be left alone, the circuit is open or too many are ahead.
    pub(crate) async fn enter(self: &Arc<Self>, now: Timestamp) -> Result<Pass, WechatFailure> {
        self.check_hold(now)?;
        let admission = self
            .breaker()
            .admit(Instant::now())
            .map_err(|wait| self.held(wait, Held::Breaker, "WeChat has been failing"))?;
        let pass = Pass {
            gate: Arc::clone(self),
            admission,
            verdict: Verdict::Nothing,
        };
        self.report();
        let turn = lock(&self.bucket).take(Instant::now(), self.longest_turn);
        let wait = turn.map_err(|wait| self.held(wait, Held::Rate, "too many calls to this API"))?;
        if !wait.is_zero() {
            meters::rate_wait(&self.account, self.api, wait);
            tokio::time::sleep(wait).await;
        }
        Ok(pass)
    }

    /// Leaves the API alone for as long as a failure says; one that says nothing changes nothing.
    pub(crate) fn hold_back(&self, failure: &WechatFailure, now: Timestamp) {
        let Some(hold) = Hold::of(failure, now) else { return };
        meters::hold(&self.account, self.api, hold.left(now));
        let mut held = lock(&self.hold);
        // A short wish does not end a long one.
        if held.as_ref().is_none_or(|held| held.left(now) <= hold.left(now)) {
            *held = Some(hold);
        }
    }

    /// Ends what [`Self::hold_back`] began.
    pub(crate) fn release(&self) {
        if lock(&self.hold).take().is_some() {
            meters::hold(&self.account, self.api, Duration::ZERO);
        }
    }

    /// 0 closed, 1 trying, 2 open.
    pub(crate) fn level(&self) -> f64 {
        self.breaker().level()
    }

    fn check_hold(&self, now: Timestamp) -> Result<(), WechatFailure> {
        let mut hold = lock(&self.hold);
        if let Some(failure) = hold.as_mut().and_then(|hold| hold.at(now)) {
            meters::held(&self.account, self.api, Held::Quota);
            return Err(failure);
        }
        if hold.as_ref().is_some_and(|hold| hold.is_over(now)) {
            *hold = None;
            meters::hold(&self.account, self.api, Duration::ZERO);
        }
        Ok(())
    }

    fn held(&self, wait: Duration, why: Held, note: &str) -> WechatFailure {
        meters::held(&self.account, self.api, why);
        later(Some(wait), note)
    }

    fn report(&self) {
        meters::breaker(&self.account, self.api, self.level());
    }

    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        lock(&self.breaker)
    }
}

/// The right to one call. Dropped without a verdict, it counts as a call that never took place.
pub(crate) struct Pass {
    gate: Arc<Gate>,
    admission: Admission,
    verdict: Verdict,
}

impl Pass {
    /// Tells how the call ended.
    pub(crate) fn conclude(mut self, verdict: Verdict) {
        self.verdict = verdict;
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let now = Instant::now();
        self.gate
            .breaker()
            .conclude(self.admission, self.verdict, now, rand::random());
        self.gate.report();
    }
}

/// A panic while the lock was held leaves plain numbers behind, all of them valid.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
