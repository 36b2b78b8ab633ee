//! What a person reads in answer to a message, as requests and answers spell it.

use domain::wechat::{Article, Music, Reply};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An answer of any type that WeChat takes in the response to a push.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "camelCase")]
pub(crate) enum ReplyContent {
    /// Nothing is shown.
    None,
    /// A text.
    Text {
        /// At most 2,048 bytes of UTF-8.
        #[schema(example = "欢迎！")]
        content: String,
    },
    /// Picture-and-text articles.
    News {
        /// At most 8; 1 in answer to what a person sent.
        articles: Vec<ArticleBody>,
    },
    /// A picture.
    #[serde(rename_all = "camelCase")]
    Image {
        /// The medium, uploaded before.
        media_id: String,
    },
    /// A voice recording.
    #[serde(rename_all = "camelCase")]
    Voice {
        /// The medium, uploaded before.
        media_id: String,
    },
    /// A video.
    #[serde(rename_all = "camelCase")]
    Video {
        /// The medium, uploaded before.
        media_id: String,
        /// Its title.
        #[serde(default)]
        title: String,
        /// Its description.
        #[serde(default)]
        description: String,
    },
    /// A piece of music.
    #[serde(rename_all = "camelCase")]
    Music {
        /// Its title.
        #[serde(default)]
        title: String,
        /// Its description.
        #[serde(default)]
        description: String,
        /// Address of the recording.
        #[serde(default)]
        url: String,
        /// Address of the recording for Wi-Fi.
        #[serde(default)]
        high_quality_url: String,
        /// Its cover, uploaded before.
        thumb_media_id: String,
    },
    /// Hand-over to human customer service.
    HumanService {
        /// The agent (`name@account`); without one WeChat chooses.
        agent: Option<String>,
    },
}

/// A picture-and-text article.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ArticleBody {
    /// Its headline.
    title: String,
    /// Its teaser.
    #[serde(default)]
    description: String,
    /// Address of its picture; may be empty.
    #[serde(default)]
    picture_url: String,
    /// Address it opens; may be empty.
    #[serde(default)]
    url: String,
}

impl From<Reply> for ReplyContent {
    fn from(reply: Reply) -> Self {
        match reply {
            Reply::Silence => Self::None,
            Reply::Text(content) => Self::Text { content },
            Reply::News(articles) => Self::News {
                articles: articles.into_iter().map(ArticleBody::from).collect(),
            },
            Reply::Image { media_id } => Self::Image { media_id },
            Reply::Voice { media_id } => Self::Voice { media_id },
            Reply::Video {
                media_id,
                title,
                description,
            } => Self::Video {
                media_id,
                title,
                description,
            },
            Reply::Music(Music {
                title,
                description,
                url,
                high_quality_url,
                thumb_media_id,
            }) => Self::Music {
                title,
                description,
                url,
                high_quality_url,
                thumb_media_id,
            },
            Reply::HumanService { agent } => Self::HumanService { agent },
        }
    }
}

impl From<ReplyContent> for Reply {
    fn from(content: ReplyContent) -> Self {
        match content {
            ReplyContent::None => Self::Silence,
            ReplyContent::Text { content } => Self::Text(content),
            ReplyContent::News { articles } => Self::News(articles.into_iter().map(Article::from).collect()),
            ReplyContent::Image { media_id } => Self::Image { media_id },
            ReplyContent::Voice { media_id } => Self::Voice { media_id },
            ReplyContent::Video {
                media_id,
                title,
                description,
            } => Self::Video {
                media_id,
                title,
                description,
            },
            ReplyContent::Music {
                title,
                description,
                url,
                high_quality_url,
                thumb_media_id,
            } => Self::Music(Music {
                title,
                description,
                url,
                high_quality_url,
                thumb_media_id,
            }),
            ReplyContent::HumanService { agent } => Self::HumanService { agent },
        }
    }
}

impl From<Article> for ArticleBody {
    fn from(article: Article) -> Self {
        let Article {
            title,
            description,
            picture_url,
            url,
        } = article;
        Self {
            title,
            description,
            picture_url,
            url,
        }
    }
}

impl From<ArticleBody> for Article {
    fn from(body: ArticleBody) -> Self {
        let ArticleBody {
            title,
            description,
            picture_url,
            url,
        } = body;
        Self {
            title,
            description,
            picture_url,
            url,
        }
    }
}
