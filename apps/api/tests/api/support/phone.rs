//! A person in WeChat, and WeChat between the person and us.

use actix_web::test::TestRequest;
use ports::system::Clock as _;
use wechat_protocol::envelope::encrypt;
use wechat_protocol::{EncodingAesKey, EncryptedReply, KeyRing, Limits, signature};

use super::{Answered, House};

pub const APP_ID: &str = "wx5823bf96d3bd56c7";
pub const TOKEN: &str = "spamtest";
pub const ACCOUNT_ID: &str = "gh_7f083739789a";
pub const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const NONCE: &str = "1514711492";

pub fn keys() -> KeyRing {
    KeyRing::new(EncodingAesKey::parse(KEY).unwrap())
}

/// One person's phone.
pub struct Phone<'a> {
    pub house: &'a House,
    pub open_id: &'a str,
}

impl<'a> Phone<'a> {
    pub const fn of(house: &'a House, open_id: &'a str) -> Self {
        Self { house, open_id }
    }

    pub fn now(&self) -> i64 {
        self.house.clock.now().unix_seconds()
    }

    /// The fields of a message, in the frame every message has.
    pub fn message(&self, fields: &str) -> String {
        format!(
            "<xml><ToUserName><![CDATA[{ACCOUNT_ID}]]></ToUserName><FromUserName><![CDATA[{}]]></FromUserName>\
             <CreateTime>{}</CreateTime>{fields}</xml>",
            self.open_id,
            self.now()
        )
    }

    pub fn scan(&self, scene: &str) -> String {
        self.message(&format!(
            "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[SCAN]]></Event>\
             <EventKey><![CDATA[{scene}]]></EventKey><Ticket><![CDATA[TICKET]]></Ticket>"
        ))
    }

    pub fn text(&self, msg_id: u64, text: &str) -> String {
        self.message(&format!(
            "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content><MsgId>{msg_id}</MsgId>"
        ))
    }

    /// Delivers a message as safe mode does; answers the reply in the clear.
    pub async fn deliver(&self, message: &str) -> String {
        let answered = self.house.send(self.sealed(message)).await;
        assert_eq!(answered.status, 200, "{}", answered.body);
        reply_in(&answered)
    }

    /// A safe-mode request at this moment.
    pub fn sealed(&self, message: &str) -> TestRequest {
        self.sealed_for(message, APP_ID, &keys().current)
    }

    pub fn sealed_for(&self, message: &str, app_id: &str, key: &EncodingAesKey) -> TestRequest {
        self.enveloped(&encrypt(key, *b"0123456789abcdef", message.as_bytes(), app_id))
    }

    /// A rightly signed request around some ciphertext.
    pub fn enveloped(&self, ciphertext: &str) -> TestRequest {
        self.enveloped_at(ciphertext, self.now())
    }

    pub fn enveloped_at(&self, ciphertext: &str, timestamp: i64) -> TestRequest {
        let timestamp = timestamp.to_string();
        let url = signature::url_signature(TOKEN, &timestamp, NONCE);
        let over_message = signature::message_signature(TOKEN, &timestamp, NONCE, ciphertext);
        let body = format!(
            "<xml><ToUserName><![CDATA[{ACCOUNT_ID}]]></ToUserName><Encrypt><![CDATA[{ciphertext}]]></Encrypt></xml>"
        );
        let query = format!(
            "signature={url}&timestamp={timestamp}&nonce={NONCE}&openid={}&encrypt_type=aes&msg_signature={over_message}",
            self.open_id
        );
        TestRequest::post()
            .uri(&format!("/v2/wechat/webhook?{query}"))
            .insert_header(("content-type", "text/xml"))
            .set_payload(body)
    }

    /// A rightly signed request in plain mode.
    pub fn plain(&self, body: impl Into<actix_web::web::Bytes>) -> TestRequest {
        TestRequest::post()
            .uri(&format!("/v2/wechat/webhook?{}", signed_query(self.now())))
            .insert_header(("content-type", "text/xml"))
            .set_payload(body)
    }
}

/// A right signature of the address.
pub fn signed_query(timestamp: i64) -> String {
    let timestamp = timestamp.to_string();
    let signature = signature::url_signature(TOKEN, &timestamp, NONCE);
    format!("signature={signature}&timestamp={timestamp}&nonce={NONCE}")
}

/// The reply of a response, decrypted where it is sealed; its seal must be right.
pub fn reply_in(answered: &Answered) -> String {
    assert_eq!(answered.header("content-type"), Some("application/xml; charset=utf-8"));
    if answered.body == "success" {
        return answered.body.clone();
    }
    let sealed = EncryptedReply::parse(answered.body.as_bytes(), Limits::default()).unwrap();
    let timestamp = sealed.timestamp.to_string();
    assert!(signature::verify_message_signature(
        TOKEN,
        &timestamp,
        &sealed.nonce,
        &sealed.encrypt,
        &sealed.signature
    ));
    String::from_utf8(keys().decrypt(&sealed.encrypt, APP_ID).unwrap().message).unwrap()
}
