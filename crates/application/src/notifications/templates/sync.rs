//! Bring over the templates that an account has at WeChat.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::ids::MessageTemplateId;
use domain::notifications::template::{FoundTemplate, MessageTemplate, TemplateHappened};
use domain::time::Timestamp;
use ports::StoreError;
use ports::log::LogEntry;
use ports::notifications::templates::TemplateChange;
use ports::wechat::messaging::MessagingApi;

use super::tools::{TemplateError, TemplateTools};
use crate::context::Context;
use crate::retry::retry_on_contention;

/// Brings templates over. What is gone at WeChat stays here, marked so, with its mapping.
#[derive(Clone)]
pub struct SyncTemplates {
    /// What it works with.
    pub tools: TemplateTools,
    /// WeChat.
    pub wechat: Arc<dyn MessagingApi>,
}

/// What bringing over found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SyncedTemplates {
    /// Templates that were not known.
    pub added: usize,
    /// Templates that changed, or came back.
    pub changed: usize,
    /// Templates that are gone.
    pub gone: usize,
    /// Templates as they were.
    pub unchanged: usize,
}

impl SyncTemplates {
    /// Runs it.
    ///
    /// # Errors
    /// When WeChat or the store fails.
    #[tracing::instrument(name = "use_case.notifications.sync_templates", skip_all)]
    pub async fn run(&self, account: &str, context: &Context) -> Result<SyncedTemplates, TemplateError> {
        let found = self.wechat.templates(account).await?;
        Ok(retry_on_contention(|| self.attempt(account, &found, context)).await?)
    }

    async fn attempt(
        &self,
        account: &str,
        found: &[FoundTemplate],
        context: &Context,
    ) -> Result<SyncedTemplates, StoreError> {
        let known = self.tools.templates.list(account).await?;
        let mut sync = Sync {
            tools: &self.tools,
            context,
            now: self.tools.clock.now(),
            known: known
                .into_iter()
                .map(|template| (template.found.template_id.clone(), template))
                .collect(),
            counts: SyncedTemplates::default(),
            changes: Vec::new(),
            log: Vec::new(),
        };
        for one in found {
            sync.meet(account, one);
        }
        sync.mark_gone();
        self.tools.templates.save(&sync.changes, &sync.log).await?;
        Ok(sync.counts)
    }
}

struct Sync<'a> {
    tools: &'a TemplateTools,
    context: &'a Context,
    now: Timestamp,
    known: BTreeMap<String, MessageTemplate>,
    counts: SyncedTemplates,
    changes: Vec<TemplateChange>,
    log: Vec<LogEntry>,
}

impl Sync<'_> {
    fn meet(&mut self, account: &str, found: &FoundTemplate) {
        let Some(mut template) = self.known.remove(&found.template_id) else {
            if !self.has_met(&found.template_id) {
                let id = MessageTemplateId::from_uuid(self.tools.ids.next());
                let template = MessageTemplate::found(id, account.to_owned(), found.clone(), self.now);
                self.counts.added += 1;
                self.keep(template, None, Some(&TemplateHappened::Found));
            }
            return;
        };
        let version = template.version;
        let changed = template.found_again(found.clone(), self.now);
        if changed {
            self.counts.changed += 1;
        } else {
            self.counts.unchanged += 1;
        }
        self.keep(template, Some(version), changed.then_some(&TemplateHappened::Changed));
    }

    fn has_met(&self, template_id: &str) -> bool {
        self.changes
            .iter()
            .any(|change| change.template.found.template_id == template_id)
    }

    fn mark_gone(&mut self) {
        for (_, mut template) in std::mem::take(&mut self.known) {
            let version = template.version;
            if template.gone(self.now) {
                self.counts.gone += 1;
                self.keep(template, Some(version), Some(&TemplateHappened::Gone));
            }
        }
    }

    fn keep(&mut self, template: MessageTemplate, expected_version: Option<u64>, happened: Option<&TemplateHappened>) {
        if let Some(happened) = happened {
            self.log
                .push(self.tools.entry(&template, happened, self.context, self.now));
        }
        self.changes.push(TemplateChange {
            template,
            expected_version,
        });
    }
}
