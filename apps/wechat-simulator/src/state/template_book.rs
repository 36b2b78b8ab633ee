//! The template messages (模板消息) that an account may send.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// One template of the account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Template {
    /// Its title.
    pub title: String,
    /// Its lines, with `{{thing1.DATA}}` for each field.
    pub content: String,
    /// An example of what it looks like.
    #[serde(default)]
    pub example: String,
}

impl Template {
    /// The names of its fields, in order.
    #[must_use]
    pub fn fields(&self) -> Vec<&str> {
        let parts = self.content.split("{{").skip(1);
        parts
            .filter_map(|part| part.split_once(".DATA}}").map(|(name, _)| name))
            .collect()
    }
}

/// All templates by id, and the account's industries.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TemplateBook {
    templates: BTreeMap<String, Template>,
    removed: BTreeSet<String>,
    /// The two industries, once they are chosen.
    pub industries: Option<(i64, i64)>,
    /// Month (see [`super::beijing_month`]) in which they were chosen.
    pub industries_changed_in: Option<i64>,
}

impl TemplateBook {
    /// Adds a template.
    pub fn add(&mut self, id: String, template: Template) {
        self.removed.remove(&id);
        self.templates.insert(id, template);
    }

    /// Removes a template; false for an unknown one.
    pub fn remove(&mut self, id: &str) -> bool {
        let was_there = self.templates.remove(id).is_some();
        if was_there {
            self.removed.insert(id.to_owned());
        }
        was_there
    }

    /// Removes all, as a change of industries does.
    pub fn clear(&mut self) {
        self.removed.extend(std::mem::take(&mut self.templates).into_keys());
    }

    /// The template with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Template> {
        self.templates.get(id)
    }

    /// Whether the template existed and was removed.
    #[must_use]
    pub fn was_removed(&self, id: &str) -> bool {
        self.removed.contains(id)
    }

    /// Ids and templates.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Template)> {
        self.templates.iter().map(|(id, template)| (id.as_str(), template))
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.templates.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_in_the_content() {
        let template = Template {
            title: String::new(),
            content: "活动:{{thing1.DATA}}\n时间:{{time2.DATA}}".to_owned(),
            example: String::new(),
        };
        assert_eq!(template.fields(), ["thing1", "time2"]);
    }
}
