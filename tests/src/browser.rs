//! A browser as far as pages in WeChat need one: it keeps cookies, and goes where it is sent only when told.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Method};

use crate::http::{self, Answer};

/// A browser of one person.
pub struct Browser {
    client: Client,
    cookies: BTreeMap<String, String>,
    language: Option<&'static str>,
}

impl Default for Browser {
    /// One without cookies.
    ///
    /// # Panics
    /// When TLS cannot be set up.
    fn default() -> Self {
        runtime::tls::install();
        let client = Client::builder()
            .redirect(Policy::none())
            .timeout(Duration::from_secs(20));
        Self {
            client: client.build().expect("a client without options builds"),
            cookies: BTreeMap::new(),
            language: None,
        }
    }
}

impl Browser {
    /// One without cookies, whose person reads this language.
    pub fn speaking(language: &'static str) -> Self {
        Self {
            language: Some(language),
            ..Self::default()
        }
    }

    /// Opens an address.
    pub async fn open(&mut self, url: &str) -> Answer {
        self.send(Method::GET, url).await
    }

    /// Sends a request without a body, with the cookies kept so far.
    pub async fn send(&mut self, method: Method, url: &str) -> Answer {
        let jar: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = self.client.request(method, url);
        if !jar.is_empty() {
            request = request.header("cookie", jar.join("; "));
        }
        if let Some(language) = self.language {
            request = request.header("accept-language", language);
        }
        let answer = http::send(request).await;
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            self.keep(cookie);
        }
        answer
    }

    /// An empty value takes a cookie away.
    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or("");
        match pair.split_once('=') {
            Some((name, "")) => drop(self.cookies.remove(name)),
            Some((name, value)) => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
            None => {}
        }
    }
}

/// Where an answer sends the browser.
///
/// # Panics
/// When it does not send it anywhere.
pub fn destination(answer: &Answer) -> &str {
    assert!((300..400).contains(&answer.status), "{} {}", answer.status, answer.text);
    answer.header("location").expect("a redirection names an address")
}
