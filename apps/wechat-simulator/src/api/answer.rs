//! Answers: documented fields on success, `errcode` and `errmsg` with a `rid` on refusal.

use actix_web::web::Bytes;
use serde_json::{Value, json};

use crate::callback::Report;

/// What is sent back.
#[derive(Debug, Clone)]
pub enum Answer {
    /// JSON, which nearly every answer is.
    Json(Value),
    /// A file.
    File {
        /// `Content-Type`.
        content_type: String,
        /// `Content-Disposition`, if there is one.
        disposition: Option<String>,
        /// What is in it.
        content: Bytes,
    },
    /// A page.
    Page(String),
    /// A redirection to this address.
    Redirect(String),
    /// A bare HTTP status, as WeCom answers unknown paths.
    Status(u16),
}

impl Answer {
    /// What the journal keeps of it.
    #[must_use]
    pub fn for_journal(&self) -> Value {
        match self {
            Self::Json(value) => value.clone(),
            Self::File {
                content_type, content, ..
            } => json!({"contentType": content_type, "bytes": content.len()}),
            Self::Page(page) => json!({"contentType": "text/html", "bytes": page.len()}),
            Self::Redirect(address) => json!({"redirect": address}),
            Self::Status(status) => json!({"httpStatus": status}),
        }
    }
}

/// What a handled call answers and leads to.
#[derive(Debug)]
pub struct Done {
    /// What is sent back.
    pub answer: Answer,
    /// Whether a person or the account can notice it.
    pub took_effect: bool,
    /// What is still to be told to the callback.
    pub reports: Vec<Report>,
}

impl Done {
    /// Answers without changing anything.
    pub fn read(answer: Value) -> Self {
        Self::with(Answer::Json(answer))
    }

    /// Answers something else than JSON without changing anything.
    pub fn with(answer: Answer) -> Self {
        Self {
            answer,
            took_effect: false,
            reports: Vec::new(),
        }
    }

    /// Answers after a change.
    pub fn changed(answer: Value) -> Self {
        Self {
            took_effect: true,
            ..Self::read(answer)
        }
    }

    /// Answers plain success after a change.
    pub fn ok() -> Self {
        Self::changed(json!({"errcode": 0, "errmsg": "ok"}))
    }

    /// Tells the callback something afterwards.
    #[must_use]
    pub fn reporting(mut self, report: impl IntoIterator<Item = Report>) -> Self {
        self.reports.extend(report);
        self
    }
}

/// Why a call is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// `errcode`
    pub code: i64,
    message: Option<String>,
    fields: Option<Value>,
}

impl Refusal {
    /// With WeChat's usual words.
    #[must_use]
    pub fn new(code: i64) -> Self {
        Self {
            code,
            message: None,
            fields: None,
        }
    }

    /// With words of its own.
    #[must_use]
    pub fn with(code: i64, message: impl Into<String>) -> Self {
        Self {
            message: Some(message.into()),
            ..Self::new(code)
        }
    }

    /// With further fields in the answer, such as the members that failed. `fields` is an object.
    #[must_use]
    pub fn and(mut self, fields: Value) -> Self {
        self.fields = Some(fields);
        self
    }

    /// The body of the answer.
    #[must_use]
    pub fn into_answer(self, rid: &str) -> Value {
        let words = self.message.unwrap_or_else(|| usual_words(self.code).to_owned());
        let mut answer = json!({"errcode": self.code, "errmsg": format!("{words} rid: {rid}")});
        if let (Some(answer), Some(Value::Object(fields))) = (answer.as_object_mut(), self.fields) {
            answer.extend(fields);
        }
        answer
    }
}

/// One line for each code, in order.
fn usual_words(code: i64) -> &'static str {
    match code {
        -1 => "system error",
        40001 => "invalid credential, access_token is invalid or not latest",
        40002 => "invalid grant_type",
        40003 => "invalid openid",
        40008 => "invalid message type",
        40013 => "invalid appid",
        40014 => "invalid access_token",
        40032 => "invalid openid list size",
        40033 => "invalid charset. please check your request, if include \\uxxxx will create fail",
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
        48001 => "api unauthorized",
        48006 => "forbid to clear quota because of reaching the limit",
        76003 => "invalid cgi_path",
        _ => "error",
    }
}
