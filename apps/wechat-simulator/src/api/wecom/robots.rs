//! `/cgi-bin/webhook/…`: robots of groups (群机器人). The key is the credential.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};
use serde_json::{Map, Value, json};

use super::cards;
use super::media::{RULES, SHORTEST};
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};
use crate::api::fields;
use crate::api::kinds::{FileKind, MB};
use crate::api::multipart::Form;
use crate::api::uploads::{TEMPORARY_SECONDS, rule};
use crate::state::corps::Robot;

/// Robots.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(WECOM, "/cgi-bin/webhook/send", send).open(),
    Endpoint::post(WECOM, "/cgi-bin/webhook/upload_media", upload).open(),
];

const A_MINUTE: usize = 20;
const KEPT_MESSAGES: usize = 1000;
const LONGEST_TEXT: usize = 2048;
const LONGEST_MARKDOWN: usize = 4096;
const LARGEST_PICTURE: usize = 2 * MB;
const MOST_ARTICLES: usize = 8;

/// The robot with the key of the call; 93000 for none.
fn robot<'a>(call: &'a mut Call<'_>) -> Result<&'a mut Robot, Refusal> {
    let key = call.parameter("key").unwrap_or_default().to_owned();
    call.state.changed = true;
    let robot = call.state.corps.iter_mut().find_map(|corp| corp.robots.get_mut(&key));
    robot.ok_or_else(|| Refusal::new(93000))
}

/// Twenty messages a minute (45009).
fn send(call: &mut Call<'_>) -> Result<Done, Refusal> {
    robot(call)?;
    let body = call.request.unescaped_object()?;
    let now = call.now();
    let msg_type = fields::text(&body, "msgtype").to_owned();
    let message = fields::object(&body, &msg_type)
        .cloned()
        .ok_or_else(|| Refusal::new(40008))?;
    let robot = robot(call)?;
    check(robot, &msg_type, &message, now)?;
    robot.spoke_at.retain(|at| now - at < 60);
    if robot.spoke_at.len() >= A_MINUTE {
        return Err(Refusal::new(45009));
    }
    robot.spoke_at.push(now);
    if robot.messages.len() >= KEPT_MESSAGES {
        robot.messages.remove(0);
    }
    robot.messages.push(Value::Object(body));
    Ok(Done::ok())
}

fn check(robot: &Robot, msg_type: &str, message: &Map<String, Value>, now: i64) -> Result<(), Refusal> {
    let text = |most: usize| match fields::text(message, "content").len() {
        0 => Err(Refusal::new(44004)),
        length if length > most => Err(Refusal::with(40058, "content exceeds the max length")),
        _ => Ok(()),
    };
    match msg_type {
        "text" => text(LONGEST_TEXT),
        "markdown" | "markdown_v2" => text(LONGEST_MARKDOWN),
        "image" => picture(message),
        "news" => articles(message),
        "file" | "voice" => {
            let file = robot.media.get(fields::text(message, "media_id"), now);
            file.filter(|file| file.kind == msg_type)
                .map(|_| ())
                .ok_or_else(|| Refusal::new(40007))
        }
        "template_card" => match fields::text(message, "card_type") {
            "text_notice" | "news_notice" => cards::check(message).map(|_| ()),
            _ => Err(Refusal::with(40058, "invalid card_type")),
        },
        _ => Err(Refusal::new(40008)),
    }
}

/// The bytes in base64, with the MD5 of what they are.
fn picture(message: &Map<String, Value>) -> Result<(), Refusal> {
    let bytes = STANDARD.decode(fields::text(message, "base64"));
    let bytes = bytes.map_err(|_| Refusal::with(40058, "invalid base64"))?;
    if bytes.len() > LARGEST_PICTURE {
        return Err(Refusal::new(40009));
    }
    if !matches!(FileKind::of(&bytes), FileKind::Png | FileKind::Jpeg) {
        return Err(Refusal::new(40005));
    }
    let digest: String = Md5::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if fields::text(message, "md5").to_lowercase() == digest {
        Ok(())
    } else {
        Err(Refusal::new(301_025))
    }
}

fn articles(message: &Map<String, Value>) -> Result<(), Refusal> {
    let list = fields::list(message, "articles").unwrap_or_default();
    if !(1..=MOST_ARTICLES).contains(&list.len()) {
        return Err(Refusal::new(45008));
    }
    let is_article = |article: &Value| {
        let article = article.as_object();
        let filled = |name| article.is_some_and(|article| !fields::text(article, name).is_empty());
        filled("title") && filled("url")
    };
    let all = list.iter().all(is_article);
    all.then_some(()).ok_or_else(|| Refusal::new(40058))
}

/// Files and voice; the id is good for this robot alone.
fn upload(call: &mut Call<'_>) -> Result<Done, Refusal> {
    robot(call)?;
    let kind = call.parameter("type").filter(|kind| matches!(*kind, "file" | "voice"));
    let rule = rule(RULES, kind)?;
    let form = Form::read(call.request)?;
    if form.file("media")?.content.len() <= SHORTEST {
        return Err(Refusal::new(40006));
    }
    let file = call.uploaded(&form, rule, Some(TEMPORARY_SECONDS))?;
    let told = json!({
        "errcode": 0,
        "errmsg": "ok",
        "type": rule.name,
        "media_id": file.id,
        "created_at": file.created_at.to_string(),
    });
    robot(call)?.media.add(file);
    Ok(Done::changed(told))
}
