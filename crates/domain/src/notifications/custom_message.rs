//! Customer-service messages (客服消息) of every type, and their limits.
//!
//! Source: <https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage.html>

use crate::validation::FieldFaults;
use crate::wechat::Article;

/// Longest text, in bytes of UTF-8.
pub const MAX_TEXT_BYTES: usize = 2_048;
/// Longest title or address, in characters.
const MAX_LINE: usize = 1_024;
/// Most answers of a menu.
const MAX_ANSWERS: usize = 10;

/// A customer-service message.
#[derive(Clone, PartialEq, Eq)]
pub enum CustomMessage {
    /// Text; `<a href>` links are allowed.
    Text(String),
    /// A picture.
    Image {
        /// The medium, uploaded before.
        media_id: String,
    },
    /// A voice recording.
    Voice {
        /// The medium, uploaded before.
        media_id: String,
    },
    /// A video.
    Video {
        /// The medium, uploaded before.
        media_id: String,
        /// Its preview; the video's own where empty.
        thumb_media_id: String,
        /// Its title; may be empty.
        title: String,
        /// Its description; may be empty.
        description: String,
    },
    /// A piece of music.
    Music(crate::wechat::Music),
    /// One picture-and-text card that leads outside.
    News(Article),
    /// A published article.
    PublishedArticle {
        /// The article.
        article_id: String,
    },
    /// A question with answers to tap (菜单消息).
    Menu {
        /// Above the answers; may be empty.
        head: String,
        /// The answers: what comes back, what is shown.
        answers: Vec<(String, String)>,
        /// Below the answers; may be empty.
        tail: String,
    },
    /// A card or coupon.
    Card {
        /// The card.
        card_id: String,
    },
    /// A link with a picture; mini programs only.
    Link {
        /// The title.
        title: String,
        /// The description.
        description: String,
        /// Where a tap leads.
        url: String,
        /// The picture's address.
        picture_url: String,
    },
    /// A mini-program card.
    MiniProgramPage {
        /// Its title.
        title: String,
        /// The mini program; may be empty where the mini program itself sends it.
        app_id: String,
        /// The page in it.
        path: String,
        /// Its picture, uploaded before.
        thumb_media_id: String,
    },
}

/// Shows the type only: what people read is theirs.
impl std::fmt::Debug for CustomMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CustomMessage({})", self.name())
    }
}

impl CustomMessage {
    /// The stable name of its type, used in the API and in storage.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Image { .. } => "image",
            Self::Voice { .. } => "voice",
            Self::Video { .. } => "video",
            Self::Music(_) => "music",
            Self::News(_) => "news",
            Self::PublishedArticle { .. } => "published-article",
            Self::Menu { .. } => "menu",
            Self::Card { .. } => "card",
            Self::Link { .. } => "link",
            Self::MiniProgramPage { .. } => "mini-program-page",
        }
    }

    /// Checks the limits; fields are named as the API spells them.
    ///
    /// # Errors
    /// Every rule that is broken, by field.
    pub fn check(&self) -> Result<(), FieldFaults> {
        let mut faults = FieldFaults::default();
        match self {
            Self::Text(text) => check_text(&mut faults, text),
            Self::Image { media_id } | Self::Voice { media_id } | Self::Video { media_id, .. } => {
                require(&mut faults, "mediaId", media_id);
            }
            Self::Music(music) => require(&mut faults, "thumbMediaId", &music.thumb_media_id),
            Self::News(article) => require(&mut faults, "title", &article.title),
            Self::PublishedArticle { article_id } => require(&mut faults, "articleId", article_id),
            Self::Menu { answers, .. } => check_answers(&mut faults, answers),
            Self::Card { card_id } => require(&mut faults, "cardId", card_id),
            Self::Link { title, url, .. } => {
                require(&mut faults, "title", title);
                require(&mut faults, "url", url);
            }
            Self::MiniProgramPage {
                path, thumb_media_id, ..
            } => {
                require(&mut faults, "path", path);
                require(&mut faults, "thumbMediaId", thumb_media_id);
            }
        }
        faults.check()
    }

    /// The same message with every text put through `fill`.
    #[must_use]
    pub fn filled(&self, fill: impl Fn(&str) -> String) -> Self {
        match self {
            Self::Text(text) => Self::Text(fill(text)),
            Self::News(article) => Self::News(Article {
                title: fill(&article.title),
                description: fill(&article.description),
                ..article.clone()
            }),
            Self::Menu { head, answers, tail } => Self::Menu {
                head: fill(head),
                answers: answers.clone(),
                tail: fill(tail),
            },
            Self::MiniProgramPage {
                title,
                app_id,
                path,
                thumb_media_id,
            } => Self::MiniProgramPage {
                title: fill(title),
                app_id: app_id.clone(),
                path: path.clone(),
                thumb_media_id: thumb_media_id.clone(),
            },
            other => other.clone(),
        }
    }
}

fn check_text(faults: &mut FieldFaults, text: &str) {
    if text.trim().is_empty() {
        faults.add("text", "must not be empty");
    } else if text.len() > MAX_TEXT_BYTES {
        faults.add("text", format!("must have at most {MAX_TEXT_BYTES} bytes of UTF-8"));
    }
}

fn check_answers(faults: &mut FieldFaults, answers: &[(String, String)]) {
    if !(1..=MAX_ANSWERS).contains(&answers.len()) {
        faults.add("answers", format!("must have 1 to {MAX_ANSWERS} entries"));
    }
    if answers.iter().any(|(id, shown)| id.is_empty() || shown.is_empty()) {
        faults.add("answers", "each needs an id and a text");
    }
}

fn require(faults: &mut FieldFaults, field: &'static str, value: &str) {
    faults.keep(field, crate::text::single_line(value, 1..=MAX_LINE));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(message: &CustomMessage) -> Vec<&'static str> {
        message
            .check()
            .err()
            .map(|faults| faults.iter().map(|(field, _)| field).collect())
            .unwrap_or_default()
    }

    #[test]
    fn a_text_counts_bytes() {
        assert!(CustomMessage::Text("春".repeat(682)).check().is_ok());
        assert_eq!(fields(&CustomMessage::Text("春".repeat(683))), ["text"]);
        assert_eq!(fields(&CustomMessage::Text(" ".to_owned())), ["text"]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let link = CustomMessage::Link {
            title: String::new(),
            description: String::new(),
            url: String::new(),
            picture_url: String::new(),
        };
        assert_eq!(fields(&link), ["title", "url"]);
        let menu = CustomMessage::Menu {
            head: String::new(),
            answers: vec![],
            tail: String::new(),
        };
        assert_eq!(fields(&menu), ["answers"]);
    }
}
