//! From WeChat's answers to the failures of the port.

use std::time::Duration;

use domain::time::Timestamp;
use ports::wechat::{RefusalKind, WechatFailure};
use wechat_protocol::api::ErrorCode;
use wechat_protocol::error_codes::{ErrorClass, PermanentKind, QuotaPeriod};

use crate::beijing::until_midnight;
use crate::dialect::Dialect;
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
pub(crate) fn unclear(is_repeatable: bool, note: String) -> WechatFailure {
    if is_repeatable {
        later(None, note)
    } else {
        WechatFailure::Unanswered { note }
    }
}

/// WeChat's refusal of a business call.
pub(crate) fn of_call(refusal: &ErrorCode, dialect: Dialect, now: Timestamp) -> WechatFailure {
    of_class(refusal, dialect, RefusalKind::Content, now)
}

/// WeChat's refusal to hand out a token: there, what is not temporary is our set-up.
pub(crate) fn of_token_call(refusal: &ErrorCode, dialect: Dialect, now: Timestamp) -> WechatFailure {
    match dialect.class(refusal.code) {
        ErrorClass::Retry { .. } | ErrorClass::Quota(_) => of_class(refusal, dialect, RefusalKind::Configuration, now),
        _ => definite(refusal, dialect, RefusalKind::Configuration),
    }
}

/// A token that was fetched just now was rejected too.
pub(crate) fn of_fresh_token(refusal: &ErrorCode, dialect: Dialect, after: Duration) -> WechatFailure {
    temporary(refusal, dialect, Some(after))
}

fn of_class(refusal: &ErrorCode, dialect: Dialect, unknown: RefusalKind, now: Timestamp) -> WechatFailure {
    let kind = match dialect.class(refusal.code) {
        ErrorClass::Retry { after_hint } => return temporary(refusal, dialect, after_hint),
        ErrorClass::RefreshToken => return temporary(refusal, dialect, None),
        ErrorClass::Quota(QuotaPeriod::Day) => return temporary(refusal, dialect, Some(until_midnight(now))),
        ErrorClass::Quota(QuotaPeriod::Month) => RefusalKind::Quota,
        ErrorClass::NeedsConsent => RefusalKind::Consent,
        // An account that has all it may ever have is for its operator to clear out.
        ErrorClass::Quota(QuotaPeriod::Lifetime) | ErrorClass::Permanent(PermanentKind::Configuration) => {
            RefusalKind::Configuration
        }
        ErrorClass::Permanent(PermanentKind::Recipient) => RefusalKind::Recipient,
        ErrorClass::Permanent(PermanentKind::Content | PermanentKind::Bug) => RefusalKind::Content,
        ErrorClass::AlreadyDone | ErrorClass::Unknown => unknown,
    };
    definite(refusal, dialect, kind)
}

fn temporary(refusal: &ErrorCode, dialect: Dialect, after: Option<Duration>) -> WechatFailure {
    WechatFailure::Later {
        code: Some(refusal.code),
        after,
        note: note(refusal, dialect),
    }
}

fn definite(refusal: &ErrorCode, dialect: Dialect, kind: RefusalKind) -> WechatFailure {
    WechatFailure::Refused {
        code: refusal.code,
        kind,
        note: note(refusal, dialect),
    }
}
