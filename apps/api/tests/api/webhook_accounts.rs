//! The webhook of further accounts: their own keys, products and languages, and changes without a restart.

use actix_web::test::TestRequest;
use domain::wechat::{IncomingKind, MessageMode, PrivacyKind, Signal};
use ports::PageQuery;
use ports::wechat::MessageFilter;
use serde_json::{Value, json};
use wechat_protocol::envelope::encrypt;
use wechat_protocol::wecom::callback::{Callback, ReceiveId};
use wechat_protocol::{EncodingAesKey, EncryptedReply, KeyRing, signature};

use crate::accounts::{SHOP, a_shop};
use crate::support::{Answered, House, KEY, Phone};

const OTHER_KEY: &str = "GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba";
const SHOP_APP: &str = "wx0000000000000002";
const NONCE: &str = "1514711492";

fn ring(key: &str) -> KeyRing {
    KeyRing::new(EncodingAesKey::parse(key).unwrap())
}

/// A message to the shop in safe mode, signed with this token and sealed with this key.
fn to_shop(house: &House, message: &str, token: &str, key: &str) -> TestRequest {
    let sealed = encrypt(&ring(key).current, *b"0123456789abcdef", message.as_bytes(), SHOP_APP);
    let timestamp = Phone::of(house, "").now().to_string();
    let signed = signature::message_signature(token, &timestamp, NONCE, &sealed);
    let query = format!("timestamp={timestamp}&nonce={NONCE}&encrypt_type=aes&msg_signature={signed}");
    TestRequest::post()
        .uri(&format!("/v2/wechat/shop/webhook?{query}"))
        .set_payload(format!("<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"))
}

fn a_text(house: &House, id: u64) -> String {
    let phone = Phone::of(house, "oPerson_000001");
    phone.text(id, "SPRING26").replace("gh_7f083739789a", "gh_000000000002")
}

async fn with_event() -> House {
    let house = House::open().await;
    house
        .event(json!({"wechatConfig": {"interactionCode": "SPRING26", "autoReply": "收到"}}))
        .await;
    house
}

fn opened(answered: &Answered, key: &str, app_id: &str) -> String {
    assert_eq!(answered.status, 200, "{}", answered.body);
    let sealed = EncryptedReply::parse(answered.body.as_bytes(), Default::default()).unwrap();
    String::from_utf8(ring(key).decrypt(&sealed.encrypt, app_id).unwrap().message).unwrap()
}

#[actix_web::test]
async fn a_second_account_answers_with_its_own_keys_and_follows_every_change_at_once() {
    let house = with_event().await;
    let deliver = |id, token, key| house.send(to_shop(&house, &a_text(&house, id), token, key));
    deliver(1, "shopToken", KEY).await.error(404, "NOT_FOUND");
    house.post("/v2/wechat/accounts", a_shop()).await.data(201);
    assert!(opened(&deliver(1, "shopToken", KEY).await, KEY, SHOP_APP).contains("收到"));
    let message = &house.get("/v2/wechat/messages").await.data(200)["items"][0];
    assert_eq!(
        (&message["account"], &message["toUser"]),
        (&json!("shop"), &json!("gh_000000000002"))
    );

    house.patch(SHOP, json!({"token": "another1"})).await.data(200);
    deliver(2, "shopToken", KEY).await.error(403, "FORBIDDEN");
    assert!(opened(&deliver(2, "another1", KEY).await, KEY, SHOP_APP).contains("收到"));

    house.patch(SHOP, json!({"encodingAesKey": OTHER_KEY})).await.data(200);
    for (id, key) in [(3, KEY), (4, OTHER_KEY)] {
        assert!(
            opened(&deliver(id, "another1", key).await, key, SHOP_APP).contains("收到"),
            "both keys are read"
        );
    }
    house
        .patch(SHOP, json!({"previousEncodingAesKey": null}))
        .await
        .data(200);
    deliver(5, "another1", KEY).await.error(403, "FORBIDDEN");

    house.patch(SHOP, json!({"enabled": false})).await.data(200);
    deliver(6, "another1", OTHER_KEY).await.error(404, "NOT_FOUND");
    house.patch(SHOP, json!({"enabled": true})).await.data(200);
    assert!(opened(&deliver(6, "another1", OTHER_KEY).await, OTHER_KEY, SHOP_APP).contains("收到"));
    house.delete(SHOP).await.data(200);
    deliver(7, "another1", OTHER_KEY).await.error(404, "NOT_FOUND");
}

#[actix_web::test]
async fn an_account_without_a_token_takes_no_messages() {
    let house = House::open().await;
    let mut silent = a_shop();
    silent["token"] = Value::Null;
    house.post("/v2/wechat/accounts", silent).await.data(201);
    let request = to_shop(&house, &a_text(&house, 1), "shopToken", KEY);
    house.send(request).await.error(404, "NOT_FOUND");
}

#[actix_web::test]
async fn a_confirmed_address_and_the_newest_message_are_told_by_the_health() {
    let house = House::open().await;
    house.post("/v2/wechat/accounts", a_shop()).await.data(201);
    let timestamp = Phone::of(&house, "").now().to_string();
    let signed = signature::url_signature("shopToken", &timestamp, NONCE);
    let query = format!("signature={signed}&timestamp={timestamp}&nonce={NONCE}&echostr=hello");
    let request = TestRequest::get().uri(&format!("/v2/wechat/shop/webhook?{query}"));
    assert_eq!(house.send(request).await.body, "hello");
    let message = a_text(&house, 1);
    house.clock.advance(std::time::Duration::from_secs(3));
    house.send(to_shop(&house, &message, "shopToken", KEY)).await;
    let noted = async {
        loop {
            let health = house.get(&format!("{SHOP}/health")).await.data(200);
            if health["webhook"]["addressConfirmedAt"].is_string() {
                return health;
            }
            tokio::task::yield_now().await;
        }
    };
    let health = tokio::time::timeout(std::time::Duration::from_secs(60), noted)
        .await
        .unwrap();
    assert_eq!(health["webhook"]["lastMessageAt"], house.in_seconds(0));
    assert_eq!(health["webhook"]["lastMessageDelaySeconds"], 3);
    let default = house.get("/v2/wechat/accounts/default/health").await.data(200);
    assert_eq!(default["webhook"]["lastMessageAt"], Value::Null);
}

#[actix_web::test]
async fn what_is_pushed_in_json_is_answered_in_json() {
    let house = House::in_mode(MessageMode::Plain).await;
    house
        .event(json!({"wechatConfig": {"interactionCode": "SPRING26", "autoReply": "收到"}}))
        .await;
    let phone = Phone::of(&house, "oPerson_000001");
    let message = json!({
        "ToUserName": "gh_7f083739789a", "FromUserName": "oPerson_000001", "CreateTime": phone.now(),
        "MsgType": "text", "Content": "SPRING26", "MsgId": 9_007_199_254_740_993_u64,
    });
    let answered = house.send(phone.plain(message.to_string())).await;
    assert_eq!(answered.header("content-type"), Some("application/json; charset=utf-8"));
    let reply = answered.json();
    assert_eq!(
        (&reply["ToUserName"], &reply["MsgType"]),
        (&json!("oPerson_000001"), &json!("text"))
    );
    assert!(reply["Content"].as_str().unwrap().contains("收到"), "{reply}");
}

const CORP: &str = "ww0000000000000003";
const AGENT: i64 = 1_000_002;

async fn with_wecom() -> (House, Callback) {
    let house = with_event().await;
    let account = json!({
        "name": "staff", "product": "wecom", "title": "员工", "appId": CORP, "agentId": AGENT,
        "appSecret": "a-wecom-secret-not-for-use", "token": "staffToken", "encodingAesKey": KEY,
    });
    let added = house.post("/v2/wechat/accounts", account).await.data(201);
    assert_eq!(added["messageMode"], "safe");
    (
        house,
        Callback::new("staffToken", ring(KEY), ReceiveId::Corp(CORP.to_owned())),
    )
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn pushed(house: &House, callback: &Callback, message: &str) -> TestRequest {
    let push = callback.push(message, Some(AGENT), Phone::of(house, "").now(), NONCE, [7; 16]);
    let query = format!(
        "msg_signature={}&timestamp={}&nonce={NONCE}",
        push.query.msg_signature, push.query.timestamp
    );
    TestRequest::post()
        .uri(&format!("/v2/wechat/staff/webhook?{query}"))
        .set_payload(push.body)
}

fn said(agent: i64, to: &str, content: &str) -> String {
    format!(
        "<xml><ToUserName>{to}</ToUserName><FromUserName>zhang</FromUserName><CreateTime>1796089260</CreateTime>\
         <MsgType>text</MsgType><Content>{content}</Content><MsgId>7</MsgId><AgentID>{agent}</AgentID></xml>"
    )
}

#[actix_web::test]
async fn wecom_gets_its_echo_in_the_clear() {
    let (house, _) = with_wecom().await;
    let timestamp = Phone::of(&house, "").now().to_string();
    let ask = |sealed: &str, signed: &str| {
        let query = format!(
            "msg_signature={signed}&timestamp={timestamp}&nonce={NONCE}&echostr={}",
            encoded(sealed)
        );
        TestRequest::get().uri(&format!("/v2/wechat/staff/webhook?{query}"))
    };
    // Some of these ciphertexts have a plus in them.
    for number in 0..20_u8 {
        let sealed = encrypt(&ring(KEY).current, [number; 16], b"1616140317555161061", CORP);
        let signed = signature::message_signature("staffToken", &timestamp, NONCE, &sealed);
        let answered = house.send(ask(&sealed, &signed)).await;
        assert_eq!(
            (answered.status.as_u16(), answered.body.as_str()),
            (200, "1616140317555161061")
        );
    }
    let foreign = encrypt(
        &ring(KEY).current,
        [1; 16],
        b"1616140317555161061",
        "ww0000000000000009",
    );
    let signed = signature::message_signature("staffToken", &timestamp, NONCE, &foreign);
    house.send(ask(&foreign, &signed)).await.error(403, "FORBIDDEN");
    house.send(ask(&foreign, "0")).await.error(403, "FORBIDDEN");
    house
        .send(TestRequest::get().uri("/v2/wechat/staff/webhook"))
        .await
        .refuses_field("msg_signature");
}

#[actix_web::test]
async fn wecom_is_answered_in_an_envelope_and_silence_is_nothing() {
    let (house, callback) = with_wecom().await;
    let answered = house
        .send(pushed(&house, &callback, &said(AGENT, CORP, "SPRING26")))
        .await;
    let reply = opened(&answered, KEY, CORP);
    assert!(
        reply.contains("收到") && reply.contains("<ToUserName><![CDATA[zhang]]>"),
        "{reply}"
    );
    let answered = house
        .send(pushed(
            &house,
            &callback,
            &said(AGENT, CORP, "hello").replace(">7<", ">8<"),
        ))
        .await;
    assert_eq!((answered.status.as_u16(), answered.body.as_str()), (200, ""));
}

#[actix_web::test]
async fn wecom_messages_for_another_application_or_corporation_are_refused() {
    let (house, callback) = with_wecom().await;
    let other_agent = said(AGENT + 1, CORP, "SPRING26");
    house
        .send(pushed(&house, &callback, &other_agent))
        .await
        .error(403, "FORBIDDEN");
    let other_corp = Callback::new(
        "staffToken",
        ring(KEY),
        ReceiveId::Corp("ww0000000000000009".to_owned()),
    );
    let message = said(AGENT, CORP, "SPRING26");
    house
        .send(pushed(&house, &other_corp, &message))
        .await
        .error(403, "FORBIDDEN");
    let stranger = Callback::new("strangerToken", ring(KEY), ReceiveId::Corp(CORP.to_owned()));
    house
        .send(pushed(&house, &stranger, &message))
        .await
        .error(403, "FORBIDDEN");
    let push = pushed(&house, &callback, &message).set_payload("<xml>");
    house.send(push).await.error(403, "FORBIDDEN");
    house.clock.advance(std::time::Duration::from_secs(1_000));
    let stale = callback.push(&message, Some(AGENT), 1_796_089_260, NONCE, [7; 16]);
    let query = format!(
        "msg_signature={}&timestamp={}&nonce={NONCE}",
        stale.query.msg_signature, stale.query.timestamp
    );
    let request = TestRequest::post()
        .uri(&format!("/v2/wechat/staff/webhook?{query}"))
        .set_payload(stale.body);
    house.send(request).await.error(403, "FORBIDDEN");
}

/// What the newest message asks for, and whose it is.
async fn newest(house: &House) -> (IncomingKind, String) {
    let reads = &house.use_cases.adapters().message_reads;
    let query = PageQuery::Number { page: 1, size: 1 };
    let page = reads.list(&MessageFilter::default(), query).await.unwrap();
    let recorded = reads.recorded(page.items[0].id).await.unwrap().unwrap();
    (recorded.incoming.kind, recorded.incoming.person.open_id)
}

async fn signal_of(event: &str) -> (Signal, String) {
    let house = House::open().await;
    let phone = Phone::of(&house, "oPerson_000001");
    let message = phone.message(&format!("<MsgType>event</MsgType>{event}"));
    assert_eq!(phone.deliver(&message).await, "success");
    match newest(&house).await {
        (IncomingKind::Signal(signal), person) => (signal, person),
        (other, _) => panic!("{other:?}"),
    }
}

#[actix_web::test]
async fn reports_of_the_platform_are_signals() {
    let popup = "<Event>subscribe_msg_popup_event</Event><SubscribeMsgPopupEvent><List><TemplateId>T1</TemplateId>\
                 <SubscribeStatusString>accept</SubscribeStatusString><PopupScene>0</PopupScene></List><List>\
                 <TemplateId>T2</TemplateId><SubscribeStatusString>reject</SubscribeStatusString><PopupScene>0</PopupScene>\
                 </List></SubscribeMsgPopupEvent>";
    let (Signal::Consents(consents), _) = signal_of(popup).await else {
        panic!()
    };
    let told: Vec<_> = consents
        .iter()
        .map(|one| (one.template_id.as_str(), one.accepted, one.in_dialog))
        .collect();
    assert_eq!(told, [("T1", true, true), ("T2", false, true)]);

    let change = "<Event>subscribe_msg_change_event</Event><SubscribeMsgChangeEvent><List><TemplateId>T1</TemplateId>\
                  <SubscribeStatusString>reject</SubscribeStatusString></List></SubscribeMsgChangeEvent>";
    let (Signal::Consents(consents), _) = signal_of(change).await else {
        panic!()
    };
    assert!(!consents[0].accepted && !consents[0].in_dialog);

    let sent = "<Event>subscribe_msg_sent_event</Event><SubscribeMsgSentEvent><List><TemplateId>T1</TemplateId>\
                <MsgID>1864323726461255680</MsgID><ErrorCode>0</ErrorCode><ErrorStatus>success</ErrorStatus></List>\
                </SubscribeMsgSentEvent>";
    let (Signal::SubscriptionReports(reports), _) = signal_of(sent).await else {
        panic!()
    };
    assert_eq!(
        (reports[0].msg_id.as_str(), reports[0].error_code),
        ("1864323726461255680", 0)
    );

    let mass = "<Event>MASSSENDJOBFINISH</Event><MsgID>1000001625</MsgID><Status>err(30003)</Status>\
                <TotalCount>10</TotalCount><FilterCount>9</FilterCount><SentCount>7</SentCount><ErrorCount>2</ErrorCount>";
    let (Signal::MassReport(report), _) = signal_of(mass).await else {
        panic!()
    };
    assert_eq!((report.status.as_str(), report.msg_id), ("err(30003)", 1_000_001_625));
    assert_eq!(
        (report.total, report.filtered, report.sent, report.failed),
        (10, 9, 7, 2)
    );

    let publish = "<Event>PUBLISHJOBFINISH</Event><PublishEventInfo><publish_id>2247503051</publish_id>\
                   <publish_status>0</publish_status><article_id>A</article_id><article_detail><count>1</count><item>\
                   <idx>1</idx><article_url>https://mp.example/s</article_url></item></article_detail></PublishEventInfo>";
    let (Signal::PublishReport(report), _) = signal_of(publish).await else {
        panic!()
    };
    assert_eq!((report.publish_id.as_str(), report.status), ("2247503051", 0));
    assert_eq!(report.articles, [(1, "https://mp.example/s".to_owned())]);

    let checked = "<Event>wxa_media_check</Event><appid>wx1</appid><trace_id>T</trace_id><version>2</version>\
                   <errcode>0</errcode><errmsg>ok</errmsg><result><suggest>risky</suggest><label>20002</label></result>";
    let (Signal::MediaChecked(verdict), _) = signal_of(checked).await else {
        panic!()
    };
    assert_eq!(
        (verdict.suggest.as_str(), verdict.label, verdict.error_code),
        ("risky", 20_002, 0)
    );
}

#[actix_web::test]
async fn privacy_events_are_about_the_person_they_name() {
    for (event, kind) in [
        ("user_info_modified", PrivacyKind::Modified),
        ("user_authorization_revoke", PrivacyKind::Revoked),
        ("user_authorization_cancellation", PrivacyKind::Cancelled),
    ] {
        let fields = format!(
            "<Event>{event}</Event><OpenID>oOther_000002</OpenID><AppID>wx1</AppID><RevokeInfo>301</RevokeInfo>"
        );
        let (Signal::Privacy(notice), person) = signal_of(&fields).await else {
            panic!()
        };
        assert_eq!((notice.kind, notice.open_id.as_str()), (kind, "oOther_000002"));
        assert_eq!(person, "oOther_000002");
    }
}

#[actix_web::test]
async fn changes_of_directory_and_customers_are_signals_of_wecom() {
    let (house, callback) = with_wecom().await;
    let frame = |from: &str, fields: &str| {
        format!(
            "<xml><ToUserName>{CORP}</ToUserName><FromUserName>{from}</FromUserName><CreateTime>1796089260</CreateTime>\
             <MsgType>event</MsgType>{fields}</xml>"
        )
    };
    let directory = "<Event>change_contact</Event><ChangeType>update_user</ChangeType><UserID>zhang</UserID>\
                     <NewUserID>zhang2</NewUserID>";
    let answered = house.send(pushed(&house, &callback, &frame("sys", directory))).await;
    assert_eq!((answered.status.as_u16(), answered.body.as_str()), (200, ""));
    let (
        IncomingKind::Signal(Signal::DirectoryChanged {
            change,
            user_id,
            new_user_id,
            ..
        }),
        _,
    ) = newest(&house).await
    else {
        panic!()
    };
    assert_eq!(
        (change.as_str(), user_id.as_deref(), new_user_id.as_deref()),
        ("update_user", Some("zhang"), Some("zhang2"))
    );

    let customer = "<Event>change_external_contact</Event><ChangeType>add_external_contact</ChangeType>\
                    <UserID>zhang</UserID><ExternalUserID>wm1</ExternalUserID><State>spring</State>\
                    <WelcomeCode>CODE</WelcomeCode>";
    house.send(pushed(&house, &callback, &frame("sys", customer))).await;
    let (
        IncomingKind::Signal(Signal::ExternalContactChanged {
            change,
            external_user_id,
            welcome_code,
            state,
            ..
        }),
        _,
    ) = newest(&house).await
    else {
        panic!()
    };
    assert_eq!(
        (change.as_str(), external_user_id.as_str()),
        ("add_external_contact", "wm1")
    );
    assert_eq!(
        (welcome_code.as_deref(), state.as_deref()),
        (Some("CODE"), Some("spring"))
    );
}

#[actix_web::test]
async fn a_mini_program_is_acknowledged_and_its_messages_are_kept() {
    let house = with_event().await;
    let mut mini = a_shop();
    mini["product"] = json!("mini_program");
    house.post("/v2/wechat/accounts", mini).await.data(201);
    let answered = house.send(to_shop(&house, &a_text(&house, 1), "shopToken", KEY)).await;
    assert_eq!((answered.status.as_u16(), answered.body.as_str()), (200, "success"));
    assert_eq!(
        house.get("/v2/wechat/messages").await.data(200)["items"][0]["account"],
        "shop"
    );
}
