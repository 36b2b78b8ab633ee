//! The answer in the response to a push.
//!
//! Any other XML, JSON or an error status makes WeChat tell the user that the account is out of service, so the answer
//! that does nothing is the word `success`.

mod card;
mod fit;
mod read;
mod sink;
mod write;

pub use card::{CardFact, CardJump, FACTS_MAX, JUMPS_MAX, TextNoticeCard};
pub use fit::{WECOM_ARTICLES_MAX, WECOM_DESCRIPTION_MAX_BYTES, WECOM_TITLE_MAX_BYTES};
pub use read::AddressedReply;

use crate::inbound::MessageKind;

/// Longest text of a reply, in bytes of UTF-8.
pub const TEXT_MAX_BYTES: usize = 2048;

/// The body that acknowledges and shows the user nothing. It is never encrypted.
pub const ACKNOWLEDGEMENT: &str = "success";

/// An answer to a message or event. Media ids are those of uploaded material.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PassiveReply {
    /// Acknowledge and show nothing.
    Success,
    /// Text; line breaks are allowed.
    Text {
        /// The text, see [`TEXT_MAX_BYTES`].
        content: String,
    },
    /// A picture, not a GIF.
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
        /// Its title.
        title: Option<String>,
        /// Its description.
        description: Option<String>,
    },
    /// Music.
    Music {
        /// Its title.
        title: Option<String>,
        /// Its description.
        description: Option<String>,
        /// Its address.
        music_url: Option<String>,
        /// Its address in high quality, used on Wi-Fi.
        hq_music_url: Option<String>,
        /// The cover, the only part that must be there.
        thumb_media_id: String,
    },
    /// Article cards.
    News {
        /// The cards, see [`max_articles`].
        articles: Vec<Article>,
    },
    /// Hand the conversation to customer service.
    TransferCustomerService {
        /// A certain agent (`name@account`); none lets the platform choose.
        account: Option<String>,
    },
    /// WeCom: the button that was tapped can no longer be tapped and says something else.
    UpdateButton {
        /// What it says from now on.
        replace_name: String,
    },
    /// WeCom: another card takes the place of the one that was tapped, for the member who tapped it.
    UpdateTemplateCard(Box<TextNoticeCard>),
}

/// An article card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The title.
    pub title: String,
    /// The description.
    pub description: String,
    /// The picture's address, best at 360×200 or 200×200 pixels.
    pub pic_url: String,
    /// Where a tap leads.
    pub url: String,
}

/// How many articles an answer to `kind` may carry: one to what a person sent, eight to an event.
#[must_use]
pub fn max_articles(kind: &MessageKind) -> usize {
    match kind {
        MessageKind::Event(_) => 8,
        _ => 1,
    }
}
