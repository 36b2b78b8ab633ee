//! `nextevent-worker`: carries out jobs, relays the outbox, finishes what died, and tells how it is.

mod server;

use std::process::ExitCode;
use std::time::Duration;

use assembly::{AssemblyError, Platform, start_worker_loops};
use runtime::config::Config;
use runtime::health::HealthRegistry;
use runtime::lifecycle::{self, Shutdown, TaskSet};
use runtime::telemetry;

/// How long what was begun may take after the first signal.
const STOP_DEADLINE: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let config = match Config::load() {
        Ok(config) => config,
        Err(faults) => return complain(&faults),
    };
    let telemetry = match telemetry::init("nextevent-worker", &config) {
        Ok(guard) => guard,
        Err(error) => return complain(&error),
    };
    let ended = actix_web::rt::System::with_tokio_rt(server::runtime).block_on(run(config));
    telemetry.shutdown();
    ended.unwrap_or_else(|error| complain(&error))
}

async fn run(config: Config) -> Result<ExitCode, AssemblyError> {
    let shutdown = Shutdown::new();
    if let Err(error) = lifecycle::listen(&shutdown) {
        return Ok(complain(&error));
    }
    let tasks = TaskSet::new(shutdown.clone());
    let platform = Platform::connect(&config).await?;
    if platform.is_without_broker() {
        tracing::info!("AMQP_URL is unset: jobs come from the database, and every api process works on them too");
    }
    platform.migrations().ready(&config).await?;
    let health = HealthRegistry::new(shutdown.clone());
    platform.register_health(&health).await;
    start_worker_loops(&platform, &config, &tasks);
    if let Err(error) = server::start(&config, health, &tasks) {
        return Ok(complain(&error));
    }
    for (name, value) in config.summary() {
        tracing::info!(name, value, "configured");
    }
    tracing::info!(port = config.worker.port, "worker is running");
    let report = lifecycle::run_until_stopped(&tasks, STOP_DEADLINE).await;
    platform.close().await;
    Ok(report.exit_code())
}

#[expect(clippy::print_stderr, reason = "without configuration or telemetry there is no log")]
fn complain(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("nextevent-worker: {error}");
    ExitCode::from(2)
}
