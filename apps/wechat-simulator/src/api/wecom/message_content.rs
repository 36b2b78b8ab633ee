//! What an app's message says: required fields and limits of every `msgtype`.

use serde_json::{Map, Value};

use super::cards;
use crate::api::answer::Refusal;
use crate::api::call::Call;
use crate::api::fields;

/// Bytes of a text and of markdown.
const LONGEST_TEXT: usize = 2048;
const LONGEST_TITLE: usize = 128;
const LONGEST_DESCRIPTION: usize = 512;
const LONGEST_URL: usize = 2048;
const LONGEST_ARTICLE: usize = 666 * 1024;
const LONGEST_TASK: usize = 128;
const MOST_ARTICLES: usize = 8;
const MOST_ITEMS: usize = 10;

/// What is sent.
#[derive(Debug)]
pub struct Content {
    /// `msgtype`
    pub msg_type: String,
    /// The inner object as it is delivered: texts that are too long are cut.
    pub message: Value,
    /// Of cards.
    pub task_id: Option<String>,
    /// Whether people can press something that the app is told about.
    pub wants_callback: bool,
}

/// Checks what is to be sent.
///
/// # Errors
/// 40008 for an unknown type, 44004, 45002, 45008, 41033, 40007, 42014, 40058 for what is wrong inside, 40074 for secret
/// news.
pub fn content(call: &mut Call<'_>, body: &Map<String, Value>) -> Result<Content, Refusal> {
    let msg_type = fields::text(body, "msgtype");
    let inner = || {
        fields::object(body, msg_type)
            .cloned()
            .ok_or_else(|| Refusal::new(40058))
    };
    let (mut task_id, mut wants_callback) = (None, false);
    let message = match msg_type {
        "text" => text(inner()?)?,
        "markdown" => markdown(inner()?)?,
        "image" | "voice" | "video" | "file" => media(call, msg_type, inner()?)?,
        "textcard" => text_card(inner()?)?,
        "news" => articles(call, inner()?, false)?,
        "mpnews" => articles(call, inner()?, true)?,
        "miniprogram_notice" => notice(body, inner()?)?,
        "taskcard" => {
            let card = task_card(inner()?)?;
            task_id = Some(fields::text(&card, "task_id").to_owned());
            wants_callback = true;
            card
        }
        "template_card" => {
            let card = inner()?;
            wants_callback = cards::check(&card)?;
            task_id = Some(fields::text(&card, "task_id").to_owned()).filter(|id| !id.is_empty());
            card
        }
        _ => return Err(Refusal::new(40008)),
    };
    secrecy(body, msg_type)?;
    if let Some(task) = &task_id {
        let key = format!("{}/{task}", call.app()?);
        if call.corp().messages.tasks.get(&key).is_some() {
            return Err(Refusal::with(42014, "task_id was used before"));
        }
    }
    if wants_callback && call.account().platform.callback_url.is_none() {
        return Err(Refusal::with(
            40058,
            "the app has no callback url, which this card needs",
        ));
    }
    Ok(Content {
        msg_type: msg_type.to_owned(),
        message: Value::Object(message),
        task_id,
        // Task cards are changed by their id.
        wants_callback: wants_callback && msg_type == "template_card",
    })
}

fn secrecy(body: &Map<String, Value>, msg_type: &str) -> Result<(), Refusal> {
    match (fields::number(body, "safe").unwrap_or_default(), msg_type) {
        (0, _) | (2, "mpnews") => Ok(()),
        (1, "news") => Err(Refusal::new(40074)),
        (1, _) => Ok(()),
        _ => Err(Refusal::new(40058)),
    }
}

/// Cuts a text at a character boundary.
fn cut(object: &mut Map<String, Value>, name: &str, most: usize) {
    if let Some(Value::String(text)) = object.get_mut(name) {
        text.truncate(text.floor_char_boundary(most));
    }
}

fn required(object: &Map<String, Value>, names: &[&str], code: i64) -> Result<(), Refusal> {
    let is_empty = |name: &&str| fields::text(object, name).is_empty();
    match names.iter().find(|name| is_empty(name)) {
        Some(name) => Err(Refusal::with(code, format!("{name} is missing"))),
        None => Ok(()),
    }
}

fn text(mut message: Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    required(&message, &["content"], 44004)?;
    cut(&mut message, "content", LONGEST_TEXT);
    Ok(message)
}

/// The one text that is refused when it is too long.
fn markdown(message: Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    required(&message, &["content"], 44004)?;
    if fields::text(&message, "content").len() > LONGEST_TEXT {
        return Err(Refusal::new(45002));
    }
    Ok(message)
}

fn media(call: &mut Call<'_>, kind: &str, mut message: Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    let (now, id) = (call.now(), fields::text(&message, "media_id").to_owned());
    let file = call.corp().media.get(&id, now).filter(|file| file.kind == kind);
    file.ok_or_else(|| Refusal::new(40007))?;
    cut(&mut message, "title", LONGEST_TITLE);
    cut(&mut message, "description", LONGEST_DESCRIPTION);
    Ok(message)
}

fn is_address(url: &str) -> bool {
    (url.starts_with("http://") || url.starts_with("https://")) && url.len() <= LONGEST_URL
}

fn text_card(mut card: Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    required(&card, &["title"], 40058)?;
    required(&card, &["description"], 41033)?;
    if !is_address(fields::text(&card, "url")) {
        return Err(Refusal::with(40058, "invalid url"));
    }
    if fields::text(&card, "btntxt").chars().count() > 4 {
        return Err(Refusal::with(40058, "btntxt is too long"));
    }
    cut(&mut card, "title", LONGEST_TITLE);
    cut(&mut card, "description", LONGEST_DESCRIPTION);
    Ok(card)
}

fn articles(call: &mut Call<'_>, mut message: Map<String, Value>, full: bool) -> Result<Map<String, Value>, Refusal> {
    let list = fields::list(&message, "articles").unwrap_or_default().to_vec();
    if list.is_empty() || list.len() > MOST_ARTICLES {
        return Err(Refusal::new(45008));
    }
    let checked = list.into_iter().map(|article| {
        let Value::Object(article) = article else {
            return Err(Refusal::new(40058));
        };
        let article = if full {
            full_article(call, article)?
        } else {
            link(article)?
        };
        Ok(Value::Object(article))
    });
    let articles: Vec<Value> = checked.collect::<Result<_, _>>()?;
    message.insert("articles".to_owned(), articles.into());
    Ok(message)
}

fn link(mut article: Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    required(&article, &["title"], 40058)?;
    let has_program = ["appid", "pagepath"]
        .iter()
        .all(|name| !fields::text(&article, name).is_empty());
    if !has_program && !is_address(fields::text(&article, "url")) {
        return Err(Refusal::with(40058, "invalid url"));
    }
    cut(&mut article, "title", LONGEST_TITLE);
    cut(&mut article, "description", LONGEST_DESCRIPTION);
    Ok(article)
}

fn full_article(call: &mut Call<'_>, mut article: Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    required(&article, &["title", "content"], 40058)?;
    if fields::text(&article, "content").len() > LONGEST_ARTICLE {
        return Err(Refusal::new(45002));
    }
    let (now, thumb) = (call.now(), fields::text(&article, "thumb_media_id").to_owned());
    let file = call.corp().media.get(&thumb, now).filter(|file| file.kind == "image");
    file.ok_or_else(|| Refusal::new(40007))?;
    cut(&mut article, "title", LONGEST_TITLE);
    cut(&mut article, "author", 64);
    cut(&mut article, "digest", LONGEST_DESCRIPTION);
    Ok(article)
}

fn notice(body: &Map<String, Value>, notice: Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    required(&notice, &["appid", "title"], 40058)?;
    let length = |name| fields::text(&notice, name).chars().count();
    let description = length("description");
    let fits = (4..=12).contains(&length("title")) && (description == 0 || (4..=12).contains(&description));
    let items = fields::list(&notice, "content_item").unwrap_or_default();
    if !fits || items.len() > MOST_ITEMS {
        return Err(Refusal::new(40058));
    }
    if fields::text(body, "touser") == "@all" {
        return Err(Refusal::with(40058, "miniprogram_notice does not go to @all"));
    }
    Ok(notice)
}

/// `task_id`: up to 128 letters, digits and `_-@`.
///
/// # Errors
/// 42014
pub fn task_id(card: &Map<String, Value>) -> Result<(), Refusal> {
    let id = fields::text(card, "task_id");
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-@".contains(&byte);
    if id.is_empty() || id.len() > LONGEST_TASK || !id.bytes().all(is_plain) {
        return Err(Refusal::new(42014));
    }
    Ok(())
}

fn task_card(card: Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    required(&card, &["title", "description"], 40058)?;
    task_id(&card)?;
    let buttons = fields::list(&card, "btn").unwrap_or_default();
    let is_button = |button: &Value| {
        let button = button.as_object();
        button.is_some_and(|button| required(button, &["key", "name"], 40058).is_ok())
    };
    if !(1..=2).contains(&buttons.len()) || !buttons.iter().all(is_button) {
        return Err(Refusal::with(40058, "invalid btn"));
    }
    Ok(card)
}
