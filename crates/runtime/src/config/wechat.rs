//! The WeChat account and how its platform is reached.

use std::time::Duration;

use secrecy::SecretString;
use url::Host;

use super::app::Environment;
use super::reader::Reader;

const API: &str = "https://api.weixin.qq.com";
const MP: &str = "https://mp.weixin.qq.com";
const WECOM: &str = "https://qyapi.weixin.qq.com";
const OPEN: &str = "https://open.weixin.qq.com";
const SIMULATOR: &str = "http://127.0.0.1:8090";
const AES_KEY_LENGTH: usize = 43;

/// How messages travel between the platform and us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageMode {
    /// In clear text.
    Plain,
    /// In clear text and encrypted side by side.
    Compatible,
    /// Encrypted.
    Safe,
}

impl MessageMode {
    /// The name as written in `WECHAT_MESSAGE_MODE`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Compatible => "compatible",
            Self::Safe => "safe",
        }
    }
}

/// The WeChat account and how its platform is reached.
#[derive(Debug, Clone)]
pub struct WechatConfig {
    /// The account's app id.
    pub app_id: String,
    /// Buys access tokens.
    pub app_secret: SecretString,
    /// Signs requests between the platform and us.
    pub token: SecretString,
    /// 43 characters; present unless the mode is plain.
    pub encoding_aes_key: Option<SecretString>,
    /// The key before the last change, accepted for decryption.
    pub previous_encoding_aes_key: Option<SecretString>,
    /// The account's own id, `gh_…`.
    pub original_id: Option<String>,
    /// Where the API is, without a trailing slash.
    pub api_base_url: String,
    /// Where QR code images come from, without a trailing slash.
    pub mp_base_url: String,
    /// Where browsers find WeChat's pages for signing in, without a trailing slash.
    pub open_base_url: String,
    /// Hosts besides our own whose pages may use the JS-SDK, in lower case.
    pub js_domains: Vec<String>,
    /// Where WeCom's API is, without a trailing slash.
    pub wecom_base_url: String,
    /// How messages travel.
    pub message_mode: MessageMode,
    /// The longest a call may take.
    pub call_timeout: Duration,
    /// Most calls per second of an account to an API whose path begins so, in place of the built-in rates.
    pub call_rates: Vec<(String, u32)>,
    /// How old, or how far ahead, a signed request may be.
    pub timestamp_tolerance: Duration,
}

impl WechatConfig {
    pub(super) fn read(reader: &mut Reader, environment: Environment) -> Self {
        let encoding_aes_key = read_aes_key(reader, "WECHAT_ENCODING_AES_KEY");
        let [api, mp, wecom, open] = read_addresses(reader, environment);
        Self {
            app_id: reader.required("WECHAT_APP_ID"),
            app_secret: reader.required_secret("WECHAT_APP_SECRET"),
            token: reader.required_secret("WECHAT_TOKEN"),
            previous_encoding_aes_key: read_aes_key(reader, "WECHAT_PREVIOUS_ENCODING_AES_KEY"),
            original_id: reader.text("WECHAT_ORIGINAL_ID").map(str::to_owned),
            api_base_url: api,
            mp_base_url: mp,
            wecom_base_url: wecom,
            open_base_url: open,
            js_domains: read_domains(reader),
            message_mode: read_mode(reader, encoding_aes_key.is_some()),
            encoding_aes_key,
            call_timeout: Duration::from_millis(reader.number("WECHAT_CALL_TIMEOUT_MS", 100..=60_000)),
            call_rates: read_rates(reader),
            timestamp_tolerance: Duration::from_secs(reader.number("WECHAT_TIMESTAMP_TOLERANCE_SECONDS", 1..=3_600)),
        }
    }
}

/// 32 bytes in base64 without the trailing `=`:
/// <https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html>
fn read_aes_key(reader: &mut Reader, name: &str) -> Option<SecretString> {
    let text = reader.text(name)?;
    let is_base64 = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte));
    if text.len() != AES_KEY_LENGTH || !is_base64 {
        reader.fault(name, format!("must be {AES_KEY_LENGTH} characters of base64"));
    }
    reader.secret(name)
}

fn read_mode(reader: &mut Reader, has_key: bool) -> MessageMode {
    let modes = [MessageMode::Plain, MessageMode::Compatible, MessageMode::Safe].map(|mode| (mode.as_str(), mode));
    let usual = if has_key { MessageMode::Safe } else { MessageMode::Plain };
    let mode = reader.choice("WECHAT_MESSAGE_MODE", &modes).unwrap_or(usual);
    if mode != MessageMode::Plain && !has_key {
        reader.fault(
            "WECHAT_ENCODING_AES_KEY",
            format!("is required by WECHAT_MESSAGE_MODE={}", mode.as_str()),
        );
    }
    mode
}

fn read_addresses(reader: &mut Reader, environment: Environment) -> [String; 4] {
    let is_production = environment.is_production();
    reader.set_if_unset("WECHAT_API_BASE_URL", if is_production { API } else { SIMULATOR });
    let api = reader.web_address("WECHAT_API_BASE_URL").unwrap_or_default();
    let mut beside = |name: &str, in_production: &str| {
        if reader.is_set(name) {
            reader.web_address(name).unwrap_or_default()
        } else if is_production {
            in_production.to_owned()
        } else {
            api.clone()
        }
    };
    let mp = beside("WECHAT_MP_BASE_URL", MP);
    let wecom = beside("WECOM_API_BASE_URL", WECOM);
    let open = beside("WECHAT_OPEN_BASE_URL", OPEN);
    [api, mp, wecom, open]
}

/// `h5.example.com, m.example.com`.
fn read_domains(reader: &mut Reader) -> Vec<String> {
    const NAME: &str = "WECHAT_JS_DOMAINS";
    let text = reader.text(NAME).unwrap_or_default().to_ascii_lowercase();
    let domains = text.split(',').map(str::trim).filter(|domain| !domain.is_empty());
    let domains: Vec<String> = domains.map(str::to_owned).collect();
    if domains.iter().all(|domain| is_domain(domain)) {
        return domains;
    }
    reader.fault(
        NAME,
        "must be a list of host names such as h5.example.com, m.example.com",
    );
    Vec::new()
}

fn is_domain(text: &str) -> bool {
    matches!(Host::parse(text), Ok(Host::Domain(name)) if name == text && !text.contains('*'))
}

/// `/cgi-bin/message/template/=50, /wxa/=20`.
fn read_rates(reader: &mut Reader) -> Vec<(String, u32)> {
    const NAME: &str = "WECHAT_CALL_RATES";
    let text = reader.text(NAME).unwrap_or_default().to_owned();
    let entries: Vec<&str> = text
        .split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .collect();
    let rates: Option<Vec<_>> = entries.into_iter().map(read_rate).collect();
    rates.unwrap_or_else(|| {
        reader.fault(
            NAME,
            "must be a list such as /cgi-bin/message/template/=50, /wxa/=20 with 1 to 10000 calls per second",
        );
        Vec::new()
    })
}

fn read_rate(entry: &str) -> Option<(String, u32)> {
    let (path, calls) = entry.split_once('=')?;
    let calls = calls.trim().parse().ok().filter(|calls| (1..=10_000).contains(calls))?;
    path.starts_with('/').then(|| (path.trim().to_owned(), calls))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_a_host_name_and_nothing_more() {
        assert!(is_domain("h5.example.com") && is_domain("localhost"));
        for wrong in [
            "https://h5.example.com",
            "h5.example.com/",
            "h5.example.com:443",
            "*.example.com",
            "a b",
        ] {
            assert!(!is_domain(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_rate_has_a_path_and_whole_calls_per_second() {
        assert_eq!(read_rate("/wxa/ = 20"), Some(("/wxa/".to_owned(), 20)));
        for wrong in ["/wxa/", "wxa=1", "/wxa/=0", "/wxa/=10001", "/wxa/=1.5", "/wxa/=many"] {
            assert_eq!(read_rate(wrong), None, "{wrong}");
        }
    }
}
