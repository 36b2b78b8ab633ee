//! The access token of the account.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quirks::number_or_string;

/// Asks for the access token. As the body of [`super::paths::STABLE_TOKEN`], or, without `force_refresh`, as the query
/// of [`super::paths::TOKEN`]. `Debug` does not show the secret.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TokenRequest<'a> {
    grant_type: &'static str,
    appid: &'a str,
    secret: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    force_refresh: Option<bool>,
}

impl<'a> TokenRequest<'a> {
    /// For `stable_token`. Forcing ends the current token at once; at most 20 times a day, 30 s apart.
    #[must_use]
    pub fn stable(appid: &'a str, secret: &'a str, force_refresh: bool) -> Self {
        Self {
            force_refresh: Some(force_refresh),
            ..Self::plain(appid, secret)
        }
    }

    /// For `token`.
    #[must_use]
    pub fn plain(appid: &'a str, secret: &'a str) -> Self {
        Self {
            grant_type: "client_credential",
            appid,
            secret,
            force_refresh: None,
        }
    }
}

impl fmt::Debug for TokenRequest<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TokenRequest")
            .field("force_refresh", &self.force_refresh)
            .finish_non_exhaustive()
    }
}

/// An access token. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct TokenResponse {
    /// The token; allow for 512 characters.
    pub access_token: String,
    /// Seconds until it ends.
    #[serde(deserialize_with = "number_or_string")]
    pub expires_in: u64,
}

impl fmt::Debug for TokenResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TokenResponse")
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::read_response;

    #[test]
    fn the_request_is_written_as_documented() {
        assert_eq!(
            serde_json::to_string(&TokenRequest::stable("wx1", "s", false)).unwrap(),
            r#"{"grant_type":"client_credential","appid":"wx1","secret":"s","force_refresh":false}"#
        );
        assert!(
            !serde_json::to_string(&TokenRequest::plain("wx1", "s"))
                .unwrap()
                .contains("force")
        );
    }

    #[test]
    fn debug_shows_neither_secret_nor_token() {
        let token: TokenResponse = read_response(br#"{"access_token":"HIDDEN","expires_in":"7200"}"#).unwrap();
        assert_eq!((token.access_token.as_str(), token.expires_in), ("HIDDEN", 7200));
        let shown = format!("{token:?} {:?}", TokenRequest::stable("wx1", "HIDDEN", true));
        assert!(!shown.contains("HIDDEN"));
    }
}
