//! How the connection with WeChat does: what calls came to, what went wrong last, and what can be asked about an account.

use async_trait::async_trait;
use domain::time::Timestamp;

use super::WechatFailure;
use crate::store::StoreError;

/// What became of some calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CallCounts {
    /// HTTP exchanges; at least the sum of the next three.
    pub calls: u64,
    /// Done.
    pub done: u64,
    /// WeChat said no.
    pub refused: u64,
    /// No connection, no answer, or an unreadable one.
    pub failed: u64,
    /// How long they took in all, in microseconds.
    pub latency_micros: u64,
}

/// Calls of one account to one API within one minute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallMinute {
    /// Our name of the account.
    pub account: String,
    /// The API's path, such as `/cgi-bin/message/custom/send`.
    pub api: String,
    /// When the minute began.
    pub minute: Timestamp,
    /// Its calls.
    pub counts: CallCounts,
}

/// A call that did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallError {
    /// Our name of the account.
    pub account: String,
    /// The API's path.
    pub api: String,
    /// When.
    pub at: Timestamp,
    /// WeChat's `errcode`, where it answered.
    pub code: Option<i64>,
    /// What it means, in our words: safe to show.
    pub note: String,
    /// WeChat's id of the request, by which its support and `openapi/rid/get` find it.
    pub rid: Option<String>,
}

/// What happened since the last report of a process.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallReport {
    /// Calls by account, API and minute, each combination once.
    pub minutes: Vec<CallMinute>,
    /// Errors, oldest first.
    pub errors: Vec<CallError>,
}

/// Where processes report their calls to. Statistics: what a dying process did not report is missing, nothing else.
#[async_trait]
pub trait ApiHealthLog: Send + Sync {
    /// Adds counts to those of the same account, API and minute, and appends errors. Of the errors of an account and
    /// API, MUST keep the newest [`CallError::KEPT`], and MAY keep some more for a while.
    async fn add(&self, report: &CallReport) -> Result<(), StoreError>;

    /// Forgets minutes that began before then; answers how many. Errors stay: there are few.
    async fn forget(&self, before: Timestamp) -> Result<u64, StoreError>;
}

impl CallError {
    /// How many errors are kept of one account and API.
    pub const KEPT: u32 = 20;
}

/// Calls to one API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiCalls {
    /// The API's path.
    pub api: String,
    /// Its calls.
    pub counts: CallCounts,
}

/// Reading what processes reported; some seconds old.
#[async_trait]
pub trait ApiHealthReads: Send + Sync {
    /// Calls of an account in minutes that began at `since` or later, by API in the order of its path.
    async fn calls(&self, account: &str, since: Timestamp) -> Result<Vec<ApiCalls>, StoreError>;

    /// Calls of an account, each minute by itself, oldest first; `api` picks one API.
    async fn minutes(&self, account: &str, api: Option<&str>, since: Timestamp) -> Result<Vec<CallMinute>, StoreError>;

    /// The newest errors of an account, at most [`CallError::KEPT`] of each API, newest first.
    async fn errors(&self, account: &str) -> Result<Vec<CallError>, StoreError>;
}

/// How often an API may still be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiQuota {
    /// Calls a day, Beijing time.
    pub daily_limit: u64,
    /// Calls made today.
    pub used: u64,
    /// Calls left today.
    pub remaining: u64,
}

/// What can be asked about an account now.
#[async_trait]
pub trait AccountHealth: Send + Sync {
    /// Whether WeChat can be reached and takes the account's credentials: a token is there, or can be had.
    async fn check(&self, account: &str) -> Result<(), WechatFailure>;

    /// When the token in use ends; `None` when there is none yet. Asks no one but the token store.
    async fn token_expires_at(&self, account: &str) -> Result<Option<Timestamp>, WechatFailure>;

    /// How often an API may still be called today. Asks WeChat (`openapi/quota/get`), which WeCom does not have
    /// (`Refused` with `Configuration`).
    async fn quota(&self, account: &str, api: &str) -> Result<ApiQuota, WechatFailure>;
}
