//! The kinds of message.

use super::{event::EventKind, fields::Fields};
use crate::parse_error::ParseError;

/// What a push is. Media ids are temporary material, valid for three days.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum MessageKind {
    /// Written text.
    Text {
        /// The text as written; may be empty, may hold emoji.
        content: String,
        /// The item tapped, when the text comes from a menu message.
        biz_menu_id: Option<String>,
    },
    /// A picture.
    Image {
        /// Its address; may be empty.
        pic_url: String,
        /// Its media id.
        media_id: String,
    },
    /// A voice recording.
    Voice {
        /// Its media id.
        media_id: String,
        /// `amr` or `speex`.
        format: Option<String>,
        /// What was said, when the account has speech recognition.
        recognition: Option<String>,
    },
    /// A video.
    Video {
        /// Its media id.
        media_id: String,
        /// The media id of its preview picture.
        thumb_media_id: Option<String>,
    },
    /// A short video.
    ShortVideo {
        /// Its media id.
        media_id: String,
        /// The media id of its preview picture.
        thumb_media_id: Option<String>,
    },
    /// A place sent as a message; see [`EventKind::Location`] for reports of the sender's own place.
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
        /// The map's zoom.
        scale: Option<f64>,
        /// The place in words; may be empty.
        label: String,
    },
    /// A link.
    Link {
        /// Its title; may be empty.
        title: String,
        /// Its description; may be empty.
        description: String,
        /// Its address.
        url: String,
    },
    /// Something that happened rather than something said.
    Event(EventKind),
    /// A kind this crate does not know. Acknowledge it.
    Other {
        /// `MsgType` as sent.
        msg_type: String,
    },
}

impl MessageKind {
    /// A kind of message that lacks one of its fields is taken as one we do not know: it is acknowledged, not refused,
    /// because the person behind it would see an error.
    pub(super) fn read(msg_type: &str, event: Option<&str>, fields: &mut Fields<'_>) -> Result<Self, ParseError> {
        let is_acted_on = ["text", "event"].iter().any(|kind| kind.eq_ignore_ascii_case(msg_type));
        match Self::read_known(msg_type, event, fields) {
            Err(ParseError::MissingField(_)) if !is_acted_on => Ok(Self::Other {
                msg_type: msg_type.to_owned(),
            }),
            outcome => outcome,
        }
    }

    fn read_known(msg_type: &str, event: Option<&str>, fields: &mut Fields<'_>) -> Result<Self, ParseError> {
        Ok(match msg_type.to_ascii_lowercase().as_str() {
            "text" => Self::Text {
                content: fields.prose("Content")?,
                biz_menu_id: fields.optional("bizmsgmenuid"),
            },
            "image" => Self::Image {
                pic_url: fields.prose_or_empty("PicUrl"),
                media_id: fields.name("MediaId")?,
            },
            "voice" => Self::Voice {
                media_id: fields.name("MediaId")?,
                format: fields.optional("Format"),
                recognition: fields.optional("Recognition"),
            },
            "video" => Self::Video {
                media_id: fields.name("MediaId")?,
                thumb_media_id: fields.optional("ThumbMediaId"),
            },
            "shortvideo" => Self::ShortVideo {
                media_id: fields.name("MediaId")?,
                thumb_media_id: fields.optional("ThumbMediaId"),
            },
            "location" => Self::location(fields)?,
            "link" => Self::Link {
                title: fields.prose_or_empty("Title"),
                description: fields.prose_or_empty("Description"),
                url: fields.name("Url")?,
            },
            "event" => Self::Event(EventKind::read(
                event.ok_or(ParseError::MissingField("Event"))?,
                fields,
            )?),
            _ => Self::Other {
                msg_type: msg_type.to_owned(),
            },
        })
    }

    fn location(fields: &mut Fields<'_>) -> Result<Self, ParseError> {
        Ok(Self::Location {
            latitude: fields.decimal("Location_X")?,
            longitude: fields.decimal("Location_Y")?,
            scale: fields.optional_number("Scale")?,
            label: fields.prose_or_empty("Label"),
        })
    }
}
