//! HTTP, bounded in time and size.

use std::time::Duration;

use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use tokio::time::Instant;
use wechat_protocol::api::{Method, RawAnswer};

use crate::request::Request;
use crate::settings::{SetupError, WechatSettings};
use crate::tls;

/// Far above any JSON of the calls we make; a page of a material list is the longest.
const LONGEST_JSON: usize = 8 * 1024 * 1024;
/// Above the largest file of any API.
const LONGEST_FILE: usize = 32 * 1024 * 1024;
/// A file may take so many times as long as a call.
const FOR_A_FILE: u32 = 4;
const IDLE_CONNECTION: Duration = Duration::from_secs(30);

/// An HTTP answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    content_type: Option<String>,
    content_disposition: Option<String>,
}

impl Answer {
    /// As the protocol reads it.
    pub(crate) fn raw(&self) -> RawAnswer<'_> {
        RawAnswer {
            body: &self.body,
            content_type: self.content_type.as_deref(),
            content_disposition: self.content_disposition.as_deref(),
        }
    }
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
    timeout: Duration,
}

impl Transport {
    pub(crate) fn new(settings: &WechatSettings) -> Result<Self, SetupError> {
        tls::install();
        let http = Client::builder()
            .connect_timeout(settings.connect_timeout.min(settings.call_timeout))
            .pool_idle_timeout(IDLE_CONNECTION)
            .redirect(Policy::none())
            .referer(false)
            .user_agent(concat!("nextevent/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| SetupError::Http(error.without_url()))?;
        Ok(Self {
            http,
            timeout: settings.call_timeout,
        })
    }

    /// The longest one exchange without a file may take.
    pub(crate) const fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Sends a request and waits for all of its answer. A file, sent or received, may take four times as long.
    pub(crate) async fn exchange(&self, request: Request<'_>) -> Result<Answer, TransportFailure> {
        let began = Instant::now();
        let deadline = began
            + if request.is_upload {
                self.timeout * FOR_A_FILE
            } else {
                self.timeout
            };
        let response = in_time(deadline, self.send(request)).await?;
        let kind = text(&response, &CONTENT_TYPE);
        let is_file = kind.as_deref().is_some_and(is_file);
        let (longest, deadline) = if is_file {
            (LONGEST_FILE, began + self.timeout * FOR_A_FILE)
        } else {
            (LONGEST_JSON, deadline)
        };
        Ok(Answer {
            status: response.status().as_u16(),
            content_disposition: text(&response, &CONTENT_DISPOSITION),
            content_type: kind,
            body: in_time(deadline, read(response, longest)).await?,
        })
    }

    async fn send(&self, request: Request<'_>) -> Result<Response, TransportFailure> {
        let mut http = match request.method {
            Method::Get => self.http.get(request.url),
            Method::Post => self.http.post(request.url),
        };
        if !request.query.is_empty() {
            http = http.query(&request.query);
        }
        http = match request.body {
            Some(payload) => http.header(CONTENT_TYPE, payload.content_type).body(payload.bytes),
            // Without a body, the length must be said all the same: 0.
            None if request.method == Method::Post => http.body(Vec::new()),
            None => http,
        };
        http.send().await.map_err(|error| failure(&error))
    }
}

async fn in_time<T>(
    deadline: Instant,
    work: impl Future<Output = Result<T, TransportFailure>>,
) -> Result<T, TransportFailure> {
    tokio::time::timeout_at(deadline, work)
        .await
        .unwrap_or(Err(TransportFailure::Interrupted("no answer in time")))
}

/// A header. WeChat writes file names in raw UTF-8.
fn text(response: &Response, name: &HeaderName) -> Option<String> {
    let value = response.headers().get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// Whether a content type announces a file. JSON, however it is labelled, and pages are short.
fn is_file(content_type: &str) -> bool {
    let kind = content_type.trim_start().to_ascii_lowercase();
    !(kind.starts_with("text/") || kind.starts_with("application/json") || kind.starts_with("application/xml"))
}

async fn read(mut response: Response, longest: usize) -> Result<Vec<u8>, TransportFailure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| interruption(&error))? {
        if body.len() + chunk.len() > longest {
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
