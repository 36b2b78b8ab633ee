//! One article of a draft.

use crate::ids::MaterialId;
use crate::wechat::Comments;

/// An article as it is edited. What breaks WeChat's limits is told by [`super::check_articles`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftArticle {
    /// The title.
    pub title: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// What is shown of it in lists; WeChat takes the first 54 characters of the content where there is none.
    pub digest: Option<String>,
    /// Who may comment.
    pub comments: Comments,
    /// What it consists of.
    pub body: ArticleBody,
}

/// What an article consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArticleBody {
    /// Text with pictures in it (`news`).
    News {
        /// HTML that was cleaned; pictures are `material:<uuid>` or WeChat's own.
        content: String,
        /// Where 阅读原文 leads.
        source_url: Option<String>,
        /// The cover: a permanent picture.
        thumb: MaterialId,
        /// Which parts of the cover are shown; all of it without.
        crops: Option<Crops>,
    },
    /// Pictures with a plain text (`newspic`).
    Pictures {
        /// The text; may be empty.
        text: String,
        /// The pictures; the first is the cover.
        images: Vec<MaterialId>,
    },
}

impl ArticleBody {
    /// The word of WeChat and of the API for its kind.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::News { .. } => "news",
            Self::Pictures { .. } => "newspic",
        }
    }
}

/// The parts of a cover that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crops {
    /// Of 2.35 : 1.
    pub wide: Crop,
    /// Of 1 : 1.
    pub square: Crop,
}

/// A part of a picture, in millionths of its width and height from the left and the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crop {
    /// Left edge.
    pub left: u32,
    /// Top edge.
    pub top: u32,
    /// Right edge.
    pub right: u32,
    /// Bottom edge.
    pub bottom: u32,
}

impl Crop {
    /// The whole width or height.
    pub const WHOLE: u32 = 1_000_000;
}

/// Something in an article that WeChat would refuse or change without a word.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArticleFault {
    /// Where: `articles[0].title`.
    pub at: String,
    /// Why.
    pub reason: String,
}
