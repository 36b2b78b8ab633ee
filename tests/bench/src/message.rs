//! Messages as WeChat pushes them, each a whole HTTP request, ready to be sent.

use runtime::config::development::{APP_ID, ENCODING_AES_KEY, ORIGINAL_ID, TOKEN};
use wechat_protocol::{EncodingAesKey, envelope, signature, xml};

use crate::clock;
use crate::outcome::Outcome;

/// How messages travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// In the clear, signed without their body.
    Plain,
    /// Encrypted, and signed as a whole.
    Safe,
}

impl Mode {
    /// Its name, as `WECHAT_MESSAGE_MODE` takes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Safe => "safe",
        }
    }

    /// The mode of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Plain, Self::Safe].into_iter().find(|mode| mode.name() == name)
    }
}

/// What a person does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Types a text that no event knows.
    Text,
    /// Scans the code of a scene.
    Scan(String),
}

/// Writes pushes, each of another person and with another id.
pub struct Pushes {
    mode: Mode,
    said: Said,
    key: EncodingAesKey,
    /// Unix seconds.
    now: i64,
    written: i64,
}

impl Pushes {
    /// Pushes signed for the present time.
    ///
    /// # Errors
    /// Never: the development key is a key.
    pub fn new(mode: Mode, said: Said) -> Outcome<Self> {
        let now = clock::unix_millis() / 1000;
        Ok(Self {
            mode,
            said,
            key: EncodingAesKey::parse(ENCODING_AES_KEY)?,
            now,
            written: 0,
        })
    }

    /// The next `count`, signed for the present time.
    pub fn next(&mut self, count: usize) -> impl Iterator<Item = Vec<u8>> {
        self.now = clock::unix_millis() / 1000;
        std::iter::repeat_with(|| self.write()).take(count)
    }

    fn write(&mut self) -> Vec<u8> {
        self.written += 1;
        let (timestamp, nonce) = (self.now.to_string(), format!("{:010}", self.written));
        let person = format!("oBench{:022}", self.written);
        let message = self.message(&person);
        let own = signature::url_signature(TOKEN, &timestamp, &nonce);
        let mut query = format!("signature={own}&timestamp={timestamp}&nonce={nonce}&openid={person}");
        let body = match self.mode {
            Mode::Plain => message,
            Mode::Safe => self.sealed(&message, &timestamp, &nonce, &mut query),
        };
        post(&format!("/v2/wechat/webhook?{query}"), "text/xml", "", &body)
    }

    fn message(&self, person: &str) -> String {
        let mut out = String::with_capacity(512);
        xml::push_element(&mut out, "xml", |out| {
            xml::push_text(out, "ToUserName", ORIGINAL_ID);
            xml::push_text(out, "FromUserName", person);
            xml::push_number(out, "CreateTime", self.now);
            match &self.said {
                Said::Text => {
                    xml::push_text(out, "MsgType", "text");
                    xml::push_text(out, "Content", "你好，请问今天几点开始？");
                    xml::push_number(out, "MsgId", 24_000_000_000_000_000 + self.written);
                }
                Said::Scan(scene) => {
                    xml::push_text(out, "MsgType", "event");
                    xml::push_text(out, "Event", "SCAN");
                    xml::push_text(out, "EventKey", scene);
                }
            }
        });
        out
    }

    fn sealed(&self, message: &str, timestamp: &str, nonce: &str, query: &mut String) -> String {
        let mut salt = [0x5a; 16];
        salt[..8].copy_from_slice(&self.written.to_be_bytes());
        let sealed = envelope::encrypt(&self.key, salt, message.as_bytes(), APP_ID);
        let whole = signature::message_signature(TOKEN, timestamp, nonce, &sealed);
        query.push_str("&encrypt_type=aes&msg_signature=");
        query.push_str(&whole);
        let mut out = String::with_capacity(sealed.len() + 128);
        xml::push_element(&mut out, "xml", |out| {
            xml::push_text(out, "ToUserName", ORIGINAL_ID);
            xml::push_text(out, "Encrypt", &sealed);
        });
        out
    }
}

/// A `POST`; `headers` are whole lines.
pub fn post(path: &str, content_type: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}Content-Type: {content_type}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A `GET`; `headers` are whole lines.
pub fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_pushes_are_alike() {
        let mut pushes = Pushes::new(Mode::Safe, Said::Scan("7".to_owned())).unwrap();
        let mut all: Vec<_> = pushes.next(100).collect();
        all.extend(pushes.next(100));
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 200);
    }

    #[test]
    fn a_mode_is_known_by_its_name() {
        assert_eq!(Mode::from_name(Mode::Safe.name()), Some(Mode::Safe));
        assert_eq!(Mode::from_name("compatible"), None);
    }
}
