//! Group robots: whoever knows the key writes to the group, 20 messages a minute. 93000: the key is wrong or the robot is
//! gone.
//!
//! <https://developer.work.weixin.qq.com/document/path/91770>

use base64::{Engine, prelude::BASE64_STANDARD};
use md5::{Digest, Md5};
use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap};

use super::{card::TemplateCard, message::Article, wecom_call};
use crate::{
    api::{
        Auth, Empty, Query, Upload, bounds,
        call::debug_showing,
        invalid::{Validity, each, present, rule},
    },
    quirks::optional_number_or_string,
};

/// Writes to a robot's group. `Debug` shows the type only.
#[derive(Clone, PartialEq, Eq)]
pub struct SendToRobot {
    /// The robot's key; a secret.
    pub key: String,
    /// What to write.
    pub message: RobotMessage,
}
wecom_call!(SendToRobot: post "/cgi-bin/webhook/send" => Empty, once {
    const AUTH: Auth = Auth::Credentials;
    fn query(&self) -> Query<'_> { vec![("key", self.key.as_str().into())] }
});

impl std::fmt::Debug for SendToRobot {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("SendToRobot")
            .field("msgtype", &self.message.msgtype())
            .finish_non_exhaustive()
    }
}

/// What a robot writes.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum RobotMessage {
    /// Text.
    Text {
        /// 1 to 2048 bytes.
        content: String,
        /// Members to be mentioned; `@all` for everyone.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        mentioned_list: Vec<String>,
        /// Mobile numbers of members to be mentioned; `@all` for everyone.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        mentioned_mobile_list: Vec<String>,
    },
    /// Text with marks.
    Markdown {
        /// 1 to 4096 bytes.
        content: String,
    },
    /// A picture, see [`RobotMessage::image`].
    Image(RobotImage),
    /// Articles elsewhere.
    News {
        /// 1 to 8.
        articles: Vec<Article>,
    },
    /// A file of the robot's own.
    File {
        /// From [`UploadToRobot`].
        media_id: String,
    },
    /// A recording of the robot's own.
    Voice {
        /// From [`UploadToRobot`].
        media_id: String,
    },
    /// A notice; no interactive card.
    TemplateCard(Box<TemplateCard>),
}

/// A picture inside a message.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct RobotImage {
    base64: String,
    md5: String,
    #[serde(skip)]
    size: u64,
}

impl RobotMessage {
    /// A JPG or PNG of at most 2 MB.
    #[must_use]
    pub fn image(bytes: &[u8]) -> Self {
        let digest = Md5::digest(bytes);
        Self::Image(RobotImage {
            base64: BASE64_STANDARD.encode(bytes),
            md5: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            size: bytes.len() as u64,
        })
    }

    /// `msgtype`, which is also the name of the member that holds the message.
    #[must_use]
    pub const fn msgtype(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Markdown { .. } => "markdown",
            Self::Image(_) => "image",
            Self::News { .. } => "news",
            Self::File { .. } => "file",
            Self::Voice { .. } => "voice",
            Self::TemplateCard(_) => "template_card",
        }
    }

    /// Finds what the platform would refuse or silently cut.
    ///
    /// # Errors
    /// When a field is missing or outside its limits, or a card is interactive.
    pub fn check(&self) -> Validity {
        match self {
            Self::Text { content, .. } => Ok(bounds::bytes("content", content, 1..=2048)?),
            Self::Markdown { content } => Ok(bounds::bytes("content", content, 1..=4096)?),
            Self::Image(image) => Ok(bounds::value("image", image.size, 1..=2 * 1024 * 1024)?),
            Self::News { articles } => {
                bounds::items("articles", articles, 1..=8)?;
                each("articles", articles, Article::check)
            }
            Self::File { media_id } | Self::Voice { media_id } => present("media_id", media_id),
            Self::TemplateCard(card) => {
                let is_notice = matches!(**card, TemplateCard::TextNotice(_) | TemplateCard::NewsNotice(_));
                rule("card_type", is_notice, "a notice")?;
                card.check()
            }
        }
    }
}

impl Serialize for SendToRobot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("msgtype", self.message.msgtype())?;
        map.serialize_entry(self.message.msgtype(), &self.message)?;
        map.end()
    }
}

/// Uploads a file of the robot's own, which no other robot or app can use. `Debug` shows the file's size.
#[derive(Clone, PartialEq, Eq)]
pub struct UploadToRobot<'a> {
    /// The robot's key; a secret.
    pub key: String,
    /// Whether it is a recording of at most 2 MB; else a file of at most 20 MB.
    pub is_voice: bool,
    /// The file.
    pub file: Upload<'a>,
}
debug_showing!(UploadToRobot<'a>, file);
wecom_call!(UploadToRobot<'a>: upload "/cgi-bin/webhook/upload_media" => RobotMedia, repeatable {
    const AUTH: Auth = Auth::Credentials;
    fn query(&self) -> Query<'_> {
        vec![("key", self.key.as_str().into()), ("type", if self.is_voice { "voice" } else { "file" }.into())]
    }
});

impl<'a> UploadToRobot<'a> {
    fn upload(&self) -> Upload<'a> {
        self.file.clone()
    }

    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the file is too small or too large.
    pub fn check(&self) -> Validity {
        let limit = if self.is_voice { 2 } else { 20 } * 1024 * 1024;
        Ok(bounds::items("media", self.file.bytes, 6..=limit)?)
    }
}

/// The answer to [`UploadToRobot`]. `Debug` shows the time only.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct RobotMedia {
    /// Stands for the file for three days.
    pub media_id: String,
    /// Unix seconds.
    #[serde(default, deserialize_with = "optional_number_or_string")]
    pub created_at: Option<i64>,
}
debug_showing!(RobotMedia, created_at);
