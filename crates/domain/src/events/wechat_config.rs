//! How an event meets people in WeChat: the code they type, what they read, the tag they get.

use crate::text::{bounded, single_line};
use crate::validation::FieldFaults;

/// Whether a typed interaction code is answered, and with what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum AutoReply {
    /// Answered with the event's scan message, like a scan.
    #[default]
    ScanMessage,
    /// Registered or checked in, but not answered.
    Silent,
    /// Answered with this text.
    Text(String),
}

/// A WeChat template that carries the follow-up notice instead of a customer-service message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeTemplate {
    /// WeChat's template id.
    pub template_id: String,
    /// Template key (`thing1`) → text with placeholders (`{{event.title}}`), in the template's order.
    pub fields: Vec<(String, String)>,
}

/// An event's WeChat settings, checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WechatConfig {
    interaction_code: Option<String>,
    scan_message: Option<String>,
    user_tag_id: Option<i64>,
    auto_reply: AutoReply,
    notice_template: Option<NoticeTemplate>,
}

/// Unchecked settings, as submitted or stored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WechatConfigDraft {
    /// Text that does the same as a scan, 1 to 32 characters without white space.
    pub interaction_code: Option<String>,
    /// What a person reads after a scan, at most 600 characters: WeChat cuts replies at 2,048 bytes.
    pub scan_message: Option<String>,
    /// WeChat's number of the follower tag given to attendees, positive.
    pub user_tag_id: Option<i64>,
    /// The answer to a typed interaction code; a text has at most 600 characters.
    pub auto_reply: AutoReply,
    /// The template of follow-up notices.
    pub notice_template: Option<NoticeTemplate>,
}

impl WechatConfig {
    /// Longest interaction code in characters.
    pub const MAX_INTERACTION_CODE: usize = 32;
    /// Longest reply text in characters; three bytes each keep it below WeChat's 2,048.
    pub const MAX_REPLY: usize = 600;

    /// Checks a draft; faults go to `faults` under the API's field names.
    pub fn check(draft: WechatConfigDraft, faults: &mut FieldFaults) -> Option<Self> {
        let interaction_code = optional(draft.interaction_code, |text| {
            faults.keep("wechatConfig.interactionCode", Self::check_interaction_code(text))
        })?;
        let scan_message = optional(draft.scan_message, |text| {
            faults.keep("wechatConfig.scanMessage", bounded(text, 0..=Self::MAX_REPLY))
        })?;
        if draft
            .user_tag_id
            .is_some_and(|id| !(1..=i64::from(i32::MAX)).contains(&id))
        {
            faults.add("wechatConfig.userTagId", "must be between 1 and 2147483647");
            return None;
        }
        let auto_reply = match draft.auto_reply {
            AutoReply::Text(text) => {
                AutoReply::Text(faults.keep("wechatConfig.autoReply", bounded(&text, 1..=Self::MAX_REPLY))?)
            }
            other => other,
        };
        let notice_template = match draft.notice_template {
            Some(template) => Some(check_template(&template, faults)?),
            None => None,
        };
        Some(Self {
            interaction_code,
            scan_message: scan_message.filter(|text| !text.is_empty()),
            user_tag_id: draft.user_tag_id,
            auto_reply,
            notice_template,
        })
    }

    fn check_interaction_code(text: &str) -> Result<String, String> {
        let code = single_line(text, 1..=Self::MAX_INTERACTION_CODE).map_err(|fault| fault.to_string())?;
        if code.contains(char::is_whitespace) {
            Err("must not hold white space".to_owned())
        } else {
            Ok(code)
        }
    }

    /// The form in which typed texts and interaction codes are compared: trimmed, ASCII letters in upper case.
    /// `None` for a text that cannot be a code.
    #[must_use]
    pub fn comparable_code(text: &str) -> Option<String> {
        Self::check_interaction_code(text)
            .ok()
            .map(|code| code.to_ascii_uppercase())
    }

    /// The code people can type instead of scanning.
    #[must_use]
    pub fn interaction_code(&self) -> Option<&str> {
        self.interaction_code.as_deref()
    }

    /// The event's own message after a scan.
    #[must_use]
    pub fn scan_message(&self) -> Option<&str> {
        self.scan_message.as_deref()
    }

    /// The follower tag of attendees.
    #[must_use]
    pub const fn user_tag_id(&self) -> Option<i64> {
        self.user_tag_id
    }

    /// How a typed interaction code is answered.
    #[must_use]
    pub const fn auto_reply(&self) -> &AutoReply {
        &self.auto_reply
    }

    /// The template of follow-up notices, where one is configured.
    #[must_use]
    pub const fn notice_template(&self) -> Option<&NoticeTemplate> {
        self.notice_template.as_ref()
    }

    /// The settings as a draft, to change or store them.
    #[must_use]
    pub fn to_draft(&self) -> WechatConfigDraft {
        WechatConfigDraft {
            interaction_code: self.interaction_code.clone(),
            scan_message: self.scan_message.clone(),
            user_tag_id: self.user_tag_id,
            auto_reply: self.auto_reply.clone(),
            notice_template: self.notice_template.clone(),
        }
    }
}

/// `Some(None)` when absent, `Some(Some(_))` when present and sound, `None` when `check` refused.
fn optional(text: Option<String>, check: impl FnOnce(&str) -> Option<String>) -> Option<Option<String>> {
    match text {
        Some(text) => check(&text).map(Some),
        None => Some(None),
    }
}

fn check_template(template: &NoticeTemplate, faults: &mut FieldFaults) -> Option<NoticeTemplate> {
    let template_id = faults.keep(
        "wechatConfig.noticeTemplate.templateId",
        single_line(&template.template_id, 1..=64),
    )?;
    if !(1..=20).contains(&template.fields.len()) {
        faults.add("wechatConfig.noticeTemplate.fields", "must have 1 to 20 entries");
        return None;
    }
    let mut fields = Vec::with_capacity(template.fields.len());
    for (key, text) in &template.fields {
        let key = faults.keep("wechatConfig.noticeTemplate.fields", single_line(key, 1..=32))?;
        let text = faults.keep("wechatConfig.noticeTemplate.fields", bounded(text, 1..=200))?;
        fields.push((key, text));
    }
    Some(NoticeTemplate { template_id, fields })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults_of(draft: WechatConfigDraft) -> String {
        let mut faults = FieldFaults::default();
        assert!(WechatConfig::check(draft, &mut faults).is_none());
        faults.to_string()
    }

    #[test]
    fn an_interaction_code_holds_no_white_space() {
        let draft = WechatConfigDraft {
            interaction_code: Some("AB CD".to_owned()),
            ..Default::default()
        };
        assert!(faults_of(draft).contains("wechatConfig.interactionCode"));
    }

    #[test]
    fn codes_compare_without_regard_to_ascii_case() {
        assert_eq!(
            WechatConfig::comparable_code(" spring26 "),
            WechatConfig::comparable_code("Spring26")
        );
        assert_eq!(WechatConfig::comparable_code("hello there"), None);
        assert_eq!(WechatConfig::comparable_code(&"x".repeat(10_000)), None);
    }

    #[test]
    fn a_negative_tag_is_refused() {
        let draft = WechatConfigDraft {
            user_tag_id: Some(-1),
            ..Default::default()
        };
        assert!(faults_of(draft).contains("wechatConfig.userTagId"));
    }
}
