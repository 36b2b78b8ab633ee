//! Publications as answers spell them.

use domain::wechat::articles::{FailureReason, Publication, PublishedArticle, Withdrawal};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::Instant;

/// A publication.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PublicationBody {
    /// Its id.
    id: Uuid,
    /// The draft; it may be deleted since.
    draft_id: Uuid,
    /// The draft's version that was published.
    #[schema(example = 3)]
    draft_version: u64,
    /// The titles.
    #[schema(example = json!(["春天的音乐会"]))]
    titles: Vec<String>,
    /// `pending`, `submitted` (WeChat looks at it), `published`, `failed`, `unknown` (WeChat gave no answer: look on its pages before publishing again), `withdrawn` or `removed` (WeChat banned it).
    #[schema(example = "published")]
    state: &'static str,
    /// Why it failed: `not_pushed`, `refused`, `not_original`, `failed` or `review_refused`.
    reason: Option<&'static str>,
    /// What is known besides.
    note: Option<String>,
    /// WeChat's id of the publication.
    #[schema(example = "100000001")]
    publish_id: Option<String>,
    /// WeChat's id of the articles.
    article_id: Option<String>,
    /// The published articles.
    articles: Vec<PublishedArticleBody>,
    /// Places of the articles that WeChat refused, from 1.
    failed_articles: Vec<u32>,
    /// What is to be taken back.
    withdrawal: Option<WithdrawalBody>,
    /// When it was asked for.
    created_at: Instant,
    /// When it was handed in.
    submitted_at: Option<Instant>,
    /// When it came to its end.
    concluded_at: Option<Instant>,
}

/// A published article.
#[derive(Serialize, ToSchema)]
pub(crate) struct PublishedArticleBody {
    /// Its place, from 1.
    #[schema(example = 1)]
    index: u32,
    /// Where it is.
    #[schema(example = "https://mp.weixin.qq.com/s/abc")]
    url: String,
    /// Whether it was taken back.
    withdrawn: bool,
}

/// A withdrawal that is under way or was given up.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WithdrawalBody {
    /// `pending` or `failed`.
    #[schema(example = "pending")]
    state: &'static str,
    /// One article by its place; `null` for all of them.
    index: Option<u32>,
    /// When it was asked for.
    requested_at: Instant,
    /// Why it was given up.
    error: Option<String>,
}

impl From<&Publication> for PublicationBody {
    fn from(publication: &Publication) -> Self {
        let stored = publication.stored();
        Self {
            id: stored.id.uuid(),
            draft_id: stored.draft.uuid(),
            draft_version: stored.edition,
            titles: stored.prints.iter().map(|print| print.title.clone()).collect(),
            state: stored.state.name(),
            reason: stored.reason.map(FailureReason::name),
            note: stored.note.clone(),
            publish_id: stored.publish_id.clone(),
            article_id: stored.article_id.clone(),
            articles: stored.articles.iter().map(Into::into).collect(),
            failed_articles: stored.failed.clone(),
            withdrawal: stored.withdrawal.as_ref().map(Into::into),
            created_at: stored.created_at.into(),
            submitted_at: stored.attempt_at.map(Into::into),
            concluded_at: stored.concluded_at.map(Into::into),
        }
    }
}

impl From<&PublishedArticle> for PublishedArticleBody {
    fn from(article: &PublishedArticle) -> Self {
        Self {
            index: article.index,
            url: article.url.clone(),
            withdrawn: article.is_withdrawn,
        }
    }
}

impl From<&Withdrawal> for WithdrawalBody {
    fn from(withdrawal: &Withdrawal) -> Self {
        Self {
            state: if withdrawal.failure.is_some() {
                "failed"
            } else {
                "pending"
            },
            index: withdrawal.index,
            requested_at: withdrawal.requested_at.into(),
            error: withdrawal.failure.clone(),
        }
    }
}
