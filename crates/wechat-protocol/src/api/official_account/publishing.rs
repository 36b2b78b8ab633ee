//! Publishing drafts without sending them to anybody (发布能力).

use serde::{Deserialize, Serialize};

use super::articles::ReadArticle;
use super::drafts::Draft;
use crate::api::call::api_call;
use crate::api::{Empty, OutOfBounds, bounds, lenient};
use crate::quirks::optional_number_or_string;

/// Publishes a draft. That it succeeds means only that WeChat looks at it: the outcome comes as `PUBLISHJOBFINISH`, and
/// from [`GetPublication`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Publish {
    media_id: String,
}
api_call!(Publish: post "/cgi-bin/freepublish/submit" => Publishing, once);

impl Publish {
    /// The draft with this id.
    #[must_use]
    pub fn new(media_id: &str) -> Self {
        Self {
            media_id: media_id.to_owned(),
        }
    }
}

/// A draft is being published.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Publishing {
    /// The id of the event to come.
    #[serde(deserialize_with = "lenient::text")]
    pub publish_id: String,
    /// Names the articles in statistics.
    #[serde(default, deserialize_with = "optional_number_or_string")]
    pub msg_data_id: Option<u64>,
}

/// Asks how far a publication is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GetPublication {
    publish_id: String,
}
api_call!(GetPublication: post "/cgi-bin/freepublish/get" => Publication, repeatable);

impl GetPublication {
    /// By [`Publishing::publish_id`].
    #[must_use]
    pub fn new(publish_id: &str) -> Self {
        Self {
            publish_id: publish_id.to_owned(),
        }
    }
}

/// How far a publication is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Publication {
    /// Its id.
    #[serde(deserialize_with = "lenient::text")]
    pub publish_id: String,
    /// How far it is.
    pub publish_status: PublishStatus,
    /// The articles' id, once they are published.
    #[serde(deserialize_with = "lenient::text")]
    pub article_id: String,
    /// Where the articles are.
    pub article_detail: Option<ArticleAddresses>,
    /// Which articles were refused; the first is 1.
    #[serde(deserialize_with = "lenient::list")]
    pub fail_idx: Vec<u32>,
}

/// How far a publication is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Status")]
#[non_exhaustive]
pub enum PublishStatus {
    /// 0: published.
    Published,
    /// 1: WeChat is looking at it.
    #[default]
    InProgress,
    /// 2: its claim to originality was refused.
    NotOriginal,
    /// 3: failed.
    Failed,
    /// 4: refused in review.
    Refused,
    /// 5: published, and then all articles were deleted by the account.
    Deleted,
    /// 6: published, and then all articles were banned by WeChat.
    Banned,
    /// Something newer.
    Other(u32),
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Status(#[serde(deserialize_with = "lenient::number")] u32);

impl From<Status> for PublishStatus {
    fn from(Status(number): Status) -> Self {
        match number {
            0 => Self::Published,
            1 => Self::InProgress,
            2 => Self::NotOriginal,
            3 => Self::Failed,
            4 => Self::Refused,
            5 => Self::Deleted,
            6 => Self::Banned,
            other => Self::Other(other),
        }
    }
}

/// Where published articles are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ArticleAddresses {
    /// How many there are.
    #[serde(deserialize_with = "lenient::number")]
    pub count: u64,
    /// The articles.
    #[serde(deserialize_with = "lenient::list")]
    pub item: Vec<ArticleAddress>,
}

/// Where a published article is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ArticleAddress {
    /// Its place; the first is 1.
    #[serde(deserialize_with = "lenient::number")]
    pub idx: u32,
    /// Its address.
    pub article_url: String,
}

/// Takes back published articles, for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeleteArticles {
    article_id: String,
    index: u32,
}
api_call!(DeleteArticles: post "/cgi-bin/freepublish/delete" => Empty, repeatable);

impl DeleteArticles {
    /// All of them.
    #[must_use]
    pub fn all(article_id: &str) -> Self {
        Self {
            article_id: article_id.to_owned(),
            index: 0,
        }
    }

    /// One of them; the first is 1.
    ///
    /// # Errors
    /// When it is 0, which WeChat takes for all of them.
    pub fn one(article_id: &str, index: u32) -> Result<Self, OutOfBounds> {
        bounds::value("index", index, 1..=u64::MAX)?;
        Ok(Self {
            article_id: article_id.to_owned(),
            index,
        })
    }
}

/// Asks for published articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GetArticles {
    article_id: String,
}
api_call!(GetArticles: post "/cgi-bin/freepublish/getarticle" => PublishedArticles, repeatable);

impl GetArticles {
    /// By their id.
    #[must_use]
    pub fn new(article_id: &str) -> Self {
        Self {
            article_id: article_id.to_owned(),
        }
    }
}

/// Published articles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct PublishedArticles {
    /// The articles.
    #[serde(deserialize_with = "lenient::list")]
    pub news_item: Vec<ReadArticle>,
}

/// Lists published articles, the latest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ListArticles {
    offset: u32,
    count: u32,
    no_content: u8,
}
api_call!(ListArticles: post "/cgi-bin/freepublish/batchget" => ArticlePage, repeatable);

impl ListArticles {
    /// `count` of them, 1 to 20, from `offset` on; 0 is the latest. Their HTML comes along.
    ///
    /// # Errors
    /// When the count is 0 or over 20.
    pub fn new(offset: u32, count: u32) -> Result<Self, OutOfBounds> {
        bounds::value("count", count, 1..=20)?;
        Ok(Self {
            offset,
            count,
            no_content: 0,
        })
    }

    /// Without the HTML, which is most of the answer.
    #[must_use]
    pub const fn without_content(mut self) -> Self {
        self.no_content = 1;
        self
    }
}

/// A page of published articles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ArticlePage {
    /// How many there are in all.
    #[serde(deserialize_with = "lenient::number")]
    pub total_count: u64,
    /// How many are on this page.
    #[serde(deserialize_with = "lenient::number")]
    pub item_count: u64,
    /// The articles.
    #[serde(deserialize_with = "lenient::list")]
    pub item: Vec<ListedArticles>,
}

/// Articles that were published together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ListedArticles {
    /// Their id.
    #[serde(deserialize_with = "lenient::text")]
    pub article_id: String,
    /// The articles.
    pub content: Draft,
    /// When they changed, in seconds since 1970.
    #[serde(deserialize_with = "lenient::number")]
    pub update_time: i64,
}

#[cfg(test)]
#[path = "publishing_tests.rs"]
mod tests;
