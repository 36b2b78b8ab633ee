//! Template messages: notices in a form the platform has approved.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::api::call::{api_call, debug_showing};
use crate::api::template_fields::{self, FieldError};
use crate::api::{OutOfBounds, bounds, paths};
use crate::quirks::number_or_string;

/// Longest `client_msg_id`, in bytes.
pub const MAX_CLIENT_MSG_ID_BYTES: usize = 32;

/// Sends a template message. With neither a mini program nor a URL a tap leads nowhere. `Debug` shows neither the person
/// nor the words.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateSendRequest {
    /// The person's open id.
    pub touser: String,
    /// The template.
    pub template_id: String,
    /// Where a tap leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Where a tap leads before `url`. Left out when unused: an empty object can fail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub miniprogram: Option<MiniProgram>,
    /// The template's fields by name (`thing1`, `time2`).
    pub data: BTreeMap<String, TemplateValue>,
    /// Within ten minutes, the same person and id are sent once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_msg_id: Option<String>,
}

// Not repeatable: `client_msg_id` holds back a second message for ten minutes only.
api_call!(TemplateSendRequest: post paths::TEMPLATE_SEND => TemplateSendResponse, once);
debug_showing!(TemplateSendRequest, template_id, client_msg_id);

/// Why a template message would be refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TemplateFault {
    /// A field of the template.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// A length.
    #[error(transparent)]
    OutOfBounds(#[from] OutOfBounds),
}

/// A page in a mini program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MiniProgram {
    /// The mini program.
    pub appid: String,
    /// The page, with its query.
    #[serde(default)]
    pub pagepath: String,
}

/// One field of a template; its length is limited by its type (`thing` 20 characters), else 47003.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateValue {
    /// The text.
    pub value: String,
}

impl TemplateSendRequest {
    /// A message without a link. Fields come as names and texts.
    #[must_use]
    pub fn new<'a>(touser: &str, template_id: &str, data: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let value = |(name, text): (&str, &str)| (name.to_owned(), TemplateValue { value: text.to_owned() });
        Self {
            touser: touser.to_owned(),
            template_id: template_id.to_owned(),
            data: data.into_iter().map(value).collect(),
            ..Self::default()
        }
    }

    /// Whether WeChat would take the fields and the `client_msg_id`.
    ///
    /// # Errors
    /// The first thing it would refuse.
    pub fn check(&self) -> Result<(), TemplateFault> {
        if let Some(id) = &self.client_msg_id {
            bounds::bytes("client_msg_id", id, 1..=MAX_CLIENT_MSG_ID_BYTES as u64)?;
        }
        check_fields(&self.data)
    }
}

/// Checks the fields of a template or subscribe message.
pub(crate) fn check_fields(data: &BTreeMap<String, TemplateValue>) -> Result<(), TemplateFault> {
    data.iter()
        .try_for_each(|(key, field)| template_fields::check(key, &field.value))
        .map_err(Into::into)
}

/// The message was accepted; whether it arrived comes as an event with this id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct TemplateSendResponse {
    /// The `MsgID` of the event to come.
    #[serde(deserialize_with = "number_or_string")]
    pub msgid: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::read_response;

    #[test]
    fn what_is_unused_is_left_out() {
        let mut request = TemplateSendRequest::new("o", "t", [("thing1", "年会🎉"), ("time2", "18:00")]);
        assert_eq!(
            serde_json::to_string(&request).unwrap(),
            r#"{"touser":"o","template_id":"t","data":{"thing1":{"value":"年会🎉"},"time2":{"value":"18:00"}}}"#
        );
        request.client_msg_id = Some("d1".into());
        request.miniprogram = Some(MiniProgram {
            appid: "wx2".into(),
            pagepath: "index?foo=bar".into(),
        });
        let written = serde_json::to_string(&request).unwrap();
        assert!(written.contains(r#""miniprogram":{"appid":"wx2","pagepath":"index?foo=bar"}"#));
        assert!(written.ends_with(r#""client_msg_id":"d1"}"#));
        assert_eq!(serde_json::from_str::<TemplateSendRequest>(&written).unwrap(), request);
    }

    #[test]
    fn fields_and_client_id_are_checked() {
        let mut request = TemplateSendRequest::new("HIDDEN", "t", [("thing1", "HIDDEN")]);
        request.client_msg_id = Some("i".repeat(32));
        assert_eq!(request.check(), Ok(()));
        assert!(!format!("{request:?}").contains("HIDDEN"));
        request.client_msg_id = Some("i".repeat(33));
        assert!(matches!(request.check(), Err(TemplateFault::OutOfBounds(error)) if error.actual == 33));
        let request = TemplateSendRequest::new("o", "t", [("thing1", "")]);
        assert!(matches!(request.check(), Err(TemplateFault::Field(_))));
    }

    #[test]
    fn the_id_is_exact_as_number_and_as_string() {
        for body in [
            r#"{"errcode":0,"msgid":9007199254740993}"#,
            r#"{"errcode":0,"msgid":"9007199254740993"}"#,
        ] {
            let sent: TemplateSendResponse = read_response(body.as_bytes()).unwrap();
            assert_eq!(sent.msgid, 9_007_199_254_740_993);
        }
    }
}
