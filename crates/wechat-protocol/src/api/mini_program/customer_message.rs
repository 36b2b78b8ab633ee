//! Customer-service messages of a Mini Program.
//!
//! A person's message opens a window of 48 hours with 5 messages; entering the session one of a minute with 2.

use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap};

use crate::api::{
    Empty, bounds,
    call::{api_call, debug_showing},
    invalid::{Validity, present},
    paths,
};

/// Sends a message to one person. `Debug` shows its type only.
#[derive(Clone, PartialEq, Eq)]
pub struct SendCustomerMessage {
    /// The person's open id.
    pub touser: String,
    /// What to send.
    pub message: CustomerMessage,
}
api_call!(SendCustomerMessage: post paths::CUSTOM_SEND => Empty, once);

impl std::fmt::Debug for SendCustomerMessage {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("SendCustomerMessage")
            .field("msgtype", &self.message.msgtype())
            .finish_non_exhaustive()
    }
}

/// The four kinds of message that a Mini Program may send; an Official Account has others, and its cards name an app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum CustomerMessage {
    /// Text.
    Text {
        /// 1 to 2048 bytes; `<a href>` links are allowed.
        content: String,
    },
    /// A picture.
    Image {
        /// The picture.
        media_id: String,
    },
    /// A card that leads to a web page.
    Link {
        /// Its title.
        title: String,
        /// Its description.
        description: String,
        /// Where a tap leads.
        url: String,
        /// The picture's address.
        thumb_url: String,
    },
    /// A card that leads to a page of this Mini Program.
    MiniProgramPage {
        /// Its title.
        title: String,
        /// The page, with its query.
        pagepath: String,
        /// The picture.
        thumb_media_id: String,
    },
}

impl CustomerMessage {
    /// `msgtype`, which is also the name of the member that holds the message.
    #[must_use]
    pub const fn msgtype(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Image { .. } => "image",
            Self::Link { .. } => "link",
            Self::MiniProgramPage { .. } => "miniprogrampage",
        }
    }
}

impl Serialize for SendCustomerMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("touser", &self.touser)?;
        map.serialize_entry("msgtype", self.message.msgtype())?;
        map.serialize_entry(self.message.msgtype(), &self.message)?;
        map.end()
    }
}

impl SendCustomerMessage {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the person or a needed field is missing, or the text is too long.
    pub fn check(&self) -> Validity {
        present("touser", &self.touser)?;
        match &self.message {
            CustomerMessage::Text { content } => Ok(bounds::bytes("content", content, 1..=2048)?),
            CustomerMessage::Image { media_id } => present("media_id", media_id),
            CustomerMessage::Link { title, url, .. } => {
                present("title", title)?;
                present("url", url)
            }
            CustomerMessage::MiniProgramPage {
                title,
                pagepath,
                thumb_media_id,
            } => {
                present("title", title)?;
                present("pagepath", pagepath)?;
                present("thumb_media_id", thumb_media_id)
            }
        }
    }
}

/// Shows or hides the typing state. An Official Account has another path. `Debug` shows the command only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowTyping {
    /// The person's open id.
    pub touser: String,
    /// What to do.
    pub command: TypingCommand,
}
debug_showing!(ShowTyping, command);
api_call!(ShowTyping: post "/cgi-bin/message/custom/business/typing" => Empty, repeatable);

/// What to do with the typing state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TypingCommand {
    /// Show it.
    Typing,
    /// Hide it.
    CancelTyping,
}
