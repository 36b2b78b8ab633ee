//! What the client needs to know before it starts.

use std::time::Duration;

/// How WeChat is reached. Who the accounts are says [`ports::wechat::AccountBook`].
#[derive(Debug, Clone)]
pub struct WechatSettings {
    /// Where the API is: scheme and host, and a path if there is one. `https://api.weixin.qq.com` in production.
    pub api_base_url: String,
    /// Where the pictures of scene codes are served. `https://mp.weixin.qq.com` in production.
    pub mp_base_url: String,
    /// Where WeCom's API is. `https://qyapi.weixin.qq.com` in production.
    pub wecom_base_url: String,
    /// The longest one HTTP exchange may take, from the first byte sent to the last received; four times as long where a
    /// file is sent or received.
    pub call_timeout: Duration,
    /// The longest that connecting may take; never longer than `call_timeout`.
    pub connect_timeout: Duration,
    /// The name under which this process takes leases in the token store; no other process may have it.
    pub instance: String,
    /// What keeps us from overrunning WeChat, or from waiting for a WeChat that is down.
    pub limits: CallLimits,
}

/// Bounds on the calls of this process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallLimits {
    /// Calls of one account under way at the same time.
    pub concurrent_calls: usize,
    /// Calls of one account to one API for which `by_path` has no rate.
    pub rate: Rate,
    /// Rates by how the API's path begins; of several that fit, the longest counts.
    pub by_path: Vec<(String, Rate)>,
    /// The longest a call waits for its turn; one that would wait longer fails with `Later`.
    pub longest_turn: Duration,
    /// When calls of one account to one API are held back.
    pub breaker: BreakerSettings,
}

/// How often one account may call one API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Calls per second, in the long run.
    pub calls_per_second: u32,
    /// Calls that may come at once after a pause.
    pub burst: u32,
}

impl Rate {
    /// So many calls per second, and as many of two seconds at once.
    #[must_use]
    pub const fn per_second(calls: u32) -> Self {
        Self {
            calls_per_second: calls,
            burst: calls.saturating_mul(2),
        }
    }
}

impl CallLimits {
    /// The rate of the API at this path.
    #[must_use]
    pub fn rate_of(&self, path: &str) -> Rate {
        let fitting = self.by_path.iter().filter(|(prefix, _)| path.starts_with(prefix));
        fitting
            .max_by_key(|(prefix, _)| prefix.len())
            .map_or(self.rate, |(_, rate)| *rate)
    }
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

/// Far below what WeChat takes (a template API takes some thousand per second), so that one process among several does
/// not use up a minute's share in a burst. Slower are the checks of content (4,000 a minute) and mass messages, of
/// which a day has few.
impl Default for CallLimits {
    fn default() -> Self {
        let by_path = [
            ("/cgi-bin/message/template/", Rate::per_second(100)),
            ("/cgi-bin/message/mass/", Rate::per_second(1)),
            ("/cgi-bin/clear_quota", Rate::per_second(1)),
            ("/cgi-bin/openapi/quota/clear", Rate::per_second(1)),
            ("/wxa/msg_sec_check", Rate::per_second(50)),
            ("/wxa/media_check_async", Rate::per_second(30)),
            ("/wxa/business/getuserphonenumber", Rate::per_second(50)),
        ];
        Self {
            concurrent_calls: 64,
            rate: Rate::per_second(100),
            by_path: by_path.map(|(prefix, rate)| (prefix.to_owned(), rate)).into(),
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
    /// The HTTP client, most likely its certificates.
    #[error("the HTTP client cannot be built")]
    Http(#[source] reqwest::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_beginning_that_fits_decides() {
        let limits = CallLimits {
            rate: Rate::per_second(7),
            by_path: vec![
                ("/cgi-bin/".to_owned(), Rate::per_second(5)),
                ("/cgi-bin/menu/".to_owned(), Rate::per_second(1)),
            ],
            ..CallLimits::default()
        };
        assert_eq!(limits.rate_of("/cgi-bin/menu/create").calls_per_second, 1);
        assert_eq!(limits.rate_of("/cgi-bin/tags/get").calls_per_second, 5);
        assert_eq!(limits.rate_of("/wxa/x").calls_per_second, 7);
    }
}
