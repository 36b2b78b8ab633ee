//! Look at templates.

use std::sync::Arc;

use domain::ids::MessageTemplateId;
use domain::notifications::template::{MessageTemplate, TemplateKind};
use ports::notifications::consents::ConsentStore;
use ports::notifications::templates::TemplateStore;
use ports::{StoreError, Total};

use super::tools::TemplateError;

/// Everything that is read about templates.
#[derive(Clone)]
pub struct ReadTemplates {
    /// Templates.
    pub templates: Arc<dyn TemplateStore>,
    /// Who can be reached.
    pub consents: Arc<dyn ConsentStore>,
}

/// A template with how many people it reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateView {
    /// The template.
    pub template: MessageTemplate,
    /// People who allow a message under it; only for subscribe notifications that need a consent each.
    pub reachable: Option<Total>,
}

impl ReadTemplates {
    /// Templates of an account, by title; those that are gone only if wanted.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(&self, account: &str, with_gone: bool) -> Result<Vec<MessageTemplate>, StoreError> {
        let mut templates = self.templates.list(account).await?;
        templates.retain(|template| with_gone || template.gone_at.is_none());
        Ok(templates)
    }

    /// One template.
    ///
    /// # Errors
    /// When it is unknown or the store fails.
    pub async fn find(&self, account: &str, id: MessageTemplateId) -> Result<TemplateView, TemplateError> {
        let found = self.templates.find(account, id).await?;
        let template = found.ok_or(TemplateError::Unknown)?;
        let reachable = match template.found.kind {
            TemplateKind::SubscribeOnce => Some(self.consents.reachable(account, &template.found.template_id).await?),
            TemplateKind::Template | TemplateKind::SubscribeLong => None,
        };
        Ok(TemplateView { template, reachable })
    }
}
