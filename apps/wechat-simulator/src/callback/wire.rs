//! A message as it goes over the wire: signed, and sealed where the mode says so.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;
use wechat_protocol::{envelope, signature, xml};

use super::message::Outgoing;
use crate::chance::Chance;
use crate::clock::Clock;
use crate::state::account::{Identity, Product};
use crate::state::platform::{BodyFormat, MessageMode};

const AES_BLOCK: usize = 16;

/// What a hostile test falsifies.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Overrides {
    /// Sent as `signature`, and as `msg_signature` where there is one.
    pub signature: Option<String>,
    /// Sent (and signed) as `timestamp`.
    pub timestamp: Option<String>,
    /// Sent (and signed) as `nonce`.
    pub nonce: Option<String>,
    /// Put into the envelope in place of the account's own.
    pub app_id: Option<String>,
    /// Breaks the padding of the envelope; the signature covers the broken text.
    pub corrupt_padding: bool,
    /// Query parameters to leave out.
    pub omit: Vec<String>,
}

impl Overrides {
    /// Whether the message is sent as WeChat would send it.
    #[must_use]
    pub fn are_none(&self) -> bool {
        let Self {
            signature,
            timestamp,
            nonce,
            app_id,
            corrupt_padding,
            omit,
        } = self;
        let texts = [signature, timestamp, nonce, app_id];
        texts.iter().all(|text| text.is_none()) && !corrupt_padding && omit.is_empty()
    }
}

/// One request to the callback.
#[derive(Debug, Clone)]
pub struct Wire {
    /// Query without the question mark, encoded.
    pub query: String,
    /// Body.
    pub body: String,
    /// Whether the body is not simply the clear message.
    pub is_sealed: bool,
}

/// What sealing needs to draw anew for every attempt.
#[derive(Debug)]
pub struct Sealing {
    pub(super) timestamp: String,
    pub(super) nonce: String,
    pub(super) salt: [u8; 16],
}

impl Sealing {
    /// A new timestamp, nonce and salt.
    pub fn draw(clock: Clock, chance: &mut Chance) -> Self {
        Self {
            timestamp: clock.wall().to_string(),
            nonce: chance.nonce(),
            salt: chance.salt(),
        }
    }
}

/// Signs and, depending on the mode, seals a message.
#[must_use]
pub fn compose(
    account: &Identity,
    mode: MessageMode,
    message: &Outgoing,
    sealing: Sealing,
    false_: &Overrides,
) -> Wire {
    let timestamp = false_.timestamp.clone().unwrap_or(sealing.timestamp);
    let nonce = false_.nonce.clone().unwrap_or(sealing.nonce);
    let own = signature::url_signature(&account.token, &timestamp, &nonce);
    let is_wecom = account.product == Product::WeCom;
    let mut parameters = vec![("timestamp", timestamp.clone()), ("nonce", nonce.clone())];
    if !is_wecom {
        parameters.push(("signature", false_.signature.clone().unwrap_or(own)));
        parameters.push(("openid", message.sender.clone()));
    }
    let mut body = message.clear.clone();
    if mode != MessageMode::Plain {
        let sealed = seal(account, message, sealing.salt, false_);
        let own = signature::message_signature(&account.token, &timestamp, &nonce, &sealed);
        if !is_wecom {
            parameters.push(("encrypt_type", "aes".to_owned()));
        }
        parameters.push(("msg_signature", false_.signature.clone().unwrap_or(own)));
        body = body_with(account, message, mode, &sealed);
    }
    parameters.retain(|(name, _)| !false_.omit.iter().any(|omitted| omitted == name));
    let query = parameters
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect::<Vec<_>>();
    Wire {
        query: query.join("&"),
        body,
        is_sealed: mode != MessageMode::Plain,
    }
}

fn seal(account: &Identity, message: &Outgoing, salt: [u8; 16], false_: &Overrides) -> String {
    let app_id = false_.app_id.as_deref().unwrap_or(&account.app_id);
    let sealed = envelope::encrypt(account.aes_key.key(), salt, message.clear.as_bytes(), app_id);
    if false_.corrupt_padding {
        with_broken_padding(&sealed)
    } else {
        sealed
    }
}

/// In CBC mode, flipping bits of one block flips the same bits of the next block's text: all bits of the last byte
/// turn a padding of 1 to 32 into 223 to 254, which is none.
fn with_broken_padding(sealed: &str) -> String {
    let mut bytes = STANDARD.decode(sealed).unwrap_or_default();
    let place = bytes.len().checked_sub(AES_BLOCK + 1);
    if let Some(byte) = place.and_then(|place| bytes.get_mut(place)) {
        *byte ^= 0xff;
    }
    STANDARD.encode(bytes)
}

fn body_with(account: &Identity, message: &Outgoing, mode: MessageMode, sealed: &str) -> String {
    match (message.format, mode) {
        (BodyFormat::Xml, MessageMode::Compatible) => {
            let mut part = String::new();
            xml::push_text(&mut part, "Encrypt", sealed);
            before_the_end(&message.clear, "</xml>", &part)
        }
        (BodyFormat::Json, MessageMode::Compatible) => {
            before_the_end(&message.clear, "}", &format!(r#","Encrypt":"{sealed}""#))
        }
        (BodyFormat::Json, _) => json!({"ToUserName": message.account, "Encrypt": sealed}).to_string(),
        (BodyFormat::Xml, _) => sealed_xml(account, message, sealed),
    }
}

fn sealed_xml(account: &Identity, message: &Outgoing, sealed: &str) -> String {
    let mut part = String::new();
    xml::push_element(&mut part, "xml", |part| {
        xml::push_text(part, "ToUserName", &message.account);
        if let (Product::WeCom, Some(agent)) = (account.product, account.agent_id) {
            xml::push_text(part, "AgentID", &agent.to_string());
        }
        xml::push_text(part, "Encrypt", sealed);
    });
    part
}

fn before_the_end(clear: &str, end: &str, part: &str) -> String {
    let clear = clear.trim_end();
    clear
        .strip_suffix(end)
        .map_or_else(|| format!("{clear}{part}"), |start| format!("{start}{part}{end}"))
}

/// Percent-encodes a query value.
#[must_use]
pub fn encoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}
