//! Configuration by environment alone.

use std::path::PathBuf;
use std::time::Duration;

use runtime::config::development;

use crate::state::account::{AccountSetup, AesKey, Identity, Product};
use crate::state::platform::{BodyFormat, MessageMode, Platform};

const DEFAULT_PORT: u16 = 8090;
const DEFAULT_CALLBACK: &str = "http://127.0.0.1:8080/v2/wechat/webhook";
/// The official account of the environment; the control API means it when no account is named.
pub const DEFAULT_ACCOUNT: &str = "default";
/// The mini program that exists from the start.
pub const MINI_PROGRAM: &str = "miniprogram";
/// The WeCom app that exists from the start.
pub const WECOM: &str = "wecom";
/// The accounts that exist from the start are bound to one open platform account.
const UNION_GROUP: &str = "default";
/// Entries kept of calls, notices and callbacks each.
const DEFAULT_CAPACITY: usize = 250_000;

/// Everything the simulator is started with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address or host name to listen on.
    pub host: String,
    /// Port to listen on; 0 takes a free one.
    pub port: u16,
    /// The accounts that exist from the start; the first is the default.
    pub accounts: Vec<AccountSetup>,
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
            accounts: reader.accounts(),
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

    fn accounts(&mut self) -> Vec<AccountSetup> {
        vec![self.default_account(), self.mini_program(), self.wecom()]
    }

    fn default_account(&mut self) -> AccountSetup {
        let identity = Identity {
            product: Product::OfficialAccount,
            app_id: self.text("WECHAT_APP_ID", development::APP_ID),
            agent_id: None,
            app_secret: self.text("WECHAT_APP_SECRET", development::APP_SECRET),
            token: self.text("WECHAT_TOKEN", development::TOKEN),
            aes_key: self.aes_key("WECHAT_ENCODING_AES_KEY"),
            original_id: self.text("WECHAT_ORIGINAL_ID", development::ORIGINAL_ID),
            union_group: Some(UNION_GROUP.to_owned()),
        };
        AccountSetup {
            name: DEFAULT_ACCOUNT.into(),
            identity: identity.into(),
            platform: self.platform(),
        }
    }

    fn mini_program(&mut self) -> AccountSetup {
        let identity = Identity {
            product: Product::MiniProgram,
            app_id: self.text("SIMULATOR_MINIPROGRAM_APP_ID", development::MINI_PROGRAM_APP_ID),
            agent_id: None,
            app_secret: self.text("SIMULATOR_MINIPROGRAM_APP_SECRET", development::MINI_PROGRAM_APP_SECRET),
            token: self.text("SIMULATOR_MINIPROGRAM_TOKEN", development::TOKEN),
            aes_key: self.aes_key("SIMULATOR_MINIPROGRAM_ENCODING_AES_KEY"),
            original_id: self.text(
                "SIMULATOR_MINIPROGRAM_ORIGINAL_ID",
                development::MINI_PROGRAM_ORIGINAL_ID,
            ),
            union_group: Some(UNION_GROUP.to_owned()),
        };
        AccountSetup {
            name: MINI_PROGRAM.into(),
            identity: identity.into(),
            platform: Platform {
                callback_url: self.address("SIMULATOR_MINIPROGRAM_CALLBACK_URL"),
                ..Platform::new(MessageMode::Safe, BodyFormat::Json)
            },
        }
    }

    fn wecom(&mut self) -> AccountSetup {
        let corp_id = self.text("SIMULATOR_WECOM_CORP_ID", development::WECOM_CORP_ID);
        let identity = Identity {
            product: Product::WeCom,
            app_id: corp_id.clone(),
            agent_id: Some(
                self.parsed("SIMULATOR_WECOM_AGENT_ID", "a whole number")
                    .unwrap_or(development::WECOM_AGENT_ID),
            ),
            app_secret: self.text("SIMULATOR_WECOM_SECRET", development::WECOM_SECRET),
            token: self.text("SIMULATOR_WECOM_TOKEN", development::TOKEN),
            aes_key: self.aes_key("SIMULATOR_WECOM_ENCODING_AES_KEY"),
            original_id: corp_id,
            union_group: Some(UNION_GROUP.to_owned()),
        };
        AccountSetup {
            name: WECOM.into(),
            identity: identity.into(),
            platform: Platform {
                callback_url: self.address("SIMULATOR_WECOM_CALLBACK_URL"),
                ..Platform::new(MessageMode::Safe, BodyFormat::Xml)
            },
        }
    }

    fn aes_key(&mut self, name: &str) -> AesKey {
        let key = self.text(name, development::ENCODING_AES_KEY);
        let parsed = AesKey::parse(&key).or_else(|error| {
            self.faults.push(format!("{name}: {error}"));
            AesKey::parse(development::ENCODING_AES_KEY)
        });
        parsed.expect("the development key is a key, as a test shows")
    }

    fn address(&mut self, name: &str) -> Option<String> {
        let url = self.get(name)?;
        if !is_http_address(&url) {
            self.faults.push(format!("{name} must be an http or https address"));
        }
        Some(url)
    }

    fn platform(&mut self) -> Platform {
        let callback_url = self
            .address("SIMULATOR_CALLBACK_URL")
            .unwrap_or_else(|| DEFAULT_CALLBACK.to_owned());
        let mode = MessageMode::parse(&self.text("WECHAT_MESSAGE_MODE", "safe"));
        if mode.is_none() {
            self.faults
                .push("WECHAT_MESSAGE_MODE must be plain, compatible or safe".to_owned());
        }
        let timeout = self
            .parsed("SIMULATOR_RETRY_TIMEOUT_MS", "milliseconds")
            .map(Duration::from_millis);
        let usual = Platform::new(mode.unwrap_or(MessageMode::Safe), BodyFormat::Xml);
        Platform {
            callback_url: Some(callback_url),
            retry_timeout: timeout.unwrap_or(usual.retry_timeout),
            ..usual
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
        assert_eq!(
            (settings.port, settings.accounts[0].platform.mode),
            (8090, MessageMode::Safe)
        );
        assert_eq!(settings.accounts[0].identity.app_id, development::APP_ID);
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
