//! Customer-service messages: what an account may send within 48 hours of a person's last word.

use serde::{Serialize, Serializer, ser::SerializeMap};

/// Sends a message to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomSendRequest {
    /// The person's open id.
    pub touser: String,
    /// What to send.
    pub message: CustomMessage,
    /// The agent it comes from (`name@account`).
    pub kf_account: Option<String>,
}

/// What to send. The fields are those of the wire, in its spelling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum CustomMessage {
    /// Text.
    Text {
        /// The text; `<a href>` links are allowed.
        content: String,
    },
    /// A picture.
    Image {
        /// The picture.
        media_id: String,
    },
    /// A voice recording.
    Voice {
        /// The recording.
        media_id: String,
    },
    /// A video.
    Video {
        /// The video.
        media_id: String,
        /// Its preview.
        thumb_media_id: String,
        /// Its title.
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// Its description.
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<String>,
    },
    /// Music.
    Music {
        /// Its title.
        title: String,
        /// Its description.
        description: String,
        /// Its address.
        musicurl: String,
        /// Its address in high quality.
        hqmusicurl: String,
        /// Its cover.
        thumb_media_id: String,
    },
    /// An article card that leads outside.
    News {
        /// Exactly one; more are refused with 45008.
        articles: Vec<NewsArticle>,
    },
    /// A published article.
    MpNewsArticle {
        /// The article.
        article_id: String,
    },
    /// A question with tappable answers.
    MsgMenu {
        /// Above the answers.
        head_content: String,
        /// The answers.
        list: Vec<MenuItem>,
        /// Below the answers.
        tail_content: String,
    },
    /// A mini-program card.
    MiniProgramPage {
        /// Its title.
        title: String,
        /// The mini program.
        appid: String,
        /// The page in it.
        pagepath: String,
        /// Its picture.
        thumb_media_id: String,
    },
}

/// An article card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NewsArticle {
    /// The title.
    pub title: String,
    /// The description.
    pub description: String,
    /// Where a tap leads.
    pub url: String,
    /// The picture's address.
    pub picurl: String,
}

/// A tappable answer; a tap comes back as text with `bizmsgmenuid`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MenuItem {
    /// What comes back.
    pub id: String,
    /// What is shown.
    pub content: String,
}

impl CustomMessage {
    /// `msgtype`, which is also the name of the member that holds the message.
    #[must_use]
    pub fn msgtype(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Image { .. } => "image",
            Self::Voice { .. } => "voice",
            Self::Video { .. } => "video",
            Self::Music { .. } => "music",
            Self::News { .. } => "news",
            Self::MpNewsArticle { .. } => "mpnewsarticle",
            Self::MsgMenu { .. } => "msgmenu",
            Self::MiniProgramPage { .. } => "miniprogrampage",
        }
    }
}

#[derive(Serialize)]
struct CustomService<'a> {
    kf_account: &'a str,
}

impl Serialize for CustomSendRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("touser", &self.touser)?;
        map.serialize_entry("msgtype", self.message.msgtype())?;
        map.serialize_entry(self.message.msgtype(), &self.message)?;
        if let Some(kf_account) = self.kf_account.as_deref() {
            map.serialize_entry("customservice", &CustomService { kf_account })?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(message: CustomMessage, kf_account: Option<&str>) -> String {
        let request = CustomSendRequest {
            touser: "o".into(),
            message,
            kf_account: kf_account.map(Into::into),
        };
        serde_json::to_string(&request).unwrap()
    }

    #[test]
    fn chinese_and_emoji_are_written_raw() {
        let written = json(
            CustomMessage::Text {
                content: "签到成功🎉\u{2028}<a>&".into(),
            },
            None,
        );
        assert_eq!(
            written,
            "{\"touser\":\"o\",\"msgtype\":\"text\",\"text\":{\"content\":\"签到成功🎉\u{2028}<a>&\"}}"
        );
        assert!(!written.contains("\\u"));
    }

    #[test]
    fn each_message_stands_under_its_type() {
        let news = CustomMessage::News {
            articles: vec![NewsArticle {
                title: "t".into(),
                ..NewsArticle::default()
            }],
        };
        assert_eq!(
            json(news, Some("a@gh")),
            r#"{"touser":"o","msgtype":"news","news":{"articles":[{"title":"t","description":"","url":"","picurl":""}]},"customservice":{"kf_account":"a@gh"}}"#
        );
        let menu = CustomMessage::MsgMenu {
            head_content: "h".into(),
            list: vec![MenuItem {
                id: "1".into(),
                content: "满意".into(),
            }],
            tail_content: "t".into(),
        };
        assert_eq!(
            json(menu, None),
            r#"{"touser":"o","msgtype":"msgmenu","msgmenu":{"head_content":"h","list":[{"id":"1","content":"满意"}],"tail_content":"t"}}"#
        );
        let video = CustomMessage::Video {
            media_id: "m".into(),
            thumb_media_id: "p".into(),
            title: None,
            description: None,
        };
        assert!(json(video, None).ends_with(r#""video":{"media_id":"m","thumb_media_id":"p"}}"#));
    }
}
