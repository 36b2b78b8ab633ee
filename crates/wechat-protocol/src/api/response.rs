//! Reading any answer of the API.

use std::fmt;

use serde::{Deserialize, de::DeserializeOwned};
use thiserror::Error;

use crate::{
    error_codes::{self, ErrorClass, Product},
    quirks::optional_number_or_string,
};

/// Why a call has no result.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ApiFailure {
    /// WeChat answered with an error code.
    #[error(transparent)]
    Refused(ErrorCode),
    /// The answer is not what the API gives: a proxy's page, a truncated body, another shape. Whether the call took
    /// effect is unknown.
    #[error("WeChat's answer is unreadable: {reason}")]
    Malformed {
        /// What is wrong with it; holds nothing of the answer.
        reason: MalformedReason,
    },
}

/// What is wrong with an unreadable answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MalformedReason {
    /// Nothing but blanks.
    #[error("empty")]
    Empty,
    /// Not a JSON object, such as an HTML page or a picture.
    #[error("not a JSON object")]
    NotJson,
    /// JSON or a page where a file was expected.
    #[error("not a file")]
    NotAFile,
    /// JSON that stops or breaks.
    #[error("broken JSON at line {line}, column {column}")]
    Syntax {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// JSON without a field the call returns, or with another type.
    #[error("unexpected JSON at line {line}, column {column}")]
    Shape {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
}

/// A refusal: `errcode` and `errmsg`.
#[derive(Clone, PartialEq, Eq)]
pub struct ErrorCode {
    /// `errcode`, never 0.
    pub code: i64,
    /// `errmsg` as sent. It may hold open ids or addresses, so `Display` and `Debug` leave it out.
    pub message: String,
    /// The request id at the end of `errmsg`, which WeChat's support and [`super::paths::RID_GET`] ask for.
    pub rid: Option<String>,
}

impl ErrorCode {
    /// What to do about it, see [`error_codes::classify`].
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        error_codes::classify(self.code)
    }

    /// The same for any product, see [`error_codes::classify_for`].
    #[must_use]
    pub fn class_for(&self, product: Product) -> ErrorClass {
        error_codes::classify_for(product, self.code)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "WeChat refused the call with code {}", self.code)?;
        match &self.rid {
            Some(rid) => write!(formatter, " (rid {rid})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ErrorCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ErrorCode")
            .field("code", &self.code)
            .field("rid", &self.rid)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ErrorCode {}

/// The result of a call that returns nothing but `errcode` 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Empty {}

#[derive(Deserialize)]
struct Status {
    #[serde(default, deserialize_with = "optional_number_or_string")]
    errcode: Option<i64>,
    #[serde(default)]
    errmsg: Option<String>,
}

/// Reads the body of an answer. The HTTP status and content type do not matter: failures come with 200, and some
/// endpoints label their JSON `text/plain`. A missing `errcode` means 0.
///
/// ```
/// use wechat_protocol::api::{ApiFailure, TemplateSendResponse, read_response};
/// let sent: TemplateSendResponse = read_response(br#"{"errcode":0,"errmsg":"ok","msgid":"200228332"}"#).unwrap();
/// assert_eq!(sent.msgid, 200228332);
/// let refused = read_response::<TemplateSendResponse>(br#"{"errcode":43004,"errmsg":"require subscribe"}"#);
/// assert!(matches!(refused, Err(ApiFailure::Refused(code)) if code.code == 43004));
/// ```
///
/// # Errors
/// [`ApiFailure::Refused`] for an `errcode` other than 0, [`ApiFailure::Malformed`] for anything unreadable.
pub fn read_response<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiFailure> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body).trim_ascii();
    match body.first() {
        None => return Err(malformed(MalformedReason::Empty)),
        Some(b'{') => {}
        Some(_) => return Err(malformed(MalformedReason::NotJson)),
    }
    let status: Status = serde_json::from_slice(body).map_err(|error| malformed(reason(&error)))?;
    match status.errcode.unwrap_or(0) {
        0 => serde_json::from_slice(body).map_err(|error| malformed(reason(&error))),
        code => Err(ApiFailure::Refused(refusal(code, status.errmsg.unwrap_or_default()))),
    }
}

fn refusal(code: i64, message: String) -> ErrorCode {
    let rid = message
        .rsplit_once("rid:")
        .map(|(_, rid)| rid.trim())
        .filter(|rid| is_rid(rid))
        .map(str::to_owned);
    ErrorCode { code, message, rid }
}

/// `Display` shows the rid, so it may hold nothing that is not one: hex digits and dashes.
fn is_rid(text: &str) -> bool {
    !text.is_empty() && text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn malformed(reason: MalformedReason) -> ApiFailure {
    ApiFailure::Malformed { reason }
}

/// Places only: serde's own words quote the value, which may be a token.
fn reason(error: &serde_json::Error) -> MalformedReason {
    let (line, column) = (error.line(), error.column());
    if error.is_data() {
        MalformedReason::Shape { line, column }
    } else {
        MalformedReason::Syntax { line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Id {
        id: u64,
    }

    fn code(body: &str) -> ErrorCode {
        match read_response::<Id>(body.as_bytes()) {
            Err(ApiFailure::Refused(code)) => code,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_missing_null_or_zero_errcode_is_success() {
        for body in [
            r#"{"id":1}"#,
            r#"{"errcode":0,"id":1}"#,
            r#"{"errcode":"0","id":1}"#,
            "\u{FEFF}\n{\"errcode\":null,\"id\":1}\n",
        ] {
            assert_eq!(read_response::<Id>(body.as_bytes()), Ok(Id { id: 1 }), "{body}");
        }
        assert_eq!(read_response::<Empty>(br#"{"errcode":0,"errmsg":"ok"}"#), Ok(Empty {}));
    }

    #[test]
    fn a_refusal_keeps_code_message_and_rid() {
        let refused = code(r#"{"errcode":40003,"errmsg":"invalid openid rid: 5f2b9f3a-6a2c1d4e-2b3c4d5e"}"#);
        assert_eq!(refused.code, 40003);
        assert_eq!(refused.rid.as_deref(), Some("5f2b9f3a-6a2c1d4e-2b3c4d5e"));
        assert_eq!(refused.class(), error_codes::classify(40003));
        assert_eq!(
            code(r#"{"errcode":"-1"}"#),
            ErrorCode {
                code: -1,
                message: String::new(),
                rid: None
            }
        );
    }

    #[test]
    fn messages_of_others_are_not_displayed() {
        let refused = code(r#"{"errcode":40003,"errmsg":"bad oSECRET rid: oSECRET"}"#);
        let failure = ApiFailure::Refused(refused);
        assert!(!format!("{failure} {failure:?}").contains("SECRET"));
        let failure = read_response::<Id>(br#"{"id":"SECRET"}"#).unwrap_err();
        assert!(!format!("{failure} {failure:?}").contains("SECRET"));
    }

    #[test]
    fn pages_and_fragments_are_malformed() {
        let reason = |body: &str| match read_response::<Id>(body.as_bytes()) {
            Err(ApiFailure::Malformed { reason }) => reason,
            other => panic!("{other:?}"),
        };
        assert_eq!(reason(""), MalformedReason::Empty);
        assert_eq!(reason("<html>502</html>"), MalformedReason::NotJson);
        assert_eq!(reason("[]"), MalformedReason::NotJson);
        assert!(matches!(
            reason(r#"{"errcode":0,"id":"#),
            MalformedReason::Syntax { .. }
        ));
        assert!(matches!(reason(r#"{"errcode":0}"#), MalformedReason::Shape { .. }));
        assert!(matches!(reason(r#"{"errcode":"x"}"#), MalformedReason::Shape { .. }));
        assert!(matches!(reason(r#"{"errcode":1e3}"#), MalformedReason::Shape { .. }));
    }
}
