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

    /// A new person of an account; answers the open id.
    ///
    /// # Panics
    /// When the simulator refuses.
    pub async fn person_of(&self, account: &str) -> String {
        let answer = self
            .post(&format!("/control/people?account={account}"), json!({}))
            .await;
        answer.json["openId"]
            .as_str()
            .unwrap_or_else(|| panic!("no open id in {}", answer.text))
            .to_owned()
    }

    /// A new person who follows an account, of which the product is not told; answers the open id.
    ///
    /// # Panics
    /// When the simulator refuses.
    pub async fn follower_of(&self, account: &str) -> String {
        let path = format!("/control/people?account={account}");
        let answer = self.post(&path, json!({ "subscribed": true })).await;
        answer.json["openId"]
            .as_str()
            .unwrap_or_else(|| panic!("no open id in {}", answer.text))
            .to_owned()
    }

    /// What the simulator knows of a person.
    pub async fn known(&self, person: &str) -> Value {
        self.get(&format!("/control/people/{person}")).await.json
    }

    /// The ids under which an account knows its people, those of the platform included.
    pub async fn names(&self, account: &str) -> Vec<String> {
        let people = self
            .get(&format!("/control/people?account={account}&limit=10000"))
            .await;
        let people = people.json["items"].as_array().cloned().unwrap_or_default();
        let of = |field: &str| {
            people
                .iter()
                .filter_map(|person| person[field].as_str())
                .map(str::to_owned)
                .collect()
        };
        let (mut names, unions): (Vec<_>, Vec<_>) = (of("openId"), of("unionId"));
        names.extend(unions);
        names
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

    /// Posts to WeChat's API as somebody does who works in the account's console.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn call_api(&self, app_id: &str, secret: &str, path: &str, body: Value) -> Value {
        let token = self.token(app_id, secret).await;
        let done = self.post(&format!("{path}?access_token={token}"), body).await.json;
        assert_eq!(done["errcode"].as_i64().unwrap_or(0), 0, "{path}: {done}");
        done
    }

    /// The ticket that signs pages of this account.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn page_ticket(&self, app_id: &str, secret: &str) -> String {
        let token = self.token(app_id, secret).await;
        let path = format!("/cgi-bin/ticket/getticket?access_token={token}&type=jsapi");
        let answer = self.get(&path).await;
        let ticket = answer.json["ticket"].as_str();
        ticket
            .unwrap_or_else(|| panic!("no ticket in {}", answer.text))
            .to_owned()
    }

    /// The account's stable token, which the product uses too.
    async fn token(&self, app_id: &str, secret: &str) -> String {
        let login = json!({ "grant_type": "client_credential", "appid": app_id, "secret": secret });
        let answer = self.post("/cgi-bin/stable_token", login).await;
        let token = answer.json["access_token"].as_str();
        token
            .unwrap_or_else(|| panic!("no token in {}", answer.text))
            .to_owned()
    }

    /// Posts to the control API.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        http::send(self.client.post(format!("{}{path}", self.url)).json(&body)).await
    }

    /// Asks the control API.
    pub async fn get(&self, path: &str) -> Answer {
        http::send(self.client.get(format!("{}{path}", self.url))).await
    }

    /// Takes something away through the control API.
    pub async fn delete(&self, path: &str) -> Answer {
        http::send(self.client.delete(format!("{}{path}", self.url))).await
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
