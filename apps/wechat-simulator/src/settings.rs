//! Configuration by environment alone.

use std::path::PathBuf;
use std::time::Duration;

use runtime::config::development;
use wechat_protocol::envelope::EncodingAesKey;

use crate::state::platform::{MessageMode, Platform};
use crate::world::Account;

const DEFAULT_PORT: u16 = 8090;
const DEFAULT_CALLBACK: &str = "http://127.0.0.1:8080/v2/wechat/webhook";
const DEFAULT_RETRY_TIMEOUT: Duration = Duration::from_secs(5);
/// Entries kept of calls, notices and callbacks each.
const DEFAULT_CAPACITY: usize = 250_000;

/// Everything the simulator is started with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address or host name to listen on.
    pub host: String,
    /// Port to listen on; 0 takes a free one.
    pub port: u16,
    /// The account it plays.
    pub account: Account,
    /// Settings that the control API may change later.
    pub platform: Platform,
    /// Makes every identifier reproducible.
    pub seed: Option<u64>,
    /// Where people, codes and chats are kept over a restart.
    pub state_file: Option<PathBuf>,
    /// Entries kept of calls, notices and callbacks each.
    pub journal_capacity: usize,
}

/// All that is wrong with the environment. Values are not repeated: some are secrets.
#[derive(Debug, thiserror::Error)]
#[error("configuration:\n{}", .0.iter().map(|fault| format!("  {fault}")).collect::<Vec<_>>().join("\n"))]
pub struct SettingsError(Vec<String>);

impl Settings {
    /// Reads the environment through `lookup`; an empty value counts as unset.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let mut reader = Reader {
            lookup,
            faults: Vec::new(),
        };
        let settings = Self {
            host: reader.text("SIMULATOR_HOST", "127.0.0.1"),
            port: reader
                .parsed("SIMULATOR_PORT", "a port from 0 to 65535")
                .unwrap_or(DEFAULT_PORT),
            account: reader.account(),
            platform: reader.platform(),
            seed: reader.parsed("SIMULATOR_SEED", "a whole number"),
            state_file: reader.get("SIMULATOR_STATE_FILE").map(PathBuf::from),
            journal_capacity: reader
                .parsed("SIMULATOR_JOURNAL_CAPACITY", "a whole number")
                .unwrap_or(DEFAULT_CAPACITY),
        };
        if reader.faults.is_empty() {
            Ok(settings)
        } else {
            Err(SettingsError(reader.faults))
        }
    }
}

struct Reader<F> {
    lookup: F,
    faults: Vec<String>,
}

impl<F: Fn(&str) -> Option<String>> Reader<F> {
    fn get(&self, name: &str) -> Option<String> {
        (self.lookup)(name).filter(|value| !value.is_empty())
    }

    fn text(&self, name: &str, default: &str) -> String {
        self.get(name).unwrap_or_else(|| default.to_owned())
    }

    fn parsed<T: std::str::FromStr>(&mut self, name: &str, expected: &str) -> Option<T> {
        let parsed = self.get(name)?.parse().ok();
        if parsed.is_none() {
            self.faults.push(format!("{name} must be {expected}"));
        }
        parsed
    }

    fn account(&mut self) -> Account {
        let key = self.text("WECHAT_ENCODING_AES_KEY", development::ENCODING_AES_KEY);
        let aes_key = EncodingAesKey::parse(&key).or_else(|error| {
            self.faults.push(format!("WECHAT_ENCODING_AES_KEY: {error}"));
            EncodingAesKey::parse(development::ENCODING_AES_KEY)
        });
        Account {
            app_id: self.text("WECHAT_APP_ID", development::APP_ID),
            app_secret: self.text("WECHAT_APP_SECRET", development::APP_SECRET),
            token: self.text("WECHAT_TOKEN", development::TOKEN),
            aes_key: aes_key.expect("the development key is a key, as a test shows"),
            original_id: self.text("WECHAT_ORIGINAL_ID", development::ORIGINAL_ID),
        }
    }

    fn platform(&mut self) -> Platform {
        let callback_url = self.text("SIMULATOR_CALLBACK_URL", DEFAULT_CALLBACK);
        if !is_http_address(&callback_url) {
            self.faults
                .push("SIMULATOR_CALLBACK_URL must be an http or https address".to_owned());
        }
        let mode = MessageMode::parse(&self.text("WECHAT_MESSAGE_MODE", "safe"));
        if mode.is_none() {
            self.faults
                .push("WECHAT_MESSAGE_MODE must be plain, compatible or safe".to_owned());
        }
        let timeout = self
            .parsed("SIMULATOR_RETRY_TIMEOUT_MS", "milliseconds")
            .map(Duration::from_millis);
        Platform {
            callback_url,
            mode: mode.unwrap_or(MessageMode::Safe),
            retry_timeout: timeout.unwrap_or(DEFAULT_RETRY_TIMEOUT),
            reports_templates: true,
            templates: None,
            tags: None,
        }
    }
}

/// Whether this is an address the callback can be called at.
#[must_use]
pub fn is_http_address(text: &str) -> bool {
    reqwest::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_environment_is_the_development_account_in_safe_mode() {
        let settings = Settings::read(|_| None).unwrap();
        assert_eq!((settings.port, settings.platform.mode), (8090, MessageMode::Safe));
        assert_eq!(settings.account.app_id, development::APP_ID);
    }

    #[test]
    fn all_faults_are_told_at_once_and_none_repeats_a_value() {
        let error = Settings::read(|_| Some("wrong!".to_owned())).unwrap_err().to_string();
        for name in [
            "SIMULATOR_PORT",
            "SIMULATOR_SEED",
            "WECHAT_ENCODING_AES_KEY",
            "WECHAT_MESSAGE_MODE",
        ] {
            assert!(error.contains(name), "{name}");
        }
        assert!(error.contains("SIMULATOR_CALLBACK_URL") && !error.contains("wrong!"));
    }
}
