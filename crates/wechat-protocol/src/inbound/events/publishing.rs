//! The report on publishing a draft (发布).

use super::mass_send::ArticleUrl;
use crate::inbound::node::Node;

/// `PUBLISHJOBFINISH`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishReport {
    /// The `publish_id` the submission returned: digits, sent as a number or a string.
    pub publish_id: String,
    /// The outcome.
    pub status: PublishStatus,
    /// The published article, when it succeeded.
    pub article_id: Option<String>,
    /// Where its parts are.
    pub articles: Vec<ArticleUrl>,
    /// The places, from 1, of the parts that were refused.
    pub failed: Vec<u32>,
}

/// `publish_status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PublishStatus {
    /// 0: published.
    Published,
    /// 1: in progress.
    InProgress,
    /// 2: refused by the check for originality.
    OriginalityRefused,
    /// 3: failed.
    Failed,
    /// 4: refused by the platform's review.
    ReviewRefused,
    /// 5: published, then all deleted by the account.
    Deleted,
    /// 6: published, then all banned by the platform.
    Banned,
    /// Another number.
    Other(u32),
}

pub(super) fn read(push: Node<'_, '_>) -> Option<PublishReport> {
    let info = push.child("PublishEventInfo")?;
    let details = info.child("article_detail");
    Some(PublishReport {
        publish_id: info.text("publish_id")?,
        status: status(info.number("publish_status")?),
        article_id: info.text("article_id"),
        articles: details.map(articles).unwrap_or_default(),
        failed: info.joined("fail_idx"),
    })
}

fn status(number: u32) -> PublishStatus {
    match number {
        0 => PublishStatus::Published,
        1 => PublishStatus::InProgress,
        2 => PublishStatus::OriginalityRefused,
        3 => PublishStatus::Failed,
        4 => PublishStatus::ReviewRefused,
        5 => PublishStatus::Deleted,
        6 => PublishStatus::Banned,
        other => PublishStatus::Other(other),
    }
}

fn articles(details: Node<'_, '_>) -> Vec<ArticleUrl> {
    let article = |item: Node<'_, '_>| {
        Some(ArticleUrl {
            index: item.number("idx")?,
            url: item.text("article_url")?,
        })
    };
    details.all("item").filter_map(article).collect()
}
