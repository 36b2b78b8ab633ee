//! An administrator, who prepares what is measured.

use std::net::SocketAddr;
use std::time::Duration;

use reqwest::{Client, Method};
use runtime::config::development::{ADMIN_PASSWORD, ADMIN_USERNAME};
use serde_json::{Value, json};

use crate::clock::hours_from_now;
use crate::message;
use crate::outcome::Outcome;

/// A signed-in client of the API.
pub struct Operator {
    url: String,
    client: Client,
    token: String,
}

impl Operator {
    /// Signs the development administrator in.
    ///
    /// # Errors
    /// When the api refuses.
    pub async fn sign_in(address: SocketAddr) -> Outcome<Self> {
        let client = Client::builder().timeout(Duration::from_secs(20)).build()?;
        let mut operator = Self {
            url: format!("http://{address}"),
            client,
            token: String::new(),
        };
        let body = json!({ "username": ADMIN_USERNAME, "password": ADMIN_PASSWORD });
        let session = operator.post("/v2/auth/login", &body).await?;
        operator.token = text(&session, "token")?;
        Ok(operator)
    }

    /// The `data` of a page or thing.
    ///
    /// # Errors
    /// When the api refuses.
    pub async fn get(&self, path: &str) -> Outcome<Value> {
        self.send(Method::GET, path, None).await
    }

    /// Posts; answers the `data`.
    ///
    /// # Errors
    /// When the api refuses.
    pub async fn post(&self, path: &str, body: &Value) -> Outcome<Value> {
        self.send(Method::POST, path, Some(body)).await
    }

    /// Puts; answers the `data`.
    ///
    /// # Errors
    /// When the api refuses.
    pub async fn put(&self, path: &str, body: &Value) -> Outcome<Value> {
        self.send(Method::PUT, path, Some(body)).await
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Outcome<Value> {
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let mut answer: Value = request.send().await?.json().await?;
        if answer["success"] == true {
            Ok(answer["data"].take())
        } else {
            Err(format!("{path}: {answer}").into())
        }
    }

    /// Creates and publishes an event that takes registrations and check-ins at once; answers its id.
    ///
    /// # Errors
    /// When the api refuses.
    pub async fn published_event(&self, capacity: Option<u64>) -> Outcome<String> {
        let event = self.post("/v2/events", &event("Measured", capacity)).await?;
        let id = text(&event, "id")?;
        self.post(&format!("/v2/events/{id}/publish"), &json!({})).await?;
        Ok(id)
    }

    /// Has a code made that registers; answers its scene.
    ///
    /// # Errors
    /// When the api refuses.
    pub async fn registration_scene(&self, event: &str) -> Outcome<String> {
        let code = self
            .post(
                &format!("/v2/events/{event}/qr-codes"),
                &json!({ "purpose": "register" }),
            )
            .await?;
        text(&code, "scene")
    }

    /// Reads so many rows of a list, a hundred at a time, and hands each to `see`; answers the cursor that leads on.
    ///
    /// # Errors
    /// When the api refuses.
    pub async fn walk(&self, path: &str, rows: usize, mut see: impl FnMut(&Value)) -> Outcome<Option<String>> {
        let (mut seen, mut cursor) = (0, None::<String>);
        while seen < rows {
            let after = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
            let page = self.get(&format!("{path}?pageSize=100{after}")).await?;
            let items = page["items"].as_array().map_or(&[][..], Vec::as_slice);
            items.iter().for_each(&mut see);
            seen += items.len();
            cursor = page["nextCursor"].as_str().map(str::to_owned);
            if cursor.is_none() {
                break;
            }
        }
        Ok(cursor)
    }

    /// A `GET` for the load.
    pub fn get_request(&self, path: &str) -> Vec<u8> {
        message::get(path, &self.authorization())
    }

    /// A `POST` for the load.
    pub fn post_request(&self, path: &str, body: &Value) -> Vec<u8> {
        message::post(path, "application/json", &self.authorization(), &body.to_string())
    }

    fn authorization(&self) -> String {
        format!("Authorization: Bearer {}\r\n", self.token)
    }
}

/// An event that begins in an hour.
pub fn event(title: &str, capacity: Option<u64>) -> Value {
    json!({
        "title": title,
        "description": "An event of the benchmark.",
        "start": hours_from_now(1),
        "end": hours_from_now(9),
        "zone": "Asia/Shanghai",
        "location": "上海",
        "capacity": capacity,
    })
}

fn text(data: &Value, name: &str) -> Outcome<String> {
    Ok(data[name]
        .as_str()
        .ok_or_else(|| format!("no {name} in {data}"))?
        .to_owned())
}
