//! One question to WeChat and its answer, with the time at which WeChat says that it answered.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use domain::time::Timestamp;
use domain::wechat::Product;
use ports::system::Clock;
use reqwest::header::{CONTENT_TYPE, DATE};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};
use wechat_protocol::api::wecom::WECOM_HOST;
use wechat_protocol::api::{ApiAnswer, ApiCall, ApiFailure, Body, ErrorCode, Method, RawAnswer};
use wechat_protocol::error_codes;

use super::ProbeSettings;
use crate::settings::SetupError;
use crate::tls;

const LONGEST_ANSWER: usize = 1024 * 1024;
const LONGEST_CONNECTING: Duration = Duration::from_secs(3);

/// The way to WeChat.
pub(super) struct Exchange {
    http: Client,
    api: String,
    wecom: String,
    clock: Arc<dyn Clock>,
}

/// What was heard.
pub(super) struct Heard<T> {
    pub(super) outcome: Result<T, Trouble>,
    /// WeChat's time, in Unix seconds.
    pub(super) date: Option<i64>,
    /// Ours, at that moment.
    pub(super) at: Timestamp,
}

/// Why there is no good answer. The note is safe to show.
pub(super) struct Trouble {
    pub(super) code: Option<i64>,
    pub(super) note: String,
}

impl Trouble {
    pub(super) fn of(note: &str) -> Self {
        Self {
            code: None,
            note: note.to_owned(),
        }
    }
}

impl Exchange {
    pub(super) fn new(settings: &ProbeSettings, clock: Arc<dyn Clock>) -> Result<Self, SetupError> {
        tls::install();
        let http = Client::builder()
            .connect_timeout(LONGEST_CONNECTING.min(settings.call_timeout))
            // Connections of a test are of no use to the next one.
            .pool_max_idle_per_host(1)
            .redirect(Policy::none())
            .referer(false)
            .user_agent(concat!("nextevent/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| SetupError::Http(error.without_url()))?;
        Ok(Self {
            http,
            api: web_address("api_base_url", &settings.api_base_url)?,
            wecom: web_address("wecom_base_url", &settings.wecom_base_url)?,
            clock,
        })
    }

    pub(super) async fn ask<C: ApiCall>(
        &self,
        call: &C,
        token: Option<&str>,
        product: Product,
        patience: Duration,
    ) -> Heard<C::Answer> {
        let mut date = None;
        let exchange = self.exchange(call, token, &mut date);
        let answered = tokio::time::timeout(patience, exchange).await;
        let body = answered.unwrap_or(Err(Trouble::of("no answer in time")));
        Heard {
            outcome: body.and_then(|body| read::<C>(&body, product)),
            date,
            at: self.clock.now(),
        }
    }

    async fn exchange<C: ApiCall>(
        &self,
        call: &C,
        token: Option<&str>,
        date: &mut Option<i64>,
    ) -> Result<Vec<u8>, Trouble> {
        let base = if C::HOST == WECOM_HOST { &self.wecom } else { &self.api };
        let address = format!("{base}{}", C::PATH);
        let mut request = match C::METHOD {
            Method::Get => self.http.get(address),
            Method::Post => self.http.post(address),
        };
        request = request.query(&call.query());
        if let Some(token) = token {
            request = request.query(&[("access_token", token)]);
        }
        request = match call.body() {
            Ok(Body::Json(body)) => request
                .header(CONTENT_TYPE, "application/json; charset=utf-8")
                .body(body),
            Ok(Body::Empty) => request,
            Ok(Body::Multipart(_)) | Err(_) => return Err(Trouble::of("the question cannot be written")),
        };
        // Errors of the HTTP client quote addresses, and ours hold secrets: they are told in our own words.
        let response = request.send().await.map_err(|error| {
            Trouble::of(if error.is_connect() {
                "no connection to WeChat"
            } else {
                "the connection to WeChat was lost"
            })
        })?;
        *date = date_of(&response);
        bounded(response).await
    }
}

async fn bounded(mut response: Response) -> Result<Vec<u8>, Trouble> {
    let mut body = Vec::new();
    while let Ok(chunk) = response.chunk().await {
        match chunk {
            Some(chunk) if body.len() + chunk.len() <= LONGEST_ANSWER => body.extend_from_slice(&chunk),
            Some(_) => return Err(Trouble::of("WeChat's answer is too long")),
            None => return Ok(body),
        }
    }
    Err(Trouble::of("WeChat's answer broke off"))
}

fn date_of(response: &Response) -> Option<i64> {
    let text = response.headers().get(DATE)?.to_str().ok()?;
    let date = httpdate::parse_http_date(text).ok()?;
    let since = date.duration_since(UNIX_EPOCH).ok()?;
    since.as_secs().try_into().ok()
}

fn read<C: ApiCall>(body: &[u8], product: Product) -> Result<C::Answer, Trouble> {
    C::Answer::read(RawAnswer::of(body)).map_err(|failure| match failure {
        ApiFailure::Refused(refusal) => Trouble {
            code: Some(refusal.code),
            note: note(&refusal, product),
        },
        ApiFailure::Malformed { .. } => Trouble::of("WeChat's answer cannot be read: something else answers there"),
    })
}

/// What the code means; of WeChat's own words only the address that it wants on its list, and the request's id.
fn note(refusal: &ErrorCode, product: Product) -> String {
    let product = match product {
        Product::OfficialAccount => error_codes::Product::OfficialAccount,
        Product::MiniProgram => error_codes::Product::MiniProgram,
        Product::WeCom => error_codes::Product::WeCom,
    };
    let entry = error_codes::find(product, refusal.code);
    let mut note = entry
        .map_or("a code without documented meaning", |entry| entry.meaning)
        .to_owned();
    if matches!(refusal.code, 40_164 | 60_020)
        && let Some(address) = address_in(&refusal.message)
    {
        note.push_str(&format!(": {address}"));
    }
    if let Some(rid) = &refusal.rid {
        note.push_str(&format!(" (rid {rid})"));
    }
    note
}

fn address_in(message: &str) -> Option<IpAddr> {
    let mut words = message.split([' ', ',', ';', '[', ']', '(', ')']);
    words.find_map(|word| word.parse().ok())
}

fn web_address(name: &'static str, text: &str) -> Result<String, SetupError> {
    let is_web = Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if is_web {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err(SetupError::Address { name })
    }
}
