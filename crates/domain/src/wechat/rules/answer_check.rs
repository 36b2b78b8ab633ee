//! Submitted answers, checked.

use super::placeholders::{PLACEHOLDERS, named_placeholders, texts_of};
use crate::ids::EventId;
use crate::text::{bounded, single_line};
use crate::validation::FieldFaults;
use crate::wechat::{Article, Music, Reply};

/// Limits of the parts of an answer, in characters unless said otherwise. WeChat documents only the first two; the
/// others keep rows and replies within reason.
pub struct AnswerLimits;

impl AnswerLimits {
    /// Longest text before placeholders are filled, in bytes; WeChat takes as much afterwards.
    pub const TEXT_BYTES: usize = 2_048;
    /// Most articles.
    pub const ARTICLES: usize = 8;
    /// Longest title.
    pub const TITLE: usize = 128;
    /// Longest description.
    pub const DESCRIPTION: usize = 512;
    /// Longest address, in bytes.
    pub const URL_BYTES: usize = 1_024;
    /// Longest media id.
    pub const MEDIA_ID: usize = 128;
}

pub(super) fn check_answer(answer: Reply, faults: &mut FieldFaults) -> Reply {
    let outcome = match answer {
        Reply::Silence => Ok(Reply::Silence),
        Reply::Text(text) => check_text(&text).map(Reply::Text),
        Reply::News(articles) => check_articles(articles).map(Reply::News),
        Reply::Image { media_id } => media("mediaId", &media_id).map(|media_id| Reply::Image { media_id }),
        Reply::Voice { media_id } => media("mediaId", &media_id).map(|media_id| Reply::Voice { media_id }),
        Reply::Video {
            media_id,
            title,
            description,
        } => media("mediaId", &media_id).and_then(|media_id| {
            Ok(Reply::Video {
                media_id,
                title: words("title", &title, AnswerLimits::TITLE)?,
                description: words("description", &description, AnswerLimits::DESCRIPTION)?,
            })
        }),
        Reply::Music(music) => check_music(&music).map(Reply::Music),
        Reply::HumanService { agent } => check_agent(agent).map(|agent| Reply::HumanService { agent }),
    };
    faults.keep("answer", outcome).unwrap_or(Reply::Silence)
}

fn check_text(text: &str) -> Result<String, String> {
    let text = bounded(text, 1..=AnswerLimits::TEXT_BYTES).map_err(|fault| format!("content {fault}"))?;
    if text.len() > AnswerLimits::TEXT_BYTES {
        return Err(format!(
            "content has {} bytes; WeChat takes {}",
            text.len(),
            AnswerLimits::TEXT_BYTES
        ));
    }
    Ok(text)
}

fn check_articles(articles: Vec<Article>) -> Result<Vec<Article>, String> {
    if !(1..=AnswerLimits::ARTICLES).contains(&articles.len()) {
        return Err(format!("articles must be 1 to {}", AnswerLimits::ARTICLES));
    }
    let check = |article: Article| {
        let title = words("an article's title", &article.title, AnswerLimits::TITLE)?;
        if title.is_empty() {
            return Err("an article's title must not be empty".to_owned());
        }
        Ok(Article {
            title,
            description: words(
                "an article's description",
                &article.description,
                AnswerLimits::DESCRIPTION,
            )?,
            picture_url: address("an article's pictureUrl", &article.picture_url)?,
            url: address("an article's url", &article.url)?,
        })
    };
    articles.into_iter().map(check).collect()
}

fn check_music(music: &Music) -> Result<Music, String> {
    Ok(Music {
        title: words("title", &music.title, AnswerLimits::TITLE)?,
        description: words("description", &music.description, AnswerLimits::DESCRIPTION)?,
        url: address("url", &music.url)?,
        high_quality_url: address("highQualityUrl", &music.high_quality_url)?,
        thumb_media_id: media("thumbMediaId", &music.thumb_media_id)?,
    })
}

fn check_agent(agent: Option<String>) -> Result<Option<String>, String> {
    agent
        .map(|agent| single_line(&agent, 1..=64).map_err(|fault| format!("agent {fault}")))
        .transpose()
}

fn words(what: &str, text: &str, most: usize) -> Result<String, String> {
    bounded(text, 0..=most).map_err(|fault| format!("{what} {fault}"))
}

fn media(what: &str, id: &str) -> Result<String, String> {
    single_line(id, 1..=AnswerLimits::MEDIA_ID).map_err(|fault| format!("{what} {fault}"))
}

fn address(what: &str, url: &str) -> Result<String, String> {
    let url = url.trim();
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    if url.is_empty() {
        Ok(String::new())
    } else if url.len() > AnswerLimits::URL_BYTES {
        Err(format!("{what} must have at most {} bytes", AnswerLimits::URL_BYTES))
    } else if !is_web || url.contains(|c: char| c.is_control() || c.is_whitespace()) {
        Err(format!("{what} must be an http or https address"))
    } else {
        Ok(url.to_owned())
    }
}

pub(super) fn check_placeholders(answer: &Reply, event: Option<EventId>, faults: &mut FieldFaults) {
    for name in texts_of(answer).into_iter().flat_map(named_placeholders) {
        if !PLACEHOLDERS.contains(&name) {
            let name: String = name.chars().take(32).collect();
            faults.add(
                "answer",
                format!("{{{{{name}}}}} is not known; there are {}", PLACEHOLDERS.join(", ")),
            );
            return;
        }
        if name.starts_with("event.") && event.is_none() {
            faults.add("answer", format!("{{{{{name}}}}} needs an event: bind the rule to one"));
            return;
        }
    }
}
