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
    /// The request id of a refusal.
    pub rid: Option<String>,
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
            rid: None,
        }
    }

    /// Refuses, with a request id that `rid/get` explains.
    pub fn refused(refusal: Refusal, rid: String) -> Self {
        let answer = refusal.into_answer(&rid);
        Self {
            rid: Some(rid),
            ..Self::read(answer)
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
        40007 => "invalid media_id",
        40008 => "invalid message type",
        40013 => "invalid appid",
        40014 => "invalid access_token",
        40016 => "invalid button size",
        40017 => "invalid button type",
        40018 => "invalid button name size",
        40019 => "invalid button key size",
        40020 => "invalid button url size",
        40022 => "invalid sub-menu level",
        40023 => "invalid sub button size",
        40024 => "invalid sub button type",
        40025 => "invalid sub button name size",
        40026 => "invalid sub button key size",
        40027 => "invalid sub button url size",
        40029 => "invalid code",
        40030 => "invalid refresh_token",
        40032 => "invalid openid list size",
        40033 => "invalid charset. please check your request, if include \\uxxxx will create fail",
        40035 => "invalid parameter",
        40037 => "invalid template_id",
        40052 => "invalid action name",
        40053 => "invalid action info, please check document",
        40054 => "invalid sub button url domain",
        40055 => "invalid button url domain",
        40066 => "invalid url",
        40097 => "invalid args",
        40102 => "invalid industry id",
        40125 => "invalid appsecret",
        40163 => "code been used",
        40201 => "invalid action",
        40202 => "invalid check operator",
        41001 => "access_token missing",
        41002 => "appid missing",
        41003 => "refresh_token missing",
        41004 => "appsecret missing",
        41005 => "media data missing",
        41008 => "missing code",
        41030 => "page path is invalid",
        42001 => "access_token expired",
        42002 => "refresh_token expired",
        42003 => "code expired",
        43001 => "require GET method",
        43002 => "require POST method",
        43004 => "require subscribe",
        43019 => "user is in the black list",
        43100 => "change template too frequently",
        43101 => "user refuse to accept the msg",
        44002 => "empty post data",
        44004 => "empty content",
        45002 => "content size out of limit",
        45008 => "article size out of limit",
        45009 => "reach max api daily quota limit",
        45015 => "response out of time limit or subscription is canceled",
        45026 => "template num exceeds limit",
        45029 => "qrcode count out of limit",
        45047 => "out of response count limit",
        45056 => "too many tags",
        45057 => "can't delete the tag that has too many fans",
        45058 => "can't modify sys tag",
        45059 => "can't add too many tags to one user",
        45072 => "invalid command",
        45080 => "user has no interaction in the last 30 seconds",
        45081 => "already in typing status",
        45157 => "invalid tag name",
        45158 => "invalid tag name size",
        45159 => "invalid tag id",
        45171 => "some openids failed",
        46003 => "menu no exist",
        47001 => "data format error",
        47003 => "argument invalid!",
        48001 => "api unauthorized",
        48006 => "forbid to clear quota because of reaching the limit",
        53600 => "invalid article_id",
        65301 => "menuid not exist",
        65302 => "no such user",
        65303 => "there is no selfmenu, please create selfmenu first",
        65304 => "match rule empty",
        65316 => "too many link domains",
        65320 => "unsupported match rule",
        65401 => "invalid kf account",
        65403 => "invalid kf nickname",
        65404 => "invalid kf account",
        65405 => "too many kf accounts",
        65406 => "kf account exists",
        65407 => "already a kf of this account",
        65409 => "invalid wechat id",
        65411 => "an invitation is waiting",
        65412 => "the kf account is bound",
        65413 => "no such session",
        65414 => "the session is with another kf",
        65415 => "the kf is not online",
        65416 => "invalid parameter",
        65417 => "query time is too long",
        76001 => "rid not found",
        76002 => "rid belongs to another account",
        76003 => "invalid cgi_path",
        76021 => "cgi_path not found",
        76022 => "could not use this cgi_path",
        200_012 => "template num exceeds max limit",
        200_014 => "invalid tid",
        200_016 => "invalid ids",
        200_017 => "invalid start",
        200_018 => "invalid limit",
        200_020 => "invalid kidList",
        200_021 => "invalid sceneDesc",
        other => super::words::of(other),
    }
}
