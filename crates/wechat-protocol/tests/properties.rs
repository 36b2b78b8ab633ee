//! What holds for any input.
#![expect(clippy::unwrap_used, reason = "a test helper that fails should fail the test")]

use proptest::prelude::*;
use wechat_protocol::{
    EncodingAesKey, EncryptedReply, InboundMessage, Limits, MessageKind, OuterBody, PassiveReply,
    api::{Empty, read_response},
    envelope::{decrypt, encrypt},
    text::is_xml_char,
};

fn key(seed: &str) -> EncodingAesKey {
    EncodingAesKey::parse(seed).unwrap()
}

/// What an XML reader makes of a text: forbidden characters cannot be written, line ends become `\n`.
fn as_xml_keeps_it(text: &str) -> String {
    let legal: String = text.chars().filter(|character| is_xml_char(*character)).collect();
    legal.replace("\r\n", "\n").replace('\r', "\n")
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
}
