//! From WeChat's answers to the failures of the port.

use std::time::Duration;

use domain::time::Timestamp;
use ports::wechat::{RefusalKind, WechatFailure};
use wechat_protocol::api::ErrorCode;
use wechat_protocol::error_codes::{ErrorClass, PermanentKind, QuotaPeriod, classify, classify_token_call};

use crate::api::Api;
use crate::beijing::until_midnight;
use crate::meaning::note;

/// It was certainly not done.
pub(crate) fn later(after: Option<Duration>, note: impl Into<String>) -> WechatFailure {
    WechatFailure::Later {
        code: None,
        after,
        note: note.into(),
    }
}

/// Our own refusal, before anything was sent.
pub(crate) fn refused(kind: RefusalKind, note: impl Into<String>) -> WechatFailure {
    WechatFailure::Refused {
        code: 0,
        kind,
        note: note.into(),
    }
}

/// No readable answer came: for what may be repeated that is as good as "not done".
pub(crate) fn unclear(api: Api, note: String) -> WechatFailure {
    if api.is_repeatable() {
        later(None, note)
    } else {
        WechatFailure::Unanswered { note }
    }
}

/// WeChat's refusal of a business call.
pub(crate) fn of_call(refusal: &ErrorCode, now: Timestamp) -> WechatFailure {
    of_class(refusal, classify(refusal.code), RefusalKind::Content, now)
}

/// WeChat's refusal to hand out a token: there, what is not temporary is our set-up.
pub(crate) fn of_token_call(refusal: &ErrorCode, now: Timestamp) -> WechatFailure {
    match classify_token_call(refusal.code) {
        class @ (ErrorClass::Retry { .. } | ErrorClass::Quota(_)) => {
            of_class(refusal, class, RefusalKind::Configuration, now)
        }
        _ => definite(refusal, RefusalKind::Configuration),
    }
}

/// A token that was fetched just now was rejected too.
pub(crate) fn of_fresh_token(refusal: &ErrorCode, after: Duration) -> WechatFailure {
    temporary(refusal, Some(after))
}

fn of_class(refusal: &ErrorCode, class: ErrorClass, unknown: RefusalKind, now: Timestamp) -> WechatFailure {
    let kind = match class {
        ErrorClass::Retry { after_hint } => return temporary(refusal, after_hint),
        ErrorClass::RefreshToken => return temporary(refusal, None),
        ErrorClass::Quota(QuotaPeriod::Day) => return temporary(refusal, Some(until_midnight(now))),
        ErrorClass::Quota(QuotaPeriod::Month) => RefusalKind::Quota,
        ErrorClass::Quota(QuotaPeriod::Lifetime) => RefusalKind::Configuration,
        ErrorClass::NeedsConsent => RefusalKind::Consent,
        ErrorClass::Permanent(PermanentKind::Configuration) => RefusalKind::Configuration,
        ErrorClass::Permanent(PermanentKind::Recipient) => RefusalKind::Recipient,
        ErrorClass::Permanent(PermanentKind::Content | PermanentKind::Bug) => RefusalKind::Content,
        ErrorClass::AlreadyDone | ErrorClass::Unknown => unknown,
    };
    definite(refusal, kind)
}

fn temporary(refusal: &ErrorCode, after: Option<Duration>) -> WechatFailure {
    WechatFailure::Later {
        code: Some(refusal.code),
        after,
        note: note(refusal),
    }
}

fn definite(refusal: &ErrorCode, kind: RefusalKind) -> WechatFailure {
    WechatFailure::Refused {
        code: refusal.code,
        kind,
        note: note(refusal),
    }
}
