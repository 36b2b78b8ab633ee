//! The verdict on media sent to content security (内容安全).

use crate::inbound::node::Node;

/// `wxa_media_check`, which comes within 30 minutes of the request and may come before its answer is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaCheck {
    /// The `trace_id` the request returned.
    pub trace_id: String,
    /// The Mini Program.
    pub app_id: Option<String>,
    /// What was found.
    pub outcome: MediaCheckOutcome,
}

/// What was found, in the words of either version of the interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaCheckOutcome {
    /// Version 2.
    Verdict {
        /// 0 when the media was examined; -1008 when it could not be downloaded and must be sent again.
        errcode: i64,
        /// The error in words.
        errmsg: String,
        /// The verdict, when there is one.
        verdict: Option<Verdict>,
        /// What each strategy found.
        details: Vec<MediaCheckDetail>,
    },
    /// Version 1.
    Legacy {
        /// Whether it must not be shown.
        is_risky: bool,
        /// 0 when it was examined; 4294966288 when it could not be downloaded.
        status_code: i64,
        /// JSON in text.
        extra_info: Option<String>,
    },
}

/// A verdict with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What to do.
    pub suggestion: Suggestion,
    /// The reason: 100 normal, 20002 pornography, …
    pub label: Option<u32>,
}

/// What to do with the media.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Suggestion {
    /// Show it.
    Pass,
    /// Let a person look.
    Review,
    /// Do not show it.
    Risky,
    /// Another word, as sent.
    Other(String),
}

/// What one strategy found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaCheckDetail {
    /// The strategy, such as `content_model`.
    pub strategy: String,
    /// 0 when this strategy ran.
    pub errcode: i64,
    /// What it found.
    pub verdict: Option<Verdict>,
    /// How sure it is, 0 to 100.
    pub probability: Option<u32>,
}

pub(super) fn read(push: Node<'_, '_>) -> Option<MediaCheck> {
    Some(MediaCheck {
        trace_id: push.text("trace_id")?,
        app_id: push.text("appid"),
        outcome: match push.number::<u32>("isrisky") {
            Some(risky) => MediaCheckOutcome::Legacy {
                is_risky: risky != 0,
                status_code: push.number("status_code").unwrap_or_default(),
                extra_info: push.text("extra_info_json"),
            },
            None => MediaCheckOutcome::Verdict {
                errcode: push.number("errcode")?,
                errmsg: push.text_or_empty("errmsg"),
                verdict: push.child("result").and_then(verdict),
                details: push.items("detail", "item").into_iter().map(detail).collect(),
            },
        },
    })
}

fn verdict(part: Node<'_, '_>) -> Option<Verdict> {
    let word = part.text("suggest")?;
    Some(Verdict {
        suggestion: match word.to_ascii_lowercase().as_str() {
            "pass" => Suggestion::Pass,
            "review" => Suggestion::Review,
            "risky" => Suggestion::Risky,
            _ => Suggestion::Other(word),
        },
        label: part.number("label"),
    })
}

fn detail(part: Node<'_, '_>) -> MediaCheckDetail {
    MediaCheckDetail {
        strategy: part.text_or_empty("strategy"),
        errcode: part.number("errcode").unwrap_or_default(),
        verdict: verdict(part),
        probability: part.number("prob"),
    }
}
