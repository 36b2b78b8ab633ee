//! Calls that return little more than "ok".

use serde::Deserialize;
use serde_json::Value;
use wechat_protocol::api::{ApiCall, Auth, Body, Method, Query, UnwritableRequest};
use wechat_protocol::quirks::number_or_string;

/// A call whose answer MUST say `errcode`: for what must not count as done because some proxy answered `{}`.
pub(crate) struct Explicit<'a, C>(pub(crate) &'a C);

impl<C: ApiCall> ApiCall for Explicit<'_, C> {
    type Answer = Acknowledged;
    const HOST: &'static str = C::HOST;
    const PATH: &'static str = C::PATH;
    const METHOD: Method = C::METHOD;
    const REPEATABLE: bool = C::REPEATABLE;
    const AUTH: Auth = C::AUTH;

    fn query(&self) -> Query<'_> {
        self.0.query()
    }

    fn body(&self) -> Result<Body<'_>, UnwritableRequest> {
        self.0.body()
    }
}

/// An explicit `errcode`, and the id of the message where there is one. A JSON object without `errcode`, which any
/// proxy might send, does not acknowledge anything.
#[derive(Deserialize)]
pub(crate) struct Acknowledged {
    #[serde(deserialize_with = "number_or_string")]
    errcode: i64,
    /// `msgid` of a template message; WeChat spells it `msg_id` where it recalls an earlier attempt.
    #[serde(default, alias = "msg_id")]
    msgid: Value,
}

impl Acknowledged {
    /// 0, or a code that also means "done".
    pub(crate) const fn code(&self) -> i64 {
        self.errcode
    }

    /// WeChat's message id. An unreadable one is none: that the message was accepted is certain.
    pub(crate) fn message_id(&self) -> Option<String> {
        match &self.msgid {
            Value::Number(number) => number.as_u64().map(|id| id.to_string()),
            Value::String(text) => text.parse::<u64>().ok().map(|id| id.to_string()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(json: &str) -> Option<String> {
        serde_json::from_str::<Acknowledged>(json).unwrap().message_id()
    }

    #[test]
    fn the_message_id_is_exact_however_it_is_written() {
        let exact = Some("9007199254740993".to_owned());
        assert_eq!(id(r#"{"errcode":0,"msgid":9007199254740993}"#), exact);
        assert_eq!(id(r#"{"errcode":"0","msgid":"9007199254740993"}"#), exact);
        assert_eq!(id(r#"{"errcode":45065,"msg_id":9007199254740993}"#), exact);
    }

    #[test]
    fn an_unreadable_message_id_does_not_undo_the_acknowledgement() {
        for json in [
            r#"{"errcode":0}"#,
            r#"{"errcode":0,"msgid":null}"#,
            r#"{"errcode":0,"msgid":{}}"#,
        ] {
            assert_eq!(id(json), None);
        }
    }

    #[test]
    fn any_other_object_acknowledges_nothing() {
        assert!(serde_json::from_str::<Acknowledged>(r#"{"status":"ok"}"#).is_err());
        assert!(serde_json::from_str::<Acknowledged>("{}").is_err());
    }
}
