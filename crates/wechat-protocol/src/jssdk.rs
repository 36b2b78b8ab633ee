//! What lets a page in WeChat or WeCom call the JS-SDK (`wx.config`, `wx.agentConfig`).

use serde::Serialize;
use sha1::{Digest, Sha1};

use crate::hex;

/// Signs a page: lower-case hex SHA-1 over ticket, nonce, timestamp (unix seconds) and URL in that order, none of them
/// percent-encoded (official JS-SDK page, appendix 1). WeCom signs with the same rule.
///
/// `url` is the page's address as the browser has it; a `#fragment` is not signed and is cut here.
#[must_use]
pub fn signature(jsapi_ticket: &str, nonce: &str, timestamp: i64, url: &str) -> String {
    let page = url.split('#').next().unwrap_or_default();
    let signed = format!("jsapi_ticket={jsapi_ticket}&noncestr={nonce}&timestamp={timestamp}&url={page}");
    hex::sha1_text(&Sha1::digest(signed.as_bytes()).into())
}

/// Signs the parameters of a card (卡券, `wx.chooseCard`, `wx.addCard`): lower-case hex SHA-1 of the values — among them
/// the account's ticket of type `wx_card` — sorted bytewise and joined without a separator.
#[must_use]
pub fn card_signature(values: &[&str]) -> String {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    hex::sha1_text(&Sha1::digest(sorted.concat().as_bytes()).into())
}

/// What the server gives the page for `wx.config`; the page adds `jsApiList`. Serialised with WeChat's names.
///
/// ```
/// use wechat_protocol::jssdk::JsSdkConfig;
/// let config = JsSdkConfig::sign("wx_test", "ticket", "nonce", 1_710_000_000, "https://a.example/?b=1#/route");
/// assert!(serde_json::to_string(&config).unwrap().starts_with(
///     r#"{"appId":"wx_test","timestamp":1710000000,"nonceStr":"nonce","signature":""#
/// ));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JsSdkConfig {
    /// The Official Account's app id, or WeCom's corp id.
    pub app_id: String,
    /// Unix seconds.
    pub timestamp: i64,
    /// Any text, the same as was signed.
    pub nonce_str: String,
    /// See [`signature`].
    pub signature: String,
}

/// What the server gives the page for WeCom's `wx.agentConfig`; the page adds `jsApiList`. Serialised with WeCom's names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgentConfig {
    /// The corp.
    #[serde(rename = "corpid")]
    pub corp_id: String,
    /// The app.
    #[serde(rename = "agentid")]
    pub agent_id: i64,
    /// Unix seconds.
    pub timestamp: i64,
    /// Any text, the same as was signed.
    #[serde(rename = "nonceStr")]
    pub nonce_str: String,
    /// See [`signature`].
    pub signature: String,
}

impl JsSdkConfig {
    /// Signs the page at `url`. `nonce` comes from your random source, `timestamp` (unix seconds) from your clock, and
    /// the ticket is the account's (WeCom: the corp's) of type `jsapi`.
    #[must_use]
    pub fn sign(app_id: &str, jsapi_ticket: &str, nonce: &str, timestamp: i64, url: &str) -> Self {
        Self {
            app_id: app_id.to_owned(),
            timestamp,
            nonce_str: nonce.to_owned(),
            signature: signature(jsapi_ticket, nonce, timestamp, url),
        }
    }
}

impl AgentConfig {
    /// Signs the page at `url` for an app, with the app's ticket (`type=agent_config`), never the corp's: WeCom answers
    /// that with 42012.
    #[must_use]
    pub fn sign(corp_id: &str, agent_id: i64, agent_ticket: &str, nonce: &str, timestamp: i64, url: &str) -> Self {
        Self {
            corp_id: corp_id.to_owned(),
            agent_id,
            timestamp,
            nonce_str: nonce.to_owned(),
            signature: signature(agent_ticket, nonce, timestamp, url),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_does_not_change_the_signature() {
        let plain = signature("t", "n", 1, "https://a.example/?b=1");
        assert_eq!(signature("t", "n", 1, "https://a.example/?b=1#/route"), plain);
        assert_ne!(signature("t", "n", 1, "https://a.example/?b=2"), plain);
    }

    #[test]
    fn the_page_gets_the_names_it_passes_on() {
        let signed = signature("t", "n", 1, "https://a.example/");
        let config = JsSdkConfig::sign("wx", "t", "n", 1, "https://a.example/");
        assert_eq!(
            serde_json::to_string(&config).unwrap(),
            format!(r#"{{"appId":"wx","timestamp":1,"nonceStr":"n","signature":"{signed}"}}"#)
        );
        let agent = AgentConfig::sign("ww", 7, "t", "n", 1, "https://a.example/");
        assert_eq!(
            serde_json::to_string(&agent).unwrap(),
            format!(r#"{{"corpid":"ww","agentid":7,"timestamp":1,"nonceStr":"n","signature":"{signed}"}}"#)
        );
    }
}
