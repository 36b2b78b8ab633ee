use std::fmt::Debug;

use serde::de::DeserializeOwned;

use super::{code::*, content_check::*, customer_message::*, link::*, person::*, session::*, subscribe::*, *};
use crate::api::{
    ApiAnswer, ApiCall, ApiFailure, Auth, Body, Media, Method, RawAnswer, invalid::InvalidRequest, read_response,
};
use crate::mini_program::{SessionKey, check_session_signature};

fn json(call: &impl ApiCall) -> String {
    match call.body().unwrap() {
        Body::Json(bytes) => String::from_utf8(bytes).unwrap(),
        other => panic!("{other:?}"),
    }
}

fn query(call: &impl ApiCall) -> String {
    let pairs: Vec<_> = call.query().iter().map(|(k, v)| format!("{k}={v}")).collect();
    pairs.join("&")
}

fn answer<T: DeserializeOwned>(json: &str) -> T {
    read_response(json.as_bytes()).unwrap()
}

fn assert_hidden(value: &impl Debug) {
    let shown = format!("{value:?}");
    assert!(!shown.contains("HIDDEN"), "{shown}");
}

#[test]
fn a_login_exchanges_a_code_once() {
    let call = CodeToSession {
        appid: "wx1".into(),
        secret: "HIDDEN".into(),
        js_code: "HIDDEN".into(),
    };
    assert_eq!(
        query(&call),
        "appid=wx1&secret=HIDDEN&js_code=HIDDEN&grant_type=authorization_code"
    );
    assert_eq!(
        (CodeToSession::AUTH, CodeToSession::REPEATABLE),
        (Auth::Credentials, false)
    );
    assert_hidden(&call);
    let session: Session = answer(r#"{"openid":"HIDDEN","session_key":"tiihtNczf5v6AKRyjwEUhQ=="}"#);
    assert_eq!(session.unionid, None);
    assert_hidden(&session);
    let session: Session = answer(r#"{"openid":"o","session_key":"k","unionid":"u"}"#);
    assert_eq!(session.unionid.as_deref(), Some("u"));
    let used = read_response::<Session>(br#"{"errcode":40163,"errmsg":"code been used, rid: 1a-2b"}"#);
    assert!(matches!(used, Err(ApiFailure::Refused(code)) if code.code == 40163));
}

#[test]
fn a_session_is_asked_about_by_its_signature() {
    let key = SessionKey::parse("o0q0otL8aEzpcZL/FT9WsQ==").unwrap();
    let signed = format!(
        "openid=o&signature={}&sig_method=hmac_sha256",
        check_session_signature(&key)
    );
    assert_eq!(query(&CheckSession::new("o", &key)), signed);
    assert_eq!(query(&ResetSessionKey::new("o", &key)), signed);
    assert_eq!(CheckSession::PATH, "/wxa/checksession");
    assert_hidden(&CheckSession::new("HIDDEN", &key));
}

#[test]
fn a_phone_number_is_read_with_a_country_code_of_either_type() {
    let call = GetPhoneNumber { code: "c".into() };
    assert_eq!(json(&call), r#"{"code":"c"}"#);
    for country in ["\"86\"", "86"] {
        let body = format!(
            r#"{{"errcode":0,"errmsg":"ok","phone_info":{{"phoneNumber":"HIDDEN","purePhoneNumber":"HIDDEN",
            "countryCode":{country},"watermark":{{"timestamp":1637744274,"appid":"wx1"}}}}}}"#
        );
        let number: PhoneNumber = answer(&body);
        assert_eq!(number.phone_info.country_code, "86");
        let watermark = number.phone_info.watermark.as_ref().unwrap();
        assert_eq!(
            (watermark.timestamp, watermark.appid.as_str()),
            (Some(1_637_744_274), "wx1")
        );
        assert_hidden(&number);
    }
}

#[test]
fn the_misspelled_field_of_the_check_is_read() {
    let call = CheckEncryptedMessage {
        encrypted_msg_hash: "a".repeat(64),
    };
    assert_eq!(call.check(), Ok(()));
    for wrong in ["a".repeat(63), "a".repeat(65), "g".repeat(64)] {
        assert!(
            CheckEncryptedMessage {
                encrypted_msg_hash: wrong
            }
            .check()
            .is_err()
        );
    }
    let check: EncryptedMessageCheck = answer(r#"{"errcode":0,"vaild":true,"create_time":1629121902}"#);
    assert_eq!((check.is_valid, check.create_time), (true, Some(1_629_121_902)));
}

#[test]
fn a_payer_is_asked_for_by_either_number() {
    let mut call = GetPaidUnionId {
        openid: "o".into(),
        payment: None,
    };
    assert_eq!(query(&call), "openid=o");
    call.payment = Some(Payment::Order {
        mch_id: "m".into(),
        out_trade_no: "t".into(),
    });
    assert_eq!(
        (query(&call).as_str(), call.check()),
        ("openid=o&mch_id=m&out_trade_no=t", Ok(()))
    );
    call.payment = Some(Payment::Transaction {
        transaction_id: String::new(),
    });
    assert!(matches!(call.check(), Err(InvalidRequest::Missing { .. })));
    assert_eq!(answer::<PaidUnionId>(r#"{"unionid":"u","errcode":0}"#).unionid, "u");
}

#[test]
fn codes_are_asked_for_as_documented() {
    let call = GetCode {
        path: "pages/e?id=1".into(),
        look: Look {
            width: Some(430),
            auto_color: Some(false),
            line_color: Some(Color { r: 0, g: 1, b: 255 }),
            is_hyaline: Some(true),
            env_version: Some(EnvVersion::Trial),
        },
    };
    assert_eq!(
        json(&call),
        r#"{"path":"pages/e?id=1","width":430,"auto_color":false,"line_color":{"r":0,"g":1,"b":255},"is_hyaline":true,"env_version":"trial"}"#
    );
    let unlimited = GetUnlimitedCode {
        scene: "e=1".into(),
        page: Some("pages/index".into()),
        check_path: Some(false),
        ..GetUnlimitedCode::default()
    };
    assert_eq!(
        json(&unlimited),
        r#"{"scene":"e=1","page":"pages/index","check_path":false}"#
    );
    let square = CreateQrCode {
        path: "p".into(),
        width: None,
    };
    assert_eq!(json(&square), r#"{"path":"p"}"#);
    assert_eq!(CreateQrCode::PATH, "/cgi-bin/wxaapp/createwxaqrcode");
}

#[test]
fn a_code_is_a_picture_or_a_refusal() {
    let picture = Media::read(RawAnswer::of(b"\x89PNG\r\n\x1a\n")).unwrap();
    assert_eq!(picture.bytes.len(), 8);
    let refused = Media::read(RawAnswer::of(br#"{"errcode":41030,"errmsg":"invalid page"}"#));
    assert!(matches!(refused, Err(ApiFailure::Refused(code)) if code.code == 41030));
}

#[test]
fn paths_and_widths_have_both_ends() {
    for (length, good) in [(0, false), (1, true), (1024, true), (1025, false)] {
        let call = GetCode {
            path: "页".repeat(length),
            ..GetCode::default()
        };
        assert_eq!(call.check().is_ok(), good, "{length}");
    }
    for (length, good) in [(0, false), (128, true), (129, false)] {
        let call = CreateQrCode {
            path: "p".repeat(length),
            width: None,
        };
        assert_eq!(call.check().is_ok(), good, "{length}");
    }
    for (width, good) in [(279, false), (280, true), (1280, true), (1281, false)] {
        let call = CreateQrCode {
            path: "p".into(),
            width: Some(width),
        };
        assert_eq!(call.check().is_ok(), good, "{width}");
    }
}

#[test]
fn a_scene_has_at_most_32_of_the_allowed_characters() {
    assert_eq!(scene("!#$&'()*+,/:;=?@-._~aZ09"), Ok(()));
    assert_eq!(scene(&"a".repeat(32)), Ok(()));
    for wrong in ["", "%", "中", " ", "\"", "<", "|", "a\n"] {
        assert!(scene(wrong).is_err(), "{wrong:?}");
    }
    assert!(matches!(scene(&"a".repeat(33)), Err(InvalidRequest::OutOfBounds(_))));
    assert!(matches!(scene("a%20"), Err(InvalidRequest::Charset { .. })));
}

#[test]
fn the_page_of_a_scene_has_neither_slash_nor_query() {
    for (page, good) in [
        ("pages/index", true),
        ("/pages/index", false),
        ("pages/index?a=1", false),
    ] {
        let call = GetUnlimitedCode {
            scene: "1".into(),
            page: Some(page.into()),
            ..GetUnlimitedCode::default()
        };
        assert_eq!(call.check().is_ok(), good, "{page}");
    }
}

#[test]
fn a_subscription_message_is_written_as_documented() {
    let value = |text: &str| FieldValue { value: text.into() };
    let mut call = SendSubscribeMessage {
        touser: "HIDDEN".into(),
        template_id: "t".into(),
        page: Some("pages/x?y=1".into()),
        miniprogram_state: Some(MiniProgramState::Formal),
        lang: Some("zh_CN".into()),
        data: [
            ("thing1".to_owned(), value("年会")),
            ("time2".to_owned(), value("2024-01-01 10:00")),
        ]
        .into(),
    };
    assert_eq!(
        json(&call),
        r#"{"touser":"HIDDEN","template_id":"t","page":"pages/x?y=1","miniprogram_state":"formal","lang":"zh_CN","data":{"thing1":{"value":"年会"},"time2":{"value":"2024-01-01 10:00"}}}"#
    );
    assert_hidden(&call);
    assert_eq!(call.check(), Ok(()));
    call.data.insert("thing3".into(), value(""));
    assert_eq!(call.check().unwrap_err().to_string(), "data.thing3.value: missing");
    call.data.clear();
    assert_eq!(call.check().unwrap_err().to_string(), "data: missing");
}

const NOW: i64 = 1_700_000_000;

#[test]
fn links_are_written_as_documented() {
    let page = Page {
        path: "pages/e".into(),
        query: "a=1&b=2".into(),
        env_version: EnvVersion::Release,
    };
    let scheme = GenerateScheme {
        page: page.clone(),
        expiry: Expiry::At(1_606_737_600),
    };
    assert_eq!(
        json(&scheme),
        r#"{"jump_wxa":{"path":"pages/e","query":"a=1&b=2","env_version":"release"},"is_expire":true,"expire_type":0,"expire_time":1606737600}"#
    );
    let link = GenerateUrlLink {
        page,
        expiry: Expiry::AfterDays(30),
        cloud_base: Some(CloudBase {
            env: "e".into(),
            ..CloudBase::default()
        }),
    };
    assert_eq!(
        json(&link),
        r#"{"path":"pages/e","query":"a=1&b=2","expire_type":1,"expire_interval":30,"env_version":"release","cloud_base":{"env":"e"}}"#
    );
    assert_eq!(link.check(NOW), Ok(()));
    assert_eq!(
        answer::<Scheme>(r#"{"errcode":0,"openlink":"weixin://dl/business/?t=x"}"#)
            .openlink
            .len(),
        25
    );
    assert_eq!(
        answer::<UrlLink>(r#"{"errcode":0,"url_link":"https://wxaurl.cn/x"}"#)
            .url_link
            .len(),
        19
    );
}

#[test]
fn a_link_lives_from_a_minute_to_thirty_days() {
    let expiry = |expiry| {
        GenerateScheme {
            page: Page::default(),
            expiry,
        }
        .check(NOW)
        .is_ok()
    };
    for (seconds, good) in [
        (59, false),
        (60, true),
        (2_592_000, true),
        (2_592_001, false),
        (-1, false),
    ] {
        assert_eq!(expiry(Expiry::At(NOW + seconds)), good, "{seconds}");
    }
    for (days, good) in [(0, false), (1, true), (30, true), (31, false)] {
        assert_eq!(expiry(Expiry::AfterDays(days)), good, "{days}");
    }
    assert!(!expiry(Expiry::At(i64::MIN)));
}

#[test]
fn a_query_has_at_most_1024_characters() {
    for (length, good) in [(0, true), (1024, true), (1025, false)] {
        let page = Page {
            query: "a".repeat(length),
            ..Page::default()
        };
        let call = GenerateScheme {
            page,
            expiry: Expiry::AfterDays(1),
        };
        assert_eq!(call.check(NOW).is_ok(), good, "{length}");
    }
}

#[test]
fn what_a_link_opens_is_read_with_empty_and_missing_fields() {
    let state: SchemeState = answer(
        r#"{"errcode":0,"scheme_info":{"appid":"wx1","path":"","query":"","create_time":611928113,"expire_time":0,"env_version":"release"},"visit_openid":""}"#,
    );
    assert_eq!(
        (state.visit_openid, state.scheme_info.create_time),
        (None, Some(611_928_113))
    );
    let state: UrlLinkState = answer(r#"{"errcode":0,"url_link_info":{"appid":"wx1"},"visit_openid":"HIDDEN"}"#);
    assert_hidden(&state);
    assert_eq!(json(&QueryScheme { scheme: "s".into() }), r#"{"scheme":"s"}"#);
    assert_eq!(json(&QueryUrlLink { url_link: "s".into() }), r#"{"url_link":"s"}"#);
}

#[test]
fn a_text_is_checked_with_raw_characters() {
    let mut call = CheckText::new("HIDDEN", Scene::Comment, "评论🎉");
    assert_eq!(
        json(&call),
        r#"{"openid":"HIDDEN","scene":2,"version":2,"content":"评论🎉"}"#
    );
    assert_hidden(&call);
    call.signature = Some("s".into());
    assert!(matches!(call.check(), Err(InvalidRequest::Rule { .. })));
    call.scene = Scene::Profile;
    assert_eq!(call.check(), Ok(()));
    for (length, good) in [(0, false), (2500, true), (2501, false)] {
        assert_eq!(
            CheckText::new("o", Scene::Forum, &"字".repeat(length)).check().is_ok(),
            good
        );
    }
    assert_eq!(json(&CheckTextPlainly { content: "c".into() }), r#"{"content":"c"}"#);
}

#[test]
fn both_versions_of_the_text_check_come_to_a_suggestion() {
    let suggest = |body: &str| suggestion(read_response(body.as_bytes()));
    let second = r#"{"errcode":0,"errmsg":"ok","result":{"suggest":"risky","label":20001},
        "detail":[{"strategy":"content_model","errcode":0,"suggest":"risky","label":20006,"prob":90},
        {"strategy":"keyword","errcode":0,"suggest":"pass","label":20006,"level":20,"keyword":"HIDDEN"}],"trace_id":"60ae"}"#;
    assert_eq!(suggest(second), Ok(Suggestion::Risky));
    assert_hidden(&answer::<TextCheck>(second));
    assert_eq!(suggest(r#"{"errcode":0,"errmsg":"ok"}"#), Ok(Suggestion::Pass));
    assert_eq!(
        suggest(r#"{"errcode":87014,"errmsg":"risky content"}"#),
        Ok(Suggestion::Risky)
    );
    assert_eq!(
        suggest(r#"{"errcode":0,"result":{"suggest":"later","label":"100"}}"#),
        Ok(Suggestion::Unknown)
    );
    assert!(suggest(r#"{"errcode":61010,"errmsg":"code is expired"}"#).is_err());
}

#[test]
fn a_medium_is_checked_where_everybody_can_fetch_it() {
    let mut call = CheckMedia {
        media_url: "https://a.example/HIDDEN".into(),
        media_type: CheckedMedia::Image,
        version: Version2,
        scene: Scene::Profile,
        openid: "o".into(),
    };
    assert_eq!(
        json(&call),
        r#"{"media_url":"https://a.example/HIDDEN","media_type":2,"version":2,"scene":1,"openid":"o"}"#
    );
    assert_hidden(&call);
    assert_eq!(call.check(), Ok(()));
    call.media_url = "file:///etc/passwd".into();
    assert!(call.check().is_err());
    assert_eq!(answer::<MediaCheck>(r#"{"errcode":0,"trace_id":"t"}"#).trace_id, "t");
}

#[test]
fn customer_messages_are_written_as_documented() {
    let send = |message| SendCustomerMessage {
        touser: "o".into(),
        message,
    };
    let text = send(CustomerMessage::Text {
        content: "你好".into()
    });
    assert_eq!(
        json(&text),
        r#"{"touser":"o","msgtype":"text","text":{"content":"你好"}}"#
    );
    let image = send(CustomerMessage::Image { media_id: "m".into() });
    assert_eq!(
        json(&image),
        r#"{"touser":"o","msgtype":"image","image":{"media_id":"m"}}"#
    );
    let link = send(CustomerMessage::Link {
        title: "t".into(),
        description: "d".into(),
        url: "u".into(),
        thumb_url: "p".into(),
    });
    assert_eq!(
        json(&link),
        r#"{"touser":"o","msgtype":"link","link":{"title":"t","description":"d","url":"u","thumb_url":"p"}}"#
    );
    let page = send(CustomerMessage::MiniProgramPage {
        title: "t".into(),
        pagepath: "p".into(),
        thumb_media_id: "m".into(),
    });
    assert_eq!(
        json(&page),
        r#"{"touser":"o","msgtype":"miniprogrampage","miniprogrampage":{"title":"t","pagepath":"p","thumb_media_id":"m"}}"#
    );
    for call in [text, image, link, page] {
        assert_eq!(call.check(), Ok(()));
    }
    for (length, good) in [(0, false), (2048, true), (2049, false)] {
        let content = "a".repeat(length);
        assert_eq!(
            send(CustomerMessage::Text { content }).check().is_ok(),
            good,
            "{length}"
        );
    }
}

#[test]
fn typing_has_a_path_of_its_own() {
    let call = ShowTyping {
        touser: "o".into(),
        command: TypingCommand::CancelTyping,
    };
    assert_eq!(json(&call), r#"{"touser":"o","command":"CancelTyping"}"#);
    assert_eq!(
        (ShowTyping::METHOD, ShowTyping::PATH),
        (Method::Post, "/cgi-bin/message/custom/business/typing")
    );
}
