//! The identity of a push, by which its redeliveries are recognised.
//!
//! WeChat repeats a push that was not answered in time, in a new envelope with a new timestamp and nonce, so only the
//! message itself tells. A message is its account, sender and `MsgId`. An event has no id: it is its account, sender,
//! `CreateTime`, `Event` and `EventKey`, since two real events of one person can share a second, and `MsgID` for reports
//! on jobs. Where those say nothing in particular, the digest of the body joins in.

use sha1::{Digest, Sha1};
use sha2::Sha256;

use crate::{
    hex,
    inbound::{EventKind, InboundMessage, MessageKind},
};

/// The identity as text, unambiguous whatever the fields hold: each is written as `length:field,`.
///
/// `account` is whatever names the account to the caller; `raw` is the body `message` was parsed from, in the clear
/// (after decryption, which is what stays the same between deliveries).
#[must_use]
pub fn dedupe_key(account: &str, message: &InboundMessage, raw: &[u8]) -> String {
    let mut key = Key(String::with_capacity(160));
    match (&message.kind, message.msg_id) {
        (MessageKind::Event(event), _) => key.event(account, message, event, raw),
        (_, Some(msg_id)) => key.fields(&["message", account, &message.from_user, &msg_id.to_string()]),
        (_, None) => {
            let time = message.create_time.to_string();
            key.fields(&[
                "unnumbered",
                account,
                &message.from_user,
                &time,
                &message.msg_type,
                &body_digest(raw),
            ]);
        }
    }
    key.0
}

/// The SHA-256 of [`dedupe_key`], for a store with keys of fixed size.
#[must_use]
pub fn dedupe_digest(account: &str, message: &InboundMessage, raw: &[u8]) -> [u8; 32] {
    Sha256::digest(dedupe_key(account, message, raw).as_bytes()).into()
}

struct Key(String);

impl Key {
    fn event(&mut self, account: &str, message: &InboundMessage, event: &EventKind, raw: &[u8]) {
        let name = message.event.as_deref().unwrap_or_default();
        let event_key = message.event_key.as_deref().unwrap_or_default();
        let time = message.create_time.to_string();
        self.fields(&["event", account, &message.from_user, &time, name, event_key]);
        match event {
            EventKind::TemplateSendJobFinish { msg_id, .. }
            | EventKind::Other {
                msg_id: Some(msg_id), ..
            } => {
                self.fields(&["job", &msg_id.to_string()]);
            }
            EventKind::Other { event_key: None, .. } => self.fields(&["body", &body_digest(raw)]),
            _ => {}
        }
    }

    fn fields(&mut self, fields: &[&str]) {
        for field in fields {
            self.0.push_str(&field.len().to_string());
            self.0.push(':');
            self.0.push_str(field);
            self.0.push(',');
        }
    }
}

fn body_digest(raw: &[u8]) -> String {
    hex::sha1_text(&Sha1::digest(raw).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    fn key(account: &str, fields: &str) -> String {
        let body = format!(r#"{{"ToUserName":"gh","FromUserName":"o1","CreateTime":1710000000,{fields}}}"#);
        let message = InboundMessage::parse(body.as_bytes(), Limits::default()).unwrap();
        dedupe_key(account, &message, body.as_bytes())
    }

    #[test]
    fn a_message_is_its_account_sender_and_id() {
        let text = r#""MsgType":"text","Content":"a","MsgId":7"#;
        assert_eq!(key("main", text), "7:message,4:main,2:o1,1:7,");
        assert_eq!(
            key("main", text),
            key("main", r#""MsgType":"text","Content":"b","MsgId":"7""#)
        );
        assert_ne!(key("main", text), key("other", text));
        assert_ne!(
            key("main", text),
            key("main", r#""MsgType":"text","Content":"a","MsgId":8"#)
        );
    }

    #[test]
    fn two_events_of_one_second_differ() {
        let distinct = [
            r#""MsgType":"event","Event":"SCAN","EventKey":"1""#,
            r#""MsgType":"event","Event":"SCAN","EventKey":"2""#,
            r#""MsgType":"event","Event":"CLICK","EventKey":"1""#,
            r#""MsgType":"event","Event":"subscribe""#,
            r#""MsgType":"event","Event":"TEMPLATESENDJOBFINISH","MsgID":1,"Status":"success""#,
            r#""MsgType":"event","Event":"TEMPLATESENDJOBFINISH","MsgID":2,"Status":"success""#,
            r#""MsgType":"event","Event":"MASSSENDJOBFINISH","MsgID":2,"Status":"send success""#,
            r#""MsgType":"event","Event":"new_thing","Detail":1"#,
            r#""MsgType":"event","Event":"new_thing","Detail":2"#,
            r#""MsgType":"text","Content":"no id""#,
            r#""MsgType":"text","Content":"no id either""#,
        ];
        let keys: std::collections::BTreeSet<_> = distinct.iter().map(|fields| key("main", fields)).collect();
        assert_eq!(keys.len(), distinct.len());
        for fields in distinct {
            assert_eq!(key("main", fields), key("main", fields));
        }
    }

    #[test]
    fn a_known_event_is_the_same_whatever_else_its_body_says() {
        let plain = r#""MsgType":"event","Event":"SCAN","EventKey":"1""#;
        let more = r#""MsgType":"event","Event":"SCAN","EventKey":"1","Ticket":"t","New":1"#;
        assert_eq!(key("main", plain), key("main", more));
    }

    #[test]
    fn fields_cannot_run_into_each_other() {
        let one = r#""MsgType":"event","Event":"CLICK","EventKey":"a,1:b""#;
        let two = r#""MsgType":"event","Event":"CLICK,5:a","EventKey":"b""#;
        assert_ne!(key("main", one), key("main", two));
        assert_ne!(
            key("a,2:o1", r#""MsgType":"text","Content":"","MsgId":7"#),
            key("a", r#""MsgType":"text","Content":"","MsgId":7"#)
        );
    }

    #[test]
    fn the_digest_is_of_the_key() {
        let body = r#"{"ToUserName":"gh","FromUserName":"o1","CreateTime":1,"MsgType":"text","Content":"","MsgId":7}"#;
        let message = InboundMessage::parse(body.as_bytes(), Limits::default()).unwrap();
        let expected: [u8; 32] = Sha256::digest(b"7:message,4:main,2:o1,1:7,").into();
        assert_eq!(dedupe_digest("main", &message, body.as_bytes()), expected);
    }
}
