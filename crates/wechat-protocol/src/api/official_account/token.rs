//! The access token of the account.

use serde::{Deserialize, Serialize};

use crate::api::call::{api_call, debug_showing};
use crate::api::{Auth, Query, paths};
use crate::quirks::number_or_string;

/// Asks for the access token that every asker gets alike. `Debug` does not show the secret.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TokenRequest<'a> {
    grant_type: &'static str,
    appid: &'a str,
    secret: &'a str,
    force_refresh: bool,
}
api_call!(TokenRequest<'a>: post paths::STABLE_TOKEN => TokenResponse, repeatable {
    const AUTH: Auth = Auth::Credentials;
});

impl<'a> TokenRequest<'a> {
    /// For `stable_token`. Forcing ends the current token at once; at most 20 times a day, 30 s apart.
    #[must_use]
    pub fn stable(appid: &'a str, secret: &'a str, force_refresh: bool) -> Self {
        Self {
            grant_type: "client_credential",
            appid,
            secret,
            force_refresh,
        }
    }
}

/// Asks for a new access token, which ends the one before within minutes. With more than one asker they end each
/// other's: prefer [`TokenRequest`]. `Debug` does not show the secret.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NewTokenRequest<'a> {
    appid: &'a str,
    secret: &'a str,
}
api_call!(NewTokenRequest<'a>: get paths::TOKEN => TokenResponse, repeatable {
    const AUTH: Auth = Auth::Credentials;
    fn query(&self) -> Query<'_> {
        let grant = ("grant_type", "client_credential".into());
        vec![grant, ("appid", self.appid.into()), ("secret", self.secret.into())]
    }
});
debug_showing!(NewTokenRequest<'a>);

impl<'a> NewTokenRequest<'a> {
    /// For the account with these credentials.
    #[must_use]
    pub fn new(appid: &'a str, secret: &'a str) -> Self {
        Self { appid, secret }
    }
}

debug_showing!(TokenRequest<'a>, force_refresh);

/// An access token. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct TokenResponse {
    /// The token; allow for 512 characters.
    pub access_token: String,
    /// Seconds until it ends.
    #[serde(deserialize_with = "number_or_string")]
    pub expires_in: u64,
}

debug_showing!(TokenResponse, expires_in);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::query;
    use crate::api::read_response;

    #[test]
    fn the_request_is_written_as_documented() {
        assert_eq!(
            serde_json::to_string(&TokenRequest::stable("wx1", "s", false)).unwrap(),
            r#"{"grant_type":"client_credential","appid":"wx1","secret":"s","force_refresh":false}"#
        );
        assert_eq!(
            query(&NewTokenRequest::new("wx1", "s")),
            "grant_type=client_credential&appid=wx1&secret=s"
        );
    }

    #[test]
    fn debug_shows_neither_secret_nor_token() {
        let token: TokenResponse = read_response(br#"{"access_token":"HIDDEN","expires_in":"7200"}"#).unwrap();
        assert_eq!((token.access_token.as_str(), token.expires_in), ("HIDDEN", 7200));
        let shown = format!(
            "{token:?} {:?} {:?}",
            TokenRequest::stable("wx1", "HIDDEN", true),
            NewTokenRequest::new("wx1", "HIDDEN")
        );
        assert!(!shown.contains("HIDDEN"));
    }
}
