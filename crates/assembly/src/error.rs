//! Why a process could not be put together.

use adapter_wechat::SetupError;
use application::identity::AddOperatorError;
use ports::StoreError;
use ports::identity::HashingFailed;

/// A process could not be put together. Texts are safe to show.
#[derive(Debug, thiserror::Error)]
pub enum AssemblyError {
    /// The database.
    #[error("the database: {error} ({detail})", detail = error.detail())]
    Database {
        /// What the store says.
        error: StoreError,
    },
    /// Redis.
    #[error("Redis: {0}")]
    Redis(String),
    /// The broker.
    #[error("the message broker: {0}")]
    Broker(String),
    /// The WeChat client.
    #[error("WeChat: {0}")]
    Wechat(#[from] SetupError),
    /// The file storage.
    #[error("files: {0}")]
    Files(#[from] adapter_files::SetupError),
    /// The schema.
    #[error("the database schema: {0}")]
    Schema(String),
    /// Password hashing.
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    /// The first administrator.
    #[error("the first administrator: {0}")]
    Administrator(#[from] AddOperatorError),
}

impl From<StoreError> for AssemblyError {
    fn from(error: StoreError) -> Self {
        Self::Database { error }
    }
}
