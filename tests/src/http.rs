//! A small HTTP client for journeys.

use std::time::Duration;

use reqwest::{Client, RequestBuilder};
use serde_json::Value;

/// A client with timeouts.
///
/// # Panics
/// When TLS cannot be set up.
pub fn client() -> Client {
    runtime::tls::install();
    Client::builder()
        .timeout(Duration::from_secs(20))
        .pool_max_idle_per_host(256)
        .build()
        .expect("a client without options builds")
}

/// An answer: status, headers and JSON (null where the body is none).
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Header names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub text: String,
    /// The body as JSON.
    pub json: Value,
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The `data` of a success envelope.
    ///
    /// # Panics
    /// When it is none.
    pub fn data(&self) -> &Value {
        assert_eq!(self.json["success"], true, "{} {}", self.status, self.text);
        &self.json["data"]
    }

    /// The `error.code` of a failure envelope.
    ///
    /// # Panics
    /// When it is none.
    pub fn code(&self) -> &str {
        assert_eq!(self.json["success"], false, "{} {}", self.status, self.text);
        self.json["error"]["code"].as_str().expect("an error has a code")
    }
}

/// Sends a request; `None` when no answer came.
pub async fn try_send(request: RequestBuilder) -> Option<Answer> {
    let response = request.send().await.ok()?;
    let status = response.status().as_u16();
    let headers = response.headers().iter();
    let headers = headers
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or("").to_owned()))
        .collect();
    let text = response.text().await.ok()?;
    let json = serde_json::from_str(&text).unwrap_or(Value::Null);
    Some(Answer {
        status,
        headers,
        text,
        json,
    })
}

/// Sends a request.
///
/// # Panics
/// When no answer came.
pub async fn send(request: RequestBuilder) -> Answer {
    try_send(request).await.expect("an answer comes")
}
