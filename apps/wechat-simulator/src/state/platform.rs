//! What can be changed of an account while the simulator runs.

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
    /// The encrypted message only; the only mode of WeCom.
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

/// What messages to the callback are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BodyFormat {
    /// XML; the only format of WeCom.
    Xml,
    /// JSON, as mini programs may choose.
    Json,
}

/// The platform's side of an account's console.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Platform {
    /// Where messages go; without it, nowhere.
    pub callback_url: Option<String>,
    /// How they go.
    pub mode: MessageMode,
    /// What they are written in.
    pub format: BodyFormat,
    /// How long an answer may take before the message is repeated.
    pub retry_timeout: Duration,
    /// Whether `TEMPLATESENDJOBFINISH` follows a template message.
    pub reports_templates: bool,
    /// The host that web authorisation may lead back to; `None` accepts any.
    #[serde(default)]
    pub oauth_domain: Option<String>,
    /// Template ids that exist; `None` accepts any.
    pub templates: Option<BTreeSet<String>>,
    /// Tag ids that exist; `None` accepts any.
    pub tags: Option<BTreeSet<i64>>,
}

impl Platform {
    /// An account without a callback, in the mode and format given, with WeChat's five seconds to answer.
    #[must_use]
    pub fn new(mode: MessageMode, format: BodyFormat) -> Self {
        Self {
            callback_url: None,
            mode,
            format,
            retry_timeout: Duration::from_secs(5),
            reports_templates: true,
            oauth_domain: None,
            templates: None,
            tags: None,
        }
    }
}
