//! Looking at mass messages before and after they are sent.

use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap};

use super::MassSent;
use crate::api::call::{api_call, debug_showing};
use crate::api::{Empty, OutOfBounds, bounds, lenient};
use crate::quirks::number_or_string;

/// Who looks at a preview.
#[derive(Clone, PartialEq, Eq)]
pub enum PreviewTo {
    /// By open id.
    OpenId(String),
    /// By WeChat name, which wins over an open id; 100 times a day.
    WechatName(String),
}

/// What a preview shows. Pictures are previewed one by one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum PreviewContent {
    /// A draft of articles.
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
    /// A picture.
    Image {
        /// The picture.
        media_id: String,
    },
    /// A video.
    MpVideo {
        /// The video.
        media_id: String,
    },
}

impl PreviewContent {
    const fn msgtype(&self) -> &'static str {
        match self {
            Self::MpNews { .. } => "mpnews",
            Self::Text { .. } => "text",
            Self::Voice { .. } => "voice",
            Self::Image { .. } => "image",
            Self::MpVideo { .. } => "mpvideo",
        }
    }
}

/// Shows a mass message to one person before it is sent. `Debug` does not show the person.
#[derive(Clone, PartialEq, Eq)]
pub struct PreviewMass {
    to: PreviewTo,
    content: PreviewContent,
}
api_call!(PreviewMass: post "/cgi-bin/message/mass/preview" => PreviewSent, once);
debug_showing!(PreviewMass);

impl PreviewMass {
    /// This message to this person.
    #[must_use]
    pub fn new(to: PreviewTo, content: PreviewContent) -> Self {
        Self { to, content }
    }
}

impl Serialize for PreviewMass {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match &self.to {
            PreviewTo::OpenId(id) => map.serialize_entry("touser", id)?,
            PreviewTo::WechatName(name) => map.serialize_entry("towxname", name)?,
        }
        map.serialize_entry(self.content.msgtype(), &self.content)?;
        map.serialize_entry("msgtype", self.content.msgtype())?;
        map.end()
    }
}

/// A preview was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct PreviewSent {
    /// Its number.
    #[serde(default, deserialize_with = "lenient::number")]
    pub msg_id: u64,
}

/// Takes back what was sent: only articles and videos can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DeleteMass {
    msg_id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_idx: Option<u32>,
}
api_call!(DeleteMass: post "/cgi-bin/message/mass/delete" => Empty, repeatable);

impl DeleteMass {
    /// All of the message.
    #[must_use]
    pub const fn all(msg_id: u64) -> Self {
        Self {
            msg_id,
            article_idx: None,
        }
    }

    /// One article; the first is 1.
    ///
    /// # Errors
    /// When it is 0, which WeChat takes for all of them.
    pub fn article(msg_id: u64, article_idx: u32) -> Result<Self, OutOfBounds> {
        bounds::value("article_idx", article_idx, 1..=u64::from(u32::MAX))?;
        Ok(Self {
            msg_id,
            article_idx: Some(article_idx),
        })
    }
}

/// Asks what became of a mass message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GetMassStatus {
    msg_id: String,
}
api_call!(GetMassStatus: post "/cgi-bin/message/mass/get" => MassStatus, repeatable);

impl GetMassStatus {
    /// By [`MassSent::msg_id`].
    #[must_use]
    pub fn new(msg_id: u64) -> Self {
        Self {
            msg_id: msg_id.to_string(),
        }
    }

    /// Of this message.
    #[must_use]
    pub fn of(sent: &MassSent) -> Self {
        Self::new(sent.msg_id)
    }
}

/// What became of a mass message.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct MassStatus {
    /// Its number.
    #[serde(deserialize_with = "number_or_string")]
    pub msg_id: u64,
    /// How far it is.
    pub msg_status: MassState,
}

/// How far a mass message is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum MassState {
    /// It was sent.
    SendSuccess,
    /// It is being sent.
    Sending,
    /// It was not sent.
    SendFail,
    /// It was taken back.
    Delete,
    /// Something newer, in WeChat's word.
    #[serde(untagged)]
    Other(String),
}

/// Asks how fast mass messages are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct GetMassSpeed {}
api_call!(GetMassSpeed: post "/cgi-bin/message/mass/speed/get" => MassSpeed, repeatable);

/// Sets how fast mass messages are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SetMassSpeed {
    speed: u8,
}
api_call!(SetMassSpeed: post "/cgi-bin/message/mass/speed/set" => Empty, repeatable);

impl SetMassSpeed {
    /// From 0, the fastest (800,000 a minute), over 600,000, 450,000 and 300,000 to 4, the slowest (100,000 a minute).
    ///
    /// # Errors
    /// When it is over 4 (45083).
    pub fn new(speed: u8) -> Result<Self, OutOfBounds> {
        bounds::value("speed", speed, 0..=4)?;
        Ok(Self { speed })
    }
}

/// How fast mass messages are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct MassSpeed {
    /// From 0, the fastest, to 4.
    #[serde(deserialize_with = "number_or_string")]
    pub speed: u8,
    /// In 10,000 messages a minute.
    #[serde(default, deserialize_with = "lenient::number", rename = "realspeed")]
    pub real_speed: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::{answer, json};

    #[test]
    fn requests_are_written_as_documented() {
        let content = PreviewContent::Image {
            media_id: "123dsdajkasd231jhksad".into(),
        };
        let preview = PreviewMass::new(PreviewTo::OpenId("HIDDEN".into()), content);
        assert_eq!(
            json(&preview),
            r#"{"touser":"HIDDEN","image":{"media_id":"123dsdajkasd231jhksad"},"msgtype":"image"}"#
        );
        assert!(!format!("{preview:?}").contains("HIDDEN"));
        let text = PreviewContent::Text {
            content: "CONTENT".into(),
        };
        assert_eq!(
            json(&PreviewMass::new(PreviewTo::WechatName("示例".into()), text)),
            r#"{"towxname":"示例","text":{"content":"CONTENT"},"msgtype":"text"}"#
        );
        assert_eq!(
            json(&DeleteMass::article(30124, 2).unwrap()),
            r#"{"msg_id":30124,"article_idx":2}"#
        );
        assert_eq!(json(&DeleteMass::all(30124)), r#"{"msg_id":30124}"#);
        assert_eq!(json(&GetMassStatus::new(201_053_012)), r#"{"msg_id":"201053012"}"#);
        assert_eq!(json(&GetMassSpeed {}), "{}");
        assert_eq!(json(&SetMassSpeed::new(4).unwrap()), r#"{"speed":4}"#);
    }

    #[test]
    fn limits_hold_on_both_sides() {
        assert!(SetMassSpeed::new(5).is_err());
        assert!(DeleteMass::article(1, 0).is_err());
        assert!(DeleteMass::article(1, 1).is_ok());
    }

    #[test]
    fn answers_are_read_as_documented() {
        let status = answer::<GetMassStatus>(r#"{"msg_id":201053012,"msg_status":"SEND_SUCCESS"}"#);
        assert_eq!(status.msg_status, MassState::SendSuccess);
        let status = answer::<GetMassStatus>(r#"{"msg_id":"1","msg_status":"PAUSED"}"#);
        assert_eq!(status.msg_status, MassState::Other("PAUSED".into()));
        let speed = answer::<GetMassSpeed>(r#"{"speed":3,"realspeed":15}"#);
        assert_eq!((speed.speed, speed.real_speed), (3, 15));
        assert_eq!(
            answer::<PreviewMass>(r#"{"errcode":0,"errmsg":"preview success","msg_id":34182}"#).msg_id,
            34182
        );
    }
}
