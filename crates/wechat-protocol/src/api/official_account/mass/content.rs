//! What a mass message says.

use serde::Serialize;

use crate::api::{OutOfBounds, bounds};

/// What to send. The fields are those of the wire, in its spelling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum MassMessage {
    /// A draft of articles, which the sending uses up.
    MpNews {
        /// The draft.
        media_id: String,
    },
    /// Text.
    Text {
        /// The text.
        content: String,
    },
    /// A voice recording.
    Voice {
        /// The recording.
        media_id: String,
    },
    /// Pictures.
    Images(MassImages),
    /// A video.
    MpVideo {
        /// The video.
        media_id: String,
        /// Its title.
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// Its description.
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<String>,
    },
    /// A card; WeChat has refused them since it closed cards (45113).
    WxCard {
        /// The card.
        card_id: String,
    },
}

/// Pictures of a mass message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MassImages {
    media_ids: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recommend: Option<String>,
    need_open_comment: u8,
    only_fans_can_comment: u8,
}

impl MassImages {
    /// Pictures without comments.
    ///
    /// # Errors
    /// When there is none.
    pub fn new(media_ids: Vec<String>) -> Result<Self, OutOfBounds> {
        bounds::items("media_ids", &media_ids, 1..=u64::MAX)?;
        Ok(Self {
            media_ids,
            recommend: None,
            need_open_comment: 0,
            only_fans_can_comment: 0,
        })
    }

    /// With words of recommendation.
    #[must_use]
    pub fn recommended(mut self, words: &str) -> Self {
        self.recommend = Some(words.to_owned());
        self
    }

    /// People may comment; with `only_followers`, only those who follow the account.
    #[must_use]
    pub fn with_comments(mut self, only_followers: bool) -> Self {
        self.need_open_comment = 1;
        self.only_fans_can_comment = u8::from(only_followers);
        self
    }
}

impl MassMessage {
    /// `msgtype`.
    #[must_use]
    pub const fn msgtype(&self) -> &'static str {
        match self {
            Self::MpNews { .. } => "mpnews",
            Self::Text { .. } => "text",
            Self::Voice { .. } => "voice",
            Self::Images(_) => "image",
            Self::MpVideo { .. } => "mpvideo",
            Self::WxCard { .. } => "wxcard",
        }
    }

    /// The name of the member that holds the message: the `msgtype`, except for pictures.
    #[must_use]
    pub const fn member(&self) -> &'static str {
        match self {
            Self::Images(_) => "images",
            _ => self.msgtype(),
        }
    }
}
