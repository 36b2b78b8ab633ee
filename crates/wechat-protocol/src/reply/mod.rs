//! The answer in the response to a push.
//!
//! Any other XML, JSON or an error status makes WeChat tell the user that the account is out of service, so the answer
//! that does nothing is the word `success`.

mod write;

use std::borrow::Cow;

use crate::{inbound::MessageKind, text::truncate_utf8_bytes};

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

impl PassiveReply {
    /// Cuts the reply to what WeChat shows in answer to `kind`: text to [`TEXT_MAX_BYTES`] with an ellipsis, articles to
    /// [`max_articles`]. News without articles becomes an acknowledgement.
    #[must_use]
    pub fn fit_for(self, kind: &MessageKind) -> Self {
        match self {
            Self::Text { content } => Self::Text {
                content: match truncate_utf8_bytes(&content, TEXT_MAX_BYTES) {
                    Cow::Owned(cut) => cut,
                    Cow::Borrowed(_) => content,
                },
            },
            Self::News { articles } if articles.is_empty() => Self::Success,
            Self::News { mut articles } => {
                articles.truncate(max_articles(kind));
                Self::News { articles }
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbound::EventKind;

    #[test]
    fn one_article_answers_a_message_and_eight_an_event() {
        let news = PassiveReply::News {
            articles: vec![Article::default(); 10],
        };
        let count = |kind: &MessageKind| match news.clone().fit_for(kind) {
            PassiveReply::News { articles } => articles.len(),
            _ => 0,
        };
        assert_eq!(
            count(&MessageKind::Text {
                content: String::new(),
                biz_menu_id: None
            }),
            1
        );
        assert_eq!(count(&MessageKind::Event(EventKind::Unsubscribe)), 8);
        let none = PassiveReply::News { articles: vec![] };
        assert_eq!(
            none.fit_for(&MessageKind::Event(EventKind::Unsubscribe)),
            PassiveReply::Success
        );
    }

    #[test]
    fn long_text_is_cut_to_the_limit() {
        let fit = |content: String| match (PassiveReply::Text { content })
            .fit_for(&MessageKind::Event(EventKind::Unsubscribe))
        {
            PassiveReply::Text { content } => content,
            _ => String::new(),
        };
        assert_eq!(fit("a".repeat(2048)), "a".repeat(2048));
        let cut = fit("中".repeat(1000));
        assert!(cut.len() <= 2048 && cut.len() > 2040 && cut.ends_with("中…"));
    }
}
