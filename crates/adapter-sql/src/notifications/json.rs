//! Channels, attempts and contents as stored: JSON. Names and shapes outlive renames in the domain; a row of an earlier
//! version reads as it was meant.

use domain::notifications::{Attempt, Channel, CustomMessage, Link};
use domain::wechat::{Article, Music};
use ports::StoreError;
use serde::{Deserialize, Serialize};

use crate::wechat::mirrored;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ChannelJson {
    /// A customer-service text; every other type is [`Self::CustomMessage`].
    Custom {
        text: String,
    },
    CustomMessage(CustomJson),
    Template(FilledJson),
    Subscribe(FilledJson),
    HandOver {
        agent: Option<String>,
    },
}

#[derive(Serialize, Deserialize)]
struct FilledJson {
    template_id: String,
    fields: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "LinkJson::is_nowhere")]
    link: LinkJson,
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum LinkJson {
    #[default]
    Nowhere,
    Page(String),
    MiniProgram {
        app_id: String,
        path: String,
    },
}

/// A customer-service message.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum CustomJson {
    Text(String),
    Image {
        media_id: String,
    },
    Voice {
        media_id: String,
    },
    Video {
        media_id: String,
        thumb_media_id: String,
        title: String,
        description: String,
    },
    Music(MusicJson),
    News(ArticleJson),
    PublishedArticle {
        article_id: String,
    },
    Menu {
        head: String,
        answers: Vec<(String, String)>,
        tail: String,
    },
    Card {
        card_id: String,
    },
    Link {
        title: String,
        description: String,
        url: String,
        picture_url: String,
    },
    MiniProgramPage {
        title: String,
        app_id: String,
        path: String,
        thumb_media_id: String,
    },
}

#[derive(Serialize, Deserialize)]
pub(super) struct MusicJson {
    title: String,
    description: String,
    url: String,
    high_quality_url: String,
    thumb_media_id: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ArticleJson {
    title: String,
    description: String,
    picture_url: String,
    url: String,
}

/// Times are RFC 3339 in UTC with microseconds.
#[derive(Serialize, Deserialize)]
struct AttemptJson {
    started_at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

pub(super) fn channel_to_json(channel: &Channel) -> Result<String, StoreError> {
    let filled = |template_id, fields, link| FilledJson {
        template_id,
        fields,
        link: LinkJson::from(link),
    };
    crate::log::to_json(&match channel.clone() {
        Channel::Custom(CustomMessage::Text(text)) => ChannelJson::Custom { text },
        Channel::Custom(message) => ChannelJson::CustomMessage(message.into()),
        Channel::Template {
            template_id,
            fields,
            link,
        } => ChannelJson::Template(filled(template_id, fields, link)),
        Channel::Subscribe {
            template_id,
            fields,
            link,
        } => ChannelJson::Subscribe(filled(template_id, fields, link)),
        Channel::HandOver { agent } => ChannelJson::HandOver { agent },
    })
}

/// `None` when the text is broken.
pub(super) fn channel_from_json(text: &str) -> Option<Channel> {
    Some(match serde_json::from_str(text).ok()? {
        ChannelJson::Custom { text } => Channel::text(text),
        ChannelJson::CustomMessage(message) => Channel::Custom(message.into()),
        ChannelJson::Template(filled) => Channel::Template {
            template_id: filled.template_id,
            fields: filled.fields,
            link: filled.link.into(),
        },
        ChannelJson::Subscribe(filled) => Channel::Subscribe {
            template_id: filled.template_id,
            fields: filled.fields,
            link: filled.link.into(),
        },
        ChannelJson::HandOver { agent } => Channel::HandOver { agent },
    })
}

pub(super) fn attempts_to_json(attempts: &[Attempt]) -> Result<String, StoreError> {
    let attempts: Vec<_> = attempts
        .iter()
        .map(|attempt| AttemptJson {
            started_at: attempt.started_at.to_string(),
            ended_at: attempt.ended_at.map(|at| at.to_string()),
            code: attempt.code,
            note: attempt.note.clone(),
        })
        .collect();
    crate::log::to_json(&attempts)
}

/// `None` when the text is broken.
pub(super) fn attempts_from_json(text: &str) -> Option<Vec<Attempt>> {
    let attempts: Vec<AttemptJson> = serde_json::from_str(text).ok()?;
    attempts
        .into_iter()
        .map(|json| {
            Some(Attempt {
                started_at: json.started_at.parse().ok()?,
                ended_at: json.ended_at.map(|at| at.parse()).transpose().ok()?,
                code: json.code,
                note: json.note,
            })
        })
        .collect()
}

impl LinkJson {
    pub(super) const fn is_nowhere(&self) -> bool {
        matches!(self, Self::Nowhere)
    }
}

impl From<Link> for LinkJson {
    fn from(link: Link) -> Self {
        match link {
            Link::Nowhere => Self::Nowhere,
            Link::Page(url) => Self::Page(url),
            Link::MiniProgram { app_id, path } => Self::MiniProgram { app_id, path },
        }
    }
}

impl From<LinkJson> for Link {
    fn from(link: LinkJson) -> Self {
        match link {
            LinkJson::Nowhere => Self::Nowhere,
            LinkJson::Page(url) => Self::Page(url),
            LinkJson::MiniProgram { app_id, path } => Self::MiniProgram { app_id, path },
        }
    }
}

/// Types that are stored variant by variant under the same names.
macro_rules! same_variants {
    ($($variant:ident { $($field:ident),+ })+; $($wrapped:ident)+) => {
        impl From<CustomMessage> for CustomJson {
            fn from(message: CustomMessage) -> Self {
                match message {
                    CustomMessage::Text(text) => Self::Text(text),
                    $(CustomMessage::$variant { $($field),+ } => Self::$variant { $($field),+ },)+
                    $(CustomMessage::$wrapped(inner) => Self::$wrapped(inner.into()),)+
                }
            }
        }

        impl From<CustomJson> for CustomMessage {
            fn from(message: CustomJson) -> Self {
                match message {
                    CustomJson::Text(text) => Self::Text(text),
                    $(CustomJson::$variant { $($field),+ } => Self::$variant { $($field),+ },)+
                    $(CustomJson::$wrapped(inner) => Self::$wrapped(inner.into()),)+
                }
            }
        }
    };
}

same_variants! {
    Image { media_id }
    Voice { media_id }
    Video { media_id, thumb_media_id, title, description }
    PublishedArticle { article_id }
    Menu { head, answers, tail }
    Card { card_id }
    Link { title, description, url, picture_url }
    MiniProgramPage { title, app_id, path, thumb_media_id };
    Music News
}

mirrored! {
    Music, MusicJson { title, description, url, high_quality_url, thumb_media_id }
    Article, ArticleJson { title, description, picture_url, url }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_the_first_version_are_read() {
        let custom = channel_from_json(r#"{"custom":{"text":"报名成功"}}"#).unwrap();
        assert!(custom == Channel::text("报名成功"));
        let template = channel_from_json(r#"{"template":{"template_id":"T","fields":[["thing1","春"]]}}"#).unwrap();
        let expected = Channel::Template {
            template_id: "T".to_owned(),
            fields: vec![("thing1".to_owned(), "春".to_owned())],
            link: Link::Nowhere,
        };
        assert!(template == expected);
    }

    #[test]
    fn a_text_is_written_as_an_older_program_reads_it() {
        assert_eq!(
            channel_to_json(&Channel::text("x")).unwrap(),
            r#"{"custom":{"text":"x"}}"#
        );
    }
}
