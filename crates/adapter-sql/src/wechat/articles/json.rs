//! Articles as stored: JSON. Names and shapes outlive renames in the domain.

use domain::ids::MaterialId;
use domain::time::Timestamp;
use domain::wechat::Comments;
use domain::wechat::articles::{
    ArticleBody, ArticlePrint, Crop, Crops, DraftArticle, PublishedArticle, PushFailure, Withdrawal,
};
use ports::StoreError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::log::to_json;

#[derive(Serialize, Deserialize)]
struct ArticleJson {
    title: String,
    author: Option<String>,
    digest: Option<String>,
    comments: String,
    #[serde(flatten)]
    body: BodyJson,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum BodyJson {
    News {
        content: String,
        source_url: Option<String>,
        thumb: Uuid,
        /// Left, top, right and bottom of the wide part, then of the square one.
        crops: Option<[[u32; 4]; 2]>,
    },
    NewsPic {
        text: String,
        images: Vec<Uuid>,
    },
}

pub(super) fn articles_to_json(articles: &[DraftArticle]) -> Result<String, StoreError> {
    let article = |article: &DraftArticle| ArticleJson {
        title: article.title.clone(),
        author: article.author.clone(),
        digest: article.digest.clone(),
        comments: article.comments.name().to_owned(),
        body: match &article.body {
            ArticleBody::News {
                content,
                source_url,
                thumb,
                crops,
            } => BodyJson::News {
                content: content.clone(),
                source_url: source_url.clone(),
                thumb: thumb.uuid(),
                crops: crops.map(|crops| [crops.wide, crops.square].map(edges)),
            },
            ArticleBody::Pictures { text, images } => BodyJson::NewsPic {
                text: text.clone(),
                images: images.iter().map(|image| image.uuid()).collect(),
            },
        },
    };
    to_json(&articles.iter().map(article).collect::<Vec<_>>())
}

pub(super) fn articles_from_json(text: &str) -> Option<Vec<DraftArticle>> {
    let articles: Vec<ArticleJson> = serde_json::from_str(text).ok()?;
    let article = |article: ArticleJson| {
        Some(DraftArticle {
            title: article.title,
            author: article.author,
            digest: article.digest,
            comments: Comments::from_name(&article.comments)?,
            body: match article.body {
                BodyJson::News {
                    content,
                    source_url,
                    thumb,
                    crops,
                } => ArticleBody::News {
                    content,
                    source_url,
                    thumb: MaterialId::from_uuid(thumb),
                    crops: crops.map(|[wide, square]| Crops {
                        wide: crop(wide),
                        square: crop(square),
                    }),
                },
                BodyJson::NewsPic { text, images } => ArticleBody::Pictures {
                    text,
                    images: images.into_iter().map(MaterialId::from_uuid).collect(),
                },
            },
        })
    };
    articles.into_iter().map(article).collect()
}

const fn edges(crop: Crop) -> [u32; 4] {
    [crop.left, crop.top, crop.right, crop.bottom]
}

const fn crop([left, top, right, bottom]: [u32; 4]) -> Crop {
    Crop {
        left,
        top,
        right,
        bottom,
    }
}

pub(super) fn titles_to_json(articles: &[DraftArticle]) -> Result<String, StoreError> {
    let titles: Vec<_> = articles.iter().map(|article| article.title.as_str()).collect();
    to_json(&titles)
}

#[derive(Serialize, Deserialize)]
struct FailureJson {
    note: String,
    at: i64,
    is_final: bool,
}

pub(super) fn failure_to_json(failure: &PushFailure) -> Result<String, StoreError> {
    to_json(&FailureJson {
        note: failure.note.clone(),
        at: failure.at.unix_micros(),
        is_final: failure.is_final,
    })
}

pub(super) fn failure_from_json(text: &str) -> Option<PushFailure> {
    let failure: FailureJson = serde_json::from_str(text).ok()?;
    Some(PushFailure {
        note: failure.note,
        at: Timestamp::from_unix_micros(failure.at),
        is_final: failure.is_final,
    })
}

#[derive(Serialize, Deserialize)]
struct PrintJson {
    title: String,
    author: String,
    digest: Option<String>,
    source_url: String,
}

pub(super) fn prints_to_json(prints: &[ArticlePrint]) -> Result<String, StoreError> {
    let print = |print: &ArticlePrint| PrintJson {
        title: print.title.clone(),
        author: print.author.clone(),
        digest: print.digest.clone(),
        source_url: print.source_url.clone(),
    };
    to_json(&prints.iter().map(print).collect::<Vec<_>>())
}

pub(super) fn prints_from_json(text: &str) -> Option<Vec<ArticlePrint>> {
    let prints: Vec<PrintJson> = serde_json::from_str(text).ok()?;
    let print = |print: PrintJson| ArticlePrint {
        title: print.title,
        author: print.author,
        digest: print.digest,
        source_url: print.source_url,
    };
    Some(prints.into_iter().map(print).collect())
}

#[derive(Serialize, Deserialize)]
struct PublishedJson {
    index: u32,
    url: String,
    withdrawn: bool,
}

pub(super) fn published_to_json(articles: &[PublishedArticle]) -> Result<String, StoreError> {
    let article = |article: &PublishedArticle| PublishedJson {
        index: article.index,
        url: article.url.clone(),
        withdrawn: article.is_withdrawn,
    };
    to_json(&articles.iter().map(article).collect::<Vec<_>>())
}

pub(super) fn published_from_json(text: &str) -> Option<Vec<PublishedArticle>> {
    let articles: Vec<PublishedJson> = serde_json::from_str(text).ok()?;
    let article = |article: PublishedJson| PublishedArticle {
        index: article.index,
        url: article.url,
        is_withdrawn: article.withdrawn,
    };
    Some(articles.into_iter().map(article).collect())
}

#[derive(Serialize, Deserialize)]
struct WithdrawalJson {
    index: Option<u32>,
    requested_at: i64,
    failure: Option<String>,
}

pub(super) fn withdrawal_to_json(withdrawal: &Withdrawal) -> Result<String, StoreError> {
    to_json(&WithdrawalJson {
        index: withdrawal.index,
        requested_at: withdrawal.requested_at.unix_micros(),
        failure: withdrawal.failure.clone(),
    })
}

pub(super) fn withdrawal_from_json(text: &str) -> Option<Withdrawal> {
    let withdrawal: WithdrawalJson = serde_json::from_str(text).ok()?;
    Some(Withdrawal {
        index: withdrawal.index,
        requested_at: Timestamp::from_unix_micros(withdrawal.requested_at),
        failure: withdrawal.failure,
    })
}
