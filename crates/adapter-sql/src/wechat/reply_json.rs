//! Replies and intents as stored: JSON.

use domain::wechat::{Article, IncomingKind, Reply};
use ports::StoreError;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ReplyJson {
    Silence,
    Text(String),
    News(Vec<ArticleJson>),
}

#[derive(Serialize, Deserialize)]
struct ArticleJson {
    title: String,
    description: String,
    picture_url: String,
    url: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum IntentJson {
    Scan {
        scene: String,
        followed: bool,
    },
    Followed,
    Text,
    TemplateReport {
        msg_id: u64,
        delivered: bool,
        status: String,
    },
    Other,
}

pub(super) fn reply_to_json(reply: &Reply) -> Result<String, StoreError> {
    crate::log::to_json(&match reply {
        Reply::Silence => ReplyJson::Silence,
        Reply::Text(text) => ReplyJson::Text(text.clone()),
        Reply::News(articles) => ReplyJson::News(articles.iter().map(article_json).collect()),
    })
}

fn article_json(article: &Article) -> ArticleJson {
    let Article {
        title,
        description,
        picture_url,
        url,
    } = article.clone();
    ArticleJson {
        title,
        description,
        picture_url,
        url,
    }
}

/// `None` when the text is broken.
pub(super) fn reply_from_json(text: &str) -> Option<Reply> {
    Some(match serde_json::from_str(text).ok()? {
        ReplyJson::Silence => Reply::Silence,
        ReplyJson::Text(text) => Reply::Text(text),
        ReplyJson::News(articles) => Reply::News(articles.into_iter().map(article).collect()),
    })
}

fn article(json: ArticleJson) -> Article {
    let ArticleJson {
        title,
        description,
        picture_url,
        url,
    } = json;
    Article {
        title,
        description,
        picture_url,
        url,
    }
}

pub(super) fn intent_to_json(kind: &IncomingKind) -> Result<String, StoreError> {
    crate::log::to_json(&match kind.clone() {
        IncomingKind::Scan { scene, followed } => IntentJson::Scan { scene, followed },
        IncomingKind::Followed => IntentJson::Followed,
        IncomingKind::Text => IntentJson::Text,
        IncomingKind::TemplateReport {
            msg_id,
            delivered,
            status,
        } => IntentJson::TemplateReport {
            msg_id,
            delivered,
            status,
        },
        IncomingKind::Other => IntentJson::Other,
    })
}

/// `None` when the text is broken.
pub(super) fn intent_from_json(text: &str) -> Option<IncomingKind> {
    Some(match serde_json::from_str(text).ok()? {
        IntentJson::Scan { scene, followed } => IncomingKind::Scan { scene, followed },
        IntentJson::Followed => IncomingKind::Followed,
        IntentJson::Text => IncomingKind::Text,
        IntentJson::TemplateReport {
            msg_id,
            delivered,
            status,
        } => IncomingKind::TemplateReport {
            msg_id,
            delivered,
            status,
        },
        IntentJson::Other => IncomingKind::Other,
    })
}
