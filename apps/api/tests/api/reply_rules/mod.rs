//! Reply rules.

mod answers;
mod refusals;

use serde_json::{Value, json};

use crate::support::House;

pub const RULES: &str = "/v2/wechat/accounts/default/reply-rules";
pub const UNKNOWN: &str = "019ad3a5-7c4b-7000-8000-0000000000ff";

pub fn rule(trigger: &str, value: Option<&str>, text: &str) -> Value {
    json!({
        "name": format!("{trigger} {}", value.unwrap_or_default()).trim(),
        "trigger": {"type": trigger, "value": value},
        "answer": {"type": "text", "content": text},
    })
}

pub async fn made(house: &House, body: Value) -> Value {
    house.post(RULES, body).await.data(201)
}

pub fn path_of(rule: &Value) -> String {
    format!("{RULES}/{}", rule["id"].as_str().unwrap())
}

pub async fn asked(house: &House, message: Value) -> Value {
    house
        .post(&format!("{RULES}/dry-run"), json!({"message": message}))
        .await
        .data(200)
}

pub fn outcomes(answer: &Value) -> Vec<&str> {
    let rules = answer["rules"].as_array().unwrap();
    rules.iter().map(|rule| rule["outcome"].as_str().unwrap()).collect()
}
