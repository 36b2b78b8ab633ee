//! Articles as requests and answers spell them.

use domain::ids::MaterialId;
use domain::wechat::articles::{ArticleBody, Crop, Crops, DraftArticle};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::routes::wechat::comments_name::CommentsName;
use crate::wire::Object;

/// The articles of a draft.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArticlesSubmission {
    /// 1 to 8 of them, in their order.
    #[schema(value_type = Vec<ArticleContent>)]
    articles: Vec<Object<ArticleContent>>,
}

/// An article.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
#[schema(example = json!({
    "type": "news",
    "title": "春天的音乐会",
    "author": "编辑部",
    "content": "<section style=\"text-align:center\"><p>周六见</p><img src=\"material:019ad3a5-7c4b-7000-8000-0000000000a1\"></section>",
    "sourceUrl": "https://events.example.com/e/1",
    "thumb": "019ad3a5-7c4b-7000-8000-0000000000a1",
    "comments": "followers"
}))]
pub(crate) enum ArticleContent {
    /// Text with pictures in it.
    #[serde(rename_all = "camelCase")]
    News {
        /// 1 to 32 characters on one line.
        #[schema(example = "春天的音乐会")]
        title: String,
        /// At most 16 characters.
        #[serde(default)]
        author: Option<String>,
        /// At most 128 characters; WeChat takes the first 54 of the content where there is none.
        #[serde(default)]
        digest: Option<String>,
        /// HTML, fewer than 20,000 characters once it is cleaned: scripts go, inline styles stay. Pictures are materials of the account, `<img src="material:<id>">`, or WeChat's own at `mmbiz.qpic.cn`; any other is refused, because WeChat would drop it without a word.
        content: String,
        /// Where 阅读原文 leads, at most 1,024 bytes.
        #[serde(default)]
        source_url: Option<String>,
        /// The cover: an image among the account's materials.
        thumb: Uuid,
        /// Which parts of the cover are shown; all of it without.
        #[serde(default)]
        crops: Option<CropsContent>,
        /// Who may comment.
        #[serde(default)]
        comments: CommentsName,
    },
    /// Pictures with a plain text.
    NewsPic {
        /// 1 to 32 characters on one line.
        title: String,
        /// At most 16 characters.
        #[serde(default)]
        author: Option<String>,
        /// At most 128 characters.
        #[serde(default)]
        digest: Option<String>,
        /// Plain text, fewer than 20,000 characters; may be empty.
        #[serde(default)]
        text: String,
        /// 1 to 20 images among the account's materials; the first is the cover.
        images: Vec<Uuid>,
        /// Who may comment.
        #[serde(default)]
        comments: CommentsName,
    },
}

/// The parts of a cover that are shown.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CropsContent {
    /// Of 2.35 : 1.
    wide: CropContent,
    /// Of 1 : 1.
    square: CropContent,
}

/// A part of a picture, in shares of its width and height from its left and top, to a millionth.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"left": 0.0, "top": 0.1, "right": 1.0, "bottom": 0.9}))]
pub(crate) struct CropContent {
    /// 0 to 1.
    left: f64,
    /// 0 to 1.
    top: f64,
    /// 0 to 1.
    right: f64,
    /// 0 to 1.
    bottom: f64,
}

impl ArticlesSubmission {
    /// Unchecked.
    pub(super) fn into_articles(self) -> Vec<DraftArticle> {
        self.articles
            .into_iter()
            .map(|Object(article)| article.into())
            .collect()
    }
}

impl From<ArticleContent> for DraftArticle {
    fn from(article: ArticleContent) -> Self {
        match article {
            ArticleContent::News {
                title,
                author,
                digest,
                content,
                source_url,
                thumb,
                crops,
                comments,
            } => Self {
                title,
                author,
                digest,
                comments: comments.into(),
                body: ArticleBody::News {
                    content,
                    source_url,
                    thumb: MaterialId::from_uuid(thumb),
                    crops: crops.map(Into::into),
                },
            },
            ArticleContent::NewsPic {
                title,
                author,
                digest,
                text,
                images,
                comments,
            } => Self {
                title,
                author,
                digest,
                comments: comments.into(),
                body: ArticleBody::Pictures {
                    text,
                    images: images.into_iter().map(MaterialId::from_uuid).collect(),
                },
            },
        }
    }
}

impl From<&DraftArticle> for ArticleContent {
    fn from(article: &DraftArticle) -> Self {
        let (title, author, digest) = (article.title.clone(), article.author.clone(), article.digest.clone());
        let comments = article.comments.into();
        match &article.body {
            ArticleBody::News {
                content,
                source_url,
                thumb,
                crops,
            } => Self::News {
                title,
                author,
                digest,
                content: content.clone(),
                source_url: source_url.clone(),
                thumb: thumb.uuid(),
                crops: crops.map(Into::into),
                comments,
            },
            ArticleBody::Pictures { text, images } => Self::NewsPic {
                title,
                author,
                digest,
                text: text.clone(),
                images: images.iter().map(|image| image.uuid()).collect(),
                comments,
            },
        }
    }
}

impl From<CropsContent> for Crops {
    fn from(crops: CropsContent) -> Self {
        Self {
            wide: crops.wide.into(),
            square: crops.square.into(),
        }
    }
}

impl From<Crops> for CropsContent {
    fn from(crops: Crops) -> Self {
        Self {
            wide: crops.wide.into(),
            square: crops.square.into(),
        }
    }
}

impl From<CropContent> for Crop {
    fn from(crop: CropContent) -> Self {
        Self {
            left: millionths(crop.left),
            top: millionths(crop.top),
            right: millionths(crop.right),
            bottom: millionths(crop.bottom),
        }
    }
}

impl From<Crop> for CropContent {
    fn from(crop: Crop) -> Self {
        let share = |millionths: u32| f64::from(millionths) / f64::from(Crop::WHOLE);
        Self {
            left: share(crop.left),
            top: share(crop.top),
            right: share(crop.right),
            bottom: share(crop.bottom),
        }
    }
}

/// What is outside of the picture stays outside, for the check to tell.
fn millionths(share: f64) -> u32 {
    if !(0.0..=1.0).contains(&share) {
        return u32::MAX;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to a million, rounded"
    )]
    let millionths = (share * f64::from(Crop::WHOLE)).round() as u32;
    millionths
}
