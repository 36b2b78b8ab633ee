//! Every kind of push, as WeChat writes it.
#![expect(clippy::unwrap_used, reason = "a test helper that fails should fail the test")]

use wechat_protocol::{
    EventKind, InboundMessage, Limits, MessageKind, ParseError,
    inbound::{ArticleSource, TemplateStatus},
};

const FRAME: &str = "<ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[o_2]]></FromUserName>\
                     <CreateTime>1710000000</CreateTime>";

fn xml(fields: &str) -> Result<InboundMessage, ParseError> {
    InboundMessage::parse(format!("<xml>{FRAME}{fields}</xml>").as_bytes(), Limits::default())
}

fn json(fields: &str) -> Result<InboundMessage, ParseError> {
    let body = format!(r#"{{"ToUserName":"gh_1","FromUserName":"o_2","CreateTime":"1710000000",{fields}}}"#);
    InboundMessage::parse(body.as_bytes(), Limits::default())
}

fn message(fields: &str) -> MessageKind {
    xml(fields).unwrap().kind
}

fn event(fields: &str) -> EventKind {
    match message(&format!("<MsgType>event</MsgType>{fields}")) {
        MessageKind::Event(event) => event,
        other => panic!("{other:?}"),
    }
}

fn text(content: &str) -> MessageKind {
    MessageKind::Text {
        content: content.into(),
        biz_menu_id: None,
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn the_frame_is_read() {
    let read =
        xml("<MsgType>text</MsgType><Content>hi</Content><MsgId>23</MsgId><Idx>1</Idx><New><Deep/></New>").unwrap();
    assert_eq!(
        (read.to_user.as_str(), read.from_user.as_str(), read.create_time),
        ("gh_1", "o_2", 1_710_000_000)
    );
    assert_eq!(
        (read.msg_id, read.msg_type.as_str(), read.event, read.event_key),
        (Some(23), "text", None, None)
    );
}

#[test]
fn xml_and_json_say_the_same() {
    let in_xml = xml("<MsgType>event</MsgType><Event>CLICK</Event><EventKey>k</EventKey>").unwrap();
    let in_json = json(r#""MsgType":"event","Event":"CLICK","EventKey":"k""#).unwrap();
    assert!(in_xml == in_json);
}

#[test]
fn ids_beyond_a_float_are_exact() {
    for id in [r#""MsgId":9007199254740993"#, r#""MsgId":"9007199254740993""#] {
        let read = json(&format!(r#""MsgType":"text","Content":"",{id}"#)).unwrap();
        assert_eq!(read.msg_id, Some(9_007_199_254_740_993));
    }
    let read = xml("<MsgType>text</MsgType><Content/><MsgId><![CDATA[18446744073709551615]]></MsgId>").unwrap();
    assert_eq!(read.msg_id, Some(u64::MAX));
    for id in ["1e3", "1.0", "18446744073709551616", "-1"] {
        let read = json(&format!(r#""MsgType":"text","Content":"","MsgId":{id}"#));
        assert_eq!(read.unwrap_err(), ParseError::InvalidField("MsgId"), "{id}");
    }
}

#[test]
fn text_is_kept_as_written() {
    assert_eq!(
        message("<MsgType>text</MsgType><Content><![CDATA[ 签到 😀 /::) ]]></Content>"),
        text(" 签到 😀 /::) ")
    );
    assert_eq!(
        message("<MsgType>text</MsgType><Content><![CDATA[a]]]]><![CDATA[>b]]></Content>"),
        text("a]]>b")
    );
    assert_eq!(
        message("<MsgType>text</MsgType><Content>&lt;a&gt;&#x4E2D;&quot;</Content>"),
        text("<a>中\"")
    );
    assert_eq!(message("<MsgType>text</MsgType><Content></Content>"), text(""));
    let tapped = message("<MsgType>text</MsgType><Content>满意</Content><bizmsgmenuid>101</bizmsgmenuid>");
    assert_eq!(
        tapped,
        MessageKind::Text {
            content: "满意".into(),
            biz_menu_id: some("101")
        }
    );
}

#[test]
fn media_places_and_links_are_read() {
    assert_eq!(
        message("<MsgType>image</MsgType><PicUrl>http://p</PicUrl><MediaId>m</MediaId>"),
        MessageKind::Image {
            pic_url: "http://p".into(),
            media_id: "m".into()
        }
    );
    assert_eq!(
        message("<MsgType>voice</MsgType><MediaId>m</MediaId><Format>amr</Format><Recognition></Recognition>"),
        MessageKind::Voice {
            media_id: "m".into(),
            format: some("amr"),
            recognition: None,
            media_id_16k: None
        }
    );
    assert_eq!(
        message("<MsgType>video</MsgType><MediaId>m</MediaId><ThumbMediaId>t</ThumbMediaId>"),
        MessageKind::Video {
            media_id: "m".into(),
            thumb_media_id: some("t")
        }
    );
    assert_eq!(
        message("<MsgType>shortvideo</MsgType><MediaId>m</MediaId>"),
        MessageKind::ShortVideo {
            media_id: "m".into(),
            thumb_media_id: None
        }
    );
    assert_eq!(
        message(
            "<MsgType>location</MsgType><Location_X>23.134521</Location_X><Location_Y>113.358803</Location_Y>\
             <Scale>20</Scale><Label><![CDATA[位置信息]]></Label>"
        ),
        MessageKind::Location {
            latitude: 23.134_521,
            longitude: 113.358_803,
            scale: Some(20.0),
            label: "位置信息".into(),
            app_type: None
        }
    );
    assert_eq!(
        message("<MsgType>link</MsgType><Title>t</Title><Description>d</Description><Url>http://u</Url>"),
        MessageKind::Link {
            title: "t".into(),
            description: "d".into(),
            url: "http://u".into(),
            picture_url: None
        }
    );
}

#[test]
fn fields_of_one_product_alone_are_read_where_they_come() {
    assert_eq!(
        message(
            "<MsgType>voice</MsgType><MediaId>m</MediaId><MediaId16K>k</MediaId16K><Recognition>你好</Recognition>"
        ),
        MessageKind::Voice {
            media_id: "m".into(),
            format: None,
            recognition: some("你好"),
            media_id_16k: some("k")
        }
    );
    let picture = |field: &str| match message(&format!("<MsgType>link</MsgType><Url>u</Url><{field}>p</{field}>")) {
        MessageKind::Link { picture_url, .. } => picture_url,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        (picture("ThumbUrl"), picture("PicUrl"), picture("Other")),
        (some("p"), some("p"), None)
    );
    let page = r#""MsgType":"miniprogrampage","MsgId":1,"Title":"t","AppId":"wx","PagePath":"p?a=1","ThumbUrl":"u","ThumbMediaId":"m""#;
    assert_eq!(
        json(page).unwrap().kind,
        MessageKind::MiniProgramPage {
            title: "t".into(),
            app_id: "wx".into(),
            page_path: "p?a=1".into(),
            thumb_url: some("u"),
            thumb_media_id: some("m")
        }
    );
    let wecom = xml(
        "<MsgType>location</MsgType><Location_X>1</Location_X><Location_Y>2</Location_Y><AppType>wxwork</AppType>\
         <MsgId>5</MsgId><AgentID>1000002</AgentID>",
    );
    let wecom = wecom.unwrap();
    assert_eq!(wecom.agent_id, Some(1_000_002));
    assert!(matches!(wecom.kind, MessageKind::Location { app_type: Some(app), .. } if app == "wxwork"));
}

#[test]
fn a_message_from_an_article_names_it() {
    let read = xml("<MsgType>text</MsgType><Content/><MsgDataId>9007199254740993</MsgDataId><Idx>2</Idx>").unwrap();
    let expected = ArticleSource {
        msg_data_id: 9_007_199_254_740_993,
        index: Some(2),
    };
    assert_eq!(read.article, Some(expected));
    assert_eq!(
        xml("<MsgType>text</MsgType><Content/><MsgDataId/>").unwrap().article,
        None
    );
}

#[test]
fn a_follow_through_a_code_loses_exactly_one_prefix() {
    let subscribe = |key: &str, scene: Option<&str>| {
        let read = event(&format!(
            "<Event>subscribe</Event><EventKey>{key}</EventKey><Ticket>T</Ticket>"
        ));
        let event_key = Some(key.to_owned()).filter(|key| !key.is_empty());
        assert_eq!(
            read,
            EventKind::Subscribe {
                scene: scene.map(Into::into),
                ticket: some("T"),
                event_key
            }
        );
    };
    subscribe("qrscene_123", Some("123"));
    subscribe("qrscene_qrscene_1", Some("qrscene_1"));
    subscribe("last_trade_no_42", None);
    subscribe("", None);
    subscribe("qrscene_", None);
    assert_eq!(
        event("<Event>subscribe</Event>"),
        EventKind::Subscribe {
            scene: None,
            ticket: None,
            event_key: None
        }
    );
}

#[test]
fn a_scan_keeps_its_scene_whole() {
    let scan = event("<Event>SCAN</Event><EventKey>qrscene_1</EventKey><Ticket>T</Ticket>");
    assert_eq!(
        scan,
        EventKind::Scan {
            scene: "qrscene_1".into(),
            ticket: some("T")
        }
    );
}

#[test]
fn events_are_known_in_any_case_and_kept_as_sent() {
    for name in [
        "TEMPLATESENDJOBFINISH",
        "templatesendjobfinish",
        "TemplateSendJobFinish",
    ] {
        let read = xml(&format!(
            "<MsgType>event</MsgType><Event>{name}</Event><MsgID>200163836</MsgID><Status>success</Status>"
        ));
        let read = read.unwrap();
        assert_eq!(read.event.as_deref(), Some(name));
        let expected = EventKind::TemplateSendJobFinish {
            msg_id: 200_163_836,
            status: TemplateStatus::Success,
        };
        assert_eq!(read.as_event(), Some(&expected));
    }
}

#[test]
fn template_outcomes_are_told_apart() {
    let outcome = |status: &str| TemplateStatus::parse(status);
    assert_eq!(outcome("success"), TemplateStatus::Success);
    assert_eq!(outcome("failed:user block"), TemplateStatus::UserBlocked);
    assert_eq!(outcome("failed: system failed"), TemplateStatus::SystemFailed);
    assert_eq!(outcome("failed:system failed"), TemplateStatus::SystemFailed);
    assert_eq!(outcome("delayed"), TemplateStatus::Other("delayed".into()));
}

#[test]
fn the_other_events_are_read() {
    assert_eq!(
        event("<Event>unsubscribe</Event><EventKey></EventKey>"),
        EventKind::Unsubscribe
    );
    assert_eq!(
        event("<Event>CLICK</Event><EventKey>k</EventKey>"),
        EventKind::Click { key: "k".into() }
    );
    assert_eq!(
        event("<Event>VIEW</Event><EventKey><![CDATA[http://u?a=1&b=2]]></EventKey><MenuId>4</MenuId>"),
        EventKind::View {
            url: "http://u?a=1&b=2".into(),
            menu_id: some("4")
        }
    );
    assert_eq!(
        event(
            "<Event>LOCATION</Event><Latitude>23.1</Latitude><Longitude>113.2</Longitude><Precision>119.3</Precision>"
        ),
        EventKind::Location {
            latitude: 23.1,
            longitude: 113.2,
            precision: Some(119.3),
            app_type: None
        }
    );
}

#[test]
fn what_is_unknown_is_kept_whole() {
    let MessageKind::Other { msg_type, fields } = message("<MsgType>hologram</MsgType><Beam><Lens>a</Lens></Beam>")
    else {
        panic!("not other");
    };
    assert_eq!(msg_type, "hologram");
    assert_eq!(fields.fields("Beam").and_then(|beam| beam.text("Lens")), Some("a"));
    let read = json(
        r#""MsgType":"event","Event":"new_thing","EventKey":"k","OpenID":"o9","MsgID":7,"List":[{"A":1},{"A":"2"}]"#,
    );
    let MessageKind::Event(EventKind::Other {
        event,
        event_key,
        msg_id,
        open_id,
        fields,
    }) = read.unwrap().kind
    else {
        panic!("not other");
    };
    assert_eq!(
        (event.as_str(), event_key, msg_id, open_id),
        ("new_thing", some("k"), Some(7), some("o9"))
    );
    let items: Vec<_> = fields.all("List").map(|item| item.fields.text("A")).collect();
    assert_eq!(items, [Some("1"), Some("2")]);
    assert_eq!(
        format!("{fields:?}"),
        "[ToUserName, FromUserName, CreateTime, MsgType, Event, EventKey, OpenID, MsgID, List[A], List[A]]"
    );
}

#[test]
fn a_missing_or_senseless_field_is_named_without_its_value() {
    let missing = |fields: &str| xml(fields).unwrap_err();
    assert_eq!(missing(""), ParseError::MissingField("MsgType"));
    assert_eq!(missing("<MsgType>text</MsgType>"), ParseError::MissingField("Content"));
    assert_eq!(missing("<MsgType>event</MsgType>"), ParseError::MissingField("Event"));
    assert_eq!(
        missing("<MsgType>event</MsgType><Event>SCAN</Event>"),
        ParseError::MissingField("EventKey")
    );
    let invalid = missing("<MsgType>text</MsgType><Content/><MsgId>o_secret</MsgId>");
    assert_eq!(invalid.to_string(), "the field MsgId is invalid");
    let nan = missing("<MsgType>location</MsgType><Location_X>NaN</Location_X><Location_Y>1</Location_Y>");
    assert_eq!(nan, ParseError::InvalidField("Location_X"));
    let stranger = InboundMessage::parse(b"<xml><MsgType>text</MsgType></xml>", Limits::default());
    assert_eq!(stranger.unwrap_err(), ParseError::MissingField("ToUserName"));
}

#[test]
fn a_message_that_lacks_its_media_is_acknowledged_as_an_unknown_one() {
    let bare = xml("<MsgType>image</MsgType><PicUrl>kept</PicUrl>").unwrap();
    let MessageKind::Other { msg_type, fields } = bare.kind else {
        panic!("not other");
    };
    assert_eq!((msg_type.as_str(), fields.text("PicUrl")), ("image", Some("kept")));
}

#[test]
fn entities_are_refused_not_expanded() {
    let bomb =
        "<!DOCTYPE lolz [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><xml>&b;</xml>";
    let file = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><xml><Content>&f;</Content></xml>";
    for body in [bomb, file] {
        assert_eq!(
            InboundMessage::parse(body.as_bytes(), Limits::default()).unwrap_err(),
            ParseError::DoctypeRefused
        );
    }
    assert_eq!(
        xml("<MsgType>text</MsgType><Content>&f;</Content>").unwrap_err(),
        ParseError::EntityRefused
    );
}

#[test]
fn deep_and_large_bodies_are_refused() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let roomy = Limits {
        max_bytes: 10_000_000,
        ..Limits::default()
    };
    assert_eq!(
        InboundMessage::parse(deep.as_bytes(), roomy).unwrap_err(),
        ParseError::TooDeep { limit: 16 }
    );
    let large = format!("<MsgType>text</MsgType><Content>{}</Content>", "a".repeat(256 * 1024));
    assert_eq!(xml(&large).unwrap_err(), ParseError::TooLarge { limit: 256 * 1024 });
}

#[test]
fn bytes_that_are_not_utf8_are_refused() {
    let body = b"<xml><Content>\xff\xfe</Content></xml>";
    assert_eq!(
        InboundMessage::parse(body, Limits::default()).unwrap_err(),
        ParseError::NotUtf8
    );
}

#[test]
fn debug_shows_neither_sender_nor_text() {
    let read = xml("<MsgType>text</MsgType><Content>private</Content><MsgId>1</MsgId>").unwrap();
    let shown = format!("{read:?}");
    assert!(
        shown.contains("text") && !shown.contains("o_2") && !shown.contains("private"),
        "{shown}"
    );
    assert_eq!(format!("{:?}", read.kind), "Text(…)");
    let withdrawn = message("<MsgType>event</MsgType><Event>new_thing</Event><OpenID>o_9</OpenID>");
    assert_eq!(format!("{withdrawn:?}"), "Event(Other(\"new_thing\"))");
}
