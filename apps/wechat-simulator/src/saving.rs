//! Writes the state file whenever something has changed, at most twice a second, and once more at the end.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinHandle, spawn_blocking};

use crate::state::persistence;
use crate::world::World;

const EVERY: Duration = Duration::from_millis(500);

/// The task that saves.
#[derive(Debug)]
pub struct Saving {
    path: PathBuf,
    world: Arc<World>,
    task: JoinHandle<()>,
}

impl Saving {
    /// Saves to `path` from now on.
    pub fn begin(path: PathBuf, world: Arc<World>) -> Self {
        let task = tokio::spawn(repeat(path.clone(), Arc::clone(&world)));
        Self { path, world, task }
    }

    /// Saves what is unsaved and ends.
    pub async fn finish(self) -> io::Result<()> {
        self.task.abort();
        // Waits until a save in progress is over; being aborted is its proper end.
        let _ = self.task.await;
        save(&self.path, &self.world).await
    }
}

async fn repeat(path: PathBuf, world: Arc<World>) {
    loop {
        tokio::time::sleep(EVERY).await;
        if let Err(error) = save(&path, &world).await {
            tracing::error!(%error, "the state could not be saved");
        }
    }
}

async fn save(path: &Path, world: &Arc<World>) -> io::Result<()> {
    let (path, world) = (path.to_owned(), Arc::clone(world));
    let saved = spawn_blocking(move || {
        let snapshot = world.with(|state| {
            let changed = std::mem::take(&mut state.changed);
            changed.then(|| persistence::snapshot(state)).transpose()
        })?;
        snapshot.map_or(Ok(()), |snapshot| persistence::write(&path, &snapshot))
    });
    saved.await.unwrap_or_else(|error| Err(io::Error::other(error)))
}
