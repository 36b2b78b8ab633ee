//! `template_card`: what each kind must and may have.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::message_content::task_id;
use crate::api::answer::Refusal;
use crate::api::fields;

/// Bytes of a key.
const LONGEST_KEY: usize = 1024;
/// Bytes of an option's id.
const LONGEST_OPTION: usize = 128;

/// Checks a card; tells whether people can press something that the app is told about.
///
/// # Errors
/// 40058 with the field that is wrong, 42014 for a bad `task_id`.
pub fn check(card: &Map<String, Value>) -> Result<bool, Refusal> {
    let kind = fields::text(card, "card_type");
    let has_menu = card.get("action_menu").is_some_and(|menu| !menu.is_null());
    let is_interactive = matches!(kind, "button_interaction" | "vote_interaction" | "multiple_interaction");
    if is_interactive || has_menu || !fields::text(card, "task_id").is_empty() {
        task_id(card)?;
    }
    if has_menu {
        menu(card)?;
    }
    lists(card)?;
    match kind {
        "text_notice" => {
            titled(card, true)?;
            action(card)?;
        }
        "news_notice" => {
            titled(card, false)?;
            action(card)?;
            let has_picture = ["card_image", "image_text_area"]
                .iter()
                .any(|name| fields::object(card, name).is_some());
            demand(has_picture, "card_image")?;
            ratio(card)?;
        }
        "button_interaction" => {
            titled(card, false)?;
            buttons(card)?;
            if let Some(selection) = fields::object(card, "button_selection") {
                question(selection, 10)?;
            }
        }
        "vote_interaction" => {
            titled(card, false)?;
            let checkbox = fields::object(card, "checkbox").ok_or_else(|| wrong("checkbox"))?;
            question(checkbox, 20)?;
            submit(card)?;
        }
        "multiple_interaction" => {
            titled(card, false)?;
            let list = fields::list(card, "select_list").unwrap_or_default();
            demand((1..=3).contains(&list.len()), "select_list")?;
            for select in list {
                question(select.as_object().ok_or_else(|| wrong("select_list"))?, 10)?;
            }
            submit(card)?;
        }
        _ => return Err(wrong("card_type")),
    }
    Ok(is_interactive || has_menu)
}

fn wrong(field: &str) -> Refusal {
    Refusal::with(40058, format!("invalid parameter: {field}"))
}

fn demand(is_right: bool, field: &str) -> Result<(), Refusal> {
    is_right.then_some(()).ok_or_else(|| wrong(field))
}

fn titled(card: &Map<String, Value>, subtitle_will_do: bool) -> Result<(), Refusal> {
    let title = fields::object(card, "main_title").map(|main| fields::text(main, "title"));
    let has_title = title.is_some_and(|title| !title.is_empty());
    let has_subtitle = subtitle_will_do && !fields::text(card, "sub_title_text").is_empty();
    demand(has_title || has_subtitle, "main_title.title")
}

fn action(card: &Map<String, Value>) -> Result<(), Refusal> {
    let action = fields::object(card, "card_action").ok_or_else(|| wrong("card_action"))?;
    let filled = |name| !fields::text(action, name).is_empty();
    match fields::number(action, "type") {
        Some(1) => demand(filled("url"), "card_action.url"),
        Some(2) => demand(filled("appid"), "card_action.appid"),
        _ => Err(wrong("card_action.type")),
    }
}

fn menu(card: &Map<String, Value>) -> Result<(), Refusal> {
    let menu = fields::object(card, "action_menu").ok_or_else(|| wrong("action_menu"))?;
    let list = fields::list(menu, "action_list").unwrap_or_default();
    demand((1..=3).contains(&list.len()), "action_menu.action_list")?;
    unique_keys(list, "key", LONGEST_KEY, "action_menu.action_list.key")
}

/// Every entry has a text and an id of its own.
fn unique_keys(list: &[Value], name: &str, longest: usize, field: &str) -> Result<(), Refusal> {
    let mut seen = HashSet::new();
    for entry in list {
        let entry = entry.as_object().ok_or_else(|| wrong(field))?;
        let key = fields::text(entry, name);
        let is_right = !key.is_empty() && key.len() <= longest && !fields::text(entry, "text").is_empty();
        demand(is_right && seen.insert(key), field)?;
    }
    Ok(())
}

fn lists(card: &Map<String, Value>) -> Result<(), Refusal> {
    let most = [
        ("horizontal_content_list", 6),
        ("jump_list", 3),
        ("vertical_content_list", 4),
    ];
    for (name, most) in most {
        let length = match card.get(name) {
            None | Some(Value::Null) => 0,
            Some(Value::Array(list)) => list.len(),
            Some(_) => return Err(wrong(name)),
        };
        demand(length <= most, name)?;
    }
    Ok(())
}

/// Width to height.
fn ratio(card: &Map<String, Value>) -> Result<(), Refusal> {
    let image = fields::object(card, "card_image");
    let ratio = image.and_then(|image| image.get("aspect_ratio")?.as_f64());
    demand(
        ratio.is_none_or(|ratio| (1.3..=2.25).contains(&ratio)),
        "card_image.aspect_ratio",
    )
}

fn buttons(card: &Map<String, Value>) -> Result<(), Refusal> {
    let list = fields::list(card, "button_list").unwrap_or_default();
    demand((1..=6).contains(&list.len()), "button_list")?;
    for button in list {
        let button = button.as_object().ok_or_else(|| wrong("button_list"))?;
        demand(!fields::text(button, "text").is_empty(), "button_list.text")?;
        let leads = match fields::number(button, "type").unwrap_or_default() {
            0 => (1..=LONGEST_KEY).contains(&fields::text(button, "key").len()),
            1 => !fields::text(button, "url").is_empty(),
            _ => false,
        };
        demand(leads, "button_list.key")?;
    }
    Ok(())
}

fn question(question: &Map<String, Value>, most: usize) -> Result<(), Refusal> {
    let key = fields::text(question, "question_key");
    demand((1..=LONGEST_KEY).contains(&key.len()), "question_key")?;
    let options = fields::list(question, "option_list").unwrap_or_default();
    demand((1..=most).contains(&options.len()), "option_list")?;
    unique_keys(options, "id", LONGEST_OPTION, "option_list.id")
}

fn submit(card: &Map<String, Value>) -> Result<(), Refusal> {
    let button = fields::object(card, "submit_button").ok_or_else(|| wrong("submit_button"))?;
    let key = fields::text(button, "key").len();
    demand((1..=LONGEST_KEY).contains(&key), "submit_button.key")
}
