//! The tags (标签) that an account created.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Ids below are WeChat's own: 星标组 is 2.
const FIRST_ID: i64 = 100;

/// All tags by id.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TagBook {
    names: BTreeMap<i64, String>,
    last_id: i64,
}

impl TagBook {
    /// Adds a tag and returns its id.
    pub fn add(&mut self, name: String) -> i64 {
        self.last_id = self.last_id.max(FIRST_ID - 1) + 1;
        self.names.insert(self.last_id, name);
        self.last_id
    }

    /// Changes a name; false for an unknown tag.
    pub fn rename(&mut self, id: i64, name: String) -> bool {
        let known = self.names.get_mut(&id);
        known.map(|old| *old = name).is_some()
    }

    /// Removes a tag; false for an unknown one.
    pub fn remove(&mut self, id: i64) -> bool {
        self.names.remove(&id).is_some()
    }

    /// Whether the tag exists.
    #[must_use]
    pub fn has(&self, id: i64) -> bool {
        self.names.contains_key(&id)
    }

    /// Whether the id was given out, now or earlier.
    #[must_use]
    pub fn ever_had(&self, id: i64) -> bool {
        (FIRST_ID..=self.last_id).contains(&id)
    }

    /// The tag with this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<i64> {
        self.names.iter().find(|(_, known)| *known == name).map(|(&id, _)| id)
    }

    /// Ids and names, by id.
    pub fn iter(&self) -> impl Iterator<Item = (i64, &str)> {
        self.names.iter().map(|(&id, name)| (id, name.as_str()))
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.names.len()
    }
}
