//! Templates of accounts.

use async_trait::async_trait;
use domain::ids::MessageTemplateId;
use domain::notifications::template::MessageTemplate;
use ports::StoreError;
use ports::log::LogEntry;
use ports::notifications::templates::{TemplateChange, TemplateStore};

use super::MemoryStore;
use super::state::{State, duplicate};

#[async_trait]
impl TemplateStore for MemoryStore {
    async fn list(&self, account: &str) -> Result<Vec<MessageTemplate>, StoreError> {
        let state = self.read();
        let of_account = state.templates.values().filter(|template| template.account == account);
        let mut templates: Vec<_> = of_account.cloned().collect();
        templates.sort_by(|one, other| (&one.found.title, one.id).cmp(&(&other.found.title, other.id)));
        Ok(templates)
    }

    async fn find(&self, account: &str, id: MessageTemplateId) -> Result<Option<MessageTemplate>, StoreError> {
        let state = self.read();
        let found = state.templates.get(&id).filter(|template| template.account == account);
        Ok(found.cloned())
    }

    async fn save(&self, changes: &[TemplateChange], log: &[LogEntry]) -> Result<(), StoreError> {
        self.write(|state| {
            for change in changes {
                store(state, change)?;
            }
            state.append(log)
        })
        .await
    }
}

fn store(state: &mut State, change: &TemplateChange) -> Result<(), StoreError> {
    let template = &change.template;
    let stored = state.templates.get(&template.id).map(|stored| stored.version);
    if stored != change.expected_version {
        return Err(StoreError::VersionConflict);
    }
    let is_taken = state.templates.values().any(|other| {
        other.id != template.id
            && other.account == template.account
            && other.found.template_id == template.found.template_id
    });
    if is_taken {
        return Err(duplicate("uq_message_templates_template"));
    }
    state.templates.insert(template.id, template.clone());
    Ok(())
}
