//! Customer-service messages: what an account may send within 48 hours of a person's last word.

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::api::call::{api_call, debug_showing};
use crate::api::{Empty, OutOfBounds, bounds, paths};

/// Sends a message to one person. `Debug` shows neither the person nor the words.
#[derive(Clone, PartialEq, Eq)]
pub struct CustomSendRequest {
    /// The person's open id.
    pub touser: String,
    /// What to send.
    pub message: CustomMessage,
    /// The agent it comes from (`name@account`).
    pub kf_account: Option<String>,
}

api_call!(CustomSendRequest: post paths::CUSTOM_SEND => Empty, once);
debug_showing!(CustomSendRequest, kf_account);

impl CustomSendRequest {
    /// Whether the message has as many parts as WeChat takes.
    ///
    /// # Errors
    /// When a news message has not exactly one article (45008), or a menu no answer.
    pub fn check(&self) -> Result<(), OutOfBounds> {
        match &self.message {
            CustomMessage::News { articles } => bounds::items("articles", articles, 1..=1),
            CustomMessage::MsgMenu { list, .. } => bounds::items("list", list, 1..=u64::MAX),
            _ => Ok(()),
        }
    }
}

/// Shows or hides "typing" in a chat where something was said in the last 30 s (45080; 45081 when it shows already).
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct CustomTyping {
    touser: String,
    command: &'static str,
}
api_call!(CustomTyping: post paths::CUSTOM_TYPING => Empty, repeatable);
debug_showing!(CustomTyping, command);

impl CustomTyping {
    /// Shows it.
    #[must_use]
    pub fn begin(touser: &str) -> Self {
        Self {
            touser: touser.to_owned(),
            command: "Typing",
        }
    }

    /// Hides it.
    #[must_use]
    pub fn end(touser: &str) -> Self {
        Self {
            touser: touser.to_owned(),
            command: "CancelTyping",
        }
    }
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
    /// A card or coupon.
    WxCard {
        /// The card.
        card_id: String,
    },
    /// A link with a picture, for mini programs.
    Link {
        /// The title.
        title: String,
        /// The description.
        description: String,
        /// Where a tap leads.
        url: String,
        /// The picture's address.
        thumb_url: String,
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
            Self::WxCard { .. } => "wxcard",
            Self::Link { .. } => "link",
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
#[path = "custom_message_tests.rs"]
mod tests;
