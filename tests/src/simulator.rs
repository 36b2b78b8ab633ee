//! The WeChat simulator as a test drives it.

use serde_json::{Value, json};

use crate::http::{self, Answer};

/// A client of the simulator's control API.
#[derive(Clone)]
pub struct Simulator {
    /// Where it listens.
    pub url: String,
    client: reqwest::Client,
}

impl Simulator {
    /// A client of the simulator at `url`.
    pub fn at(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            client: http::client(),
        }
    }

    /// A new person; answers the open id.
    ///
    /// # Panics
    /// When the simulator refuses.
    pub async fn person(&self) -> String {
        let answer = self.post("/control/people", json!({})).await;
        answer.json["openId"]
            .as_str()
            .unwrap_or_else(|| panic!("no open id in {}", answer.text))
            .to_owned()
    }

    /// A person scans the code of a ticket, following the account if need be.
    pub async fn scan(&self, person: &str, ticket: &str) -> Value {
        self.act(person, "scan", json!({ "ticket": ticket })).await
    }

    /// A person types a text.
    pub async fn text(&self, person: &str, content: &str) -> Value {
        self.act(person, "text", json!({ "content": content })).await
    }

    /// A person does something; answers what the simulator saw.
    ///
    /// # Panics
    /// When the simulator refuses.
    pub async fn act(&self, person: &str, action: &str, body: Value) -> Value {
        let answer = self.post(&format!("/control/people/{person}/{action}"), body).await;
        assert!(answer.status < 300, "{action}: {} {}", answer.status, answer.text);
        answer.json
    }

    /// Posts to the control API.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        http::send(self.client.post(format!("{}{path}", self.url)).json(&body)).await
    }

    /// Asks the control API.
    pub async fn get(&self, path: &str) -> Answer {
        http::send(self.client.get(format!("{}{path}", self.url))).await
    }

    /// Notices that reached a person, oldest first.
    pub async fn notices(&self, person: &str) -> Vec<Value> {
        let answer = self.get(&format!("/control/notices?openId={person}")).await;
        answer.json["items"].as_array().cloned().unwrap_or_default()
    }
}

/// The text of the reply in an action's answer.
pub fn reply_text(acted: &Value) -> &str {
    acted["reply"]["content"].as_str().unwrap_or("")
}
