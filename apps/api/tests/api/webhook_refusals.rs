//! What is not WeChat's, not now, not for us or not understood.

use std::sync::Arc;

use actix_web::test::TestRequest;
use async_trait::async_trait;
use domain::ids::MessageId;
use domain::time::Timestamp;
use domain::wechat::MessageMode;
use ports::StoreError;
use ports::wechat::{Answer, MessageLog, NewAnswer, NewMessage, Recorded, RecordedMessage, StoredState};
use wechat_protocol::EncodingAesKey;
use wechat_protocol::envelope::encrypt;

use crate::support::{APP_ID, Answered, House, Phone, TOLERANCE, keys, signed_query};

const PERSON: &str = "oPerson_000001";

async fn nothing_was_recorded(house: &House) {
    assert_eq!(house.get("/v2/wechat/messages").await.data(200)["total"], 0);
}

/// Base64 of a ciphertext whose last block was changed, so that its padding is wrong.
fn spoiled(ciphertext: &str) -> String {
    let mut letters: Vec<_> = ciphertext.chars().collect();
    let place = letters.len() - 30;
    letters[place] = if letters[place] == 'A' { 'B' } else { 'A' };
    letters.into_iter().collect()
}

/// The request's address after a change, without its body.
fn tampered(request: TestRequest, change: impl Fn(&str) -> String) -> TestRequest {
    TestRequest::post().uri(&change(&request.to_request().uri().to_string()))
}

#[actix_web::test]
async fn whatever_cannot_be_trusted_hears_the_same() {
    let house = House::open().await;
    let phone = Phone::of(&house, PERSON);
    let message = phone.text(1, "hi");
    let other_key = EncodingAesKey::parse("GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba").unwrap();
    let sealed = encrypt(&keys().current, *b"0123456789abcdef", message.as_bytes(), APP_ID);
    let body = |ciphertext: &str| format!("<xml><Encrypt><![CDATA[{ciphertext}]]></Encrypt></xml>");
    let long_ago = phone.now() - 301;
    let to_come = phone.now() + 301;
    let another = message.replace(crate::support::ACCOUNT_ID, "gh_somebody_else");
    let requests = [
        (
            "wrong signature",
            tampered(phone.sealed(&message), |uri| {
                uri.replace("msg_signature=", "msg_signature=0")
            })
            .set_payload(body(&sealed)),
        ),
        (
            "no signature",
            tampered(phone.sealed(&message), |uri| {
                uri.split("&msg_signature").next().unwrap().to_owned()
            })
            .set_payload(body(&sealed)),
        ),
        (
            "no parameters",
            TestRequest::post().uri("/v2/wechat/webhook").set_payload(body(&sealed)),
        ),
        (
            "another body",
            tampered(phone.sealed(&message), str::to_owned).set_payload(body(&spoiled(&sealed))),
        ),
        ("stale", phone.enveloped_at(&sealed, long_ago)),
        ("from the future", phone.enveloped_at(&sealed, to_come)),
        ("bad padding", phone.enveloped(&spoiled(&sealed))),
        ("not base64", phone.enveloped("!!!!")),
        ("empty", phone.enveloped("AAAA")),
        ("another key", phone.sealed_for(&message, APP_ID, &other_key)),
        (
            "another app id",
            phone.sealed_for(&message, "wx0000000000000000", &keys().current),
        ),
        ("another account", phone.sealed(&another)),
        ("plain body", phone.plain(message.clone())),
        (
            "plain body that claims to be sealed",
            tampered(phone.sealed(&message), str::to_owned).set_payload(message.clone()),
        ),
    ];
    let mut heard: Vec<(&str, Answered)> = Vec::new();
    for (name, request) in requests {
        let answered = house.send(request).await;
        assert_eq!(answered.status, 403, "{name}: {}", answered.body);
        heard.push((name, answered));
    }
    for (name, answered) in &heard {
        answered.error(403, "FORBIDDEN");
        assert_eq!(answered.body_without_stamp(), heard[0].1.body_without_stamp(), "{name}");
        let names = |answered: &Answered| {
            let mut names: Vec<_> = answered.headers.keys().map(ToString::to_string).collect();
            names.sort();
            names
        };
        assert_eq!(names(answered), names(&heard[0].1), "{name}");
    }
    nothing_was_recorded(&house).await;
}

#[actix_web::test]
async fn the_edges_of_the_tolerance_are_inside() {
    let house = House::open().await;
    let phone = Phone::of(&house, PERSON);
    let sealed = |id| {
        encrypt(
            &keys().current,
            *b"0123456789abcdef",
            phone.text(id, "hi").as_bytes(),
            APP_ID,
        )
    };
    let tolerance = i64::try_from(TOLERANCE.as_secs()).unwrap();
    // The clock shows a fraction of a second, so that a timestamp in whole seconds is a little older than it looks.
    for (id, offset) in [(1, tolerance), (2, 1 - tolerance)] {
        let answered = house.send(phone.enveloped_at(&sealed(id), phone.now() + offset)).await;
        assert_eq!(answered.status, 200, "{offset}");
    }
}

#[actix_web::test]
async fn the_check_of_the_address_needs_every_parameter_and_a_right_signature() {
    let house = House::open().await;
    let now = Phone::of(&house, PERSON).now();
    let whole = format!("{}&echostr=42", signed_query(now));
    for name in ["signature", "timestamp", "nonce", "echostr"] {
        let without: Vec<_> = whole
            .split('&')
            .filter(|pair| !pair.starts_with(&format!("{name}=")))
            .collect();
        let answered = house
            .send(TestRequest::get().uri(&format!("/v2/wechat/webhook?{}", without.join("&"))))
            .await;
        answered.refuses_field(name);
    }
    let wrong = whole.replace("nonce=", "nonce=1");
    let stale = format!("{}&echostr=42", signed_query(now - 400));
    for query in [wrong, stale] {
        let answered = house
            .send(TestRequest::get().uri(&format!("/v2/wechat/webhook?{query}")))
            .await;
        answered.error(403, "FORBIDDEN");
        assert!(!answered.body.contains("42"));
    }
}

#[actix_web::test]
async fn a_signed_message_that_is_no_message_is_refused_as_such() {
    let house = House::open().await;
    let phone = Phone::of(&house, PERSON);
    for broken in [
        "",
        "<xml>",
        "<xml><ToUserName>a</FromUserName></xml>",
        "<xml></xml>",
        "not xml",
        "<xml><MsgType>text</MsgType></xml>",
        "<!DOCTYPE xml [<!ENTITY a \"b\">]><xml><ToUserName>&a;</ToUserName></xml>",
        "<xml><ToUserName>&nothing;</ToUserName></xml>",
    ] {
        house.send(phone.sealed(broken)).await.refuses_field("body");
    }
    let no_time = phone.text(1, "hi").replace(&phone.now().to_string(), "soon");
    house.send(phone.sealed(&no_time)).await.refuses_field("body");
    let nul = phone.message("<MsgType>text</MsgType><Content>a\u{0}b</Content><MsgId>1</MsgId>");
    house.send(phone.sealed(&nul)).await.refuses_field("body");
    nothing_was_recorded(&house).await;
}

#[actix_web::test]
async fn names_longer_than_any_are_refused_and_not_stored() {
    let house = House::open().await;
    let long = "o".repeat(200);
    let phone = Phone::of(&house, &long);
    house
        .send(phone.sealed(&phone.text(1, "hi")))
        .await
        .refuses_field("body");
    let phone = Phone::of(&house, PERSON);
    let kind = phone.message(&format!("<MsgType>{}</MsgType><MsgId>1</MsgId>", "x".repeat(65)));
    house.send(phone.sealed(&kind)).await.refuses_field("body");
    nothing_was_recorded(&house).await;
}

#[actix_web::test]
async fn an_entity_bomb_is_refused_unexpanded() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;&lol;\">\
                <!ENTITY lol3 \"&lol2;&lol2;&lol2;&lol2;\">]><xml><Content>&lol3;</Content></xml>";
    let house = House::in_mode(MessageMode::Plain).await;
    let phone = Phone::of(&house, PERSON);
    house.send(phone.plain(bomb)).await.refuses_field("body");
    let outside = phone.plain("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><xml>&x;</xml>");
    house.send(outside).await.refuses_field("body");
    let safe = House::open().await;
    let phone = Phone::of(&safe, PERSON);
    safe.send(phone.sealed(bomb)).await.refuses_field("body");
    let outer = tampered(phone.sealed("x"), str::to_owned).set_payload(bomb);
    safe.send(outer).await.refuses_field("body");
    nothing_was_recorded(&safe).await;
}

#[actix_web::test]
async fn a_body_over_the_limit_is_too_large_before_anything_else() {
    let house = House::open().await;
    let phone = Phone::of(&house, PERSON);
    let error = house
        .send(phone.plain("x".repeat(256 * 1024 + 1)))
        .await
        .error(413, "PAYLOAD_TOO_LARGE");
    assert_eq!(error["details"]["limit"], 262_144);
    house
        .send(phone.plain("x".repeat(256 * 1024)))
        .await
        .error(403, "FORBIDDEN");
}

#[actix_web::test]
async fn plain_mode_checks_the_signature_too() {
    let house = House::in_mode(MessageMode::Plain).await;
    let phone = Phone::of(&house, PERSON);
    let message = phone.text(1, "hi");
    let wrong =
        tampered(phone.plain(message.clone()), |uri| uri.replace("nonce=", "nonce=9")).set_payload(message.clone());
    house.send(wrong).await.error(403, "FORBIDDEN");
    house
        .send(TestRequest::post().uri("/v2/wechat/webhook").set_payload(message))
        .await
        .error(403, "FORBIDDEN");
    house.send(phone.plain(vec![0xff, 0xfe])).await.refuses_field("body");
    nothing_was_recorded(&house).await;
}

struct Away;

#[async_trait]
impl MessageLog for Away {
    async fn record(&self, _: &[NewMessage]) -> Result<Vec<Recorded>, StoreError> {
        Err(away())
    }

    async fn answer(&self, _: &[NewAnswer]) -> Result<Vec<Answer>, StoreError> {
        Err(away())
    }

    async fn state(&self, _: MessageId) -> Result<Option<StoredState>, StoreError> {
        Err(away())
    }

    async fn take_over_stale(&self, _: Timestamp, _: Timestamp, _: u32) -> Result<Vec<RecordedMessage>, StoreError> {
        Err(away())
    }

    async fn take_over(&self, _: MessageId, _: Timestamp, _: Timestamp) -> Result<Option<RecordedMessage>, StoreError> {
        Err(away())
    }
}

fn away() -> StoreError {
    StoreError::Unavailable("no database".to_owned())
}

#[actix_web::test]
async fn what_cannot_be_recorded_is_not_acknowledged() {
    let house = House::with(MessageMode::Safe, |mut adapters| {
        adapters.messages = Arc::new(Away);
        adapters
    })
    .await;
    let phone = Phone::of(&house, PERSON);
    house
        .send(phone.sealed(&phone.text(1, "hi")))
        .await
        .error(503, "UNAVAILABLE");
}
