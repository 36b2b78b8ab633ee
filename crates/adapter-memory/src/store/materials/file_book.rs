//! Which files are needed.

use async_trait::async_trait;
use domain::files::FileHash;
use domain::time::Timestamp;
use ports::StoreError;
use ports::files::{FileBook, LetGo};

use super::MemoryStore;

#[async_trait]
impl FileBook for MemoryStore {
    async fn enter(&self, hash: FileHash, now: Timestamp) -> Result<(), StoreError> {
        self.write(|state| {
            let leave = state.materials.files.entry(hash).or_default();
            if leave.is_some_and(|until| until > now) {
                return Err(StoreError::Contention("the file is being deleted".to_owned()));
            }
            *leave = None;
            Ok(())
        })
        .await
    }

    async fn let_go(&self, hash: FileHash, now: Timestamp, until: Timestamp) -> Result<LetGo, StoreError> {
        self.write(|state| {
            let is_named = state.materials.is_named(hash);
            let Some(leave) = state.materials.files.get_mut(&hash) else {
                return Ok(LetGo::Kept);
            };
            match *leave {
                Some(busy) if busy > now => Ok(LetGo::Busy(busy)),
                _ if is_named => Ok(LetGo::Kept),
                _ => {
                    *leave = Some(until);
                    Ok(LetGo::Yours)
                }
            }
        })
        .await
    }

    async fn gone(&self, hash: FileHash, until: Timestamp) -> Result<(), StoreError> {
        self.write(|state| {
            if state.materials.files.get(&hash) == Some(&Some(until)) {
                state.materials.files.remove(&hash);
            }
            Ok(())
        })
        .await
    }
}
