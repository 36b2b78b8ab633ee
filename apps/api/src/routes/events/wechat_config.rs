//! An event's WeChat settings on the wire.

use std::fmt;

use domain::events::{AutoReply, NoticeTemplate, WechatConfig, WechatConfigDraft};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::wire::{Object, Patch};

/// How an event meets people in WeChat.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WechatConfigBody {
    /// Text that does the same as a scan.
    #[schema(example = "SPRING26")]
    interaction_code: Option<String>,
    /// What a person reads after a scan.
    #[schema(example = "欢迎！")]
    scan_message: Option<String>,
    /// WeChat's number of the follower tag given to attendees.
    #[schema(example = 101)]
    user_tag_id: Option<i64>,
    /// The answer to a typed interaction code.
    auto_reply: AutoReplyBody,
    /// The template of follow-up notices; `null`: a customer-service message.
    notice_template: Option<NoticeTemplateBody>,
}

/// New settings; what is left out stays, `null` clears.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct WechatConfigChange {
    /// Text that does the same as a scan, 1 to 32 characters without white space; case does not matter.
    #[schema(value_type = Option<String>, example = "SPRING26")]
    #[serde(default)]
    interaction_code: Patch<String>,
    /// What a person reads after a scan, at most 600 characters.
    #[schema(value_type = Option<String>, example = "欢迎！")]
    #[serde(default)]
    scan_message: Patch<String>,
    /// WeChat's number of the follower tag given to attendees.
    #[schema(value_type = Option<i64>, example = 101)]
    #[serde(default)]
    user_tag_id: Patch<i64>,
    /// The answer to a typed interaction code.
    #[schema(value_type = Option<AutoReplyBody>)]
    #[serde(default)]
    auto_reply: Patch<AutoReplyBody>,
    /// The template of follow-up notices.
    #[schema(value_type = Option<NoticeTemplateBody>)]
    #[serde(default)]
    notice_template: Patch<Object<NoticeTemplateBody>>,
}

/// `true`: the scan message; `false`: nothing; a text: that text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AutoReplyBody(AutoReply);

/// A WeChat template that carries the follow-up notice.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NoticeTemplateBody {
    /// WeChat's template id.
    #[schema(example = "ngqIpbwh8bUfcSsECmogfXcV14J0tQlEpBO27izEYtY")]
    template_id: String,
    /// 1 to 20 fields.
    #[schema(value_type = Vec<TemplateFieldBody>)]
    fields: Vec<Object<TemplateFieldBody>>,
}

/// One field of a template.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TemplateFieldBody {
    /// The template's name of it.
    #[schema(example = "thing1")]
    key: String,
    /// Its text; may hold placeholders.
    #[schema(example = "{{event.title}}")]
    text: String,
}

impl WechatConfigChange {
    /// Applies the change.
    pub(crate) fn apply(&self, draft: &mut WechatConfigDraft) {
        self.interaction_code.clone().apply(&mut draft.interaction_code);
        self.scan_message.clone().apply(&mut draft.scan_message);
        self.user_tag_id.clone().apply(&mut draft.user_tag_id);
        match &self.auto_reply {
            Patch::Absent => {}
            Patch::Clear => draft.auto_reply = AutoReply::default(),
            Patch::Set(AutoReplyBody(reply)) => draft.auto_reply = reply.clone(),
        }
        match &self.notice_template {
            Patch::Absent => {}
            Patch::Clear => draft.notice_template = None,
            Patch::Set(Object(template)) => draft.notice_template = Some(template.into()),
        }
    }
}

impl From<&WechatConfig> for WechatConfigBody {
    fn from(config: &WechatConfig) -> Self {
        Self {
            interaction_code: config.interaction_code().map(str::to_owned),
            scan_message: config.scan_message().map(str::to_owned),
            user_tag_id: config.user_tag_id(),
            auto_reply: AutoReplyBody(config.auto_reply().clone()),
            notice_template: config.notice_template().map(Into::into),
        }
    }
}

impl From<&NoticeTemplate> for NoticeTemplateBody {
    fn from(template: &NoticeTemplate) -> Self {
        let field = |(key, text): &(String, String)| {
            Object(TemplateFieldBody {
                key: key.clone(),
                text: text.clone(),
            })
        };
        Self {
            template_id: template.template_id.clone(),
            fields: template.fields.iter().map(field).collect(),
        }
    }
}

impl From<&NoticeTemplateBody> for NoticeTemplate {
    fn from(body: &NoticeTemplateBody) -> Self {
        let field = |Object(field): &Object<TemplateFieldBody>| (field.key.clone(), field.text.clone());
        Self {
            template_id: body.template_id.clone(),
            fields: body.fields.iter().map(field).collect(),
        }
    }
}

impl Serialize for AutoReplyBody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            AutoReply::ScanMessage => serializer.serialize_bool(true),
            AutoReply::Silent => serializer.serialize_bool(false),
            AutoReply::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for AutoReplyBody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct BooleanOrText;

        impl Visitor<'_> for BooleanOrText {
            type Value = AutoReplyBody;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true, false or a text")
            }

            fn visit_bool<E: Error>(self, answers: bool) -> Result<Self::Value, E> {
                Ok(AutoReplyBody(if answers {
                    AutoReply::ScanMessage
                } else {
                    AutoReply::Silent
                }))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(AutoReplyBody(AutoReply::Text(text.to_owned())))
            }
        }

        deserializer.deserialize_any(BooleanOrText)
    }
}

impl PartialSchema for AutoReplyBody {
    fn schema() -> RefOr<Schema> {
        let boolean = ObjectBuilder::new().schema_type(Type::Boolean).description(Some(
            "`true`: a typed code is answered with the scan message; `false`: not answered.",
        ));
        let text = ObjectBuilder::new().schema_type(Type::String).max_length(Some(600));
        OneOfBuilder::new()
            .item(boolean)
            .item(text)
            .examples([serde_json::json!(true)])
            .into()
    }
}

impl ToSchema for AutoReplyBody {}
