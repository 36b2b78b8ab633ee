//! Web authorization: who opens a page in WeChat.

use serde::Deserialize;

use crate::api::call::{api_call, debug_showing};
use crate::api::{Auth, Empty, Query, lenient, paths};

/// Exchanges the code of an authorization for the person's token. A code is good once and for five minutes: 40163 says
/// it was used, as when the browser calls the page twice. `Debug` shows neither secret nor code.
#[derive(Clone, PartialEq, Eq)]
pub struct ExchangeCode {
    appid: String,
    secret: String,
    code: String,
}
api_call!(ExchangeCode: get paths::OAUTH_ACCESS_TOKEN => UserToken, once {
    const AUTH: Auth = Auth::Credentials;
    fn query(&self) -> Query<'_> {
        vec![
            ("appid", self.appid.as_str().into()),
            ("secret", self.secret.as_str().into()),
            ("code", self.code.as_str().into()),
            ("grant_type", "authorization_code".into()),
        ]
    }
});
debug_showing!(ExchangeCode, appid);

impl ExchangeCode {
    /// For the account with these credentials.
    #[must_use]
    pub fn new(appid: &str, secret: &str, code: &str) -> Self {
        Self {
            appid: appid.to_owned(),
            secret: secret.to_owned(),
            code: code.to_owned(),
        }
    }
}

/// Renews a person's token; keep the refresh token of the answer. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshUserToken {
    appid: String,
    refresh_token: String,
}
api_call!(RefreshUserToken: get "/sns/oauth2/refresh_token" => UserToken, repeatable {
    const AUTH: Auth = Auth::User;
    fn query(&self) -> Query<'_> {
        vec![
            ("appid", self.appid.as_str().into()),
            ("grant_type", "refresh_token".into()),
            ("refresh_token", self.refresh_token.as_str().into()),
        ]
    }
});
debug_showing!(RefreshUserToken, appid);

impl RefreshUserToken {
    /// With the refresh token of the last answer; it lives 30 days.
    #[must_use]
    pub fn new(appid: &str, refresh_token: &str) -> Self {
        Self {
            appid: appid.to_owned(),
            refresh_token: refresh_token.to_owned(),
        }
    }
}

/// A person's token, which is not the account's. `Debug` shows neither tokens nor ids.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct UserToken {
    /// The person's token.
    pub access_token: String,
    /// Seconds until it ends.
    #[serde(default, deserialize_with = "lenient::number")]
    pub expires_in: u64,
    /// Renews it.
    #[serde(default)]
    pub refresh_token: String,
    /// The person at this account.
    pub openid: String,
    /// What was agreed to: `snsapi_base`, `snsapi_userinfo`; several are parted by commas.
    #[serde(default)]
    pub scope: String,
    /// Whether this is the virtual person of a snapshot page: no account may be made for it.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub is_snapshotuser: bool,
    /// The person at all accounts of one Open Platform account, with `snsapi_userinfo`.
    #[serde(default)]
    pub unionid: Option<String>,
}
debug_showing!(UserToken, expires_in, scope, is_snapshotuser);

/// Asks whether a person's token is still good; refused with 40003 if not. `Debug` shows neither token nor id.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckUserToken {
    access_token: String,
    openid: String,
}
api_call!(CheckUserToken: get "/sns/auth" => Empty, repeatable {
    const AUTH: Auth = Auth::User;
    fn query(&self) -> Query<'_> {
        vec![("access_token", self.access_token.as_str().into()), ("openid", self.openid.as_str().into())]
    }
});
debug_showing!(CheckUserToken);

impl CheckUserToken {
    /// For the person whose token it is.
    #[must_use]
    pub fn new(access_token: &str, openid: &str) -> Self {
        Self {
            access_token: access_token.to_owned(),
            openid: openid.to_owned(),
        }
    }
}

/// Asks for a person's profile, which they agreed to with `snsapi_userinfo` (else 48001). `Debug` shows neither token
/// nor id.
#[derive(Clone, PartialEq, Eq)]
pub struct GetUserProfile {
    access_token: String,
    openid: String,
    lang: &'static str,
}
api_call!(GetUserProfile: get "/sns/userinfo" => UserProfile, repeatable {
    const AUTH: Auth = Auth::User;
    fn query(&self) -> Query<'_> {
        vec![
            ("access_token", self.access_token.as_str().into()),
            ("openid", self.openid.as_str().into()),
            ("lang", self.lang.into()),
        ]
    }
});
debug_showing!(GetUserProfile);

impl GetUserProfile {
    /// For the person whose token it is, with places in Chinese.
    #[must_use]
    pub fn new(access_token: &str, openid: &str) -> Self {
        Self {
            access_token: access_token.to_owned(),
            openid: openid.to_owned(),
            lang: "zh_CN",
        }
    }
}

/// A person's profile. `Debug` does not show it.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct UserProfile {
    /// The person at this account.
    pub openid: String,
    /// Their name.
    pub nickname: String,
    /// 1 male, 2 female, 0 unknown; WeChat gives 0 since 2021.
    #[serde(deserialize_with = "lenient::number")]
    pub sex: u8,
    /// Empty since 2021.
    pub province: String,
    /// Empty since 2021.
    pub city: String,
    /// Empty since 2021.
    pub country: String,
    /// Their picture's address; empty when they have none.
    pub headimgurl: String,
    /// Such as `chinaunicom`.
    #[serde(deserialize_with = "lenient::list")]
    pub privilege: Vec<String>,
    /// The person at all accounts of one Open Platform account.
    pub unionid: Option<String>,
}
debug_showing!(UserProfile);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::{answer, query, refusal};

    #[test]
    fn requests_have_the_documented_query() {
        assert_eq!(
            query(&ExchangeCode::new("wx1", "S", "C")),
            "appid=wx1&secret=S&code=C&grant_type=authorization_code"
        );
        assert_eq!(
            query(&RefreshUserToken::new("wx1", "R")),
            "appid=wx1&grant_type=refresh_token&refresh_token=R"
        );
        assert_eq!(query(&CheckUserToken::new("T", "o1")), "access_token=T&openid=o1");
        assert_eq!(
            query(&GetUserProfile::new("T", "o1")),
            "access_token=T&openid=o1&lang=zh_CN"
        );
    }

    #[test]
    fn tokens_and_profiles_are_read_as_documented() {
        let token = answer::<ExchangeCode>(
            r#"{"access_token":"ACCESS_TOKEN","expires_in":7200,"refresh_token":"REFRESH_TOKEN","openid":"OPENID",
                "scope":"SCOPE","is_snapshotuser":1,"unionid":"UNIONID"}"#,
        );
        assert!(token.is_snapshotuser);
        assert_eq!(token.unionid.as_deref(), Some("UNIONID"));
        let token = answer::<RefreshUserToken>(r#"{"access_token":"A","expires_in":"7200","openid":"o1"}"#);
        assert!(!token.is_snapshotuser);
        let profile = answer::<GetUserProfile>(
            r#"{"openid":"OPENID","nickname":"昵称🎉","sex":"1","province":"","city":"","country":"","headimgurl":"",
                "privilege":["PRIVILEGE1"],"unionid":"U"}"#,
        );
        assert_eq!((profile.nickname.as_str(), profile.sex), ("昵称🎉", 1));
        assert_eq!(
            refusal::<CheckUserToken>(r#"{"errcode":40003,"errmsg":"invalid openid"}"#),
            40003
        );
    }

    #[test]
    fn debug_shows_no_secret_and_no_person() {
        let token = answer::<ExchangeCode>(r#"{"access_token":"HIDDEN","refresh_token":"HIDDEN","openid":"HIDDEN"}"#);
        let profile = answer::<GetUserProfile>(r#"{"openid":"HIDDEN","nickname":"HIDDEN"}"#);
        let shown = format!(
            "{token:?} {profile:?} {:?} {:?} {:?} {:?}",
            ExchangeCode::new("wx1", "HIDDEN", "HIDDEN"),
            RefreshUserToken::new("wx1", "HIDDEN"),
            CheckUserToken::new("HIDDEN", "HIDDEN"),
            GetUserProfile::new("HIDDEN", "HIDDEN"),
        );
        assert!(!shown.contains("HIDDEN"));
    }
}
