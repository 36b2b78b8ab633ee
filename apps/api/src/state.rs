//! What every request finds here.

use std::sync::Arc;
use std::time::Duration;

use application::UseCases;
use futures::FutureExt as _;
use runtime::health::HealthRegistry;
use runtime::lifecycle::TaskSet;
use runtime::telemetry::metrics::PrometheusHandle;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tracing::Instrument as _;

use crate::error::{self, ApiError};
use crate::http::client_address::TrustedProxies;
use crate::routes::wechat::webhook::{WebhookAccounts, WebhookSettings};

/// What the server is put together from.
pub struct ApiParts {
    /// Everything that can be done.
    pub use_cases: UseCases,
    /// Bounds of the webhook, and where it is.
    pub webhook: WebhookSettings,
    /// What `/readyz` tells.
    pub health: HealthRegistry,
    /// What `/metrics` tells; `None` leaves it empty.
    pub metrics: Option<PrometheusHandle>,
    /// Work that goes on when its client has hung up; a stop waits for it.
    pub tasks: TaskSet,
    /// Bounds.
    pub limits: ApiLimits,
    /// Who may tell whose request it is.
    pub proxies: TrustedProxies,
}

/// Bounds of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiLimits {
    /// Longest JSON body in bytes.
    pub json_body: usize,
    /// Longest webhook body in bytes.
    pub webhook_body: usize,
    /// Longest form with a file in bytes.
    pub upload_body: usize,
    /// How long a form with a file may take to arrive.
    pub upload_patience: Duration,
    /// How many forms with files are in memory at once; others wait for a few seconds.
    pub uploads_at_once: usize,
    /// How long a body may take to arrive.
    pub body_patience: Duration,
    /// How long a request waits for another one under the same idempotency key.
    pub twin_patience: Duration,
}

impl Default for ApiLimits {
    fn default() -> Self {
        Self {
            json_body: 1024 * 1024,
            webhook_body: 256 * 1024,
            // The largest file that WeChat takes, and the form around it.
            upload_body: 20 * 1024 * 1024 + 64 * 1024,
            upload_patience: Duration::from_mins(1),
            uploads_at_once: 4,
            body_patience: Duration::from_secs(10),
            twin_patience: Duration::from_secs(2),
        }
    }
}

/// Shared by all requests of a process.
pub struct ApiState {
    pub(crate) app: Arc<UseCases>,
    pub(crate) webhook: WebhookSettings,
    pub(crate) webhook_accounts: WebhookAccounts,
    pub(crate) health: HealthRegistry,
    pub(crate) metrics: Option<PrometheusHandle>,
    pub(crate) limits: ApiLimits,
    pub(crate) proxies: TrustedProxies,
    pub(crate) uploads: Arc<Semaphore>,
    tasks: TaskSet,
    home: Handle,
}

impl ApiState {
    /// Takes the parts. Call it on the process's main runtime: use cases run there, whichever server thread a request
    /// came in on, because connections to stores belong to the runtime that opened them and server threads stop first.
    #[must_use]
    pub fn new(parts: ApiParts) -> Arc<Self> {
        let webhook_accounts = WebhookAccounts::new(parts.use_cases.adapters().accounts.clone());
        Arc::new(Self {
            app: Arc::new(parts.use_cases),
            webhook: parts.webhook,
            webhook_accounts,
            health: parts.health,
            metrics: parts.metrics,
            limits: parts.limits,
            proxies: parts.proxies,
            uploads: Arc::new(Semaphore::new(parts.limits.uploads_at_once)),
            tasks: parts.tasks,
            home: Handle::current(),
        })
    }

    /// Runs a use case on the main runtime. It is carried out to its end even when the client hangs up.
    pub(crate) async fn work<T, E, F>(&self, run: impl FnOnce(Arc<UseCases>) -> F) -> Result<T, ApiError>
    where
        T: Send + 'static,
        E: Into<ApiError> + Send + 'static,
        F: Future<Output = Result<T, E>> + Send + 'static,
    {
        let work = run(Arc::clone(&self.app)).in_current_span();
        match self.home.spawn(work).await {
            Ok(outcome) => outcome.map_err(Into::into),
            Err(_) => {
                tracing::error!("a use case broke off");
                Err(error::internal())
            }
        }
    }

    /// Carries something out that nobody waits for but a stop of the process.
    pub(crate) fn beside(&self, name: &'static str, work: impl Future<Output = ()> + Send + 'static) {
        let _home = self.home.enter();
        self.tasks.spawn(name, work.in_current_span());
    }

    /// As [`Self::work`], and a stop of the process waits for it.
    pub(crate) async fn finish<T: Send + 'static>(
        &self,
        name: &'static str,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, ApiError> {
        let (tell, told) = tokio::sync::oneshot::channel();
        {
            let _home = self.home.enter();
            self.tasks.spawn(
                name,
                work.map(|outcome| {
                    // The client may have hung up.
                    let _ = tell.send(outcome);
                })
                .in_current_span(),
            );
        }
        told.await.map_err(|_| {
            tracing::error!(task = name, "a task broke off");
            error::internal()
        })
    }
}
