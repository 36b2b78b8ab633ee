//! Where files are kept, and which of them are needed.
//!
//! A file is kept first and named by a row afterwards. Whoever is about to name one enters it into the [`FileBook`];
//! whoever takes the last name away asks the book whether the file may go. A file that nobody names, left behind by a
//! process that died in between, harms nobody: the next one with the same content uses it.

use async_trait::async_trait;
use domain::files::FileHash;
use domain::time::Timestamp;

use crate::store::StoreError;

/// Files could not be kept or fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// The storage cannot be reached, or did not answer in time: later it may work.
    #[error("the file storage is unavailable")]
    Unavailable(String),
    /// What is kept is not what was put.
    #[error("a stored file is damaged")]
    Damaged(String),
    /// Any other failure; a repeat will not help.
    #[error("the file storage failed")]
    Failed(String),
}

impl FileError {
    /// The cause, for the log and never for a client.
    #[must_use]
    pub fn detail(&self) -> &str {
        match self {
            Self::Unavailable(detail) | Self::Damaged(detail) | Self::Failed(detail) => detail,
        }
    }
}

/// Keeps files under the hash of what they hold. Every call MUST be bounded in time.
#[async_trait]
pub trait FileStore: Send + Sync {
    /// Keeps a file; `hash` is that of `bytes`. One that is there already stays, and a damaged one is replaced. What
    /// was put MUST survive the process, and others MUST never see a part of it.
    async fn put(&self, hash: FileHash, bytes: Vec<u8>) -> Result<(), FileError>;

    /// A file. MUST fail with [`FileError::Damaged`] when it is not what was put.
    async fn get(&self, hash: FileHash) -> Result<Option<Vec<u8>>, FileError>;

    /// Whether a file is there.
    async fn exists(&self, hash: FileHash) -> Result<bool, FileError>;

    /// Deletes a file. Where there is none, it changes nothing.
    async fn delete(&self, hash: FileHash) -> Result<(), FileError>;
}

/// Whether a file may be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetGo {
    /// It is needed, or not known (any more).
    Kept,
    /// Somebody else is deleting it, until then at most.
    Busy(Timestamp),
    /// The caller deletes it and then says so with [`FileBook::gone`].
    Yours,
}

/// Which files are needed. Each call is a transaction of its own.
#[async_trait]
pub trait FileBook: Send + Sync {
    /// Enters a file that is about to be kept and named. While somebody deletes it, this MUST fail with
    /// [`StoreError::Contention`].
    async fn enter(&self, hash: FileHash, now: Timestamp) -> Result<(), StoreError>;

    /// Asks to delete a file until `until`. MUST answer [`LetGo::Yours`] to one caller only, and only for a file that
    /// nobody names; nobody can name it from then on until it is gone or the time is over.
    async fn let_go(&self, hash: FileHash, now: Timestamp, until: Timestamp) -> Result<LetGo, StoreError>;

    /// Strikes a file out that was deleted under the leave until `until`; of another leave it changes nothing.
    async fn gone(&self, hash: FileHash, until: Timestamp) -> Result<(), StoreError>;
}
