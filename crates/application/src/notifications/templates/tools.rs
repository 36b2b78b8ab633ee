//! The frame of every change of a template.

use std::sync::Arc;

use domain::ids::MessageTemplateId;
use domain::notifications::template::{MessageTemplate, TemplateHappened};
use domain::time::Timestamp;
use domain::validation::FieldFaults;
use ports::StoreError;
use ports::log::LogEntry;
use ports::notifications::templates::TemplateStore;
use ports::system::{Clock, Ids};
use ports::wechat::WechatFailure;

use crate::context::Context;
use crate::log_wire;
use crate::retry::AsStoreError;

/// What use cases about templates work with.
#[derive(Clone)]
pub struct TemplateTools {
    /// Templates.
    pub templates: Arc<dyn TemplateStore>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
}

/// A command about one template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateCommand {
    /// Our name of the account.
    pub account: String,
    /// The template.
    pub template: MessageTemplateId,
    /// The version the caller saw, where the caller insists on it.
    pub expected_version: Option<u64>,
    /// Who and what.
    pub context: Context,
}

/// A template cannot be dealt with.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// There is none of that id at the account.
    #[error("there is no such template")]
    Unknown,
    /// Values are not acceptable.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// Somebody else changed it first.
    #[error("the template is in version {actual}, not {expected}")]
    Stale {
        /// The version demanded.
        expected: u64,
        /// The version there is.
        actual: u64,
    },
    /// It is gone at WeChat, or fields have nothing to hold yet.
    #[error("the template cannot be sent: it is gone or not wholly mapped")]
    NotReady,
    /// WeChat did not do it.
    #[error(transparent)]
    Wechat(#[from] WechatFailure),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for TemplateError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

impl TemplateTools {
    /// The template of a command, in the version demanded.
    pub(super) async fn wanted(&self, command: &TemplateCommand) -> Result<MessageTemplate, TemplateError> {
        let template = self.find(&command.account, command.template).await?;
        match command.expected_version {
            Some(expected) if expected != template.version => Err(TemplateError::Stale {
                expected,
                actual: template.version,
            }),
            _ => Ok(template),
        }
    }

    /// A template of an account.
    pub(crate) async fn find(&self, account: &str, id: MessageTemplateId) -> Result<MessageTemplate, TemplateError> {
        let found = self.templates.find(account, id).await?;
        found.ok_or(TemplateError::Unknown)
    }

    /// What happened to a template, for the log.
    pub(super) fn entry(
        &self,
        template: &MessageTemplate,
        happened: &TemplateHappened,
        context: &Context,
        now: Timestamp,
    ) -> LogEntry {
        let wire = log_wire::template_happened(template, happened);
        context.log_entry(wire, template.version, now, self.ids.as_ref())
    }
}
