//! Subscribe notifications: one message for each time a person agreed to one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::template_message::{MiniProgram, TemplateFault, TemplateValue, check_fields};
use crate::api::call::{api_call, debug_showing};
use crate::api::{Empty, OutOfBounds, bounds};

/// Sends a subscribe notification; 43101 when the person has not agreed. `Debug` shows neither the person nor the words.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct SendSubscribeMessage {
    touser: String,
    template_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    miniprogram: Option<MiniProgram>,
    data: BTreeMap<String, TemplateValue>,
}
api_call!(SendSubscribeMessage: post "/cgi-bin/message/subscribe/bizsend" => Empty, once);
debug_showing!(SendSubscribeMessage, template_id);

impl SendSubscribeMessage {
    /// A message without a link. Fields come as names and texts.
    ///
    /// # Errors
    /// When WeChat would refuse a field (47003).
    pub fn new<'a>(
        touser: &str,
        template_id: &str,
        data: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, TemplateFault> {
        let value = |(name, text): (&str, &str)| (name.to_owned(), TemplateValue { value: text.to_owned() });
        let data = data.into_iter().map(value).collect();
        check_fields(&data)?;
        Ok(Self {
            touser: touser.to_owned(),
            template_id: template_id.to_owned(),
            page: None,
            miniprogram: None,
            data,
        })
    }

    /// A tap leads to this web page.
    #[must_use]
    pub fn to_page(mut self, url: &str) -> Self {
        self.page = Some(url.to_owned());
        self
    }

    /// A tap leads to this page of a mini program.
    #[must_use]
    pub fn to_mini_program(mut self, appid: &str, pagepath: &str) -> Self {
        self.miniprogram = Some(MiniProgram {
            appid: appid.to_owned(),
            pagepath: pagepath.to_owned(),
        });
        self
    }
}

/// Longest title of a one-time message, in characters.
pub const MAX_ONE_TIME_TITLE: u64 = 15;
/// Longest text of a one-time message, in characters.
pub const MAX_ONE_TIME_TEXT: u64 = 200;

/// Sends the one message that a person agreed to on a web page (一次性订阅消息, the older kind). `Debug` shows neither the
/// person nor the words.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct SendOneTimeMessage {
    touser: String,
    template_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    miniprogram: Option<MiniProgram>,
    scene: String,
    title: String,
    data: OneTimeData,
}
api_call!(SendOneTimeMessage: post "/cgi-bin/message/template/subscribe" => Empty, once);
debug_showing!(SendOneTimeMessage, template_id);

#[derive(Clone, PartialEq, Eq, Serialize)]
struct OneTimeData {
    content: OneTimeContent,
}

#[derive(Clone, PartialEq, Eq, Serialize)]
struct OneTimeContent {
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    color: Option<String>,
}

impl SendOneTimeMessage {
    /// A message without a link. `scene` is the number the person agreed under.
    ///
    /// # Errors
    /// When the title or the text is empty or too long, or the scene is over 10,000.
    pub fn new(touser: &str, template_id: &str, scene: u16, title: &str, text: &str) -> Result<Self, OutOfBounds> {
        bounds::value("scene", scene, 0..=10_000)?;
        bounds::characters("title", title, 1..=MAX_ONE_TIME_TITLE)?;
        bounds::characters("data.content.value", text, 1..=MAX_ONE_TIME_TEXT)?;
        let content = OneTimeContent {
            value: text.to_owned(),
            color: None,
        };
        Ok(Self {
            touser: touser.to_owned(),
            template_id: template_id.to_owned(),
            url: None,
            miniprogram: None,
            scene: scene.to_string(),
            title: title.to_owned(),
            data: OneTimeData { content },
        })
    }

    /// A tap leads to this web page.
    #[must_use]
    pub fn to_page(mut self, url: &str) -> Self {
        self.url = Some(url.to_owned());
        self
    }

    /// A tap leads to this page of a mini program, rather than to the web page.
    #[must_use]
    pub fn to_mini_program(mut self, appid: &str, pagepath: &str) -> Self {
        self.miniprogram = Some(MiniProgram {
            appid: appid.to_owned(),
            pagepath: pagepath.to_owned(),
        });
        self
    }

    /// The text has this colour, such as `#FF0000`.
    #[must_use]
    pub fn colored(mut self, color: &str) -> Self {
        self.data.content.color = Some(color.to_owned());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::{answer, json, refusal};

    #[test]
    fn requests_are_written_as_documented() {
        let message = SendSubscribeMessage::new("OPENID", "TEMPLATEID", [("name1", "名字"), ("time2", "10:00")])
            .unwrap()
            .to_page("https://example.com")
            .to_mini_program("APPID", "index?foo=bar");
        assert_eq!(
            json(&message),
            r#"{"touser":"OPENID","template_id":"TEMPLATEID","page":"https://example.com","miniprogram":{"appid":"APPID","pagepath":"index?foo=bar"},"data":{"name1":{"value":"名字"},"time2":{"value":"10:00"}}}"#
        );
        let once = SendOneTimeMessage::new("OPENID", "T", 1000, "TITLE", "VALUE").unwrap();
        assert_eq!(
            json(&once.to_page("URL").colored("COLOR")),
            r#"{"touser":"OPENID","template_id":"T","url":"URL","scene":"1000","title":"TITLE","data":{"content":{"value":"VALUE","color":"COLOR"}}}"#
        );
    }

    #[test]
    fn limits_hold_on_both_sides() {
        let new = |scene, title: usize, text: usize| {
            SendOneTimeMessage::new("o", "t", scene, &"题".repeat(title), &"文".repeat(text))
        };
        assert!(new(10_000, 15, 200).is_ok());
        for (scene, title, text) in [(10_001, 1, 1), (0, 0, 1), (0, 16, 1), (0, 1, 0), (0, 1, 201)] {
            assert!(new(scene, title, text).is_err(), "{scene} {title} {text}");
        }
        assert!(SendSubscribeMessage::new("o", "t", [("thing1", "")]).is_err());
    }

    #[test]
    fn answers_are_read_and_debug_shows_nobody() {
        answer::<SendSubscribeMessage>(r#"{"errcode":0,"errmsg":"ok"}"#);
        let code = refusal::<SendSubscribeMessage>(r#"{"errcode":43101,"errmsg":"user refuse to accept the msg"}"#);
        assert_eq!(code, 43101);
        let message = SendSubscribeMessage::new("HIDDEN", "t", [("thing1", "HIDDEN")]).unwrap();
        let once = SendOneTimeMessage::new("HIDDEN", "t", 1, "HIDDEN", "HIDDEN").unwrap();
        assert!(!format!("{message:?} {once:?}").contains("HIDDEN"));
    }
}
