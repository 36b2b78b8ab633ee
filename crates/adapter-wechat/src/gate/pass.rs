//! The gate of one account and API, and the pass a call goes through it with.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ports::wechat::WechatFailure;

use super::breaker::{Admission, Breaker, Verdict};
use super::bucket::Bucket;
use crate::api::Api;
use crate::failure::later;
use crate::meters;
use crate::settings::CallLimits;

/// The gate of one account and API.
pub(crate) struct Gate {
    account: String,
    api: Api,
    longest_turn: Duration,
    breaker: Mutex<Breaker>,
    bucket: Mutex<Bucket>,
}

impl Gate {
    pub(crate) fn new(account: &str, api: Api, limits: &CallLimits) -> Self {
        Self {
            account: account.to_owned(),
            api,
            longest_turn: limits.longest_turn,
            breaker: Mutex::new(Breaker::new(limits.breaker)),
            bucket: Mutex::new(Bucket::new(limits.calls_per_second, limits.burst, Instant::now())),
        }
    }

    /// Waits for a turn, if it comes soon.
    ///
    /// # Errors
    /// `Later`, with the time to wait, while the circuit is open or too many are ahead.
    pub(crate) async fn enter(&self) -> Result<Pass<'_>, WechatFailure> {
        let admission = self
            .breaker()
            .admit(Instant::now())
            .map_err(|wait| self.held(wait, "WeChat has been failing"))?;
        let pass = Pass {
            gate: self,
            admission,
            verdict: Verdict::Nothing,
        };
        self.report();
        let turn = lock(&self.bucket).take(Instant::now(), self.longest_turn);
        let wait = turn.map_err(|wait| self.held(wait, "too many calls to this API"))?;
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
        Ok(pass)
    }

    fn held(&self, wait: Duration, note: &str) -> WechatFailure {
        meters::held(self.api);
        later(Some(wait), note)
    }

    fn report(&self) {
        let level = self.breaker().level();
        meters::circuit(&self.account, self.api, level);
    }

    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        lock(&self.breaker)
    }
}

/// The right to one call. Dropped without a verdict, it counts as a call that never took place.
pub(crate) struct Pass<'a> {
    gate: &'a Gate,
    admission: Admission,
    verdict: Verdict,
}

impl Pass<'_> {
    /// Tells how the call ended.
    pub(crate) fn conclude(mut self, verdict: Verdict) {
        self.verdict = verdict;
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        let now = Instant::now();
        self.gate
            .breaker()
            .conclude(self.admission, self.verdict, now, rand::random());
        self.gate.report();
    }
}

/// A panic while the lock was held leaves plain numbers behind, all of them valid.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
