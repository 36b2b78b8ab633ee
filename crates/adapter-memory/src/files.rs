//! Files in memory.

use std::collections::BTreeMap;
use std::sync::Mutex;

use async_trait::async_trait;
use domain::files::FileHash;
use ports::files::{FileError, FileStore};

use crate::lock;

/// Keeps files until the process ends, and fails as it is told.
#[derive(Default)]
pub struct MemoryFiles {
    kept: Mutex<BTreeMap<FileHash, Vec<u8>>>,
    outage: Mutex<Option<FileError>>,
}

impl MemoryFiles {
    /// One without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Fails every call until it is told otherwise.
    pub fn fail(&self, failure: Option<FileError>) {
        *lock(&self.outage) = failure;
    }

    /// How many files there are.
    #[must_use]
    pub fn count(&self) -> usize {
        lock(&self.kept).len()
    }

    fn check(&self) -> Result<(), FileError> {
        lock(&self.outage).clone().map_or(Ok(()), Err)
    }
}

#[async_trait]
impl FileStore for MemoryFiles {
    async fn put(&self, hash: FileHash, bytes: Vec<u8>) -> Result<(), FileError> {
        self.check()?;
        lock(&self.kept).insert(hash, bytes);
        Ok(())
    }

    async fn get(&self, hash: FileHash) -> Result<Option<Vec<u8>>, FileError> {
        self.check()?;
        Ok(lock(&self.kept).get(&hash).cloned())
    }

    async fn exists(&self, hash: FileHash) -> Result<bool, FileError> {
        self.check()?;
        Ok(lock(&self.kept).contains_key(&hash))
    }

    async fn delete(&self, hash: FileHash) -> Result<(), FileError> {
        self.check()?;
        lock(&self.kept).remove(&hash);
        Ok(())
    }
}
