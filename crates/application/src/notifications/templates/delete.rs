//! Delete a template from its account.

use std::sync::Arc;

use domain::notifications::template::{MessageTemplate, TemplateHappened};
use ports::notifications::templates::TemplateChange;
use ports::wechat::messaging::MessagingApi;
use ports::wechat::{RefusalKind, WechatFailure};

use super::tools::{TemplateCommand, TemplateError, TemplateTools};
use crate::retry::retry_on_contention;

/// WeChat knows no such template: it is deleted already.
const NO_SUCH_TEMPLATE: [i64; 2] = [40_037, 20_014];

/// Deletes a template at WeChat, then marks it gone here. Dying in between, the next look marks it.
#[derive(Clone)]
pub struct DeleteTemplate {
    /// What it works with.
    pub tools: TemplateTools,
    /// WeChat.
    pub wechat: Arc<dyn MessagingApi>,
}

impl DeleteTemplate {
    /// Runs it.
    ///
    /// # Errors
    /// When the template is unknown or stale, or WeChat or the store fails.
    #[tracing::instrument(name = "use_case.notifications.delete_template", skip_all)]
    pub async fn run(&self, command: &TemplateCommand) -> Result<MessageTemplate, TemplateError> {
        let template = self.tools.wanted(command).await?;
        let found = &template.found;
        let deleted = self
            .wechat
            .delete_template(&command.account, found.kind, &found.template_id);
        match deleted.await {
            Ok(()) => {}
            Err(WechatFailure::Refused { code, kind, .. })
                if NO_SUCH_TEMPLATE.contains(&code) && kind != RefusalKind::Quota => {}
            Err(failure) => return Err(failure.into()),
        }
        retry_on_contention(|| self.mark(command)).await
    }

    async fn mark(&self, command: &TemplateCommand) -> Result<MessageTemplate, TemplateError> {
        let mut template = self.tools.find(&command.account, command.template).await?;
        let (version, now) = (template.version, self.tools.clock.now());
        if template.gone(now) {
            let entry = self
                .tools
                .entry(&template, &TemplateHappened::Gone, &command.context, now);
            let change = TemplateChange {
                template: template.clone(),
                expected_version: Some(version),
            };
            self.tools.templates.save(&[change], &[entry]).await?;
        }
        Ok(template)
    }
}
