//! Templates of accounts, as we keep them.

use async_trait::async_trait;
use domain::ids::MessageTemplateId;
use domain::notifications::template::MessageTemplate;

use crate::log::LogEntry;
use crate::store::StoreError;

/// A new or changed template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateChange {
    /// As it is now.
    pub template: MessageTemplate,
    /// The version it had; `None` for a new one.
    pub expected_version: Option<u64>,
}

/// Stored templates. An account has few: at most 25 of one kind and 50 of the other.
#[async_trait]
pub trait TemplateStore: Send + Sync {
    /// Every template of an account, those that are gone too, by title and id.
    async fn list(&self, account: &str) -> Result<Vec<MessageTemplate>, StoreError>;

    /// One template of an account.
    async fn find(&self, account: &str, id: MessageTemplateId) -> Result<Option<MessageTemplate>, StoreError>;

    /// Stores changes and log entries in one transaction. MUST fail with [`StoreError::VersionConflict`] when a stored
    /// version is not the expected one, with [`StoreError::Duplicate`] when a new one has WeChat's id of another one of its
    /// account; either leaves everything as it was. An unchanged version stores the time of the last look only.
    async fn save(&self, changes: &[TemplateChange], log: &[LogEntry]) -> Result<(), StoreError>;
}
