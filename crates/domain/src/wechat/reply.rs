//! What a person reads in answer to a message.

/// The answer to one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Nothing: WeChat shows the person nothing.
    Silence,
    /// A text of at most 2,048 bytes.
    Text(String),
    /// Picture-and-text articles, at most 8; 1 in answer to a text.
    News(Vec<Article>),
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
