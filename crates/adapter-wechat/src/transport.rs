//! JSON over HTTP, bounded in time and size.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};

use crate::settings::{SetupError, WechatSettings};
use crate::tls;

/// Far above any answer of the calls we make.
const LONGEST_BODY: usize = 1024 * 1024;
const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
const IDLE_CONNECTION: Duration = Duration::from_secs(30);

/// An HTTP answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

/// Why there is no answer. The texts are fixed: reqwest's errors quote addresses, and ours hold tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TransportFailure {
    /// Nothing was sent: the request has certainly not been seen.
    NotSent(&'static str),
    /// The request, or part of it, may have been seen.
    Interrupted(&'static str),
}

/// The way to WeChat.
#[derive(Clone)]
pub(crate) struct Transport {
    http: Client,
    base: String,
    timeout: Duration,
}

impl Transport {
    pub(crate) fn new(settings: &WechatSettings) -> Result<Self, SetupError> {
        tls::install();
        let http = Client::builder()
            .timeout(settings.call_timeout)
            .connect_timeout(settings.connect_timeout.min(settings.call_timeout))
            .pool_idle_timeout(IDLE_CONNECTION)
            .redirect(Policy::none())
            .referer(false)
            .user_agent(concat!("nextevent/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| SetupError::Http(error.without_url()))?;
        let base = base_url("api_base_url", &settings.api_base_url)?;
        Ok(Self {
            http,
            base,
            timeout: settings.call_timeout,
        })
    }

    /// The longest one exchange may take.
    pub(crate) const fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Posts a JSON body, with the token in the query where there is one.
    pub(crate) async fn post(
        &self,
        path: &str,
        token: Option<&str>,
        body: Vec<u8>,
    ) -> Result<Answer, TransportFailure> {
        let mut request = self
            .http
            .post(format!("{}{path}", self.base))
            .header(CONTENT_TYPE, JSON)
            .body(body);
        if let Some(token) = token {
            request = request.query(&[("access_token", token)]);
        }
        let response = request.send().await.map_err(|error| failure(&error))?;
        let status = response.status().as_u16();
        let body = read(response).await?;
        Ok(Answer { status, body })
    }
}

async fn read(mut response: Response) -> Result<Vec<u8>, TransportFailure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| interruption(&error))? {
        if body.len() + chunk.len() > LONGEST_BODY {
            return Err(TransportFailure::Interrupted("the answer is too long"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn failure(error: &reqwest::Error) -> TransportFailure {
    match error {
        _ if error.is_builder() => TransportFailure::NotSent("the request cannot be written"),
        _ if error.is_connect() && error.is_timeout() => TransportFailure::NotSent("connecting takes too long"),
        _ if error.is_connect() => TransportFailure::NotSent("no connection"),
        _ => interruption(error),
    }
}

fn interruption(error: &reqwest::Error) -> TransportFailure {
    TransportFailure::Interrupted(match error {
        _ if error.is_timeout() => "no answer in time",
        _ if error.is_body() || error.is_decode() => "the answer broke off",
        _ => "the connection was lost",
    })
}

/// An `http` or `https` address, without the slash at its end.
pub(crate) fn base_url(name: &'static str, text: &str) -> Result<String, SetupError> {
    let is_web = Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if is_web {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err(SetupError::Address { name })
    }
}
