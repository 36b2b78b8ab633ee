//! What became of one HTTP exchange.

use serde::de::IgnoredAny;
use wechat_protocol::api::{ApiAnswer, ApiFailure, ErrorCode, read_response};
use wechat_protocol::error_codes::ErrorClass;

use crate::dialect::{Dialect, is_busy};
use crate::gate::Verdict;
use crate::transport::{Answer, TransportFailure};

const TOO_MANY_REQUESTS: u16 = 429;

/// What became of one HTTP exchange.
pub(crate) enum Outcome<T> {
    /// It is done, now or since an earlier attempt.
    Done(T),
    /// The token is no longer good.
    TokenRejected(ErrorCode),
    /// WeChat said no, for another reason.
    Refused(ErrorCode),
    /// It certainly never reached WeChat.
    NotSent(String),
    /// It may have reached WeChat, but no readable answer came back.
    Unclear(String),
}

impl<T: ApiAnswer> Outcome<T> {
    /// Reads what the transport brought.
    pub(crate) fn read(exchange: Result<Answer, TransportFailure>, dialect: Dialect) -> Self {
        let answer = match exchange {
            Ok(answer) => answer,
            Err(TransportFailure::NotSent(note)) => return Self::NotSent(note.to_owned()),
            Err(TransportFailure::Interrupted(note)) => return Self::Unclear(note.to_owned()),
        };
        match answer.status {
            200..=299 => Self::read_body(&answer, dialect),
            status => Self::read_error(status, &answer, dialect),
        }
    }

    fn read_body(answer: &Answer, dialect: Dialect) -> Self {
        match T::read(answer.raw()) {
            Ok(done) => Self::Done(done),
            Err(ApiFailure::Refused(code)) => Self::read_code(code, answer, dialect),
            Err(ApiFailure::Malformed { reason }) => Self::Unclear(format!("unreadable answer: {reason}")),
        }
    }

    /// A gateway's error page; but where WeChat's own answer comes under such a status, the answer counts.
    fn read_error(status: u16, answer: &Answer, dialect: Dialect) -> Self {
        match read_response::<IgnoredAny>(&answer.body) {
            Err(ApiFailure::Refused(code)) => Self::read_code(code, answer, dialect),
            _ if status == TOO_MANY_REQUESTS => Self::NotSent(format!("HTTP {status}")),
            _ => Self::Unclear(format!("HTTP {status}")),
        }
    }

    fn read_code(code: ErrorCode, answer: &Answer, dialect: Dialect) -> Self {
        match dialect.class(code.code) {
            ErrorClass::AlreadyDone => match T::read_already_done(answer.raw()) {
                Some(done) => Self::Done(done),
                None => Self::Unclear(format!("unreadable answer with code {}", code.code)),
            },
            ErrorClass::RefreshToken => Self::TokenRejected(code),
            _ => Self::Refused(code),
        }
    }
}

impl<T> Outcome<T> {
    /// What it says about WeChat's health: any definite answer is a good sign.
    pub(crate) fn verdict(&self) -> Verdict {
        match self {
            Self::Refused(code) if is_busy(code.code) => Verdict::Failing,
            Self::Done(_) | Self::TokenRejected(_) | Self::Refused(_) => Verdict::Healthy,
            Self::NotSent(_) | Self::Unclear(_) => Verdict::Failing,
        }
    }

    /// The name in metrics and spans.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Done(_) => "done",
            Self::TokenRejected(_) => "token_rejected",
            Self::Refused(_) => "refused",
            Self::NotSent(_) => "not_sent",
            Self::Unclear(_) => "unclear",
        }
    }

    /// WeChat's refusal, where it is one.
    pub(crate) const fn refusal(&self) -> Option<&ErrorCode> {
        match self {
            Self::TokenRejected(code) | Self::Refused(code) => Some(code),
            _ => None,
        }
    }
}
