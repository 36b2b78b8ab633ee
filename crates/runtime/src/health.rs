//! Whether this process can serve.
//!
//! Checks run at once, each bounded; the result is kept for a moment, and whoever asks while it
//! is being made waits for the same one. So a probe, however often it comes, costs little.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tokio::sync::{Mutex, RwLock};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};

use crate::lifecycle::Shutdown;

const CHECK_TIMEOUT: Duration = Duration::from_secs(2);
const FRESH_FOR: Duration = Duration::from_secs(1);

/// What a check says, `Ok` or `Err`, in words that are safe to show to anybody.
pub type CheckOutcome = Result<String, String>;

type Check = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = CheckOutcome> + Send>> + Send + Sync>;

/// The checks of a process. Clones share one set.
#[derive(Clone)]
pub struct HealthRegistry {
    inner: Arc<Inner>,
}

struct Inner {
    shutdown: Shutdown,
    limits: Limits,
    checks: RwLock<Vec<(String, Check)>>,
    last: Mutex<Option<(Instant, Vec<CheckReport>)>>,
}

struct Limits {
    timeout: Duration,
    fresh_for: Duration,
}

/// The state of the process and of everything it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HealthReport {
    /// Whether requests may be sent here: every check passed and the process is not stopping.
    pub ready: bool,
    /// Whether the process is stopping.
    pub stopping: bool,
    /// The result of each check, in the order of registration.
    pub checks: Vec<CheckReport>,
}

/// The result of one check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// What was checked.
    pub name: String,
    /// Whether it passed.
    pub ok: bool,
    /// What the check said; safe to show.
    pub detail: String,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
}

impl HealthRegistry {
    /// No checks yet. Each check may take two seconds; results are kept for one.
    #[must_use]
    pub fn new(shutdown: Shutdown) -> Self {
        let limits = Limits {
            timeout: CHECK_TIMEOUT,
            fresh_for: FRESH_FOR,
        };
        Self::with_limits(shutdown, limits)
    }

    fn with_limits(shutdown: Shutdown, limits: Limits) -> Self {
        let inner = Inner {
            shutdown,
            limits,
            checks: RwLock::default(),
            last: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Adds a check. What it answers is shown to whoever can reach the probe, so it must not
    /// contain addresses with passwords or a driver's raw error.
    pub async fn register<C, F>(&self, name: impl Into<String>, check: C)
    where
        C: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = CheckOutcome> + Send + 'static,
    {
        let check: Check = Arc::new(move || Box::pin(check()));
        self.inner.checks.write().await.push((name.into(), check));
    }

    /// The present state, at most a second old. Whether the process is stopping is never old.
    pub async fn report(&self) -> HealthReport {
        let checks = self.fresh_checks().await;
        let stopping = self.inner.shutdown.is_stopping();
        HealthReport {
            ready: !stopping && checks.iter().all(|check| check.ok),
            stopping,
            checks,
        }
    }

    async fn fresh_checks(&self) -> Vec<CheckReport> {
        let mut last = self.inner.last.lock().await;
        match last.as_ref() {
            Some((at, checks)) if at.elapsed() < self.inner.limits.fresh_for => checks.clone(),
            _ => {
                let checks = self.run_all().await;
                *last = Some((Instant::now(), checks.clone()));
                checks
            }
        }
    }

    async fn run_all(&self) -> Vec<CheckReport> {
        let checks = self.inner.checks.read().await.clone();
        let timeout = self.inner.limits.timeout;
        let running: Vec<_> = checks
            .into_iter()
            .map(|(name, check)| (name, AbortOnDrop(tokio::spawn(run(check, timeout)))))
            .collect();
        let mut reports = Vec::with_capacity(running.len());
        for (name, mut task) in running {
            let (outcome, took) = (&mut task.0)
                .await
                .unwrap_or_else(|_| (Err("the check broke off".to_owned()), Duration::ZERO));
            reports.push(CheckReport::new(name, outcome, took));
        }
        reports
    }
}

/// Ends a check when nobody waits for its result any more.
struct AbortOnDrop(JoinHandle<(CheckOutcome, Duration)>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn run(check: Check, limit: Duration) -> (CheckOutcome, Duration) {
    let start = Instant::now();
    let outcome = timeout(limit, check())
        .await
        .unwrap_or_else(|_| Err(format!("no answer within {} ms", limit.as_millis())));
    (outcome, start.elapsed())
}

impl CheckReport {
    fn new(name: String, outcome: CheckOutcome, took: Duration) -> Self {
        Self {
            name,
            ok: outcome.is_ok(),
            detail: outcome.unwrap_or_else(|problem| problem),
            duration_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::sync::{Barrier, Notify};

    use super::*;

    const LONG: Duration = Duration::from_secs(600);

    fn registry(timeout: Duration, fresh_for: Duration) -> (Shutdown, HealthRegistry) {
        let shutdown = Shutdown::new();
        let registry = HealthRegistry::with_limits(shutdown.clone(), Limits { timeout, fresh_for });
        (shutdown, registry)
    }

    async fn count_calls(registry: &HealthRegistry) -> Arc<AtomicUsize> {
        let calls = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&calls);
        let check = move || {
            let calls = counter.fetch_add(1, Ordering::SeqCst) + 1;
            async move { Ok(format!("call {calls}")) }
        };
        registry.register("counted", check).await;
        calls
    }

    #[tokio::test]
    async fn a_process_whose_checks_pass_is_ready() {
        let (_, registry) = registry(LONG, LONG);
        registry.register("database", async || Ok("answers".to_owned())).await;
        let report = registry.report().await;
        assert!(report.ready);
        assert_eq!(report.checks[0].name, "database");
        assert_eq!(report.checks[0].detail, "answers");
    }

    #[tokio::test]
    async fn one_failed_check_makes_the_process_not_ready() {
        let (_, registry) = registry(LONG, LONG);
        registry.register("database", async || Ok("answers".to_owned())).await;
        registry
            .register("redis", async || Err("no connection".to_owned()))
            .await;
        let report = registry.report().await;
        assert!(!report.ready);
        assert_eq!(
            report.checks.iter().map(|check| check.ok).collect::<Vec<_>>(),
            [true, false]
        );
        assert_eq!(report.checks[1].detail, "no connection");
    }

    #[tokio::test]
    async fn a_check_that_does_not_answer_fails() {
        let (_, registry) = registry(Duration::from_millis(10), LONG);
        registry.register("broker", pending::<CheckOutcome>).await;
        let report = registry.report().await;
        assert!(!report.ready);
        assert_eq!(report.checks[0].detail, "no answer within 10 ms");
    }

    #[tokio::test]
    async fn a_check_that_panics_fails_alone() {
        let (_, registry) = registry(LONG, LONG);
        registry.register("broken", async || panic!("on purpose")).await;
        registry.register("sound", async || Ok("fine".to_owned())).await;
        let report = registry.report().await;
        assert_eq!(report.checks[0].detail, "the check broke off");
        assert!(report.checks[1].ok);
    }

    #[tokio::test]
    async fn checks_run_at_the_same_time() {
        let (_, registry) = registry(LONG, LONG);
        let barrier = Arc::new(Barrier::new(2));
        for name in ["one", "two"] {
            let barrier = Arc::clone(&barrier);
            let check = move || {
                let barrier = Arc::clone(&barrier);
                async move {
                    barrier.wait().await;
                    Ok(String::new())
                }
            };
            registry.register(name, check).await;
        }
        assert!(registry.report().await.ready);
    }

    #[tokio::test]
    async fn a_fresh_result_is_not_made_again_and_an_old_one_is() {
        let (_, fresh) = registry(LONG, LONG);
        let calls = count_calls(&fresh).await;
        assert_eq!(fresh.report().await, fresh.report().await);
        assert_eq!(calls.load(Ordering::SeqCst), 1);

        let (_, stale) = registry(LONG, Duration::ZERO);
        count_calls(&stale).await;
        stale.report().await;
        assert_eq!(stale.report().await.checks[0].detail, "call 2");
    }

    #[tokio::test]
    async fn many_who_ask_at_once_share_one_run() {
        let (_, registry) = registry(LONG, LONG);
        let calls = count_calls(&registry).await;
        let gate = Arc::new(Notify::new());
        let entrance = Arc::clone(&gate);
        let check = move || {
            let gate = Arc::clone(&entrance);
            async move {
                gate.notified().await;
                Ok(String::new())
            }
        };
        registry.register("gate", check).await;
        let (one, two, three, ()) = tokio::join!(registry.report(), registry.report(), registry.report(), async {
            gate.notify_one();
        });
        assert!(one.ready && two.ready && three.ready);
        assert_eq!(calls.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_stopping_process_is_not_ready_even_with_a_fresh_result() {
        let (shutdown, registry) = registry(LONG, LONG);
        count_calls(&registry).await;
        assert!(registry.report().await.ready);
        shutdown.trigger();
        let report = registry.report().await;
        assert!(!report.ready && report.stopping);
        assert!(report.checks[0].ok);
    }
}
