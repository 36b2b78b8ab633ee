//! Changes of drafts and publications. What articles say is not in the log: a draft has up to eight of 20,000
//! characters, and every edit would store them again.

use domain::wechat::articles::{ArticleBody, Draft, DraftArticle, DraftHappened, Publication, PublicationHappened};
use serde_json::{Value, json};

use super::WireEvent;

/// Stream type of drafts.
pub const DRAFT_STREAM: &str = "wechat_draft";
/// Stream type of publications.
pub const PUBLICATION_STREAM: &str = "wechat_publication";

/// The wire form of a change of a draft.
#[must_use]
pub fn draft_happened(draft: &Draft, happened: &DraftHappened) -> WireEvent {
    let (kind, mut data) = match happened {
        DraftHappened::Created(articles) => ("wechat_draft.created", json!({ "articles": outlines(articles) })),
        DraftHappened::Edited { edition, articles } => (
            "wechat_draft.edited",
            json!({ "edition": edition, "articles": outlines(articles) }),
        ),
        DraftHappened::PushRequested { edition } => ("wechat_draft.push_requested", json!({ "edition": edition })),
        DraftHappened::Pushed { edition, media_id } => (
            "wechat_draft.pushed",
            json!({ "edition": edition, "mediaId": media_id }),
        ),
        DraftHappened::PushFailed { note } => ("wechat_draft.push_failed", json!({ "note": note })),
        DraftHappened::UsedUp { media_id } => ("wechat_draft.used_up", json!({ "mediaId": media_id })),
        DraftHappened::Deleted => ("wechat_draft.deleted", json!({})),
    };
    data["account"] = json!(draft.stored().account);
    WireEvent {
        stream_type: DRAFT_STREAM,
        stream_id: draft.stored().id.uuid(),
        about: None,
        kind,
        data: data.to_string(),
    }
}

/// The wire form of a change of a publication.
#[must_use]
pub fn publication_happened(publication: &Publication, happened: &PublicationHappened) -> WireEvent {
    let (kind, mut data) = match happened {
        PublicationHappened::Requested { draft, edition } => (
            "wechat_publication.requested",
            json!({ "draftId": draft.to_string(), "edition": edition }),
        ),
        PublicationHappened::Submitted { publish_id } => {
            ("wechat_publication.submitted", json!({ "publishId": publish_id }))
        }
        PublicationHappened::Published { article_id, urls } => (
            "wechat_publication.published",
            json!({ "articleId": article_id, "urls": urls }),
        ),
        PublicationHappened::Failed { reason, failed } => (
            "wechat_publication.failed",
            json!({ "reason": reason.name(), "failedArticles": failed }),
        ),
        PublicationHappened::Doubted => ("wechat_publication.doubted", json!({})),
        PublicationHappened::WithdrawalRequested { index } => {
            ("wechat_publication.withdrawal_requested", json!({ "index": index }))
        }
        PublicationHappened::Withdrawn { index } => ("wechat_publication.withdrawn", json!({ "index": index })),
        PublicationHappened::WithdrawalFailed { note } => {
            ("wechat_publication.withdrawal_failed", json!({ "note": note }))
        }
        PublicationHappened::Removed => ("wechat_publication.removed", json!({})),
    };
    data["account"] = json!(publication.stored().account);
    WireEvent {
        stream_type: PUBLICATION_STREAM,
        stream_id: publication.stored().id.uuid(),
        about: None,
        kind,
        data: data.to_string(),
    }
}

fn outlines(articles: &[DraftArticle]) -> Vec<Value> {
    let outline = |article: &DraftArticle| {
        let characters = match &article.body {
            ArticleBody::News { content, .. } => content.chars().count(),
            ArticleBody::Pictures { text, .. } => text.chars().count(),
        };
        json!({ "type": article.body.kind(), "title": article.title, "characters": characters })
    };
    articles.iter().map(outline).collect()
}
