//! What the apps of one WeCom corp share: directory, external contacts, media.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Everything of one corp. Saved; a field that an older state file lacks gets its default.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Corp {}

/// All corps by corp id.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Corps(BTreeMap<String, Corp>);

impl Corps {
    /// The corp, empty when nothing is known of it yet.
    pub fn of(&mut self, corp_id: &str) -> &mut Corp {
        self.0.entry(corp_id.to_owned()).or_default()
    }
}
