//! An administrator as the admin side's client.

use serde_json::{Value, json};

use crate::http::{self, Answer};

/// A signed-in client of the API.
#[derive(Clone)]
pub struct Operator {
    /// Where the API listens.
    pub url: String,
    client: reqwest::Client,
    token: String,
}

impl Operator {
    /// Signs the development administrator in.
    ///
    /// # Panics
    /// When that fails.
    pub async fn sign_in(url: &str) -> Self {
        use runtime::config::development::{ADMIN_PASSWORD, ADMIN_USERNAME};
        let client = http::client();
        let body = json!({ "username": ADMIN_USERNAME, "password": ADMIN_PASSWORD });
        let answer = http::send(client.post(format!("{url}/v2/auth/login")).json(&body)).await;
        Self::holding(url, answer.data()["token"].as_str().expect("a token"))
    }

    /// Somebody who has this token.
    pub fn holding(url: &str, token: &str) -> Self {
        Self {
            url: url.to_owned(),
            client: http::client(),
            token: token.to_owned(),
        }
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(reqwest::Method::GET, path, &[], None).await
    }

    /// `POST` with a body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(reqwest::Method::POST, path, &[], Some(body)).await
    }

    /// `POST` with a form (`multipart/form-data`) of texts and a file.
    pub async fn post_form(&self, path: &str, texts: &[(&str, &str)], filename: &str, file: &[u8]) -> Answer {
        const BOUNDARY: &str = "a-boundary-of-the-journeys";
        let mut body = Vec::new();
        for (name, text) in texts {
            let part = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
            body.extend(part.into_bytes());
        }
        let head =
            format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{filename}\"\r\n\r\n");
        body.extend(head.into_bytes());
        body.extend(file);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        let request = self
            .request(reqwest::Method::POST, path, &[], None)
            .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"));
        http::send(request.body(body)).await
    }

    /// `PUT` with a body.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(reqwest::Method::PUT, path, &[], Some(body)).await
    }

    /// `PATCH` with a body.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(reqwest::Method::PATCH, path, &[], Some(body)).await
    }

    /// `DELETE`.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(reqwest::Method::DELETE, path, &[], None).await
    }

    /// `POST` of a form with a file and what it is meant to be.
    pub async fn upload(&self, path: &str, kind: &str, name: &str, file: &[u8]) -> Answer {
        const BOUNDARY: &str = "boundary-of-a-form";
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"kind\"\r\n\r\n{kind}\r\n--{BOUNDARY}\r\n\
             content-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        );
        let tail = format!("\r\n--{BOUNDARY}--\r\n");
        let form = [head.as_bytes(), file, tail.as_bytes()].concat();
        let declared = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = self.request(reqwest::Method::POST, path, &[("content-type", &declared)], None);
        http::send(request.body(form)).await
    }

    /// `POST` with a body to a process that may be dead; `None` when no answer came.
    pub async fn try_post(&self, path: &str, body: Value) -> Option<Answer> {
        http::try_send(self.request(reqwest::Method::POST, path, &[], Some(body))).await
    }

    /// Any request with headers.
    pub async fn send(
        &self,
        method: reqwest::Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        http::send(self.request(method, path, headers, body)).await
    }

    fn request(
        &self,
        method: reqwest::Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> reqwest::RequestBuilder {
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(&self.token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        request
    }

    /// Creates and publishes an event; answers its id.
    ///
    /// # Panics
    /// When that fails.
    pub async fn published_event(&self, event: Value) -> String {
        let created = self.post("/v2/events", event).await;
        assert_eq!(created.status, 201, "{}", created.text);
        let id = created.data()["id"].as_str().expect("an id").to_owned();
        let published = self.post(&format!("/v2/events/{id}/publish"), json!({})).await;
        assert_eq!(published.status, 200, "{}", published.text);
        id
    }

    /// Has a scene code made; answers its ticket.
    ///
    /// # Panics
    /// When that fails.
    pub async fn qr_ticket(&self, event: &str, purpose: &str) -> String {
        let code = self
            .post(&format!("/v2/events/{event}/qr-codes"), json!({ "purpose": purpose }))
            .await;
        assert_eq!(code.status, 201, "{}", code.text);
        code.data()["ticket"].as_str().expect("a ticket").to_owned()
    }

    /// All entries of a list, by cursor.
    ///
    /// # Panics
    /// When the list is refused.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let join = if path.contains('?') { '&' } else { '?' };
        let mut items = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let after = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
            let page = self.get(&format!("{path}{join}pageSize=200{after}")).await;
            items.extend(page.data()["items"].as_array().cloned().unwrap_or_default());
            match page.data()["nextCursor"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
                None => return items,
            }
        }
    }
}

/// An event that begins in an hour and lasts two, in RFC 3339, relative to the machine's clock.
#[expect(clippy::needless_pass_by_value, reason = "callers write the extra facts in place")]
pub fn event(title: &str, extra: Value) -> Value {
    let (start, end) = (from_now(3600), from_now(3 * 3600));
    let mut event = json!({
        "title": title, "description": "", "start": start, "end": end,
        "zone": "Asia/Shanghai", "location": "上海", "capacity": null,
    });
    if let (Some(event), Some(extra)) = (event.as_object_mut(), extra.as_object()) {
        event.extend(extra.clone());
    }
    event
}

/// An RFC 3339 time so many seconds from now.
pub fn from_now(seconds: i64) -> String {
    #[expect(
        clippy::disallowed_methods,
        reason = "a journey lives in real time, as its processes do"
    )]
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    jiff::Timestamp::from_second(now + seconds)
        .map(|at| at.to_string())
        .unwrap_or_default()
}
