//! `nextevent-api`: the REST API, WeChat's webhook, and, without a broker, the worker's loops.

use std::process::ExitCode;
use std::time::Duration;

use api::{ApiLimits, ApiParts, ApiState, ServerOptions, TrustedProxies, WebhookSettings};
use assembly::{AssemblyError, Platform, start_api_loops};
use runtime::config::Config;
use runtime::health::HealthRegistry;
use runtime::lifecycle::{self, Shutdown, TaskSet};
use runtime::telemetry;

/// How long what was begun may take after the first signal.
const STOP_DEADLINE: Duration = Duration::from_secs(10);

/// The process could not start.
#[derive(Debug, thiserror::Error)]
enum StartError {
    #[error(transparent)]
    Assembly(#[from] AssemblyError),
    #[error("{address}: {error}")]
    Listen { address: String, error: std::io::Error },
    #[error("metrics: {0}")]
    Metrics(String),
    #[error("signals: {0}")]
    Signals(std::io::Error),
}

fn main() -> ExitCode {
    let config = match Config::load() {
        Ok(config) => config,
        Err(faults) => return complain(&faults),
    };
    let telemetry = match telemetry::init("nextevent-api", &config) {
        Ok(guard) => guard,
        Err(error) => return complain(&error),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return complain(&error),
    };
    let ended = actix_web::rt::System::with_tokio_rt(|| runtime).block_on(run(config));
    telemetry.shutdown();
    ended.unwrap_or_else(|error| complain(&error))
}

async fn run(config: Config) -> Result<ExitCode, StartError> {
    let shutdown = Shutdown::new();
    lifecycle::listen(&shutdown).map_err(StartError::Signals)?;
    let tasks = TaskSet::new(shutdown.clone());
    let metrics = telemetry::metrics::install().map_err(|error| StartError::Metrics(error.to_string()))?;
    tasks.spawn(
        "metrics",
        telemetry::metrics::keep_up(metrics.clone(), shutdown.clone()),
    );
    let webhook = WebhookSettings {
        tolerance: config.wechat.timestamp_tolerance,
        public_base_url: config.app.public_base_url.clone(),
    };
    let (host, port) = (config.app.host.as_str(), config.app.port);
    let listener = api::listen(host, port).await;
    let listener = listener.map_err(|error| StartError::Listen {
        address: format!("{host}:{port}"),
        error,
    })?;

    let platform = Platform::connect(&config).await?;
    platform.prepare(&config).await?;
    let health = HealthRegistry::new(shutdown.clone());
    platform.register_health(&health).await;
    start_api_loops(&platform, &config, &tasks);
    let state = ApiState::new(ApiParts {
        use_cases: platform.use_cases.clone(),
        webhook,
        health,
        metrics: Some(metrics),
        tasks: tasks.clone(),
        limits: ApiLimits::default(),
        proxies: TrustedProxies::new(config.app.trusted_proxies.clone()),
    });
    for (name, value) in config.summary() {
        tracing::info!(name, value, "configured");
    }
    tracing::info!(host = config.app.host, port = config.app.port, "api is running");
    let server = api::run(state, listener, ServerOptions::default(), shutdown.clone());
    tasks.spawn_critical("http", async move {
        if let Err(error) = server.await {
            tracing::error!(error = %error, "the server ended");
        }
    });
    let report = lifecycle::run_until_stopped(&tasks, STOP_DEADLINE).await;
    platform.close().await;
    Ok(report.exit_code())
}

#[expect(
    clippy::print_stderr,
    reason = "what keeps a process from starting is told even when logs are off"
)]
fn complain(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("nextevent-api: {error}");
    ExitCode::from(2)
}
