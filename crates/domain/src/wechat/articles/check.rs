//! The limits of articles, each fault with its place.

use super::article::{ArticleBody, ArticleFault, Crop, Crops, DraftArticle};
use crate::text::{bounded, single_line};

/// WeChat's limits of drafts. Source: the page of `draft/add` on developers.weixin.qq.com.
pub mod limits {
    /// Most articles in one draft.
    pub const ARTICLES: usize = 8;
    /// Longest title, in characters.
    pub const TITLE: usize = 32;
    /// Longest author, in characters.
    pub const AUTHOR: usize = 16;
    /// Longest digest, in characters.
    pub const DIGEST: usize = 128;
    /// Longest content: fewer than 20,000 characters.
    pub const CONTENT_CHARS: usize = 19_999;
    /// Longest content: less than 1 MB.
    pub const CONTENT_BYTES: usize = 1024 * 1024 - 1;
    /// Longest address of a source, in bytes.
    pub const SOURCE_BYTES: usize = 1_024;
    /// Most pictures of a picture post.
    pub const IMAGES: usize = 20;
}

/// The articles with their texts trimmed, or everything in them that WeChat would refuse.
///
/// # Errors
/// Every broken rule with its place.
pub fn check_articles(articles: Vec<DraftArticle>) -> Result<Vec<DraftArticle>, Vec<ArticleFault>> {
    let mut faults = Faults::default();
    if !(1..=limits::ARTICLES).contains(&articles.len()) {
        let reason = format!(
            "must hold 1 to {} articles; there are {}",
            limits::ARTICLES,
            articles.len()
        );
        faults.add("articles", reason);
    }
    let checked = articles
        .into_iter()
        .enumerate()
        .map(|(index, article)| faults.article(&format!("articles[{index}]"), article))
        .collect();
    if faults.0.is_empty() {
        Ok(checked)
    } else {
        Err(faults.0)
    }
}

#[derive(Default)]
struct Faults(Vec<ArticleFault>);

impl Faults {
    fn add(&mut self, at: &str, reason: impl Into<String>) {
        self.0.push(ArticleFault {
            at: at.to_owned(),
            reason: reason.into(),
        });
    }

    /// The value, or an empty one and a fault.
    fn keep<E: std::fmt::Display>(&mut self, at: &str, outcome: Result<String, E>) -> String {
        outcome.unwrap_or_else(|reason| {
            self.add(at, reason.to_string());
            String::new()
        })
    }

    fn optional(&mut self, at: &str, text: Option<String>, most: usize) -> Option<String> {
        let text = text.map(|text| self.keep(at, single_line(&text, 0..=most)));
        text.filter(|text| !text.is_empty())
    }

    fn article(&mut self, at: &str, article: DraftArticle) -> DraftArticle {
        DraftArticle {
            title: self.keep(&format!("{at}.title"), single_line(&article.title, 1..=limits::TITLE)),
            author: self.optional(&format!("{at}.author"), article.author, limits::AUTHOR),
            digest: self.digest(&format!("{at}.digest"), article.digest),
            comments: article.comments,
            body: match article.body {
                ArticleBody::News {
                    content,
                    source_url,
                    thumb,
                    crops,
                } => {
                    self.crops(at, crops);
                    ArticleBody::News {
                        content: self.content(&format!("{at}.content"), &content, 1),
                        source_url: self.source(&format!("{at}.sourceUrl"), source_url),
                        thumb,
                        crops,
                    }
                }
                ArticleBody::Pictures { text, images } => {
                    if !(1..=limits::IMAGES).contains(&images.len()) {
                        let reason = format!("must hold 1 to {} pictures; there are {}", limits::IMAGES, images.len());
                        self.add(&format!("{at}.images"), reason);
                    }
                    ArticleBody::Pictures {
                        text: self.content(&format!("{at}.text"), &text, 0),
                        images,
                    }
                }
            },
        }
    }

    fn digest(&mut self, at: &str, text: Option<String>) -> Option<String> {
        let text = text.map(|text| self.keep(at, bounded(&text, 0..=limits::DIGEST)));
        text.filter(|text| !text.is_empty())
    }

    fn content(&mut self, at: &str, text: &str, least: usize) -> String {
        if text.len() > limits::CONTENT_BYTES {
            self.add(at, "must be smaller than 1 MB");
        }
        self.keep(at, bounded(text, least..=limits::CONTENT_CHARS))
    }

    fn source(&mut self, at: &str, url: Option<String>) -> Option<String> {
        let url = self.optional(at, url, limits::SOURCE_BYTES)?;
        if url.len() > limits::SOURCE_BYTES {
            self.add(at, format!("must have at most {} bytes", limits::SOURCE_BYTES));
        }
        if !url.starts_with("https://") && !url.starts_with("http://") {
            self.add(at, "must begin with https:// or http://");
        }
        Some(url)
    }

    fn crops(&mut self, at: &str, crops: Option<Crops>) {
        let Some(Crops { wide, square }) = crops else { return };
        for (name, crop) in [("wide", wide), ("square", square)] {
            if !is_sound(crop) {
                let reason = "must have its left before its right and its top above its bottom, all from 0 to 1";
                self.add(&format!("{at}.crops.{name}"), reason);
            }
        }
    }
}

const fn is_sound(crop: Crop) -> bool {
    crop.left < crop.right && crop.top < crop.bottom && crop.right <= Crop::WHOLE && crop.bottom <= Crop::WHOLE
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::MaterialId;
    use crate::wechat::Comments;

    fn material() -> MaterialId {
        MaterialId::from_uuid(Uuid::from_u128(1))
    }

    fn news(title: &str, content: &str) -> DraftArticle {
        DraftArticle {
            title: title.to_owned(),
            author: None,
            digest: None,
            comments: Comments::Closed,
            body: ArticleBody::News {
                content: content.to_owned(),
                source_url: None,
                thumb: material(),
                crops: None,
            },
        }
    }

    fn pictures(count: usize) -> DraftArticle {
        DraftArticle {
            body: ArticleBody::Pictures {
                text: String::new(),
                images: vec![material(); count],
            },
            ..news("t", "")
        }
    }

    fn places(articles: Vec<DraftArticle>) -> Vec<String> {
        let faults = check_articles(articles).unwrap_err();
        faults.into_iter().map(|fault| fault.at).collect()
    }

    #[test]
    fn limits_hold_on_both_sides() {
        for (count, good) in [(0, false), (1, true), (8, true), (9, false)] {
            assert_eq!(check_articles(vec![news("t", "c"); count]).is_ok(), good, "{count}");
        }
        for (length, good) in [(0, false), (1, true), (32, true), (33, false)] {
            assert_eq!(check_articles(vec![news(&"题".repeat(length), "c")]).is_ok(), good);
        }
        for (length, good) in [(0, false), (1, true), (19_999, true), (20_000, false)] {
            assert_eq!(check_articles(vec![news("t", &"字".repeat(length))]).is_ok(), good);
        }
        for (count, good) in [(0, false), (1, true), (20, true), (21, false)] {
            assert_eq!(check_articles(vec![pictures(count)]).is_ok(), good, "{count}");
        }
    }

    #[test]
    fn every_broken_rule_is_told_with_its_place() {
        let part = |left, right| Crop {
            left,
            top: 0,
            right,
            bottom: Crop::WHOLE,
        };
        let broken = DraftArticle {
            author: Some("名".repeat(17)),
            digest: Some("摘".repeat(129)),
            body: ArticleBody::News {
                content: " ".to_owned(),
                source_url: Some("javascript:1".to_owned()),
                thumb: material(),
                crops: Some(Crops {
                    wide: part(2, 1),
                    square: part(0, Crop::WHOLE + 1),
                }),
            },
            ..news("a\nb", "")
        };
        let expected = [
            "articles[1].title",
            "articles[1].author",
            "articles[1].digest",
            "articles[1].crops.wide",
            "articles[1].crops.square",
            "articles[1].content",
            "articles[1].sourceUrl",
            "articles[2].images",
        ];
        assert_eq!(places(vec![news("t", "c"), broken, pictures(0)]), expected);
    }

    #[test]
    fn what_is_blank_is_left_out() {
        let mut article = news(" t ", " c ");
        article.author = Some(" ".to_owned());
        let checked = check_articles(vec![article]).unwrap().remove(0);
        assert_eq!((checked.title.as_str(), checked.author), ("t", None));
    }
}
