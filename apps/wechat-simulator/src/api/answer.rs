//! Answers: documented fields on success, `errcode` and `errmsg` with a `rid` on refusal.

use serde_json::{Value, json};

/// What a handled call answers and leads to.
#[derive(Debug)]
pub struct Done {
    /// The body.
    pub answer: Value,
    /// Whether a person or the account can notice it.
    pub took_effect: bool,
    /// A template message whose result is still to be reported to the callback.
    pub report: Option<TemplateReport>,
}

/// A template message that was accepted.
#[derive(Debug, Clone)]
pub struct TemplateReport {
    /// Whom it went to.
    pub open_id: String,
    /// Its message id.
    pub message_id: u64,
}

impl Done {
    /// Answers without changing anything.
    pub fn read(answer: Value) -> Self {
        Self {
            answer,
            took_effect: false,
            report: None,
        }
    }

    /// Answers after a change.
    pub fn changed(answer: Value) -> Self {
        Self {
            answer,
            took_effect: true,
            report: None,
        }
    }

    /// Answers plain success after a change.
    pub fn ok() -> Self {
        Self::changed(json!({"errcode": 0, "errmsg": "ok"}))
    }
}

/// Why a call is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// `errcode`
    pub code: i64,
    message: Option<String>,
}

impl Refusal {
    /// With WeChat's usual words.
    #[must_use]
    pub fn new(code: i64) -> Self {
        Self { code, message: None }
    }

    /// With words of its own.
    #[must_use]
    pub fn with(code: i64, message: impl Into<String>) -> Self {
        Self {
            code,
            message: Some(message.into()),
        }
    }

    /// The body of the answer.
    #[must_use]
    pub fn into_answer(self, rid: &str) -> Value {
        let words = self.message.unwrap_or_else(|| usual_words(self.code).to_owned());
        json!({"errcode": self.code, "errmsg": format!("{words} rid: {rid}")})
    }
}

fn usual_words(code: i64) -> &'static str {
    match code {
        -1 => "system error",
        40001 => "invalid credential, access_token is invalid or not latest",
        40002 => "invalid grant_type",
        40003 => "invalid openid",
        40008 => "invalid message type",
        40013 => "invalid appid",
        40032 => "invalid openid list size",
        40037 => "invalid template_id",
        40052 => "invalid action name",
        40053 => "invalid action info, please check document",
        40066 => "invalid url",
        40125 => "invalid appsecret",
        41001 => "access_token missing",
        41002 => "appid missing",
        41004 => "appsecret missing",
        42001 => "access_token expired",
        43001 => "require GET method",
        43002 => "require POST method",
        43004 => "require subscribe",
        44002 => "empty post data",
        44004 => "empty content",
        45002 => "content size out of limit",
        45008 => "article size out of limit",
        45009 => "reach max api daily quota limit",
        45015 => "response out of time limit or subscription is canceled",
        45047 => "out of response count limit",
        45058 => "can't modify sys tag",
        45059 => "can't add too many tags to one user",
        45159 => "invalid tag id",
        47001 => "data format error",
        47003 => "argument invalid!",
        48006 => "forbid to clear quota because of reaching the limit",
        76003 => "invalid cgi_path",
        _ => "error",
    }
}
