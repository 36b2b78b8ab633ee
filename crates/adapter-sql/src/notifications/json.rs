//! Channels and attempts as stored: JSON.

use domain::notifications::{Attempt, Channel};
use ports::StoreError;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ChannelJson {
    Custom {
        text: String,
    },
    Template {
        template_id: String,
        fields: Vec<(String, String)>,
    },
}

/// Times are RFC 3339 in UTC with microseconds.
#[derive(Serialize, Deserialize)]
struct AttemptJson {
    started_at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

pub(super) fn channel_to_json(channel: &Channel) -> Result<String, StoreError> {
    crate::log::to_json(&match channel.clone() {
        Channel::Custom { text } => ChannelJson::Custom { text },
        Channel::Template { template_id, fields } => ChannelJson::Template { template_id, fields },
    })
}

/// `None` when the text is broken.
pub(super) fn channel_from_json(text: &str) -> Option<Channel> {
    Some(match serde_json::from_str(text).ok()? {
        ChannelJson::Custom { text } => Channel::Custom { text },
        ChannelJson::Template { template_id, fields } => Channel::Template { template_id, fields },
    })
}

pub(super) fn attempts_to_json(attempts: &[Attempt]) -> Result<String, StoreError> {
    let attempts: Vec<_> = attempts
        .iter()
        .map(|attempt| AttemptJson {
            started_at: attempt.started_at.to_string(),
            ended_at: attempt.ended_at.map(|at| at.to_string()),
            code: attempt.code,
            note: attempt.note.clone(),
        })
        .collect();
    crate::log::to_json(&attempts)
}

/// `None` when the text is broken.
pub(super) fn attempts_from_json(text: &str) -> Option<Vec<Attempt>> {
    let attempts: Vec<AttemptJson> = serde_json::from_str(text).ok()?;
    attempts
        .into_iter()
        .map(|json| {
            Some(Attempt {
                started_at: json.started_at.parse().ok()?,
                ended_at: json.ended_at.map(|at| at.parse()).transpose().ok()?,
                code: json.code,
                note: json.note,
            })
        })
        .collect()
}
