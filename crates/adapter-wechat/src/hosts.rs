//! Where the platform's hosts are.

use reqwest::Url;
use wechat_protocol::api::wecom::WECOM_HOST;
use wechat_protocol::api::{API_HOST, MP_HOST};

use crate::settings::{SetupError, WechatSettings};

/// The addresses of the platform's hosts, without a slash at their end.
#[derive(Debug, Clone)]
pub(crate) struct Hosts {
    api: String,
    mp: String,
    wecom: String,
}

impl Hosts {
    pub(crate) fn new(settings: &WechatSettings) -> Result<Self, SetupError> {
        Ok(Self {
            api: base_url("api_base_url", &settings.api_base_url)?,
            mp: base_url("mp_base_url", &settings.mp_base_url)?,
            wecom: base_url("wecom_base_url", &settings.wecom_base_url)?,
        })
    }

    /// Where a host of the documents is for us.
    pub(crate) fn address(&self, host: &str) -> Option<&str> {
        match host {
            API_HOST => Some(&self.api),
            MP_HOST => Some(&self.mp),
            WECOM_HOST => Some(&self.wecom),
            _ => None,
        }
    }

    /// An address on [`MP_HOST`], as it is for us.
    pub(crate) fn on_mp(&self, url: &str) -> String {
        match url.strip_prefix(MP_HOST) {
            Some(path) => format!("{}{path}", self.mp),
            None => url.to_owned(),
        }
    }
}

/// An `http` or `https` address, without the slash at its end.
fn base_url(name: &'static str, text: &str) -> Result<String, SetupError> {
    let is_web = Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if is_web {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err(SetupError::Address { name })
    }
}
