//! What WeChat delivers is recorded once, acted on and answered.

use std::time::Duration;

use actix_web::test::TestRequest;
use domain::wechat::MessageMode;
use serde_json::{Value, json};
use wechat_protocol::envelope::KeySlot;
use wechat_protocol::{EncodingAesKey, KeyRing};

use crate::support::{ACCOUNT_ID, APP_ID, House, KEY, Phone, TOKEN, configured, keys, reply_in, signed_query};

async fn messages(house: &House, query: &str) -> Value {
    house.get(&format!("/v2/wechat/messages{query}")).await.data(200)
}

#[actix_web::test]
async fn wechat_gets_its_echo_to_the_letter() {
    let house = House::open().await;
    let query = signed_query(Phone::of(&house, "").now());
    for path in ["/v2/wechat/webhook", "/v2/wechat/default/webhook"] {
        let echo = "a%26b%3Cc%3E%20%E7%AD%BE";
        let answered = house
            .send(TestRequest::get().uri(&format!("{path}?{query}&echostr={echo}")))
            .await;
        assert_eq!((answered.status.as_u16(), answered.body.as_str()), (200, "a&b<c> 签"));
        assert!(answered.header("content-type").unwrap().starts_with("text/plain"));
    }
}

#[actix_web::test]
async fn a_scan_becomes_a_registration_and_a_second_scan_a_check_in() {
    let house = House::open().await;
    let event = house
        .event(json!({"wechatConfig": {"scanMessage": "欢迎来到{{event.title}}"}}))
        .await;
    let (register, check_in) = (
        house.scene(&event, "register").await,
        house.scene(&event, "check-in").await,
    );
    let phone = Phone::of(&house, "oPerson_000001");
    let reply = phone.deliver(&phone.scan(&register)).await;
    assert!(reply.contains("欢迎来到春天的音乐会"), "{reply}");
    assert!(reply.starts_with("<xml><ToUserName><![CDATA[oPerson_000001]]></ToUserName>"));
    assert!(reply.contains(&format!("<FromUserName><![CDATA[{ACCOUNT_ID}]]>")));
    assert_eq!(house.attendee(&event).await["status"], "registered");
    house.clock.advance(Duration::from_secs(5));
    let reply = phone.deliver(&phone.scan(&check_in)).await;
    assert!(reply.contains("签到成功"), "{reply}");
    assert_eq!(house.attendee(&event).await["status"], "checked-in");
}

#[actix_web::test]
async fn following_through_a_code_is_a_scan() {
    let house = House::open().await;
    let event = house.event(json!({})).await;
    let scene = house.scene(&event, "register").await;
    let phone = Phone::of(&house, "oPerson_000001");
    let follow = phone.message(&format!(
        "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[subscribe]]></Event>\
         <EventKey><![CDATA[qrscene_{scene}]]></EventKey><Ticket><![CDATA[T]]></Ticket>"
    ));
    assert!(phone.deliver(&follow).await.contains("报名"));
    assert_eq!(house.attendee(&event).await["source"], "qr-code");
}

#[actix_web::test]
async fn a_typed_code_does_the_same_as_a_scan() {
    let house = House::open().await;
    let event = house
        .event(json!({"wechatConfig": {"interactionCode": "SPRING26", "autoReply": "收到"}}))
        .await;
    let phone = Phone::of(&house, "oPerson_000001");
    let reply = phone.deliver(&phone.text(1, " spring26 ")).await;
    assert!(reply.contains("收到"), "{reply}");
    assert_eq!(house.attendee(&event).await["source"], "interaction-code");
}

#[actix_web::test]
async fn a_message_is_listed_with_all_that_is_known_of_it() {
    let house = House::open().await;
    let phone = Phone::of(&house, "oPerson_000001");
    let message = phone.text(18_446_744_073_709_551_615, "你好 👋");
    assert_eq!(phone.deliver(&message).await, "success");
    let page = messages(&house, "?fromUser=oPerson_000001&msgType=text").await;
    let shown = &page["items"][0];
    assert_eq!(
        (&shown["account"], &shown["fromUser"]),
        (&json!("default"), &json!("oPerson_000001"))
    );
    assert_eq!(
        (&shown["toUser"], &shown["msgType"]),
        (&json!(ACCOUNT_ID), &json!("text"))
    );
    assert_eq!(shown["msgId"], "18446744073709551615");
    assert_eq!(shown["content"], "你好 👋");
    assert_eq!(shown["createTime"], phone.now());
    assert_eq!((&shown["deliveries"], &shown["raw"]), (&json!(1), &json!(message)));
    assert_eq!(shown["reply"], json!({"mode": "passive", "type": "none"}));
    assert_eq!((&shown["event"], &shown["eventKey"]), (&Value::Null, &Value::Null));
    let event = house.event(json!({})).await;
    let scene = house.scene(&event, "register").await;
    phone.deliver(&phone.scan(&scene)).await;
    let scan = messages(&house, "?event=scan").await["items"][0].clone();
    assert_eq!((&scan["event"], &scan["eventKey"]), (&json!("SCAN"), &json!(scene)));
    assert_eq!(scan["msgId"], Value::Null);
    assert_eq!(scan["reply"]["type"], "text");
    assert!(scan["reply"]["content"].as_str().unwrap().contains("报名"));
    assert_eq!(
        messages(&house, "?fromUser=operson_000001").await["total"],
        0,
        "open ids are case-sensitive"
    );
}

#[actix_web::test]
async fn the_same_message_twenty_times_at_once_is_one_message_with_one_answer() {
    let house = House::open().await;
    let event = house.event(json!({})).await;
    let scene = house.scene(&event, "register").await;
    let phone = Phone::of(&house, "oPerson_000001");
    let message = phone.scan(&scene);
    let replies = futures::future::join_all((0..20).map(|_| phone.deliver(&message))).await;
    assert!(replies[0].contains("报名"), "{}", replies[0]);
    assert!(replies.iter().all(|reply| *reply == replies[0]));
    let page = messages(&house, "").await;
    assert_eq!(
        (&page["total"], &page["items"][0]["deliveries"]),
        (&json!(1), &json!(20))
    );
    house.attendee(&event).await;
}

#[actix_web::test]
async fn two_events_of_one_person_in_the_same_second_both_count() {
    let house = House::open().await;
    let (one, other) = (house.event(json!({})).await, house.event(json!({})).await);
    let phone = Phone::of(&house, "oPerson_000001");
    for event in [&one, &other] {
        let scene = house.scene(event, "register").await;
        assert!(phone.deliver(&phone.scan(&scene)).await.contains("报名"));
    }
    assert_eq!(messages(&house, "").await["total"], 2);
    house.attendee(&one).await;
    house.attendee(&other).await;
}

#[actix_web::test]
async fn unknown_types_are_kept_and_acknowledged() {
    let house = House::open().await;
    let phone = Phone::of(&house, "oPerson_000001");
    for fields in [
        "<MsgType><![CDATA[hologram]]></MsgType><MsgId>1</MsgId>",
        "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[teleported]]></Event><Where>moon</Where>",
        "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[unsubscribe]]></Event>",
        "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[CLICK]]></Event><EventKey>menu</EventKey>",
        "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[VIEW]]></Event><EventKey>https://x/?a=1&amp;b=2</EventKey>",
        "<MsgType><![CDATA[image]]></MsgType><PicUrl>u</PicUrl><MediaId>m</MediaId><MsgId>2</MsgId>",
    ] {
        assert_eq!(phone.deliver(&phone.message(fields)).await, "success");
    }
    assert_eq!(messages(&house, "").await["total"], 6);
    let unknown = messages(&house, "?event=TELEPORTED").await;
    assert!(
        unknown["items"][0]["raw"]
            .as_str()
            .unwrap()
            .contains("<Where>moon</Where>")
    );
}

#[actix_web::test]
async fn a_report_on_a_template_message_keeps_its_job_id() {
    let house = House::open().await;
    let phone = Phone::of(&house, "oPerson_000001");
    let report = phone.message(
        "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event>\
         <MsgID>200163840</MsgID><Status><![CDATA[success]]></Status>",
    );
    assert_eq!(phone.deliver(&report).await, "success");
    assert_eq!(messages(&house, "").await["items"][0]["msgId"], "200163840");
}

#[actix_web::test]
async fn a_text_of_ten_thousand_characters_is_kept_whole() {
    let house = House::open().await;
    let phone = Phone::of(&house, "oPerson_000001");
    let text = "长".repeat(10_000);
    assert_eq!(phone.deliver(&phone.text(1, &text)).await, "success");
    assert_eq!(messages(&house, "").await["items"][0]["content"], text);
}

#[actix_web::test]
async fn a_scan_of_a_deleted_event_is_told_so() {
    let house = House::open().await;
    let event = house.event(json!({})).await;
    let scene = house.scene(&event, "register").await;
    house.delete(&format!("/v2/events/{event}")).await.data(200);
    let phone = Phone::of(&house, "oPerson_000001");
    let reply = phone.deliver(&phone.scan(&scene)).await;
    assert!(reply.contains("已不存在"), "{reply}");
}

#[actix_web::test]
async fn plain_mode_answers_in_the_clear() {
    let house = House::in_mode(MessageMode::Plain).await;
    let event = house.event(json!({})).await;
    let scene = house.scene(&event, "register").await;
    let phone = Phone::of(&house, "oPerson_000001");
    let answered = house.send(phone.plain(phone.scan(&scene))).await;
    assert_eq!(answered.status, 200);
    assert!(
        answered.body.starts_with("<xml><ToUserName><![CDATA[oPerson_000001]]>"),
        "{}",
        answered.body
    );
    assert!(answered.body.contains("报名"));
}

#[actix_web::test]
async fn compatible_mode_believes_only_what_is_sealed() {
    let house = House::in_mode(MessageMode::Compatible).await;
    let event = house.event(json!({})).await;
    let scene = house.scene(&event, "register").await;
    let phone = Phone::of(&house, "oPerson_000001");
    assert!(phone.deliver(&phone.scan(&scene)).await.contains("报名"));
    house
        .send(phone.plain(phone.scan(&scene)))
        .await
        .error(403, "FORBIDDEN");
}

#[actix_web::test]
async fn a_message_sealed_with_the_key_before_is_answered_with_that_key() {
    let old = keys().current;
    let new = EncodingAesKey::parse("GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba").unwrap();
    let ring = KeyRing {
        current: new,
        previous: Some(old),
    };
    let mut account = configured(MessageMode::Safe);
    account.secrets.encoding_aes_key = Some("GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba".into());
    account.secrets.previous_encoding_aes_key = Some(KEY.into());
    let house = House::of(account, |adapters| adapters).await;
    let event = house.event(json!({})).await;
    let scene = house.scene(&event, "register").await;
    let phone = Phone::of(&house, "oPerson_000001");
    let answered = house.send(phone.sealed(&phone.scan(&scene))).await;
    assert!(reply_in(&answered).contains("报名"), "sealed with the old key");
    let other = Phone::of(&house, "oPerson_000002");
    let answered = house
        .send(other.sealed_for(&other.scan(&scene), APP_ID, ring.key(KeySlot::Current)))
        .await;
    let sealed = wechat_protocol::EncryptedReply::parse(answered.body.as_bytes(), Default::default()).unwrap();
    assert_eq!(ring.decrypt(&sealed.encrypt, APP_ID).unwrap().slot, KeySlot::Current);
}

#[actix_web::test]
async fn every_account_has_its_own_address_and_messages() {
    let house = House::open().await;
    let mut account = crate::accounts::a_shop();
    for (field, value) in [("name", "second"), ("token", TOKEN), ("originalId", ACCOUNT_ID)] {
        account[field] = json!(value);
    }
    house.post("/v2/wechat/accounts", account).await.data(201);
    let phone = Phone::of(&house, "oPerson_000001");
    let message = phone.text(1, "hi");
    phone.deliver(&message).await;
    let uri = phone
        .sealed(&message)
        .to_request()
        .uri()
        .to_string()
        .replace("/wechat/", "/wechat/second/");
    let sealed = phone.sealed_for(&message, "wx0000000000000002", &keys().current);
    let query = sealed.to_request().uri().query().unwrap().to_owned();
    let uri = format!("{}?{query}", uri.split_once('?').unwrap().0);
    let sealed = phone.sealed_for(&message, "wx0000000000000002", &keys().current);
    house.send(sealed.uri(&uri)).await;
    let page = messages(&house, "").await;
    let accounts: Vec<_> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["account"].clone())
        .collect();
    assert_eq!(accounts, ["second", "default"]);
    let nowhere = uri.replace("/second/", "/third/");
    house
        .send(phone.sealed(&message).uri(&nowhere))
        .await
        .error(404, "NOT_FOUND");
}

#[actix_web::test]
async fn the_webhook_is_counted_with_its_lag() {
    let house = House::open().await;
    let phone = Phone::of(&house, "oPerson_000001");
    phone.deliver(&phone.text(1, "hi")).await;
    let text = house.send(TestRequest::get().uri("/metrics")).await.body;
    for name in [
        "webhook_requests_total{outcome=\"silent\"}",
        "webhook_seconds_count",
        "webhook_lag_seconds_count",
    ] {
        assert!(text.contains(name), "{name}");
    }
}
