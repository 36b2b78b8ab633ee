//! Login, and the session key it gives.
//!
//! <https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html>

use serde::Deserialize;

use crate::{
    api::{
        Auth, Empty, Query,
        call::{api_call, debug_showing},
    },
    mini_program::{SessionKey, check_session_signature},
};

/// Exchanges the code of `wx.login` for the person's open id and session key. A code works once, so a lost answer needs
/// a new code, never the same call again. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeToSession {
    /// The Mini Program's app id.
    pub appid: String,
    /// Its secret.
    pub secret: String,
    /// The code.
    pub js_code: String,
}
debug_showing!(CodeToSession);

api_call!(CodeToSession: get "/sns/jscode2session" => Session, once {
    const AUTH: Auth = Auth::Credentials;
    fn query(&self) -> Query<'_> {
        vec![
            ("appid", self.appid.as_str().into()),
            ("secret", self.secret.as_str().into()),
            ("js_code", self.js_code.as_str().into()),
            ("grant_type", "authorization_code".into()),
        ]
    }
});

/// A person's session. The key never leaves the server: hand the client a token of your own. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct Session {
    /// The person, in this Mini Program only.
    pub openid: String,
    /// The key, as base64 text of 16 bytes. A later `wx.login` of the client may replace it.
    pub session_key: String,
    /// The person, in every app of the same Open Platform account; absent without such an account.
    #[serde(default)]
    pub unionid: Option<String>,
}
debug_showing!(Session);

/// Asks whether a session key still holds. 87009 means to log in again. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckSession {
    openid: String,
    signature: String,
}
debug_showing!(CheckSession);

api_call!(CheckSession: get "/wxa/checksession" => Empty, repeatable {
    fn query(&self) -> Query<'_> { signed_query(&self.openid, &self.signature) }
});

/// Replaces a session key. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct ResetSessionKey {
    openid: String,
    signature: String,
}
debug_showing!(ResetSessionKey);

api_call!(ResetSessionKey: get "/wxa/resetusersessionkey" => Session, once {
    fn query(&self) -> Query<'_> { signed_query(&self.openid, &self.signature) }
});

impl CheckSession {
    /// Of the session key that is kept for a person.
    #[must_use]
    pub fn new(openid: &str, session_key: &SessionKey) -> Self {
        Self {
            openid: openid.to_owned(),
            signature: check_session_signature(session_key),
        }
    }
}

impl ResetSessionKey {
    /// Of the session key that is kept for a person.
    #[must_use]
    pub fn new(openid: &str, session_key: &SessionKey) -> Self {
        Self {
            openid: openid.to_owned(),
            signature: check_session_signature(session_key),
        }
    }
}

fn signed_query<'a>(openid: &'a str, signature: &'a str) -> Query<'a> {
    vec![
        ("openid", openid.into()),
        ("signature", signature.into()),
        ("sig_method", "hmac_sha256".into()),
    ]
}
