//! What a person reads in answer to a message.

/// The answer to one message, of every type that WeChat takes in the response to a push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Nothing: WeChat shows the person nothing.
    Silence,
    /// A text of at most 2,048 bytes.
    Text(String),
    /// Picture-and-text articles, at most 8; 1 in answer to what a person sent.
    News(Vec<Article>),
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
        /// Its title; may be empty.
        title: String,
        /// Its description; may be empty.
        description: String,
    },
    /// A piece of music.
    Music(Music),
    /// Hand-over to human customer service (转客服).
    HumanService {
        /// The agent (`name@account`); `None` lets WeChat choose.
        agent: Option<String>,
    },
}

/// One picture-and-text article (图文).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its headline.
    pub title: String,
    /// Its teaser.
    pub description: String,
    /// Address of its picture; may be empty.
    pub picture_url: String,
    /// Address it opens; may be empty.
    pub url: String,
}

/// A piece of music.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Music {
    /// Its title; may be empty.
    pub title: String,
    /// Its description; may be empty.
    pub description: String,
    /// Address of the recording; may be empty.
    pub url: String,
    /// Address of the recording for Wi-Fi; may be empty.
    pub high_quality_url: String,
    /// Its cover, uploaded before.
    pub thumb_media_id: String,
}
