//! Templates of subscribe notifications (订阅通知) that an account chose from the public catalogue.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::template_book::Template;

/// All templates by `priTmplId`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SubscribeTemplates(BTreeMap<String, Template>);

impl SubscribeTemplates {
    /// Adds a template.
    pub fn add(&mut self, id: String, template: Template) {
        self.0.insert(id, template);
    }

    /// Removes a template; false for an unknown one.
    pub fn remove(&mut self, id: &str) -> bool {
        self.0.remove(id).is_some()
    }

    /// The template with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Template> {
        self.0.get(id)
    }

    /// Ids and templates.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Template)> {
        self.0.iter().map(|(id, template)| (id.as_str(), template))
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }
}
