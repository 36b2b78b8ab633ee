//! Say what goes into the fields of a template.

use std::collections::BTreeMap;

use domain::notifications::template::{MessageTemplate, TemplateHappened};
use ports::notifications::templates::TemplateChange;

use super::tools::{TemplateCommand, TemplateError, TemplateTools};
use crate::retry::retry_on_contention;

/// Maps fields to texts with our placeholders.
#[derive(Clone)]
pub struct MapTemplate(pub TemplateTools);

/// What to map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapTemplateCommand {
    /// Which template.
    pub on: TemplateCommand,
    /// Key → text; every field of the template.
    pub fields: BTreeMap<String, String>,
}

impl MapTemplate {
    /// Runs it; answers the template as it is now.
    ///
    /// # Errors
    /// When WeChat could refuse what the fields would hold, the template is unknown or stale, or the store fails.
    #[tracing::instrument(name = "use_case.notifications.map_template", skip_all)]
    pub async fn run(&self, command: MapTemplateCommand) -> Result<MessageTemplate, TemplateError> {
        retry_on_contention(|| self.attempt(&command)).await
    }

    async fn attempt(&self, command: &MapTemplateCommand) -> Result<MessageTemplate, TemplateError> {
        let mut template = self.0.wanted(&command.on).await?;
        let version = template.version;
        if !template.map(&command.fields)? {
            return Ok(template);
        }
        let entry = self.0.entry(
            &template,
            &TemplateHappened::Mapped,
            &command.on.context,
            self.0.clock.now(),
        );
        let change = TemplateChange {
            template: template.clone(),
            expected_version: Some(version),
        };
        self.0.templates.save(&[change], &[entry]).await?;
        Ok(template)
    }
}
