//! What can be changed while the simulator runs.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How messages are sent to the callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MessageMode {
    /// Clear fields only.
    Plain,
    /// Clear fields and the encrypted message.
    Compatible,
    /// The encrypted message only.
    Safe,
}

impl MessageMode {
    /// The mode with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "plain" => Some(Self::Plain),
            "compatible" => Some(Self::Compatible),
            "safe" => Some(Self::Safe),
            _ => None,
        }
    }
}

/// The platform's side of the account's console.
#[derive(Debug, Clone)]
pub struct Platform {
    /// Where messages go.
    pub callback_url: String,
    /// How they go.
    pub mode: MessageMode,
    /// How long an answer may take before the message is repeated.
    pub retry_timeout: Duration,
    /// Whether `TEMPLATESENDJOBFINISH` follows a template message.
    pub reports_templates: bool,
    /// Template ids that exist; `None` accepts any.
    pub templates: Option<BTreeSet<String>>,
    /// Tag ids that exist; `None` accepts any.
    pub tags: Option<BTreeSet<i64>>,
}
