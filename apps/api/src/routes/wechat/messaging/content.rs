//! Messages, links and audiences as requests submit them.

use domain::notifications::{CustomMessage, Link};
use domain::wechat::{Article, Music};
use serde::Deserialize;
use utoipa::ToSchema;

/// A customer-service message (客服消息). Texts of a broadcast may hold placeholders such as `{{event.title}}`.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
#[schema(example = json!({"type": "text", "text": "您好，活动明天 9 点开始。"}))]
pub(super) enum CustomContent {
    /// Text; `<a href>` links are allowed.
    Text {
        /// At most 2,048 bytes of UTF-8.
        text: String,
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
        /// Its preview; the video's own without it.
        #[serde(default)]
        thumb_media_id: String,
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
    /// One picture-and-text card.
    #[serde(rename_all = "camelCase")]
    News {
        /// Its headline.
        title: String,
        /// Its teaser.
        #[serde(default)]
        description: String,
        /// Address of its picture.
        #[serde(default)]
        picture_url: String,
        /// Address it opens.
        #[serde(default)]
        url: String,
    },
    /// A published article.
    #[serde(rename_all = "camelCase")]
    PublishedArticle {
        /// The article.
        article_id: String,
    },
    /// A question with answers to tap.
    Menu {
        /// Above the answers.
        #[serde(default)]
        head: String,
        /// 1 to 10 answers.
        answers: Vec<MenuAnswer>,
        /// Below the answers.
        #[serde(default)]
        tail: String,
    },
    /// A card or coupon.
    #[serde(rename_all = "camelCase")]
    Card {
        /// The card.
        card_id: String,
    },
    /// A link with a picture; mini programs only.
    #[serde(rename_all = "camelCase")]
    Link {
        /// The title.
        title: String,
        /// The description.
        #[serde(default)]
        description: String,
        /// Where a tap leads.
        url: String,
        /// The picture's address.
        #[serde(default)]
        picture_url: String,
    },
    /// A mini-program card.
    #[serde(rename_all = "camelCase")]
    MiniProgramPage {
        /// Its title.
        title: String,
        /// The mini program; not needed where the mini program itself sends it.
        #[serde(default)]
        app_id: String,
        /// The page in it.
        path: String,
        /// Its picture, uploaded before.
        thumb_media_id: String,
    },
}

/// An answer to tap.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct MenuAnswer {
    /// What comes back.
    #[schema(example = "yes")]
    id: String,
    /// What is shown.
    #[schema(example = "满意")]
    text: String,
}

/// Where a tap leads.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
#[schema(example = json!({"type": "page", "url": "https://events.example.com/e/1"}))]
pub(super) enum LinkTarget {
    /// A web page; a page of the mini program where a mini program sends it.
    Page {
        /// Its address, or its path.
        url: String,
    },
    /// A page of a mini program bound to the account.
    #[serde(rename_all = "camelCase")]
    MiniProgram {
        /// The mini program.
        app_id: String,
        /// The page in it.
        path: String,
    },
}

impl From<LinkTarget> for Link {
    fn from(link: LinkTarget) -> Self {
        match link {
            LinkTarget::Page { url } => Self::Page(url),
            LinkTarget::MiniProgram { app_id, path } => Self::MiniProgram { app_id, path },
        }
    }
}

/// The link, or none.
pub(super) fn link(target: Option<LinkTarget>) -> Link {
    target.map(Link::from).unwrap_or_default()
}

impl From<CustomContent> for CustomMessage {
    fn from(content: CustomContent) -> Self {
        match content {
            CustomContent::Text { text } => Self::Text(text),
            CustomContent::Image { media_id } => Self::Image { media_id },
            CustomContent::Voice { media_id } => Self::Voice { media_id },
            CustomContent::Video {
                media_id,
                thumb_media_id,
                title,
                description,
            } => Self::Video {
                media_id,
                thumb_media_id,
                title,
                description,
            },
            CustomContent::Music {
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
            CustomContent::News {
                title,
                description,
                picture_url,
                url,
            } => Self::News(Article {
                title,
                description,
                picture_url,
                url,
            }),
            CustomContent::PublishedArticle { article_id } => Self::PublishedArticle { article_id },
            CustomContent::Menu { head, answers, tail } => Self::Menu {
                head,
                answers: answers.into_iter().map(|answer| (answer.id, answer.text)).collect(),
                tail,
            },
            CustomContent::Card { card_id } => Self::Card { card_id },
            CustomContent::Link {
                title,
                description,
                url,
                picture_url,
            } => Self::Link {
                title,
                description,
                url,
                picture_url,
            },
            CustomContent::MiniProgramPage {
                title,
                app_id,
                path,
                thumb_media_id,
            } => Self::MiniProgramPage {
                title,
                app_id,
                path,
                thumb_media_id,
            },
        }
    }
}
