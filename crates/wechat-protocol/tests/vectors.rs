//! Published and constructed vectors: what others compute, we compute.
#![expect(clippy::unwrap_used, reason = "a test helper that fails should fail the test")]

use serde_json::Value;
use wechat_protocol::{
    EncodingAesKey, EncryptedReply, InboundMessage, KeyRing, Limits, MessageKind, OuterBody,
    envelope::{BodyFormat, decrypt, encrypt},
    jssdk,
    mini_program::{
        SessionKey, UserInfo, WatermarkCheck, check_session_signature, decrypt_data, user_signature, verify_raw_data,
    },
    signature,
    wecom::callback::{Callback, CallbackQuery, ReceiveId},
};

fn group(name: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("vectors.json")).unwrap();
    let vectors = all[name]
        .as_array()
        .unwrap_or_else(|| panic!("no group {name}"))
        .clone();
    assert!(!vectors.is_empty(), "{name} is empty");
    vectors
}

fn text<'a>(vector: &'a Value, field: &str) -> &'a str {
    vector[field]
        .as_str()
        .unwrap_or_else(|| panic!("{} has no {field}", vector["id"]))
}

fn key(vector: &Value) -> EncodingAesKey {
    EncodingAesKey::parse(text(vector, "encoding_aes_key")).unwrap()
}

fn random(vector: &Value) -> [u8; 16] {
    let hex = text(vector, "random_hex");
    std::array::from_fn(|index| u8::from_str_radix(&hex[index * 2..index * 2 + 2], 16).unwrap())
}

#[test]
fn url_signatures_agree() {
    for vector in group("url_signature") {
        let [token, timestamp, nonce, expected] =
            ["token", "timestamp", "nonce", "signature"].map(|field| text(&vector, field));
        assert_eq!(
            signature::url_signature(token, timestamp, nonce),
            expected,
            "{}",
            vector["id"]
        );
        assert!(signature::verify_url_signature(token, timestamp, nonce, expected));
    }
}

#[test]
fn message_signatures_agree() {
    let with_signature = group("message_crypto")
        .into_iter()
        .filter(|vector| vector["msg_signature"].is_string());
    for vector in group("message_signature").into_iter().chain(with_signature) {
        let [token, timestamp, nonce, encrypt, expected] =
            ["token", "timestamp", "nonce", "encrypt", "msg_signature"].map(|field| text(&vector, field));
        assert_eq!(
            signature::message_signature(token, timestamp, nonce, encrypt),
            expected,
            "{}",
            vector["id"]
        );
        assert!(signature::verify_message_signature(
            token, timestamp, nonce, encrypt, expected
        ));
    }
}

#[test]
fn envelopes_open_to_their_plaintext() {
    for vector in group("message_crypto") {
        let opened = decrypt(&key(&vector), text(&vector, "encrypt"), text(&vector, "receive_id")).unwrap();
        assert_eq!(
            String::from_utf8(opened).unwrap(),
            text(&vector, "plaintext"),
            "{}",
            vector["id"]
        );
    }
}

#[test]
fn plaintexts_seal_to_the_same_envelope() {
    for vector in group("message_crypto") {
        let plaintext = text(&vector, "plaintext").as_bytes();
        let sealed = encrypt(&key(&vector), random(&vector), plaintext, text(&vector, "receive_id"));
        assert_eq!(sealed, text(&vector, "encrypt"), "{}", vector["id"]);
    }
}

#[test]
fn broken_envelopes_are_refused_and_look_alike() {
    for vector in group("message_crypto_negative") {
        let error = decrypt(&key(&vector), text(&vector, "encrypt"), text(&vector, "receive_id")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the envelope could not be opened",
            "{}",
            vector["id"]
        );
    }
}

#[test]
fn whole_messages_in_the_vectors_parse_as_messages() {
    let mut parsed = 0;
    for vector in group("message_crypto") {
        let plaintext = text(&vector, "plaintext");
        if vector["kind"] != "message" || !plaintext.contains("MsgType") {
            continue;
        }
        let format = if plaintext.starts_with('{') {
            BodyFormat::Json
        } else {
            BodyFormat::Xml
        };
        let carrier = OuterBody {
            to_user_name: None,
            encrypt: Some(text(&vector, "encrypt").into()),
            format,
        }
        .to_body();
        let outer = OuterBody::parse(carrier.as_bytes(), Limits::default()).unwrap();
        assert_eq!(outer.format, format);
        let opened = decrypt(&key(&vector), &outer.encrypt.unwrap(), text(&vector, "receive_id")).unwrap();
        let message = InboundMessage::parse(&opened, Limits::default()).unwrap();
        match vector["id"].as_str().unwrap() {
            "safe-json" => assert_eq!(
                (message.event.as_deref(), message.create_time),
                (Some("debug_demo"), 1_714_112_445)
            ),
            "wecom-official-message" => {
                assert_eq!(message.msg_id, Some(4_561_255_354_251_345_929));
                assert_eq!(
                    message.kind,
                    MessageKind::Text {
                        content: "hello".into(),
                        biz_menu_id: None
                    }
                );
            }
            other => panic!("say what {other} should parse to"),
        }
        parsed += 1;
    }
    assert_eq!(parsed, 2);
}

#[test]
fn the_sealed_reply_is_signed_as_published() {
    let replies = group("message_crypto")
        .into_iter()
        .filter(|vector| vector["kind"] == "reply");
    for vector in replies {
        let timestamp = text(&vector, "timestamp").parse().unwrap();
        let sealed = text(&vector, "encrypt").to_owned();
        let reply = EncryptedReply::sign(text(&vector, "token"), timestamp, text(&vector, "nonce"), sealed);
        assert_eq!(reply.signature, text(&vector, "msg_signature"), "{}", vector["id"]);
    }
}

#[test]
fn page_signatures_agree() {
    for vector in group("jssdk_signature") {
        let [ticket, nonce, timestamp, url, expected] =
            ["jsapi_ticket", "noncestr", "timestamp", "url", "signature"].map(|field| text(&vector, field));
        assert_eq!(
            jssdk::signature(ticket, nonce, timestamp.parse().unwrap(), url),
            expected,
            "{}",
            vector["id"]
        );
    }
}

#[test]
fn card_signatures_agree() {
    for vector in group("card_signature") {
        let values: Vec<_> = vector["values"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert_eq!(jssdk::card_signature(&values), text(&vector, "signature"));
    }
}

#[test]
fn wecom_callbacks_answer_the_official_examples() {
    let mut answered = 0;
    for vector in group("message_crypto") {
        if !text(&vector, "id").starts_with("wecom-official") {
            continue;
        }
        let corp = ReceiveId::Corp(text(&vector, "receive_id").into());
        let callback = Callback::new(text(&vector, "token"), KeyRing::new(key(&vector)), corp);
        let [signed, timestamp, nonce, encrypt] =
            ["msg_signature", "timestamp", "nonce", "encrypt"].map(|field| text(&vector, field));
        let query = CallbackQuery::from_decoded(signed, timestamp, nonce, Some(encrypt));
        let body = format!("<xml><Encrypt><![CDATA[{encrypt}]]></Encrypt><AgentID>218</AgentID></xml>");
        let opened = match vector["kind"].as_str() {
            Some("wecom_echostr") => callback.verify_address(&query).unwrap(),
            _ => {
                callback
                    .open(&query, body.as_bytes(), Limits::default())
                    .unwrap()
                    .message
            }
        };
        assert_eq!(String::from_utf8(opened).unwrap(), text(&vector, "plaintext"));
        answered += 1;
    }
    assert_eq!(answered, 2);
}

fn session_key(vector: &Value) -> SessionKey {
    SessionKey::parse(text(vector, "session_key")).unwrap()
}

#[test]
fn mini_program_data_opens_to_its_plaintext() {
    for vector in group("miniprogram_encrypted_data") {
        let check = |app_id, now| WatermarkCheck {
            app_id,
            now,
            max_age_seconds: 60,
        };
        let open = |check: &WatermarkCheck<'_>| {
            decrypt_data::<Value>(
                &session_key(&vector),
                text(&vector, "encrypted_data"),
                text(&vector, "iv"),
                check,
            )
        };
        if text(&vector, "plaintext").is_empty() {
            assert!(open(&check("wx", 0)).is_err(), "the empty string is not JSON");
            continue;
        }
        let expected: Value = serde_json::from_str(text(&vector, "plaintext")).unwrap();
        let made = expected["watermark"]["timestamp"].as_i64().unwrap();
        let app_id = text(&vector, "appid");
        assert_eq!(open(&check(app_id, made)).unwrap(), expected);
        assert!(open(&check("wx_other", made)).is_err());
        assert!(open(&check(app_id, made + 61)).is_err());
        let user: UserInfo = serde_json::from_value(expected.clone()).unwrap();
        assert_eq!(user.nick_name.as_deref(), expected["nickName"].as_str());
    }
}

#[test]
fn mini_program_signatures_agree() {
    for vector in group("miniprogram_raw_signature") {
        let (raw, signed) = (text(&vector, "raw_data"), text(&vector, "signature"));
        assert!(verify_raw_data(&session_key(&vector), raw, signed), "{}", vector["id"]);
        assert!(!verify_raw_data(&session_key(&vector), &format!("{raw} "), signed));
        assert!(!verify_raw_data(&session_key(&vector), raw, &signed.to_uppercase()));
    }
    for vector in group("miniprogram_session_hmac") {
        let (data, signed) = (text(&vector, "data"), text(&vector, "signature"));
        assert_eq!(
            user_signature(&session_key(&vector), data.as_bytes()),
            signed,
            "{}",
            vector["id"]
        );
        if data.is_empty() {
            assert_eq!(check_session_signature(&session_key(&vector)), signed);
        }
    }
}
