//! Replies as stored: JSON. Names and shapes outlive renames in the domain.

use domain::wechat::{Article, Music, Reply};
use ports::StoreError;
use serde::{Deserialize, Serialize};

use super::mirrored::mirrored;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ReplyJson {
    Silence,
    Text(String),
    News(Vec<ArticleJson>),
    Image {
        media_id: String,
    },
    Voice {
        media_id: String,
    },
    Video {
        media_id: String,
        title: String,
        description: String,
    },
    Music(MusicJson),
    HumanService {
        agent: Option<String>,
    },
}

#[derive(Serialize, Deserialize)]
struct ArticleJson {
    title: String,
    description: String,
    picture_url: String,
    url: String,
}

#[derive(Serialize, Deserialize)]
struct MusicJson {
    title: String,
    description: String,
    url: String,
    high_quality_url: String,
    thumb_media_id: String,
}

pub(super) fn reply_to_json(reply: &Reply) -> Result<String, StoreError> {
    crate::log::to_json(&match reply.clone() {
        Reply::Silence => ReplyJson::Silence,
        Reply::Text(text) => ReplyJson::Text(text),
        Reply::News(articles) => ReplyJson::News(articles.into_iter().map(ArticleJson::from).collect()),
        Reply::Image { media_id } => ReplyJson::Image { media_id },
        Reply::Voice { media_id } => ReplyJson::Voice { media_id },
        Reply::Video {
            media_id,
            title,
            description,
        } => ReplyJson::Video {
            media_id,
            title,
            description,
        },
        Reply::Music(music) => ReplyJson::Music(music.into()),
        Reply::HumanService { agent } => ReplyJson::HumanService { agent },
    })
}

/// `None` when the text is broken.
pub(super) fn reply_from_json(text: &str) -> Option<Reply> {
    Some(match serde_json::from_str(text).ok()? {
        ReplyJson::Silence => Reply::Silence,
        ReplyJson::Text(text) => Reply::Text(text),
        ReplyJson::News(articles) => Reply::News(articles.into_iter().map(Article::from).collect()),
        ReplyJson::Image { media_id } => Reply::Image { media_id },
        ReplyJson::Voice { media_id } => Reply::Voice { media_id },
        ReplyJson::Video {
            media_id,
            title,
            description,
        } => Reply::Video {
            media_id,
            title,
            description,
        },
        ReplyJson::Music(music) => Reply::Music(music.into()),
        ReplyJson::HumanService { agent } => Reply::HumanService { agent },
    })
}

mirrored! {
    Article, ArticleJson { title, description, picture_url, url }
    Music, MusicJson { title, description, url, high_quality_url, thumb_media_id }
}
