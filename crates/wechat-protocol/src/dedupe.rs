//! The identity of a push, by which its redeliveries are recognised.
//!
//! WeChat repeats a push that was not answered in time, in a new envelope with a new timestamp and nonce, so only the
//! message itself tells. A message is its account, sender and `MsgId`. An event has no id: it is its account, sender,
//! `CreateTime`, `Event` and `EventKey`, since two real events of one person can share a second, and `MsgID` for reports
//! on jobs. Where those do not tell events apart — the platform's own (`sys`), changes of a directory, verdicts on media,
//! what a menu button brought — the digest of the body joins in, and with it every id in it: a redelivery repeats the
//! decrypted body to the byte. A WeCom event has its app besides, since every app of a corp reports the same tap.

use sha1::{Digest, Sha1};
use sha2::Sha256;

use crate::{
    hex,
    inbound::{
        EventKind, InboundMessage, MessageKind,
        events::{menu::MenuEvent, wecom_app::WeComAppEvent},
    },
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
        match (event.job_id(), event) {
            (Some(job_id), _) => self.fields(&["job", &job_id.to_string()]),
            (None, event) if is_told_by_key(event, message.event_key.is_some()) => {}
            (None, _) => self.fields(&["body", &body_digest(raw)]),
        }
        if let Some(agent_id) = message.agent_id {
            self.fields(&["agent", &agent_id.to_string()]);
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

/// Whether sender, second, `Event` and `EventKey` identify the event. These keys are in stores: an event that is told so
/// today must be told so for ever.
fn is_told_by_key(event: &EventKind, has_key: bool) -> bool {
    match event {
        EventKind::Subscribe { .. }
        | EventKind::Unsubscribe
        | EventKind::Scan { .. }
        | EventKind::Click { .. }
        | EventKind::View { .. }
        | EventKind::Location { .. } => true,
        EventKind::Menu(MenuEvent::ViewMiniProgram { .. })
        | EventKind::WeComApp(WeComAppEvent::Entered { .. })
        | EventKind::Other { .. } => has_key,
        _ => false,
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
    fn keys_in_stores_stay_as_they_are() {
        let event = "5:event,4:main,2:o1,10:1710000000,";
        let body = |fields: &str| {
            let body = format!(r#"{{"ToUserName":"gh","FromUserName":"o1","CreateTime":1710000000,{fields}}}"#);
            format!("4:body,40:{},", body_digest(body.as_bytes()))
        };
        let media_check = r#""MsgType":"event","Event":"wxa_media_check","trace_id":"t","errcode":0"#;
        let bare = r#""MsgType":"event","Event":"enter_agent""#;
        let stored = [
            (
                r#""MsgType":"event","Event":"SCAN","EventKey":"1""#,
                format!("{event}4:SCAN,1:1,"),
            ),
            (
                r#""MsgType":"event","Event":"subscribe""#,
                format!("{event}9:subscribe,0:,"),
            ),
            (
                r#""MsgType":"event","Event":"LOCATION","Latitude":1,"Longitude":2"#,
                format!("{event}8:LOCATION,0:,"),
            ),
            (
                r#""MsgType":"event","Event":"view_miniprogram","EventKey":"p""#,
                format!("{event}16:view_miniprogram,1:p,"),
            ),
            (
                r#""MsgType":"event","Event":"MASSSENDJOBFINISH","MsgID":2,"Status":"send success""#,
                format!("{event}17:MASSSENDJOBFINISH,0:,3:job,1:2,"),
            ),
            (
                r#""MsgType":"event","Event":"new_thing","EventKey":"k","More":1"#,
                format!("{event}9:new_thing,1:k,"),
            ),
            (
                media_check,
                format!("{event}15:wxa_media_check,0:,{}", body(media_check)),
            ),
            (bare, format!("{event}11:enter_agent,0:,{}", body(bare))),
        ];
        for (fields, expected) in stored {
            assert_eq!(key("main", fields), expected);
        }
    }

    #[test]
    fn events_of_the_platform_within_one_second_differ() {
        let change = r#""MsgType":"event","Event":"change_external_contact","ChangeType":"#;
        let scan = r#""MsgType":"event","Event":"scancode_push","EventKey":"k","ScanCodeInfo""#;
        let card = r#""MsgType":"event","Event":"template_card_event","EventKey":"k","CardType":"vote_interaction""#;
        let distinct = [
            r#""MsgType":"event","Event":"wxa_media_check","trace_id":"t1","errcode":0"#.to_owned(),
            r#""MsgType":"event","Event":"wxa_media_check","trace_id":"t2","errcode":0"#.to_owned(),
            r#""MsgType":"event","Event":"PUBLISHJOBFINISH","PublishEventInfo":{"publish_id":1,"publish_status":0}"#
                .to_owned(),
            r#""MsgType":"event","Event":"PUBLISHJOBFINISH","PublishEventInfo":{"publish_id":2,"publish_status":0}"#
                .to_owned(),
            format!(r#"{change}"add_external_contact","UserID":"u","ExternalUserID":"w1""#),
            format!(r#"{change}"add_external_contact","UserID":"u","ExternalUserID":"w2""#),
            format!(r#"{change}"edit_external_contact","UserID":"u","ExternalUserID":"w1""#),
            format!(r#"{change}"edit_external_contact","UserID":"v","ExternalUserID":"w1""#),
            r#""MsgType":"event","Event":"change_contact","ChangeType":"delete_user","UserID":"u""#.to_owned(),
            r#""MsgType":"event","Event":"change_contact","ChangeType":"delete_user","UserID":"v""#.to_owned(),
            format!(r#"{scan}:{{"ScanType":"qrcode","ScanResult":"1"}}"#),
            format!(r#"{scan}:{{"ScanType":"qrcode","ScanResult":"2"}}"#),
            format!(r#"{card},"TaskId":"1""#),
            format!(r#"{card},"TaskId":"2""#),
            r#""MsgType":"event","Event":"user_info_modified","OpenID":"o2""#.to_owned(),
            r#""MsgType":"event","Event":"user_info_modified","OpenID":"o3""#.to_owned(),
            r#""MsgType":"event","Event":"subscribe","AgentID":1"#.to_owned(),
            r#""MsgType":"event","Event":"subscribe","AgentID":2"#.to_owned(),
        ];
        let keys: std::collections::BTreeSet<_> = distinct.iter().map(|fields| key("main", fields)).collect();
        assert_eq!(keys.len(), distinct.len());
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
