//! What a message holds, as requests submit it. Limits are WeCom's: `wechat-protocol` knows them.

use domain::ids::MaterialId;
use domain::wechat::wecom::message::{ContentForm, StaffMessageKind};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wechat_protocol::api::wecom::message::{Article, ContentItem, Message, MpArticle};

use super::card::CardBody;
use crate::error::{ApiError, internal};

/// What a message holds. WeCom counts bytes of UTF-8 where characters are not named, and cuts longer texts silently, so
/// that they are refused here.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
#[schema(example = json!({"type": "text-card", "title": "志愿者集合", "description": "明早 8:30，东门", "url": "https://events.example/v/1"}))]
pub(super) enum StaffContent {
    /// Text of 1 to 2048 bytes; line breaks and `<a href>` links are allowed.
    Text {
        /// The text.
        text: String,
    },
    /// A picture.
    #[serde(rename_all = "camelCase")]
    Image {
        /// The material.
        material_id: Uuid,
    },
    /// A recording.
    #[serde(rename_all = "camelCase")]
    Voice {
        /// The material.
        material_id: Uuid,
    },
    /// A video.
    #[serde(rename_all = "camelCase")]
    Video {
        /// The material.
        material_id: Uuid,
        /// At most 128 bytes.
        title: Option<String>,
        /// At most 512 bytes.
        description: Option<String>,
    },
    /// A file.
    #[serde(rename_all = "camelCase")]
    File {
        /// The material.
        material_id: Uuid,
    },
    /// A card of text that leads to a page.
    TextCard {
        /// 1 to 128 bytes.
        title: String,
        /// 1 to 512 bytes; `<div class="gray|normal|highlight">` is allowed.
        description: String,
        /// At most 2048 bytes, with `http://` or `https://`.
        url: String,
        /// At most 4 characters; 详情 without it.
        button: Option<String>,
    },
    /// 1 to 8 articles elsewhere.
    News {
        /// The articles.
        articles: Vec<StaffArticleBody>,
    },
    /// 1 to 8 articles that WeCom keeps.
    MpNews {
        /// The articles.
        articles: Vec<MpArticleBody>,
    },
    /// Text with marks, of 1 to 2048 bytes; only the WeCom client shows it.
    Markdown {
        /// The text.
        text: String,
    },
    /// A notice of a linked Mini Program; not for everyone.
    #[serde(rename_all = "camelCase")]
    MiniProgramNotice {
        /// Its app id.
        app_id: String,
        /// Its page.
        page: Option<String>,
        /// 4 to 12 characters.
        title: String,
        /// 4 to 12 characters.
        description: Option<String>,
        /// Whether the first line is large.
        emphasize_first: Option<bool>,
        /// At most 10 lines.
        #[serde(default)]
        lines: Vec<LineBody>,
    },
    /// A template card.
    TemplateCard {
        /// The card.
        card: Box<CardBody>,
    },
}

/// An article elsewhere: a page, or a page of a Mini Program.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct StaffArticleBody {
    /// 1 to 128 bytes.
    title: String,
    /// At most 512 bytes.
    description: Option<String>,
    /// At most 2048 bytes. Not beside a Mini Program.
    url: Option<String>,
    /// The address of a JPG or PNG.
    picture_url: Option<String>,
    /// The Mini Program.
    app_id: Option<String>,
    /// Its page.
    page: Option<String>,
}

/// An article that WeCom keeps.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct MpArticleBody {
    /// 1 to 128 bytes.
    title: String,
    /// Its picture, a material.
    material_id: Uuid,
    /// At most 64 bytes.
    author: Option<String>,
    /// Where "read more" leads.
    source_url: Option<String>,
    /// HTML.
    content: String,
    /// At most 512 bytes.
    digest: Option<String>,
}

/// A line of a notice.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LineBody {
    /// What it is.
    key: String,
    /// Its value.
    value: String,
}

/// Materials met on the way; each gets its place in the content.
#[derive(Default)]
pub(super) struct Materials(Vec<MaterialId>);

impl Materials {
    /// What stands for a material until the message is sent.
    pub(super) fn place(&mut self, id: Uuid) -> String {
        let material = MaterialId::from_uuid(id);
        if !self.0.contains(&material) {
            self.0.push(material);
        }
        ContentForm::place_of(material)
    }
}

impl StaffContent {
    /// The content within WeCom's limits; `ordered` is how it was submitted.
    ///
    /// # Errors
    /// When WeCom would refuse it or cut it.
    pub(super) fn form(self, ordered: String) -> Result<ContentForm, ApiError> {
        let mut materials = Materials::default();
        let (kind, message, task_id) = self.message(&mut materials)?;
        message
            .check()
            .map_err(|error| ApiError::invalid("content", error.to_string()))?;
        let wire = serde_json::to_string(&message).map_err(|_| internal())?;
        Ok(ContentForm {
            kind,
            ordered,
            wire,
            materials: materials.0,
            task_id,
        })
    }

    fn message(self, materials: &mut Materials) -> Result<(StaffMessageKind, Message, Option<String>), ApiError> {
        use StaffMessageKind as Kind;
        let mut task_id = None;
        let (kind, message) = match self {
            Self::Text { text } => (Kind::Text, Message::Text { content: text }),
            Self::Markdown { text } => (Kind::Markdown, Message::Markdown { content: text }),
            Self::Image { material_id } => {
                let media_id = materials.place(material_id);
                (Kind::Image, Message::Image { media_id })
            }
            Self::Voice { material_id } => {
                let media_id = materials.place(material_id);
                (Kind::Voice, Message::Voice { media_id })
            }
            Self::File { material_id } => {
                let media_id = materials.place(material_id);
                (Kind::File, Message::File { media_id })
            }
            Self::Video {
                material_id,
                title,
                description,
            } => {
                let media_id = materials.place(material_id);
                let video = Message::Video {
                    media_id,
                    title,
                    description,
                };
                (Kind::Video, video)
            }
            Self::TextCard {
                title,
                description,
                url,
                button,
            } => {
                let card = Message::TextCard {
                    title,
                    description,
                    url,
                    btntxt: button,
                };
                (Kind::TextCard, card)
            }
            Self::News { articles } => {
                let articles = articles.into_iter().map(Article::from).collect();
                (Kind::News, Message::News { articles })
            }
            Self::MpNews { articles } => {
                let articles = articles.into_iter().map(|article| article.stored(materials)).collect();
                (Kind::MpNews, Message::MpNews { articles })
            }
            Self::MiniProgramNotice {
                app_id,
                page,
                title,
                description,
                emphasize_first,
                lines,
            } => {
                let lines = lines
                    .into_iter()
                    .map(|LineBody { key, value }| ContentItem { key, value });
                let notice = Message::MiniProgramNotice {
                    appid: app_id,
                    page,
                    title,
                    description,
                    emphasis_first_item: emphasize_first,
                    content_item: lines.collect(),
                };
                (Kind::MiniProgramNotice, notice)
            }
            Self::TemplateCard { card } => {
                task_id = card.task_id();
                (
                    Kind::TemplateCard,
                    Message::TemplateCard(Box::new(card.card(materials)?)),
                )
            }
        };
        Ok((kind, message, task_id))
    }
}

impl From<StaffArticleBody> for Article {
    fn from(body: StaffArticleBody) -> Self {
        Self {
            title: body.title,
            description: body.description,
            url: body.url,
            picurl: body.picture_url,
            appid: body.app_id,
            pagepath: body.page,
        }
    }
}

impl MpArticleBody {
    fn stored(self, materials: &mut Materials) -> MpArticle {
        MpArticle {
            title: self.title,
            thumb_media_id: materials.place(self.material_id),
            author: self.author,
            content_source_url: self.source_url,
            content: self.content,
            digest: self.digest,
        }
    }
}
