//! The loops that run beside requests.

use std::sync::Arc;
use std::time::Duration;

use application::jobs::{JobSpan, WorkOffLimits};
use domain::ids::JobId;
use ports::jobs::{DeadLetter, JobEnvelope, JobQueue, ReceivedJob};
use runtime::config::{Config, DatabaseKind};
use runtime::lifecycle::{Shutdown, TaskSet};
use runtime::telemetry::trace;

use crate::call_reports;
use crate::gauges;
use crate::platform::{ATTEMPT_TIME, Platform};

/// How often the relay looks without being woken.
const RELAY_PERIOD: Duration = Duration::from_millis(500);
/// How often messages left behind are looked for.
const STALE_PERIOD: Duration = Duration::from_secs(2);
/// How often codes that are about to end are looked for.
const RENEW_PERIOD: Duration = Duration::from_secs(30);
/// How long it is known which messages were counted; jobs are given up far earlier.
const COUNTED_AGE: Duration = Duration::from_hours(24 * 30);
/// How often the broker's own dead letters are fetched.
const DEAD_PERIOD: Duration = Duration::from_secs(10);
/// How often answers of once-only requests are cleared out, and how old they get.
const ONCE_PERIOD: Duration = Duration::from_hours(1);
const ONCE_AGE: Duration = Duration::from_hours(48);

/// Starts what every api process runs: the relay for its own commits, gauges; and without a broker the worker's loops.
pub fn start_api_loops(platform: &Platform, config: &Config, tasks: &TaskSet) {
    start_shared(platform, tasks);
    if platform.is_without_broker() {
        start_work(platform, config, tasks);
    }
}

/// Starts what a worker process runs.
pub fn start_worker_loops(platform: &Platform, config: &Config, tasks: &TaskSet) {
    start_shared(platform, tasks);
    start_work(platform, config, tasks);
}

fn start_shared(platform: &Platform, tasks: &TaskSet) {
    let relay = platform.use_cases.relay_outbox.clone();
    let stopping = stopping(tasks.shutdown());
    tasks.spawn_critical("relay", async move { relay.run(RELAY_PERIOD, stopping).await });
    tasks.spawn("gauges", gauges::keep(platform.clone(), tasks.shutdown().clone()));
    tasks.spawn(
        "call_reports",
        call_reports::keep(platform.clone(), tasks.shutdown().clone()),
    );
}

fn start_work(platform: &Platform, config: &Config, tasks: &TaskSet) {
    let limits = WorkOffLimits {
        concurrency: concurrency(config),
        attempt_time: ATTEMPT_TIME,
        ..WorkOffLimits::default()
    };
    let worker = platform.use_cases.worker(limits, job_span());
    let is_stopping = stopping(tasks.shutdown());
    tasks.spawn_critical("worker", async move { worker.run(is_stopping).await });

    let finish = platform.use_cases.finish_stale.clone();
    let is_stopping = stopping(tasks.shutdown());
    tasks.spawn(
        "finish_stale",
        async move { finish.run(STALE_PERIOD, is_stopping).await },
    );

    tasks.spawn("renew_codes", renew_codes(platform.clone(), tasks.shutdown().clone()));

    tasks.spawn(
        "forget_requests",
        forget_requests(platform.clone(), tasks.shutdown().clone()),
    );
    tasks.spawn(
        "forget_call_reports",
        call_reports::forget(platform.clone(), tasks.shutdown().clone()),
    );
    if platform.broker.is_some() {
        tasks.spawn(
            "broker_dead_letters",
            bury_what_the_broker_gave_up(platform.clone(), tasks.shutdown().clone()),
        );
    }
}

/// SQLite has one writer, and jobs that write stand in line with the scans that people wait for: a short line there.
fn concurrency(config: &Config) -> usize {
    match config.database.kind {
        DatabaseKind::Sqlite => config.worker.concurrency.min(4),
        DatabaseKind::MySql | DatabaseKind::Postgres => config.worker.concurrency,
    }
}

fn stopping(shutdown: &Shutdown) -> impl Fn() -> bool + Send + Sync + 'static {
    let shutdown = shutdown.clone();
    move || shutdown.is_stopping()
}

/// The span of a job, joined to the trace that enqueued it.
fn job_span() -> JobSpan {
    Arc::new(|job: &JobEnvelope| {
        let span = tracing::info_span!("job", job.name = %job.name, job.id = %job.id, job.attempt = job.attempt);
        trace::adopt(&span, job.traceparent.as_deref());
        span
    })
}

pub(crate) async fn pause(period: Duration, shutdown: &Shutdown) {
    tokio::select! {
        () = tokio::time::sleep(period) => {}
        () = shutdown.stopping() => {}
    }
}

async fn renew_codes(platform: Platform, shutdown: Shutdown) {
    while !shutdown.is_stopping() {
        match platform.use_cases.renew_codes.round().await {
            Ok(round) if round.is_full() && round.renewed > 0 => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(error = %error, detail = error.detail(), "codes were not looked for"),
        }
        pause(RENEW_PERIOD, &shutdown).await;
    }
}

async fn forget_requests(platform: Platform, shutdown: Shutdown) {
    while !shutdown.is_stopping() {
        let adapters = platform.use_cases.adapters();
        match adapters.once.purge(adapters.clock.now().minus(ONCE_AGE)).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "old once-only requests were forgotten"),
            Err(error) => tracing::warn!(error = %error, "old once-only requests were not forgotten"),
        }
        let counted_before = adapters.clock.now().minus(COUNTED_AGE);
        if let Err(error) = adapters.scan_counts.forget_counted(counted_before).await {
            tracing::warn!(error = %error, "marks of counted scans were not forgotten");
        }
        if let Err(error) = adapters.web.states.clear_out().await {
            tracing::warn!(error = %error, "sign-ins that are over were not cleared out");
        }
        pause(ONCE_PERIOD, &shutdown).await;
    }
}

async fn bury_what_the_broker_gave_up(platform: Platform, shutdown: Shutdown) {
    while !shutdown.is_stopping() {
        if let Err(error) = bury_round(&platform).await {
            tracing::warn!(error, "the broker's dead letters were not moved; it is tried again");
        }
        pause(DEAD_PERIOD, &shutdown).await;
    }
}

async fn bury_round(platform: &Platform) -> Result<(), String> {
    let Some(broker) = &platform.broker else { return Ok(()) };
    let adapters = platform.use_cases.adapters();
    for ReceivedJob { job, receipt, .. } in broker.take_dead(64).await.map_err(|error| error.detail().to_owned())? {
        let now = adapters.clock.now();
        let job = job.unwrap_or_else(|raw| JobEnvelope {
            id: JobId::from_uuid(adapters.ids.next()),
            name: "unreadable".to_owned(),
            payload: raw,
            attempt: 1,
            created_at: now,
            not_before: now,
            traceparent: None,
        });
        let reason = "the broker gave it up: its workers died on it".to_owned();
        let letter = DeadLetter {
            job,
            reason,
            died_at: now,
        };
        adapters
            .dead_letters
            .bury(&letter)
            .await
            .map_err(|error| error.to_string())?;
        broker
            .done(&[receipt])
            .await
            .map_err(|error| error.detail().to_owned())?;
    }
    Ok(())
}
