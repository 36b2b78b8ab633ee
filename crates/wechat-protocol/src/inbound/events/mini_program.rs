//! What the platform decides about a Mini Program (小程序): the review of a version, and penalties.

use crate::inbound::{node::Node, raw::RawFields};

/// The outcome of the review of a version. Times are unix seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReviewEvent {
    /// It passed (`weapp_audit_success`).
    Passed {
        /// When.
        at: Option<i64>,
    },
    /// It was refused (`weapp_audit_fail`).
    Refused {
        /// When.
        at: Option<i64>,
        /// The reason in words.
        reason: String,
        /// Media ids of screenshots, joined with `|`.
        screenshots: Option<String>,
    },
    /// It takes longer (`weapp_audit_delay`).
    Delayed {
        /// When.
        at: Option<i64>,
        /// The reason in words.
        reason: String,
    },
}

/// `wxa_punish_event`: a penalty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Penalty {
    /// Its id.
    pub punish_id: String,
    /// The Mini Program.
    pub app_id: Option<String>,
    /// When, as sent.
    pub punish_time: Option<String>,
    /// What it is.
    pub kind: PenaltyKind,
    /// The reason in words.
    pub illegal_reason: Option<String>,
    /// What offends; sent as one text or as a list.
    pub illegal_content: Vec<String>,
    /// The rule that was broken.
    pub rule_name: Option<String>,
    /// Where the rule stands.
    pub rule_url: Option<String>,
    /// How to put it right.
    pub adjust_guide_url: Option<String>,
    /// `detail`, which is JSON in text; empty when it is not an object.
    pub detail: RawFields,
    /// `detail` as sent.
    pub detail_json: Option<String>,
}

/// `event_type` of a penalty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PenaltyKind {
    /// 1: a warning.
    Warning,
    /// 2: a feature is banned.
    FeatureBanned,
    /// 3: the Mini Program is delisted.
    Delisted,
    /// 4: the account is banned.
    AccountBanned,
    /// 10: a page is banned.
    PageBanned,
    /// Another number.
    Other(u32),
}

/// `name` is in lower case. None when it is no event of this family.
pub(super) fn read_review(name: &str, push: Node<'_, '_>) -> Option<ReviewEvent> {
    let reason = || push.text_or_empty("Reason");
    Some(match name {
        "weapp_audit_success" => ReviewEvent::Passed {
            at: push.number("SuccTime"),
        },
        "weapp_audit_fail" => ReviewEvent::Refused {
            at: push.number("FailTime"),
            reason: reason(),
            screenshots: push.text("ScreenShot"),
        },
        "weapp_audit_delay" => ReviewEvent::Delayed {
            at: push.number("DelayTime"),
            reason: reason(),
        },
        _ => return None,
    })
}

pub(super) fn read_penalty(push: Node<'_, '_>) -> Option<Penalty> {
    let detail_json = push.text("detail");
    Some(Penalty {
        punish_id: push.text("punish_id")?,
        app_id: push.text("appid"),
        punish_time: push.text("punish_time"),
        kind: match push.number("event_type")? {
            1 => PenaltyKind::Warning,
            2 => PenaltyKind::FeatureBanned,
            3 => PenaltyKind::Delisted,
            4 => PenaltyKind::AccountBanned,
            10 => PenaltyKind::PageBanned,
            other => PenaltyKind::Other(other),
        },
        illegal_reason: push.text("illegal_reason"),
        illegal_content: push.texts("illegal_content"),
        rule_name: push.text("rule_name"),
        rule_url: push.text("rule_url"),
        adjust_guide_url: push.text("adjust_guide_url"),
        detail: detail_json.as_deref().map(RawFields::from_json).unwrap_or_default(),
        detail_json,
    })
}
