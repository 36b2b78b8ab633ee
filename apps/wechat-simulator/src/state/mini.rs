//! What a mini program alone knows.

use serde::{Deserialize, Serialize};

/// Everything of a mini program beyond people and tokens. Saved with the account; a field that an older state file
/// lacks gets its default.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MiniData {}
