//! What a mini program alone knows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::bounded::Bounded;

/// Codes that count against one total for a program's whole life.
pub const CODES_IN_ALL: u64 = 100_000;

/// Everything of a mini program beyond people and tokens. Saved with the account; a field that an older state file
/// lacks gets its default.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MiniData {
    /// What the console and the platform decided.
    pub console: MiniConsole,
    /// Codes of `wx.login`.
    pub logins: Bounded<ClientCode<()>>,
    /// Codes of the getPhoneNumber button.
    pub phone_codes: Bounded<ClientCode<Phone>>,
    /// Session keys by open id.
    pub sessions: BTreeMap<String, String>,
    /// When people last used the program, Unix seconds, simulated time.
    pub visits: BTreeMap<String, i64>,
    /// When encrypted data were made, by their hash.
    pub encrypted: Bounded<i64>,
    /// Payments, newest last.
    pub payments: Vec<Payment>,
    /// Program codes made of those that are counted.
    pub codes_made: u64,
    /// URL schemes and links, by address.
    pub links: Bounded<Link>,
    /// Checks of media by trace id.
    pub checks: Bounded<MediaCheck>,
}

/// What the console and the platform decided.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MiniConsole {
    /// Published pages; none accepts any.
    pub pages: Option<BTreeSet<String>>,
    /// Whether there is a published version.
    pub published: bool,
    /// How many counted codes there may be.
    pub code_limit: u64,
    /// Words that are refused, with their label.
    pub words: BTreeMap<String, i64>,
    /// Open ids that may not log in.
    pub blocked: BTreeSet<String>,
    /// What the checks of media find.
    pub media_check: MediaVerdict,
}

impl Default for MiniConsole {
    fn default() -> Self {
        Self {
            pages: None,
            published: true,
            code_limit: CODES_IN_ALL,
            words: BTreeMap::new(),
            blocked: BTreeSet::new(),
            media_check: MediaVerdict::default(),
        }
    }
}

/// A code that the client was given.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientCode<T> {
    /// Whose it is.
    pub open_id: String,
    /// Unix seconds, simulated time.
    pub expires_at: i64,
    /// It works once.
    pub used: bool,
    /// What it is good for.
    pub content: T,
}

/// A phone number.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Phone {
    /// Without the country's code.
    pub number: String,
    /// The country's code.
    pub country: String,
}

/// A payment in the program.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    /// Who paid.
    pub open_id: String,
    /// Unix seconds, simulated time.
    pub at: i64,
    /// WeChat's number.
    pub transaction_id: String,
    /// The merchant.
    pub mch_id: String,
    /// The merchant's number.
    pub out_trade_no: String,
}

/// A URL scheme or link.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// Where it leads.
    pub path: String,
    /// With this query.
    pub query: String,
    /// `release`, `trial` or `develop`.
    pub env_version: String,
    /// Unix seconds, simulated time.
    pub created_at: i64,
    /// Unix seconds; none for ever.
    pub expires_at: Option<i64>,
}

/// What a check of media finds.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct MediaVerdict {
    /// `pass`, `review` or `risky`.
    pub suggest: String,
    /// 100 normal, 20002 porn, …
    pub label: i64,
    /// 0, or -1008 when the file could not be fetched.
    pub errcode: i64,
    /// Whether checks wait until the control API decides.
    pub held: bool,
    /// Whether the event arrives before the answer to the call.
    pub first: bool,
}

impl Default for MediaVerdict {
    fn default() -> Self {
        Self {
            suggest: "pass".to_owned(),
            label: 100,
            errcode: 0,
            held: false,
            first: false,
        }
    }
}

/// One check of media.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MediaCheck {
    /// Who sent it.
    pub open_id: String,
    /// Where it is.
    pub media_url: String,
    /// 1 or 2.
    pub version: i64,
    /// Whether the event was sent.
    pub settled: bool,
}

/// Shows nothing of people, and no secrets.
impl fmt::Debug for MiniData {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("MiniData").finish_non_exhaustive()
    }
}

/// Shows nothing of people, and no secrets.
impl fmt::Debug for Phone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Phone").finish_non_exhaustive()
    }
}

/// Shows nothing of people, and no secrets.
impl<T> fmt::Debug for ClientCode<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ClientCode").finish_non_exhaustive()
    }
}
