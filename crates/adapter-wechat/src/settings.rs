//! What the client needs to know before it starts.

use std::collections::BTreeMap;
use std::time::Duration;

use secrecy::SecretString;

/// Who the accounts are and how WeChat is reached.
#[derive(Debug, Clone)]
pub struct WechatSettings {
    /// Our name of the account → its credentials.
    pub accounts: BTreeMap<String, AccountCredentials>,
    /// Where the API is: scheme and host, and a path if there is one. `https://api.weixin.qq.com` in production.
    pub api_base_url: String,
    /// Where the pictures of scene codes are served. `https://mp.weixin.qq.com` in production.
    pub mp_base_url: String,
    /// The longest one HTTP exchange may take, from the first byte sent to the last received.
    pub call_timeout: Duration,
    /// The longest that connecting may take; never longer than `call_timeout`.
    pub connect_timeout: Duration,
    /// The name under which this process takes leases in the token store; no other process may have it.
    pub instance: String,
    /// What keeps us from overrunning WeChat, or from waiting for a WeChat that is down.
    pub limits: CallLimits,
}

/// What an account proves itself with. `Debug` does not show the secret.
#[derive(Debug, Clone)]
pub struct AccountCredentials {
    /// The account's app id.
    pub app_id: String,
    /// Buys access tokens.
    pub app_secret: SecretString,
}

/// Bounds on the calls of this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallLimits {
    /// Calls of one account under way at the same time.
    pub concurrent_calls: usize,
    /// Calls of one account to one API, per second, in the long run.
    pub calls_per_second: u32,
    /// Calls of one account to one API that may come at once after a pause.
    pub burst: u32,
    /// The longest a call waits for its turn; one that would wait longer fails with `Later`.
    pub longest_turn: Duration,
    /// When calls of one account to one API are held back.
    pub breaker: BreakerSettings,
}

/// When a circuit opens, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakerSettings {
    /// Failures in a row that open it: no connection, no answer, an unreadable answer, HTTP 5xx, "system busy".
    pub failures: u32,
    /// How long it stays open the first time; doubled each time the probe fails.
    pub pause: Duration,
    /// The longest it stays open.
    pub longest_pause: Duration,
}

impl Default for CallLimits {
    fn default() -> Self {
        Self {
            concurrent_calls: 64,
            calls_per_second: 100,
            burst: 200,
            longest_turn: Duration::from_secs(1),
            breaker: BreakerSettings::default(),
        }
    }
}

impl Default for BreakerSettings {
    fn default() -> Self {
        Self {
            failures: 10,
            pause: Duration::from_secs(5),
            longest_pause: Duration::from_secs(60),
        }
    }
}

/// The client cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// A base URL is not an `http` or `https` address.
    #[error("{name} is not an http or https address")]
    Address {
        /// The setting's name.
        name: &'static str,
    },
    /// Two accounts share an app id but not the secret.
    #[error("the accounts with app id {app_id} have different secrets")]
    Secrets {
        /// The app id.
        app_id: String,
    },
    /// The HTTP client, most likely its certificates.
    #[error("the HTTP client cannot be built")]
    Http(#[source] reqwest::Error),
}
