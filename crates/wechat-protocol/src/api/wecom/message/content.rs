//! What a message holds.

use serde::Serialize;

use crate::api::{
    bounds,
    invalid::{Validity, distinct, each, needed, present, rule},
    wecom::{card::TemplateCard, task_id},
};

/// What a message holds. The fields are those of the wire, in its spelling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Message {
    /// Text.
    Text {
        /// 1 to 2048 bytes; line breaks and `<a href>` links are allowed.
        content: String,
    },
    /// A picture.
    Image {
        /// The picture.
        media_id: String,
    },
    /// A recording.
    Voice {
        /// The recording.
        media_id: String,
    },
    /// A video.
    Video {
        /// The video.
        media_id: String,
        /// At most 128 bytes.
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// At most 512 bytes.
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<String>,
    },
    /// A file.
    File {
        /// The file.
        media_id: String,
    },
    /// A card of text that leads to a page.
    TextCard {
        /// 1 to 128 bytes.
        title: String,
        /// 1 to 512 bytes; `<div class="gray|normal|highlight">` is allowed.
        description: String,
        /// Where a tap leads, 1 to 2048 bytes with `http://` or `https://`.
        url: String,
        /// The button's text, at most 4 characters; 详情 without it.
        #[serde(skip_serializing_if = "Option::is_none")]
        btntxt: Option<String>,
    },
    /// Articles elsewhere.
    News {
        /// 1 to 8.
        articles: Vec<Article>,
    },
    /// Articles kept by the platform.
    MpNews {
        /// 1 to 8.
        articles: Vec<MpArticle>,
    },
    /// Text with marks, in the WeCom client only.
    Markdown {
        /// 1 to 2048 bytes.
        content: String,
    },
    /// A notice of a linked Mini Program.
    MiniProgramNotice {
        /// The Mini Program.
        appid: String,
        /// The page.
        #[serde(skip_serializing_if = "Option::is_none")]
        page: Option<String>,
        /// 4 to 12 characters.
        title: String,
        /// 4 to 12 characters.
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        /// Whether the first line is large.
        #[serde(skip_serializing_if = "Option::is_none")]
        emphasis_first_item: Option<bool>,
        /// At most 10 lines.
        content_item: Vec<ContentItem>,
    },
    /// A card with buttons, of the old kind.
    TaskCard {
        /// 1 to 128 bytes.
        title: String,
        /// 1 to 512 bytes.
        description: String,
        /// Where a tap leads, at most 2048 bytes.
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        /// Unique in the app: 1 to 128 ASCII letters, digits and `_-@`.
        task_id: String,
        /// 1 to 2.
        btn: Vec<TaskButton>,
    },
    /// A card of the present kind.
    TemplateCard(Box<TemplateCard>),
}

/// An article elsewhere: a page, or a page of a Mini Program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Article {
    /// 1 to 128 bytes.
    pub title: String,
    /// At most 512 bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The page, at most 2048 bytes. Ignored beside a Mini Program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The address of a JPG or PNG.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picurl: Option<String>,
    /// The Mini Program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appid: Option<String>,
    /// Its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagepath: Option<String>,
}

/// An article kept by the platform.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MpArticle {
    /// 1 to 128 bytes.
    pub title: String,
    /// Its picture.
    pub thumb_media_id: String,
    /// At most 64 bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Where "read more" leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_source_url: Option<String>,
    /// HTML of at most 666 KB.
    pub content: String,
    /// At most 512 bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// A line of a notice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ContentItem {
    /// What it is.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// A button of the old card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TaskButton {
    /// Comes back with a tap; 1 to 128 ASCII letters, digits and `_-@`.
    pub key: String,
    /// What it says.
    pub name: String,
    /// What it says afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replace_name: Option<String>,
    /// `red` or `blue`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Whether it is bold.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_bold: bool,
}

impl Message {
    /// `msgtype`, which is also the name of the member that holds the message.
    #[must_use]
    pub const fn msgtype(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Image { .. } => "image",
            Self::Voice { .. } => "voice",
            Self::Video { .. } => "video",
            Self::File { .. } => "file",
            Self::TextCard { .. } => "textcard",
            Self::News { .. } => "news",
            Self::MpNews { .. } => "mpnews",
            Self::Markdown { .. } => "markdown",
            Self::MiniProgramNotice { .. } => "miniprogram_notice",
            Self::TaskCard { .. } => "taskcard",
            Self::TemplateCard(_) => "template_card",
        }
    }

    /// Finds what the platform would refuse or silently cut.
    ///
    /// # Errors
    /// When a field is missing or outside its limits.
    pub fn check(&self) -> Validity {
        match self {
            Self::Text { content } | Self::Markdown { content } => Ok(bounds::bytes("content", content, 1..=2048)?),
            Self::Image { media_id } | Self::Voice { media_id } | Self::File { media_id } => {
                present("media_id", media_id)
            }
            Self::Video {
                media_id,
                title,
                description,
            } => {
                present("media_id", media_id)?;
                at_most("title", title.as_ref(), 128)?;
                at_most("description", description.as_ref(), 512)
            }
            Self::TextCard {
                title,
                description,
                url,
                btntxt,
            } => check_text_card(title, description, url, btntxt.as_ref()),
            Self::News { articles } => {
                bounds::items("articles", articles, 1..=8)?;
                each("articles", articles, Article::check)
            }
            Self::MpNews { articles } => {
                bounds::items("articles", articles, 1..=8)?;
                each("articles", articles, MpArticle::check)
            }
            Self::MiniProgramNotice { .. } => self.check_notice(),
            Self::TaskCard { .. } => self.check_task_card(),
            Self::TemplateCard(card) => card.check(),
        }
    }

    fn check_notice(&self) -> Validity {
        let Self::MiniProgramNotice {
            appid,
            title,
            description,
            content_item,
            ..
        } = self
        else {
            return Ok(());
        };
        present("appid", appid)?;
        bounds::characters("title", title, 4..=12)?;
        if let Some(description) = description {
            bounds::characters("description", description, 4..=12)?;
        }
        bounds::items("content_item", content_item, 0..=10)?;
        each("content_item", content_item, |item| present("key", &item.key))
    }

    fn check_task_card(&self) -> Validity {
        let Self::TaskCard {
            title,
            description,
            url,
            task_id: id,
            btn,
        } = self
        else {
            return Ok(());
        };
        bounds::bytes("title", title, 1..=128)?;
        bounds::bytes("description", description, 1..=512)?;
        at_most("url", url.as_ref(), 2048)?;
        task_id("task_id", id)?;
        bounds::items("btn", btn, 1..=2)?;
        each("btn", btn, |button| {
            task_id("key", &button.key)?;
            present("name", &button.name)?;
            let is_known = button
                .color
                .as_deref()
                .is_none_or(|color| matches!(color, "red" | "blue"));
            rule("color", is_known, "red or blue")
        })?;
        distinct("btn.key", btn.iter().map(|button| button.key.as_str()))
    }
}

fn at_most(field: &'static str, text: Option<&String>, limit: u64) -> Validity {
    match text {
        Some(text) => Ok(bounds::bytes(field, text, 0..=limit)?),
        None => Ok(()),
    }
}

fn check_text_card(title: &str, description: &str, url: &str, btntxt: Option<&String>) -> Validity {
    bounds::bytes("title", title, 1..=128)?;
    bounds::bytes("description", description, 1..=512)?;
    bounds::bytes("url", url, 1..=2048)?;
    let of_web = url.starts_with("http://") || url.starts_with("https://");
    rule("url", of_web, "begins with http:// or https://")?;
    if let Some(text) = btntxt {
        bounds::characters("btntxt", text, 1..=4)?;
    }
    Ok(())
}

impl Article {
    pub(crate) fn check(&self) -> Validity {
        bounds::bytes("title", &self.title, 1..=128)?;
        at_most("description", self.description.as_ref(), 512)?;
        at_most("url", self.url.as_ref(), 2048)?;
        let is_page = self.url.as_deref().is_some_and(|url| !url.is_empty());
        needed(
            "url or appid with pagepath",
            is_page || (self.appid.is_some() && self.pagepath.is_some()),
        )
    }
}

impl MpArticle {
    fn check(&self) -> Validity {
        bounds::bytes("title", &self.title, 1..=128)?;
        present("thumb_media_id", &self.thumb_media_id)?;
        at_most("author", self.author.as_ref(), 64)?;
        bounds::bytes("content", &self.content, 1..=666 * 1024)?;
        at_most("digest", self.digest.as_ref(), 512)
    }
}
