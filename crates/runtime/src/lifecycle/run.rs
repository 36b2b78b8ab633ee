//! Waits for the stop and sees it through.

use std::process::ExitCode;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::tasks::{Task, TaskSet};

/// How long a stop may take unless the caller says otherwise.
pub const STOP_DEADLINE: Duration = Duration::from_secs(10);

/// How a process ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StopReport {
    /// Why the process stopped, if not because somebody asked it to.
    pub failures: Vec<String>,
    /// Tasks that were still running at the deadline and were cut off.
    pub unfinished: Vec<String>,
}

impl StopReport {
    /// Whether everything ended as it should.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.failures.is_empty() && self.unfinished.is_empty()
    }

    /// Success for a clean stop, 1 otherwise.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        if self.is_clean() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

/// Waits until the stop begins, then for all tasks of the set, for at most `deadline`. Tasks
/// that are not done by then are cut off and named in the report.
pub async fn run_until_stopped(tasks: &TaskSet, deadline: Duration) -> StopReport {
    tasks.shutdown().stopping().await;
    tracing::info!("The process is stopping.");
    let unfinished = join_all(tasks, Instant::now() + deadline).await;
    let report = StopReport {
        failures: tasks.shutdown().failures(),
        unfinished,
    };
    if report.is_clean() {
        tracing::info!("The process stopped.");
    } else {
        tracing::error!(failures = ?report.failures, unfinished = ?report.unfinished, "The process stopped in disorder.");
    }
    report
}

/// A task that is being waited for may start others, so the set is emptied until it stays empty.
async fn join_all(tasks: &TaskSet, deadline: Instant) -> Vec<String> {
    let mut unfinished = Vec::new();
    loop {
        let batch = tasks.take();
        if batch.is_empty() {
            return unfinished;
        }
        for task in batch {
            unfinished.extend(join(task, deadline).await);
        }
    }
}

/// The task's name when it was not done in time.
async fn join(mut task: Task, deadline: Instant) -> Option<String> {
    match timeout_at(deadline, &mut task.handle).await {
        // A panic has been logged by the panic hook and, if critical, noted as a failure.
        Ok(_) => None,
        Err(_) => {
            task.handle.abort();
            Some(task.name)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::lifecycle::Shutdown;

    fn task_set() -> (Shutdown, TaskSet) {
        let shutdown = Shutdown::new();
        (shutdown.clone(), TaskSet::new(shutdown))
    }

    #[tokio::test]
    async fn a_stop_waits_for_what_was_begun() {
        let (shutdown, tasks) = task_set();
        let done = Arc::new(AtomicBool::new(false));
        let (stop, mark) = (shutdown.clone(), Arc::clone(&done));
        tasks.spawn_critical("loop", async move {
            stop.stopping().await;
            tokio::task::yield_now().await;
            mark.store(true, Ordering::SeqCst);
        });
        shutdown.trigger();
        let report = run_until_stopped(&tasks, STOP_DEADLINE).await;
        assert!(done.load(Ordering::SeqCst));
        assert!(report.is_clean(), "{report:?}");
    }

    #[tokio::test]
    async fn a_task_that_does_not_finish_is_named_and_cut_off() {
        let (shutdown, tasks) = task_set();
        let held = Arc::new(());
        let kept = Arc::clone(&held);
        tasks.spawn("sleeper", async move {
            pending::<()>().await;
            drop(kept);
        });
        tasks.spawn("quick", async {});
        shutdown.trigger();
        let report = run_until_stopped(&tasks, Duration::from_millis(20)).await;
        assert_eq!(report.unfinished, ["sleeper"]);
        assert!(!report.is_clean());
        while Arc::strong_count(&held) > 1 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn a_critical_loop_that_returns_early_stops_the_process_with_a_failure() {
        let (_, tasks) = task_set();
        tasks.spawn_critical("outbox relay", async {});
        let report = run_until_stopped(&tasks, STOP_DEADLINE).await;
        assert_eq!(report.failures, ["outbox relay ended unexpectedly"]);
    }

    #[tokio::test]
    async fn a_critical_loop_that_panics_stops_the_process_with_a_failure() {
        let (_, tasks) = task_set();
        tasks.spawn_critical("consumer", async { panic!("on purpose") });
        let report = run_until_stopped(&tasks, STOP_DEADLINE).await;
        assert_eq!(report.failures, ["consumer panicked"]);
    }

    #[tokio::test]
    async fn a_panic_in_an_ordinary_task_stops_nothing() {
        let (shutdown, tasks) = task_set();
        let (sender, panicked) = tokio::sync::oneshot::channel::<()>();
        tasks.spawn("guest", async move {
            let _sender = sender;
            panic!("on purpose");
        });
        panicked.await.unwrap_err();
        assert!(!shutdown.is_stopping());
        shutdown.trigger();
        assert!(run_until_stopped(&tasks, STOP_DEADLINE).await.is_clean());
    }

    #[tokio::test]
    async fn a_task_started_during_the_stop_is_waited_for() {
        let (shutdown, tasks) = task_set();
        let done = Arc::new(AtomicBool::new(false));
        let (stop, inner, mark) = (shutdown.clone(), tasks.clone(), Arc::clone(&done));
        tasks.spawn("parent", async move {
            stop.stopping().await;
            inner.spawn("child", async move { mark.store(true, Ordering::SeqCst) });
        });
        shutdown.trigger();
        assert!(run_until_stopped(&tasks, STOP_DEADLINE).await.is_clean());
        assert!(done.load(Ordering::SeqCst));
    }
}
