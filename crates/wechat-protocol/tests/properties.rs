//! What holds for any input.
#![expect(clippy::unwrap_used, reason = "a test helper that fails should fail the test")]

use proptest::prelude::*;
use wechat_protocol::{
    EncodingAesKey, EncryptedReply, InboundMessage, KeyRing, Limits, MessageKind, OuterBody, PassiveReply,
    api::{Empty, read_response},
    dedupe::dedupe_key,
    envelope::{BodyFormat, decrypt, encrypt},
    mini_program::{SessionKey, WatermarkCheck, decrypt_data, verify_raw_data},
    oauth::{RedirectUri, State},
    reply::{AddressedReply, Article, CardFact, CardJump, TextNoticeCard},
    text::is_xml_char,
    wecom::callback::{Callback, CallbackBody, CallbackQuery, ReceiveId},
};

fn key(seed: &str) -> EncodingAesKey {
    EncodingAesKey::parse(seed).unwrap()
}

/// What an XML reader makes of a text: forbidden characters cannot be written, line ends become `\n`.
fn as_xml_keeps_it(text: &str) -> String {
    let legal: String = text.chars().filter(|character| is_xml_char(*character)).collect();
    legal.replace("\r\n", "\n").replace('\r', "\n")
}

/// Texts that are hard to write and to read.
fn prose() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "(\\]|>|<|&|!|\\[|CDATA|\"|\\\\|\r|\n|\0|x|中|😀){0,40}"
    ]
    .prop_map(|text| as_xml_keeps_it(&text))
}

fn articles() -> impl Strategy<Value = Vec<Article>> {
    let article = (prose(), prose(), prose(), prose()).prop_map(|(title, description, pic_url, url)| Article {
        title,
        description,
        pic_url,
        url,
    });
    proptest::collection::vec(article, 1..9)
}

fn card() -> impl Strategy<Value = TextNoticeCard> {
    let fact = (prose(), prose()).prop_map(|(name, value)| CardFact { name, value });
    let jump = (prose(), prose()).prop_map(|(title, url)| CardJump { title, url });
    let lists = (
        proptest::collection::vec(fact, 0..4),
        proptest::collection::vec(jump, 0..4),
    );
    let texts = proptest::collection::vec(proptest::option::of(prose()), 6);
    (texts, lists, prose()).prop_map(|(texts, (facts, jumps), url)| {
        let mut texts = texts.into_iter();
        let mut next = || texts.next().flatten();
        TextNoticeCard {
            source: next(),
            title: next(),
            description: next(),
            emphasis: next(),
            emphasis_description: next(),
            sub_title: next(),
            facts,
            jumps,
            url,
        }
    })
}

fn reply() -> impl Strategy<Value = PassiveReply> {
    let maybe = || proptest::option::of(prose());
    prop_oneof![
        prose().prop_map(|content| PassiveReply::Text { content }),
        prose().prop_map(|media_id| PassiveReply::Image { media_id }),
        prose().prop_map(|media_id| PassiveReply::Voice { media_id }),
        (prose(), maybe(), maybe()).prop_map(|(media_id, title, description)| PassiveReply::Video {
            media_id,
            title,
            description
        }),
        (maybe(), maybe(), maybe(), maybe(), prose()).prop_map(
            |(title, description, music_url, hq_music_url, thumb_media_id)| PassiveReply::Music {
                title,
                description,
                music_url,
                hq_music_url,
                thumb_media_id
            }
        ),
        articles().prop_map(|articles| PassiveReply::News { articles }),
        maybe().prop_map(|account| PassiveReply::TransferCustomerService { account }),
        prose().prop_map(|replace_name| PassiveReply::UpdateButton { replace_name }),
        card().prop_map(|card| PassiveReply::UpdateTemplateCard(Box::new(card))),
    ]
}

fn callback() -> Callback {
    let keys = KeyRing::new(key("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"));
    Callback::new("token", keys, ReceiveId::Corp("ww".into()))
}

proptest! {
    #[test]
    fn what_is_sealed_opens_to_the_same(
        seed in "[A-Za-z0-9]{43}",
        random: [u8; 16],
        message in proptest::collection::vec(any::<u8>(), 0..300),
        receive_id in "[a-z0-9]{0,40}",
    ) {
        let sealed = encrypt(&key(&seed), random, &message, &receive_id);
        prop_assert_eq!(decrypt(&key(&seed), &sealed, &receive_id).unwrap(), message);
        let stranger = receive_id + "x";
        prop_assert!(decrypt(&key(&seed), &sealed, &stranger).is_err());
    }

    #[test]
    fn opening_anything_never_panics(text in "\\PC{0,200}", base64 in "[A-Za-z0-9+/]{0,8}([A-Za-z0-9+/]{64}){0,4}") {
        let key = key("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG");
        let _ = decrypt(&key, &text, "wx");
        let _ = decrypt(&key, &base64, "wx");
        let _ = EncodingAesKey::parse(&text);
    }

    #[test]
    fn parsing_anything_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = InboundMessage::parse(&bytes, Limits::default());
        let _ = OuterBody::parse(&bytes, Limits::default());
        let _ = EncryptedReply::parse(&bytes, Limits::default());
        let _ = read_response::<Empty>(&bytes);
    }

    #[test]
    fn parsing_almost_xml_or_json_never_panics(
        markup in "(<|>|</|/>|<!\\[CDATA\\[|\\]\\]>|&|&#|;|<xml>|<MsgType>|text|event|<!DOCTYPE|<!--|-->|<\\?|\\?>|[a-z ]|中){0,60}",
        json in "(\\{|\\}|\\[|\\]|\"|:|,|\\\\|\"MsgType\":|1e9|-|[0-9a-z]){0,60}",
    ) {
        let _ = InboundMessage::parse(format!("<xml>{markup}</xml>").as_bytes(), Limits::default());
        let _ = InboundMessage::parse(markup.as_bytes(), Limits::default());
        let _ = InboundMessage::parse(format!("{{{json}}}").as_bytes(), Limits::default());
    }

    #[test]
    fn a_text_reply_reads_back_the_same(
        text in prop_oneof![any::<String>(), "(\\]|>|<|&|!|\\[|CDATA|\r|\n|\0|x|😀){0,40}"],
        to in "[\\]>a-z]{1,12}",
    ) {
        let body = PassiveReply::Text { content: text.clone() }.to_xml(&to, "gh_1", 1_710_000_000);
        let read = InboundMessage::parse(body.as_bytes(), Limits::default()).unwrap();
        prop_assert_eq!(&read.to_user, &to);
        prop_assert_eq!(read.kind, MessageKind::Text { content: as_xml_keeps_it(&text), biz_menu_id: None });
    }

    #[test]
    fn every_reply_reads_back_the_same(reply in reply(), to in "[\\]>a-z]{1,12}", is_json: bool, time: i64) {
        let format = if is_json { BodyFormat::Json } else { BodyFormat::Xml };
        let body = reply.to_body(format, &to, "gh_1", time);
        let read = AddressedReply::parse(body.as_bytes(), Limits::default()).unwrap().unwrap();
        prop_assert_eq!(&read.reply, &reply);
        prop_assert_eq!((read.to_user.as_str(), read.from_user.as_str(), read.create_time, read.format), (to.as_str(), "gh_1", time, format));
        prop_assert_eq!(PassiveReply::parse(body.as_bytes(), Limits::default()).unwrap(), reply);
    }

    #[test]
    fn a_text_said_in_json_is_read_as_it_was_said(text in prose()) {
        let body = serde_json::json!({
            "ToUserName": "gh_1", "FromUserName": "o_1", "CreateTime": 1, "MsgType": "text", "Content": text, "MsgId": u64::MAX,
        });
        let read = InboundMessage::parse(body.to_string().as_bytes(), Limits::default()).unwrap();
        prop_assert_eq!(read.msg_id, Some(u64::MAX));
        prop_assert_eq!(read.kind, MessageKind::Text { content: text, biz_menu_id: None });
    }

    #[test]
    fn every_event_of_any_shape_is_read_or_refused_and_has_one_key(
        event in prop_oneof![
            Just("change_contact"), Just("change_external_contact"), Just("change_external_chat"), Just("wxa_media_check"),
            Just("MASSSENDJOBFINISH"), Just("PUBLISHJOBFINISH"), Just("subscribe_msg_sent_event"), Just("template_card_event"),
            Just("wxa_punish_event"), Just("user_info_modified"), Just("pic_weixin"), Just("location_select"),
        ],
        fields in "(,\"(List|ChangeType|UserID|trace_id|errcode|result|detail|MsgID|Status|PublishEventInfo|publish_id|item|SendPicsInfo|PicList|OpenID|EventKey|TaskId|SelectedItems|Location_X)\":(1|-1|1e9|\"x\"|\"create_user\"|null|true|\\[\\]|\\{\\}|\\[1,\\{\"item\":2\\}\\]|\\{\"List\":\\[1\\]\\})){0,12}",
    ) {
        let body = format!(r#"{{"ToUserName":"g","FromUserName":"sys","CreateTime":1,"MsgType":"event","Event":"{event}"{fields}}}"#);
        if let Ok(read) = InboundMessage::parse(body.as_bytes(), Limits::default()) {
            let again = InboundMessage::parse(body.as_bytes(), Limits::default()).unwrap();
            prop_assert_eq!(dedupe_key("main", &read, body.as_bytes()), dedupe_key("main", &again, body.as_bytes()));
            let _ = format!("{:?}", read.kind);
        }
    }

    #[test]
    fn no_entry_point_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300), text in any::<String>()) {
        let limits = Limits::default();
        let _ = AddressedReply::parse(&bytes, limits);
        let _ = AddressedReply::parse(text.as_bytes(), limits);
        let _ = CallbackBody::parse(&bytes, limits);
        let _ = State::parse(&text);
        let _ = RedirectUri::parse(&text);
        let _ = SessionKey::parse(&text);
        let key = SessionKey::parse("tiihtNczf5v6AKRyjwEUhQ==").unwrap();
        let check = WatermarkCheck { app_id: &text, now: i64::MAX, max_age_seconds: i64::MIN };
        let _ = decrypt_data::<serde_json::Value>(&key, &text, "r7BXXKkLb8qrSNn05n0qiA==", &check);
        let _ = decrypt_data::<serde_json::Value>(&key, "qJ3AQxeKzsJ9mDC9BRN4YQ==", &text, &check);
        let _ = verify_raw_data(&key, &text, &text);
        let query = CallbackQuery::from_decoded(&text, &text, &text, Some(&text));
        let _ = callback().verify_address(&query);
        let _ = callback().open(&query, &bytes, limits);
        if let Ok(query) = CallbackQuery::parse(&text) {
            let _ = callback().verify_address(&query);
        }
    }

    #[test]
    fn a_query_of_any_shape_never_panics(query in "(msg_signature=|timestamp=|nonce=|echostr=|&|%|%2B|%FF|\\+|=|[a-z0-9]){0,40}") {
        let _ = CallbackQuery::parse(&query);
    }

    #[test]
    fn a_pushed_callback_opens_and_its_answer_is_sealed(clear in any::<String>(), now: i64, nonce in any::<String>(), random: [u8; 16]) {
        let push = callback().push(&clear, Some(7), now, &nonce, random);
        let opened = callback().open(&push.query, push.body.as_bytes(), Limits::default()).unwrap();
        prop_assert_eq!(&opened.message, clear.as_bytes());
        let sealed = callback().seal(&opened, &clear, now, "n", random);
        let answer = EncryptedReply::parse(sealed.as_bytes(), Limits::default()).unwrap();
        prop_assert_eq!(decrypt(&key("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"), &answer.encrypt, "ww").unwrap(), clear.as_bytes());
    }
}
