//! Articles as they are submitted: cleaned, then held to WeChat's limits.

use domain::wechat::articles::{ArticleBody, ArticleFault, DraftArticle, check_articles};

use super::html;

/// Articles that can be kept, or everything that is wrong with them.
pub(super) fn checked(mut articles: Vec<DraftArticle>) -> Result<Vec<DraftArticle>, Vec<ArticleFault>> {
    let mut faults = Vec::new();
    for (index, article) in articles.iter_mut().enumerate() {
        if let ArticleBody::News { content, .. } = &mut article.body {
            let cleaned = html::clean(content);
            *content = cleaned.html;
            faults.extend(cleaned.faults.into_iter().map(|reason| ArticleFault {
                at: format!("articles[{index}].content"),
                reason,
            }));
        }
    }
    match check_articles(articles) {
        Ok(articles) if faults.is_empty() => Ok(articles),
        Ok(_) => Err(faults),
        Err(broken) => {
            faults.extend(broken);
            faults.sort();
            Err(faults)
        }
    }
}

/// Looks articles through without keeping them: they as they would be kept, or everything that is wrong with them.
///
/// # Errors
/// Every broken rule with its place.
pub fn validate(articles: Vec<DraftArticle>) -> Result<Vec<DraftArticle>, Vec<ArticleFault>> {
    checked(articles)
}
