//! What runs in the background, by name.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::JoinHandle;

use super::shutdown::Shutdown;

/// Background tasks that a stop waits for. Clones share one set.
#[derive(Debug, Clone)]
pub struct TaskSet {
    shutdown: Shutdown,
    tasks: Arc<Mutex<Vec<Task>>>,
}

#[derive(Debug)]
pub(super) struct Task {
    pub(super) name: String,
    pub(super) handle: JoinHandle<()>,
}

impl TaskSet {
    /// An empty set whose critical tasks stop the process through `shutdown`.
    #[must_use]
    pub fn new(shutdown: Shutdown) -> Self {
        Self {
            shutdown,
            tasks: Arc::default(),
        }
    }

    /// Runs a task that may end at any time, and that a stop waits for. A panic in it is logged
    /// and ends only this task.
    pub fn spawn<F>(&self, name: impl Into<String>, future: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let handle = tokio::spawn(future);
        let mut tasks = self.tasks_mut();
        tasks.retain(|task| !task.handle.is_finished());
        tasks.push(Task {
            name: name.into(),
            handle,
        });
    }

    /// Runs a loop that the process cannot do without. When it panics, or returns before the
    /// stop has begun, the process stops and ends with a failure.
    pub fn spawn_critical<F>(&self, name: impl Into<String>, future: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let name = name.into();
        let watch = CriticalWatch {
            name: name.clone(),
            shutdown: self.shutdown.clone(),
        };
        self.spawn(name, async move {
            let _watch = watch;
            future.await;
        });
    }

    /// The handle that this set stops the process with.
    #[must_use]
    pub fn shutdown(&self) -> &Shutdown {
        &self.shutdown
    }

    pub(super) fn take(&self) -> Vec<Task> {
        std::mem::take(&mut *self.tasks_mut())
    }

    fn tasks_mut(&self) -> MutexGuard<'_, Vec<Task>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Dropped when its task ends, for whatever reason.
struct CriticalWatch {
    name: String,
    shutdown: Shutdown,
}

impl Drop for CriticalWatch {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.shutdown.fail(format!("{} panicked", self.name));
        } else if !self.shutdown.is_stopping() {
            self.shutdown.fail(format!("{} ended unexpectedly", self.name));
        }
    }
}
