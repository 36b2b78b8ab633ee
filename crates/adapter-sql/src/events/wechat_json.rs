//! An event's WeChat settings as stored: JSON, checked again when read.

use domain::events::{AutoReply, NoticeTemplate, WechatConfig, WechatConfigDraft};
use domain::validation::FieldFaults;
use ports::StoreError;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct WechatJson {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    interaction_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scan_message: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user_tag_id: Option<i64>,
    auto_reply: AutoReplyJson,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notice_template: Option<NoticeTemplateJson>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AutoReplyJson {
    ScanMessage,
    Silent,
    Text(String),
}

#[derive(Serialize, Deserialize)]
struct NoticeTemplateJson {
    template_id: String,
    /// Pairs, because their order counts.
    fields: Vec<(String, String)>,
}

/// The settings as text.
pub(super) fn to_json(config: &WechatConfig) -> Result<String, StoreError> {
    let draft = config.to_draft();
    let json = WechatJson {
        interaction_code: draft.interaction_code,
        scan_message: draft.scan_message,
        user_tag_id: draft.user_tag_id,
        auto_reply: match draft.auto_reply {
            AutoReply::ScanMessage => AutoReplyJson::ScanMessage,
            AutoReply::Silent => AutoReplyJson::Silent,
            AutoReply::Text(text) => AutoReplyJson::Text(text),
        },
        notice_template: draft.notice_template.map(|template| NoticeTemplateJson {
            template_id: template.template_id,
            fields: template.fields,
        }),
    };
    crate::log::to_json(&json)
}

/// The settings as a draft; `None` when the text is broken.
pub(super) fn to_draft(text: &str) -> Option<WechatConfigDraft> {
    let json: WechatJson = serde_json::from_str(text).ok()?;
    Some(WechatConfigDraft {
        interaction_code: json.interaction_code,
        scan_message: json.scan_message,
        user_tag_id: json.user_tag_id,
        auto_reply: match json.auto_reply {
            AutoReplyJson::ScanMessage => AutoReply::ScanMessage,
            AutoReplyJson::Silent => AutoReply::Silent,
            AutoReplyJson::Text(text) => AutoReply::Text(text),
        },
        notice_template: json.notice_template.map(|template| NoticeTemplate {
            template_id: template.template_id,
            fields: template.fields,
        }),
    })
}

/// The settings; `None` when the text is broken.
pub(super) fn to_config(text: &str) -> Option<WechatConfig> {
    WechatConfig::check(to_draft(text)?, &mut FieldFaults::default())
}
