//! The word that it is time to stop, shared by everything that runs.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

/// Says whether the process is stopping. Clones share one state; it never goes back.
#[derive(Debug, Clone)]
pub struct Shutdown {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    stopping: watch::Sender<bool>,
    failures: Mutex<Vec<String>>,
}

impl Default for Shutdown {
    fn default() -> Self {
        Self::new()
    }
}

impl Shutdown {
    /// A process that is running.
    #[must_use]
    pub fn new() -> Self {
        let inner = Inner {
            stopping: watch::Sender::new(false),
            failures: Mutex::new(Vec::new()),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Whether the stop has begun.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        *self.inner.stopping.borrow()
    }

    /// Resolves when the stop begins; at once when it has begun. Safe in `select!`.
    pub async fn stopping(&self) {
        // The sender lives as long as `self`, so waiting cannot fail.
        let _ = self.inner.stopping.subscribe().wait_for(|stopping| *stopping).await;
    }

    /// Begins the stop. A second call changes nothing.
    pub fn trigger(&self) {
        self.inner.stopping.send_replace(true);
    }

    /// Begins the stop because something essential failed: the process will end with a failure.
    /// `reason` must be safe to log.
    pub fn fail(&self, reason: impl Into<String>) {
        let reason = reason.into();
        tracing::error!(reason, "The process stops because of a failure.");
        self.failures_mut().push(reason);
        self.trigger();
    }

    /// The reasons given to [`fail`](Self::fail), in order.
    #[must_use]
    pub fn failures(&self) -> Vec<String> {
        self.failures_mut().clone()
    }

    fn failures_mut(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.inner.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn everyone_who_waits_is_told() {
        let shutdown = Shutdown::new();
        let waiting: Vec<_> = (0..3)
            .map(|_| {
                let shutdown = shutdown.clone();
                tokio::spawn(async move { shutdown.stopping().await })
            })
            .collect();
        assert!(!shutdown.is_stopping());
        shutdown.clone().trigger();
        for waiter in waiting {
            waiter.await.unwrap();
        }
        assert!(shutdown.is_stopping());
    }

    #[tokio::test]
    async fn who_asks_late_is_told_at_once() {
        let shutdown = Shutdown::new();
        shutdown.trigger();
        shutdown.trigger();
        shutdown.stopping().await;
        assert!(shutdown.failures().is_empty());
    }

    #[test]
    fn a_failure_stops_and_is_remembered() {
        let shutdown = Shutdown::new();
        shutdown.fail("the relay ended");
        assert!(shutdown.is_stopping());
        assert_eq!(shutdown.failures(), ["the relay ended"]);
    }
}
