//! Quotas: how often each API may still be called today, and why a call failed.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::api::call::{api_call, debug_showing};
use crate::api::{Auth, Empty, lenient, paths};

/// Sets all daily counts of the account back to 0; ten times a month, together with [`ClearQuotaWithSecret`] (48006).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClearQuota {
    appid: String,
}
api_call!(ClearQuota: post "/cgi-bin/clear_quota" => Empty, once);

impl ClearQuota {
    /// For the account whose token the call carries.
    #[must_use]
    pub fn new(appid: &str) -> Self {
        Self {
            appid: appid.to_owned(),
        }
    }
}

/// As [`ClearQuota`], for when the quota for tokens itself is used up: it needs none.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ClearQuotaWithSecret {
    appid: String,
    appsecret: String,
}
api_call!(ClearQuotaWithSecret: post "/cgi-bin/clear_quota/v2" => Empty, once {
    const AUTH: Auth = Auth::Credentials;
});
debug_showing!(ClearQuotaWithSecret, appid);

impl ClearQuotaWithSecret {
    /// For the account with these credentials.
    #[must_use]
    pub fn new(appid: &str, appsecret: &str) -> Self {
        Self {
            appid: appid.to_owned(),
            appsecret: appsecret.to_owned(),
        }
    }
}

/// Why an API has no quota to ask about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum QuotaPathError {
    /// Not a path such as `/cgi-bin/menu/create`, without host and query (76003, 76021).
    #[error("an API is named by its path without host, such as /cgi-bin/menu/create")]
    NotAPath,
    /// `/sns/…` is counted per person (76022).
    #[error("APIs below /sns/ have no quota to ask about")]
    Sns,
}

fn quota_path(path: &str) -> Result<String, QuotaPathError> {
    let is_path = path.len() > 1 && path.starts_with('/') && !path.starts_with("//");
    if !is_path || path.contains(['?', '#', ' ']) {
        return Err(QuotaPathError::NotAPath);
    }
    if path.starts_with("/sns/") {
        return Err(QuotaPathError::Sns);
    }
    Ok(path.to_owned())
}

/// Sets the daily count of one API back to 0; fifty times a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClearApiQuota {
    cgi_path: String,
}
api_call!(ClearApiQuota: post "/cgi-bin/openapi/quota/clear" => Empty, once);

impl ClearApiQuota {
    /// For the API at this path, such as [`crate::api::ApiCall::PATH`].
    ///
    /// # Errors
    /// When the path names no API with a quota.
    pub fn new(path: &str) -> Result<Self, QuotaPathError> {
        quota_path(path).map(|cgi_path| Self { cgi_path })
    }
}

/// Asks how often an API may still be called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GetQuota {
    cgi_path: String,
}
api_call!(GetQuota: post "/cgi-bin/openapi/quota/get" => QuotaReport, repeatable);

impl GetQuota {
    /// For the API at this path, such as [`crate::api::ApiCall::PATH`].
    ///
    /// # Errors
    /// When the path names no API with a quota.
    pub fn new(path: &str) -> Result<Self, QuotaPathError> {
        quota_path(path).map(|cgi_path| Self { cgi_path })
    }
}

/// How often an API may still be called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct QuotaReport {
    /// Today, Beijing time.
    pub quota: DailyQuota,
    /// In a short span, where there is a bound.
    pub rate_limit: Option<RateLimit>,
}

/// Calls today, Beijing time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct DailyQuota {
    /// In all.
    #[serde(deserialize_with = "lenient::number")]
    pub daily_limit: u64,
    /// Made.
    #[serde(deserialize_with = "lenient::number")]
    pub used: u64,
    /// Left.
    #[serde(deserialize_with = "lenient::number")]
    pub remain: u64,
}

/// Calls in a short span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RateLimit {
    /// Most calls in the span.
    #[serde(deserialize_with = "lenient::number")]
    pub call_count: u64,
    /// The span, in seconds.
    #[serde(deserialize_with = "lenient::number")]
    pub refresh_second: u64,
}

/// Asks what a failed call of the last seven days was, by the `rid` in its refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GetRid {
    rid: String,
}
api_call!(GetRid: post paths::RID_GET => RidReport, repeatable);

impl GetRid {
    /// By [`crate::api::ErrorCode::rid`].
    #[must_use]
    pub fn new(rid: &str) -> Self {
        Self { rid: rid.to_owned() }
    }
}

/// What a failed call was.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RidReport {
    /// The call.
    pub request: RidRequest,
}

/// A call as WeChat got it. `Debug` leaves out address and bodies, which may hold tokens and open ids.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RidRequest {
    /// When, in seconds since 1970.
    #[serde(deserialize_with = "lenient::number")]
    pub invoke_time: i64,
    /// How long it took, in milliseconds.
    #[serde(deserialize_with = "lenient::number")]
    pub cost_in_ms: u64,
    /// The query.
    #[serde(deserialize_with = "lenient::text")]
    pub request_url: String,
    /// What was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub request_body: String,
    /// What was answered.
    #[serde(deserialize_with = "lenient::text")]
    pub response_body: String,
    /// From which address.
    #[serde(deserialize_with = "lenient::text")]
    pub client_ip: String,
}
debug_showing!(RidRequest, invoke_time, cost_in_ms);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::{answer, json};

    #[test]
    fn requests_are_written_as_documented() {
        assert_eq!(json(&ClearQuota::new("wx1")), r#"{"appid":"wx1"}"#);
        let secret = ClearQuotaWithSecret::new("wx1", "HIDDEN");
        assert_eq!(json(&secret), r#"{"appid":"wx1","appsecret":"HIDDEN"}"#);
        assert!(!format!("{secret:?}").contains("HIDDEN"));
        let path = r#"{"cgi_path":"/cgi-bin/message/custom/send"}"#;
        assert_eq!(json(&GetQuota::new("/cgi-bin/message/custom/send").unwrap()), path);
        assert_eq!(json(&ClearApiQuota::new("/cgi-bin/message/custom/send").unwrap()), path);
        assert_eq!(
            json(&GetRid::new("61725984-6126f6f9")),
            r#"{"rid":"61725984-6126f6f9"}"#
        );
    }

    #[test]
    fn only_paths_with_a_quota_are_asked_about() {
        for path in ["", "/", "cgi-bin/x", "//h/x", "https://api/x", "/x?y=1"] {
            assert_eq!(GetQuota::new(path), Err(QuotaPathError::NotAPath), "{path}");
        }
        assert_eq!(ClearApiQuota::new("/sns/userinfo"), Err(QuotaPathError::Sns));
    }

    #[test]
    fn answers_are_read_as_documented() {
        let report = answer::<GetQuota>(
            r#"{"errcode":0,"errmsg":"ok","quota":{"daily_limit":100000000,"used":"1","remain":99999999},
                "rate_limit":{"call_count":10,"refresh_second":60}}"#,
        );
        assert_eq!((report.quota.used, report.quota.remain), (1, 99_999_999));
        assert_eq!(report.rate_limit.unwrap().refresh_second, 60);
        let report = answer::<GetRid>(
            r#"{"request":{"invoke_time":1635156704,"cost_in_ms":30,"request_url":"access_token=HIDDEN",
                "request_body":"","response_body":"{}","client_ip":"192.0.2.1"}}"#,
        );
        assert_eq!(report.request.invoke_time, 1_635_156_704);
        assert!(!format!("{report:?}").contains("HIDDEN"));
    }
}
