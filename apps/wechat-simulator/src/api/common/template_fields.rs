//! The `data` of template and subscribe messages: what each value must look like.
//!
//! Rules: <https://developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage>, and the table of
//! types of subscribe messages.

use serde_json::{Map, Value};

use crate::api::answer::Refusal;
use crate::state::chat::TemplateField;

/// The fields of `data`, in the order people read them. With a registered template, exactly its fields must be there.
///
/// # Errors
/// 47003 when `data` is no object, a value breaks the rule in its name, or a field of the template is missing.
pub fn read(data: Option<&Value>, registered: Option<&[&str]>) -> Result<Vec<TemplateField>, Refusal> {
    let data = data.and_then(Value::as_object).ok_or_else(|| Refusal::new(47003))?;
    for name in registered.unwrap_or_default() {
        if !data.contains_key(*name) {
            return Err(broken(name, "is empty"));
        }
    }
    let wanted = |name: &String| registered.is_none_or(|fields| fields.contains(&name.as_str()));
    let mut fields = data
        .iter()
        .filter(|(name, _)| wanted(name))
        .map(|(name, field)| checked(name, field))
        .collect::<Result<Vec<_>, _>>()?;
    match registered {
        Some(order) => fields.sort_by_key(|field| order.iter().position(|name| *name == field.name)),
        None => fields.sort_by_key(|field| number_in(&field.name)),
    }
    Ok(fields)
}

fn broken(name: &str, what: &str) -> Refusal {
    Refusal::with(47003, format!("argument invalid! data.{name}.value {what}"))
}

/// The `data` of a message as its object; empty when it is none.
#[must_use]
pub fn object(data: Option<&Value>) -> Map<String, Value> {
    data.and_then(Value::as_object).cloned().unwrap_or_default()
}

/// `2` of `time2`: people read the fields in this order; names without a number keep theirs.
fn number_in(name: &str) -> Option<u32> {
    name.trim_start_matches(|character: char| !character.is_ascii_digit())
        .parse()
        .ok()
}

fn checked(name: &str, field: &Value) -> Result<TemplateField, Refusal> {
    let value = match field.get("value") {
        Some(Value::String(value)) => value.clone(),
        Some(Value::Number(value)) => value.to_string(),
        _ => String::new(),
    };
    if obeys_its_type(name, &value) {
        return Ok(TemplateField {
            name: name.to_owned(),
            value,
        });
    }
    Err(broken(name, "invalid"))
}

/// The rules that a field's name implies, e.g. at most 20 characters for `thing3`. Names of older templates
/// (`first`, `keyword1`, `remark`) imply none.
fn obeys_its_type(name: &str, value: &str) -> bool {
    let characters = value.chars().count();
    let ascii_up_to = |most| value.is_ascii() && (1..=most).contains(&characters);
    match name.trim_end_matches(|digit: char| digit.is_ascii_digit()) {
        "thing" => (1..=20).contains(&characters),
        "number" => ascii_up_to(32) && value.parse::<f64>().is_ok(),
        "letter" => ascii_up_to(32) && value.bytes().all(|byte| byte.is_ascii_alphabetic()),
        "symbol" => (1..=5).contains(&characters),
        "character_string" => ascii_up_to(32),
        "phone_number" => ascii_up_to(17),
        "car_number" => (1..=8).contains(&characters),
        "name" => (1..=if value.is_ascii() { 20 } else { 10 }).contains(&characters),
        "phrase" => (1..=5).contains(&characters),
        "amount" => (1..=12).contains(&characters) && value.bytes().any(|byte| byte.is_ascii_digit()),
        "time" | "date" => value.bytes().any(|byte| byte.is_ascii_digit()),
        "const" | "enum" => characters > 0,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_obeys_the_type_in_its_name() {
        assert!(obeys_its_type("thing1", "春季市集春季市集春季市集春季市集春季市集"));
        assert!(!obeys_its_type("thing1", "春季市集春季市集春季市集春季市集春季市集!"));
        assert!(!obeys_its_type("thing2", ""));
        assert!(obeys_its_type("character_string3", "A-1"));
        assert!(!obeys_its_type("character_string3", "编号"));
        assert!(obeys_its_type("number4", "3.5"));
        assert!(!obeys_its_type("number4", "三"));
        assert!(!obeys_its_type("phrase5", "已经报名成功"));
        assert!(obeys_its_type("keyword1", ""));
    }
}
