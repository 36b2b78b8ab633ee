//! Opening and answering callbacks.

use std::fmt;

use super::{body::CallbackBody, error::CallbackError, query::CallbackQuery};
use crate::{
    document::BodyFormat,
    envelope::{EncryptedReply, KeyRing, KeySlot, Opened},
    limits::Limits,
    signature, xml,
};

/// Whom the envelopes of a callback are for; any other is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReceiveId {
    /// A corp's own app: the corp id.
    Corp(String),
    /// A third party's app: the suite id.
    Suite(String),
    /// Events of a service provider: the provider's corp id.
    Provider(String),
    /// A robot (智能机器人), whose envelopes name nobody.
    Robot,
}

/// The settings of one callback. `Debug` shows neither token nor keys.
#[derive(Clone)]
pub struct Callback {
    token: String,
    keys: KeyRing,
    receive_id: ReceiveId,
}

/// An opened callback.
#[derive(Clone)]
pub struct OpenedCallback {
    /// The message in the clear, for [`crate::InboundMessage::parse`].
    pub message: Vec<u8>,
    /// The key it came with, and its answer goes with.
    pub slot: KeySlot,
    /// The app the body named outside of the envelope; trust the message's own.
    pub agent_id: Option<i64>,
    /// The language of the body, and so of the answer.
    pub format: BodyFormat,
}

/// A push as WeCom makes it.
#[derive(Clone)]
pub struct Push {
    /// Its parameters.
    pub query: CallbackQuery<'static>,
    /// Its body.
    pub body: String,
}

impl ReceiveId {
    /// What stands at the end of an envelope; empty for robots.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Corp(id) | Self::Suite(id) | Self::Provider(id) => id,
            Self::Robot => "",
        }
    }
}

impl Callback {
    /// A callback with the console's token and key.
    #[must_use]
    pub fn new(token: &str, keys: KeyRing, receive_id: ReceiveId) -> Self {
        Self {
            token: token.to_owned(),
            keys,
            receive_id,
        }
    }

    /// Answers the check of the address (`GET`) with what the response's body must be, bare: no quotes, no line break.
    ///
    /// # Errors
    /// [`CallbackError::Parameter`] without `echostr`; [`CallbackError::Refused`] when it is not WeCom's.
    pub fn verify_address(&self, query: &CallbackQuery<'_>) -> Result<Vec<u8>, CallbackError> {
        let echostr = query.echostr.as_deref().ok_or(CallbackError::Parameter("echostr"))?;
        Ok(self.unseal(query, echostr)?.message)
    }

    /// Opens a push (`POST`): the signature first, then the envelope, then the receiver.
    ///
    /// # Errors
    /// [`CallbackError::Body`] when the body cannot be read; [`CallbackError::Refused`] when it is not WeCom's or not for
    /// this receiver.
    pub fn open(
        &self,
        query: &CallbackQuery<'_>,
        body: &[u8],
        limits: Limits,
    ) -> Result<OpenedCallback, CallbackError> {
        let body = CallbackBody::parse(body, limits)?;
        let Opened { message, slot } = self.unseal(query, &body.encrypt)?;
        Ok(OpenedCallback {
            message,
            slot,
            agent_id: body.agent_id,
            format: body.format,
        })
    }

    /// Seals an answer into the response's body: XML for apps, JSON with lower-case names for robots. `now` is unix
    /// seconds; `random` must be fresh for every answer. The other answer that counts is an empty body.
    ///
    /// # Panics
    /// When the answer is longer than `u32::MAX` bytes.
    #[must_use]
    pub fn seal(&self, opened: &OpenedCallback, clear: &str, now: i64, nonce: &str, random: [u8; 16]) -> String {
        let receive_id = self.receive_id.as_str();
        let sealed = self.keys.encrypt(opened.slot, random, clear.as_bytes(), receive_id);
        let reply = EncryptedReply::sign(&self.token, now, nonce, sealed);
        match opened.format {
            BodyFormat::Xml => reply.to_xml(),
            BodyFormat::Json => serde_json::json!({
                "encrypt": reply.encrypt,
                "msgsignature": reply.signature,
                "timestamp": reply.timestamp,
                "nonce": reply.nonce,
            })
            .to_string(),
        }
    }

    /// Makes a push as WeCom does, for tests and simulators: XML from apps, JSON from robots.
    ///
    /// # Panics
    /// When the message is longer than `u32::MAX` bytes.
    #[must_use]
    pub fn push(&self, clear: &str, agent_id: Option<i64>, now: i64, nonce: &str, random: [u8; 16]) -> Push {
        let receive_id = self.receive_id.as_str();
        let encrypt = self
            .keys
            .encrypt(KeySlot::Current, random, clear.as_bytes(), receive_id);
        let timestamp = now.to_string();
        let query = CallbackQuery {
            msg_signature: signature::message_signature(&self.token, &timestamp, nonce, &encrypt).into(),
            timestamp: timestamp.into(),
            nonce: nonce.to_owned().into(),
            echostr: None,
        };
        let body = match self.receive_id {
            ReceiveId::Robot => serde_json::json!({ "encrypt": encrypt }).to_string(),
            _ => outer_xml(receive_id, agent_id, &encrypt),
        };
        Push { query, body }
    }

    fn unseal(&self, query: &CallbackQuery<'_>, encrypt: &str) -> Result<Opened, CallbackError> {
        let CallbackQuery {
            msg_signature,
            timestamp,
            nonce,
            ..
        } = query;
        if !signature::verify_message_signature(&self.token, timestamp, nonce, encrypt, msg_signature) {
            return Err(CallbackError::Refused);
        }
        self.keys
            .decrypt(encrypt, self.receive_id.as_str())
            .map_err(|_| CallbackError::Refused)
    }
}

fn outer_xml(to_user_name: &str, agent_id: Option<i64>, encrypt: &str) -> String {
    let mut out = String::with_capacity(encrypt.len() + 256);
    xml::push_element(&mut out, "xml", |out| {
        xml::push_text(out, "ToUserName", to_user_name);
        if let Some(agent_id) = agent_id {
            xml::push_number(out, "AgentID", agent_id);
        }
        xml::push_text(out, "Encrypt", encrypt);
    });
    out
}

impl fmt::Debug for Callback {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Callback")
            .field("receive_id", &self.receive_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for OpenedCallback {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("OpenedCallback")
            .field("slot", &self.slot)
            .field("agent_id", &self.agent_id)
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::EncodingAesKey;

    fn callback(receive_id: ReceiveId) -> Callback {
        let key = EncodingAesKey::parse("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG").unwrap();
        Callback::new("token", KeyRing::new(key), receive_id)
    }

    fn corp(id: &str) -> Callback {
        callback(ReceiveId::Corp(id.into()))
    }

    #[test]
    fn a_push_opens_for_its_receiver_alone() {
        let push = corp("ww_a").push("<xml/>", Some(7), 1, "n", [1; 16]);
        let opened = corp("ww_a")
            .open(&push.query, push.body.as_bytes(), Limits::default())
            .unwrap();
        assert_eq!((opened.message.as_slice(), opened.agent_id), (&b"<xml/>"[..], Some(7)));
        for stranger in [
            corp("ww_b"),
            callback(ReceiveId::Suite("ww_a2".into())),
            callback(ReceiveId::Robot),
        ] {
            let refused = stranger.open(&push.query, push.body.as_bytes(), Limits::default());
            assert_eq!(refused.unwrap_err(), CallbackError::Refused);
        }
    }

    #[test]
    fn a_changed_signature_timestamp_or_nonce_is_refused() {
        let push = corp("ww_a").push("<xml/>", None, 1, "n", [1; 16]);
        let open = |query: &CallbackQuery<'_>| {
            corp("ww_a")
                .open(query, push.body.as_bytes(), Limits::default())
                .is_ok()
        };
        assert!(open(&push.query));
        let changes: [fn(&mut CallbackQuery<'static>); 3] = [
            |query| query.msg_signature = "0".repeat(40).into(),
            |query| query.timestamp = "2".into(),
            |query| query.nonce = "m".into(),
        ];
        for change in changes {
            let mut query = push.query.clone();
            change(&mut query);
            assert!(!open(&query));
        }
    }

    #[test]
    fn a_body_in_the_clear_is_refused() {
        let push = corp("ww_a").push("<xml/>", None, 1, "n", [1; 16]);
        for body in ["<xml><Content>x</Content></xml>", "{}", "<xml><Encrypt/></xml>", ""] {
            let refused = corp("ww_a").open(&push.query, body.as_bytes(), Limits::default());
            assert!(matches!(refused, Err(CallbackError::Body(_))), "{body}");
        }
    }

    #[test]
    fn a_robot_speaks_json_and_names_nobody() {
        let robot = callback(ReceiveId::Robot);
        let push = robot.push(r#"{"msgtype":"text"}"#, None, 1, "n", [1; 16]);
        assert!(push.body.starts_with(r#"{"encrypt":""#));
        let opened = robot
            .open(&push.query, push.body.as_bytes(), Limits::default())
            .unwrap();
        assert_eq!(opened.message, br#"{"msgtype":"text"}"#);
        let answer: serde_json::Value = serde_json::from_str(&robot.seal(&opened, "{}", 2, "m", [2; 16])).unwrap();
        let text = |field: &str| answer[field].as_str().unwrap_or_default().to_owned();
        assert!(signature::verify_message_signature(
            "token",
            "2",
            "m",
            &text("encrypt"),
            &text("msgsignature")
        ));
        assert_eq!(answer["timestamp"], 2);
    }

    #[test]
    fn debug_shows_no_secret() {
        assert_eq!(
            format!("{:?}", corp("ww_a")),
            "Callback { receive_id: Corp(\"ww_a\"), .. }"
        );
    }
}
