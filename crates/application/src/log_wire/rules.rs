//! Changes of reply rules as they are stored.

use domain::wechat::rules::{DailyHours, ReplyRule, RuleDetails, RuleHappened};
use domain::wechat::{Article, Music, Reply};
use serde_json::{Value, json};

use super::WireEvent;

/// Stream type of reply rules.
pub const REPLY_RULE_STREAM: &str = "reply_rule";

/// The wire form of a change of a reply rule.
#[must_use]
pub fn rule_happened(rule: &ReplyRule, happened: &RuleHappened) -> WireEvent {
    let account = &rule.stored().account;
    let (kind, data) = match happened {
        RuleHappened::Created(details) => ("reply_rule.created", details_value(account, details)),
        RuleHappened::Changed(details) => ("reply_rule.changed", details_value(account, details)),
        RuleHappened::Deleted => ("reply_rule.deleted", json!({ "account": account })),
    };
    WireEvent {
        stream_type: REPLY_RULE_STREAM,
        stream_id: rule.id().uuid(),
        about: rule.details().event,
        kind,
        data: data.to_string(),
    }
}

fn details_value(account: &str, details: &RuleDetails) -> Value {
    let window = &details.window;
    let daily = window.daily.as_ref().map(|hours| {
        json!({
            "from": DailyHours::clock(hours.from),
            "until": DailyHours::clock(hours.until),
            "zone": hours.zone.name(),
        })
    });
    json!({
        "account": account,
        "name": details.name,
        "priority": details.priority,
        "trigger": details.trigger.name(),
        "value": details.trigger.value(),
        "eventId": details.event.map(|event| event.to_string()),
        "from": window.from.map(|at| at.to_string()),
        "until": window.until.map(|at| at.to_string()),
        "daily": daily,
        "enabled": details.enabled,
        "answer": reply_value(&details.answer),
    })
}

fn reply_value(reply: &Reply) -> Value {
    match reply {
        Reply::Silence => json!({ "type": "none" }),
        Reply::Text(content) => json!({ "type": "text", "content": content }),
        Reply::News(articles) => {
            let articles: Vec<_> = articles.iter().map(article_value).collect();
            json!({ "type": "news", "articles": articles })
        }
        Reply::Image { media_id } => json!({ "type": "image", "mediaId": media_id }),
        Reply::Voice { media_id } => json!({ "type": "voice", "mediaId": media_id }),
        Reply::Video {
            media_id,
            title,
            description,
        } => json!({ "type": "video", "mediaId": media_id, "title": title, "description": description }),
        Reply::Music(music) => music_value(music),
        Reply::HumanService { agent } => json!({ "type": "humanService", "agent": agent }),
    }
}

fn article_value(article: &Article) -> Value {
    json!({
        "title": article.title,
        "description": article.description,
        "pictureUrl": article.picture_url,
        "url": article.url,
    })
}

fn music_value(music: &Music) -> Value {
    json!({
        "type": "music",
        "title": music.title,
        "description": music.description,
        "url": music.url,
        "highQualityUrl": music.high_quality_url,
        "thumbMediaId": music.thumb_media_id,
    })
}
