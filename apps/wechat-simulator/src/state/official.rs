//! What an official account alone knows.

use serde::{Deserialize, Serialize};

/// Everything of an official account beyond people, codes and tokens. Saved with the account; a field that an older
/// state file lacks gets its default.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OfficialData {}
