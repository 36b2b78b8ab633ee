//! The kinds of message.

use super::{events::EventKind, fields::Fields, raw::RawFields};
use crate::parse_error::ParseError;

/// What a push is. Media ids are temporary material, valid for three days. `Debug` shows the kind alone.
#[derive(Clone, PartialEq)]
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
        /// The media id of the same recording at 16 kHz (`MediaId16K`).
        media_id_16k: Option<String>,
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
        /// The client it comes from, in WeCom: `wxwork`, or none for WeChat.
        app_type: Option<String>,
    },
    /// A link.
    Link {
        /// Its title; may be empty.
        title: String,
        /// Its description; may be empty.
        description: String,
        /// Its address.
        url: String,
        /// Its picture: `ThumbUrl` in a Mini Program, `PicUrl` in WeCom.
        picture_url: Option<String>,
    },
    /// A Mini Program page, sent to a Mini Program's customer service (`miniprogrampage`).
    MiniProgramPage {
        /// Its title; may be empty.
        title: String,
        /// The Mini Program.
        app_id: String,
        /// The page's path, with its query.
        page_path: String,
        /// The address of its cover.
        thumb_url: Option<String>,
        /// The media id of its cover.
        thumb_media_id: Option<String>,
    },
    /// Something that happened rather than something said.
    Event(EventKind),
    /// A kind this crate does not know, or one that lacks what its kind must have. Acknowledge it.
    Other {
        /// `MsgType` as sent.
        msg_type: String,
        /// Everything the push says.
        fields: RawFields,
    },
}

impl MessageKind {
    /// A kind of message that lacks one of its fields is taken as one we do not know: it is acknowledged, not refused,
    /// because the person behind it would see an error.
    pub(super) fn read(msg_type: &str, event: Option<&str>, fields: &mut Fields<'_>) -> Result<Self, ParseError> {
        let is_acted_on = ["text", "event"].iter().any(|kind| kind.eq_ignore_ascii_case(msg_type));
        match Self::read_known(msg_type, event, fields) {
            Err(ParseError::MissingField(_)) if !is_acted_on => Ok(Self::other(msg_type, fields)),
            outcome => outcome,
        }
    }

    fn other(msg_type: &str, fields: &Fields<'_>) -> Self {
        Self::Other {
            msg_type: msg_type.to_owned(),
            fields: fields.node().raw(),
        }
    }

    /// Reads what must be there first: prose is taken out of the fields, which must be whole if the kind turns out other.
    fn read_known(msg_type: &str, event: Option<&str>, fields: &mut Fields<'_>) -> Result<Self, ParseError> {
        Ok(match msg_type.to_ascii_lowercase().as_str() {
            "text" => Self::Text {
                content: fields.prose("Content")?,
                biz_menu_id: fields.optional("bizmsgmenuid"),
            },
            "image" => Self::Image {
                media_id: fields.name("MediaId")?,
                pic_url: fields.prose_or_empty("PicUrl"),
            },
            "voice" => Self::Voice {
                media_id: fields.name("MediaId")?,
                format: fields.optional("Format"),
                recognition: fields.optional("Recognition"),
                media_id_16k: fields.optional("MediaId16K"),
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
                url: fields.name("Url")?,
                title: fields.prose_or_empty("Title"),
                description: fields.prose_or_empty("Description"),
                picture_url: fields.optional("ThumbUrl").or_else(|| fields.optional("PicUrl")),
            },
            "miniprogrampage" => Self::MiniProgramPage {
                app_id: fields.name("AppId")?,
                page_path: fields.name("PagePath")?,
                title: fields.prose_or_empty("Title"),
                thumb_url: fields.optional("ThumbUrl"),
                thumb_media_id: fields.optional("ThumbMediaId"),
            },
            "event" => Self::Event(EventKind::read(
                event.ok_or(ParseError::MissingField("Event"))?,
                fields,
            )?),
            _ => Self::other(msg_type, fields),
        })
    }

    fn location(fields: &mut Fields<'_>) -> Result<Self, ParseError> {
        Ok(Self::Location {
            latitude: fields.decimal("Location_X")?,
            longitude: fields.decimal("Location_Y")?,
            scale: fields.optional_number("Scale")?,
            label: fields.prose_or_empty("Label"),
            app_type: fields.optional("AppType"),
        })
    }
}
