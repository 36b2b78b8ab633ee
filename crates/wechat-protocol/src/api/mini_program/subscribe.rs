//! Subscription messages of a Mini Program. Each accepted tap on a template allows one message.
//!
//! <https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html>

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::api::{
    Empty,
    call::{api_call, debug_showing},
    invalid::{Validity, needed, present},
};

/// Sends a subscription message. 43101 means that the person has not accepted another one. `Debug` shows the template.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendSubscribeMessage {
    /// The person's open id.
    pub touser: String,
    /// The template.
    pub template_id: String,
    /// Where a tap leads: a page of this Mini Program, with its query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Which version a tap opens; the published one without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub miniprogram_state: Option<MiniProgramState>,
    /// `zh_CN` (without it), `en_US`, `zh_HK` or `zh_TW`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The template's fields by name (`thing1`, `time2`); limits depend on the name, else 47003.
    pub data: BTreeMap<String, FieldValue>,
}
debug_showing!(SendSubscribeMessage, template_id);
api_call!(SendSubscribeMessage: post "/cgi-bin/message/subscribe/send" => Empty, once);

/// One field of a template. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldValue {
    /// The text.
    pub value: String,
}
debug_showing!(FieldValue);

/// Which version a tap opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MiniProgramState {
    /// The one in development.
    Developer,
    /// The one testers try.
    Trial,
    /// The published one.
    #[default]
    Formal,
}

impl SendSubscribeMessage {
    /// Finds what the platform would refuse in any template.
    ///
    /// # Errors
    /// When the person, the template, the fields or the value of a field is missing.
    pub fn check(&self) -> Validity {
        present("touser", &self.touser)?;
        present("template_id", &self.template_id)?;
        needed("data", !self.data.is_empty())?;
        for (name, field) in &self.data {
            present("value", &field.value).map_err(|error| error.within(&format!("data.{name}")))?;
        }
        Ok(())
    }
}
