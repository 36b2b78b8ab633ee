//! By what an article of ours is known again among those WeChat tells of.

use super::article::{ArticleBody, DraftArticle};

/// What WeChat tells of an article as we wrote it: its content comes back changed, and its pictures under other names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticlePrint {
    /// The title.
    pub title: String,
    /// The author; empty without.
    pub author: String,
    /// The digest; `None` where WeChat made its own.
    pub digest: Option<String>,
    /// Where 阅读原文 leads; empty without.
    pub source_url: String,
}

impl ArticlePrint {
    /// Of an article of ours.
    #[must_use]
    pub fn of(article: &DraftArticle) -> Self {
        let source_url = match &article.body {
            ArticleBody::News { source_url, .. } => source_url.clone().unwrap_or_default(),
            ArticleBody::Pictures { .. } => String::new(),
        };
        Self {
            title: article.title.clone(),
            author: article.author.clone().unwrap_or_default(),
            digest: article.digest.clone(),
            source_url,
        }
    }

    /// Whether `there` can be this article. A digest counts only where ours has one.
    #[must_use]
    pub fn fits(&self, there: &Self) -> bool {
        let digest_fits = match (&self.digest, &there.digest) {
            (Some(ours), Some(theirs)) => ours == theirs,
            _ => true,
        };
        digest_fits && self.title == there.title && self.author == there.author && self.source_url == there.source_url
    }

    /// Whether `there` can be these articles, in this order.
    #[must_use]
    pub fn all_fit(ours: &[Self], there: &[Self]) -> bool {
        ours.len() == there.len() && ours.iter().zip(there).all(|(ours, theirs)| ours.fits(theirs))
    }
}
