//! Where to send a browser so that a person says who they are: the addresses of OAuth in the Official Account
//! ([`official_account`]) and in WeCom ([`wecom`]).
//!
//! The addresses keep the parameters in the documented order and end in `#wechat_redirect` where the platform looks for
//! it.

pub mod official_account;
pub mod wecom;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use thiserror::Error;

/// Longest `state`, in bytes.
pub const STATE_MAX_BYTES: usize = 128;

/// What RFC 3986 leaves unreserved stays as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// `state`: brought back by the browser, and to be compared, once, with the one kept for its session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State(String);

/// Where the browser comes back to. Its host must be the one configured in the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectUri(String);

/// Why an address cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum OAuthError {
    /// The platforms take letters and digits, and here at least one.
    #[error("state is 1 to {STATE_MAX_BYTES} letters and digits")]
    State,
    /// Not an address of a page.
    #[error("redirect_uri begins with http:// or https:// and has no fragment and no blank")]
    RedirectUri,
}

impl State {
    /// Checks a state: 1 to [`STATE_MAX_BYTES`] ASCII letters and digits.
    ///
    /// # Errors
    /// [`OAuthError::State`].
    pub fn parse(text: &str) -> Result<Self, OAuthError> {
        let fits = (1..=STATE_MAX_BYTES).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        fits.then(|| Self(text.to_owned())).ok_or(OAuthError::State)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl RedirectUri {
    /// Checks an address: `http://` or `https://` with a host, no fragment (the platform appends `code` and `state` to
    /// the query), no blank or control character.
    ///
    /// # Errors
    /// [`OAuthError::RedirectUri`].
    pub fn parse(text: &str) -> Result<Self, OAuthError> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let has_host = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?']));
        let is_clean =
            !text.contains(|character: char| character == '#' || character.is_whitespace() || character.is_control());
        (has_host && is_clean)
            .then(|| Self(text.to_owned()))
            .ok_or(OAuthError::RedirectUri)
    }
}

/// `base?name=value&…`, values percent-encoded.
fn address(base: &str, parameters: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(256);
    out.push_str(base);
    for (index, (name, value)) in parameters.iter().enumerate() {
        out.push(if index == 0 { '?' } else { '&' });
        out.push_str(name);
        out.push('=');
        out.extend(utf8_percent_encode(value, ENCODED));
    }
    out
}

fn with_fragment(mut address: String) -> String {
    address.push_str("#wechat_redirect");
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_letters_and_digits() {
        assert_eq!(State::parse("aZ09").unwrap().as_str(), "aZ09");
        assert!(State::parse(&"a".repeat(128)).is_ok());
        for wrong in ["", "a-b", "a b", "签", &"a".repeat(129)] {
            assert_eq!(State::parse(wrong), Err(OAuthError::State), "{wrong}");
        }
    }

    #[test]
    fn only_the_address_of_a_page_is_a_redirect() {
        assert!(RedirectUri::parse("https://a.example:8443/back?x=1").is_ok());
        for wrong in [
            "",
            "a.example",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "https://a.example/#x",
            "https://a.example/ x",
            "https://a\n",
        ] {
            assert_eq!(RedirectUri::parse(wrong), Err(OAuthError::RedirectUri), "{wrong}");
        }
    }
}
