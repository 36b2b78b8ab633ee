//! WeChat's drafts and publications.

use async_trait::async_trait;
use domain::time::Timestamp;
use domain::wechat::Comments;
use domain::wechat::PublishReport;
use domain::wechat::articles::{ArticlePrint, Crops, PublishedArticle};

use crate::wechat::WechatFailure;

/// An article on its way to WeChat: its files have WeChat's names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingArticle {
    /// The title.
    pub title: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// What is shown of it in lists.
    pub digest: Option<String>,
    /// Who may comment.
    pub comments: Comments,
    /// What it consists of.
    pub body: OutgoingBody,
}

/// What an outgoing article consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutgoingBody {
    /// Text with pictures in it.
    News {
        /// HTML whose pictures are at WeChat.
        content: String,
        /// Where 阅读原文 leads.
        source_url: Option<String>,
        /// WeChat's permanent id of the cover.
        thumb_media_id: String,
        /// Which parts of the cover are shown.
        crops: Option<Crops>,
    },
    /// Pictures with a plain text.
    Pictures {
        /// The text.
        text: String,
        /// WeChat's permanent ids of the pictures.
        image_media_ids: Vec<String>,
    },
}

/// A draft that WeChat has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftThere {
    /// WeChat's id of it.
    pub media_id: String,
    /// Its articles.
    pub prints: Vec<ArticlePrint>,
    /// When it last changed, to the second.
    pub updated_at: Timestamp,
}

/// Published articles that WeChat has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticlesThere {
    /// WeChat's id of them.
    pub article_id: String,
    /// By what they are known again.
    pub prints: Vec<ArticlePrint>,
    /// Where they are.
    pub articles: Vec<PublishedArticle>,
    /// When they last changed, to the second.
    pub updated_at: Timestamp,
}

/// WeChat took a draft on for publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// WeChat's id of the publication.
    pub publish_id: String,
    /// WeChat's number of the articles in its statistics.
    pub data_id: Option<u64>,
}

/// WeChat's drafts and publications. Every call is bounded in time. An id of a draft or file that WeChat does not know is
/// refused with 40007.
#[async_trait]
pub trait ArticlesApi: Send + Sync {
    /// Makes a draft and answers WeChat's id of it. Repeated, it makes another.
    async fn add_draft(&self, account: &str, articles: &[OutgoingArticle]) -> Result<String, WechatFailure>;

    /// Replaces the article at `index`, from 0. Repeating it changes nothing.
    async fn update_draft(
        &self,
        account: &str,
        media_id: &str,
        index: u32,
        article: &OutgoingArticle,
    ) -> Result<(), WechatFailure>;

    /// Deletes a draft. Where there is none, it changes nothing.
    async fn delete_draft(&self, account: &str, media_id: &str) -> Result<(), WechatFailure>;

    /// The 20 drafts that changed last, newest first.
    async fn newest_drafts(&self, account: &str) -> Result<Vec<DraftThere>, WechatFailure>;

    /// Hands a draft in for publication. WeChat takes no idempotency key: an unanswered call may have been carried out.
    async fn submit(&self, account: &str, media_id: &str) -> Result<Submitted, WechatFailure>;

    /// How far a publication is.
    async fn publication(&self, account: &str, publish_id: &str) -> Result<PublishReport, WechatFailure>;

    /// The 20 published groups of articles that changed last, newest first.
    async fn newest_articles(&self, account: &str) -> Result<Vec<ArticlesThere>, WechatFailure>;

    /// Takes back the article at `index`, from 1, or all of them, for ever. What is gone already is done.
    async fn withdraw(&self, account: &str, article_id: &str, index: Option<u32>) -> Result<(), WechatFailure>;
}
