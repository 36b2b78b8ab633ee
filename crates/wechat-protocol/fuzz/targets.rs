//! What is fuzzed. Each target takes any bytes, must not panic, and asserts what has to hold for what it could read.
//!
//! The fuzzers in `fuzz_targets` call these; `tests/fuzz_inputs.rs` calls them for every input that is checked in.

#![allow(dead_code, reason = "each fuzzer uses one target")]

use serde::de::IgnoredAny;
use wechat_protocol::{
    EncodingAesKey, EncryptedReply, InboundMessage, Limits, OuterBody, PassiveReply,
    api::{
        ApiAnswer, ApiCall, ApiFailure, Media, MediaOr, RawAnswer,
        mini_program::{code, content_check, link, person, session},
        official_account::{media, menus, oauth, publishing, quota, tags, templates, ticket, token, users},
        read_response,
        wecom::{
            agent, appchat, department, external_contact, group_chat, login, menu, message, robot, user, user_ids,
        },
    },
    envelope,
    error_codes::{Product, classify, classify_for, classify_token_call_for, needs_operator_for},
    reply::AddressedReply,
    text::is_xml_char,
};

/// A target by name.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const ALL: [Target; 10] = [
    ("xml_body", xml_body),
    ("json_body", json_body),
    ("envelope", envelope),
    ("outer_body", outer_body),
    ("reply", reply),
    ("official_account_answer", official_account_answer),
    ("mini_program_answer", mini_program_answer),
    ("wecom_answer", wecom_answer),
    ("error_text", error_text),
    ("media_answer", media_answer),
];

/// A pushed message or event in XML.
pub fn xml_body(input: &[u8]) {
    message(input);
    message(&[b"<xml>", input, b"</xml>"].concat());
}

/// A pushed message or event in JSON.
pub fn json_body(input: &[u8]) {
    message(input);
    message(&[b"{", input, b"}"].concat());
}

fn message(body: &[u8]) {
    let Ok(message) = InboundMessage::parse(body, Limits::default()) else {
        return;
    };
    let again = InboundMessage::parse(body, Limits::default()).ok();
    assert!(again.as_ref() == Some(&message), "reading twice gives the same");
    let _ = format!("{message:?}");
    let text = PassiveReply::Text { content: "好".into() };
    let _ = text.fit_for(&message.kind);
}

const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const OTHER_KEY: &str = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
const APP_ID: &str = "wx0123456789abcdef";

/// An envelope: the input as ciphertext under either key, and as a message that is sealed and opened.
pub fn envelope(input: &[u8]) {
    let (Ok(key), Ok(other)) = (EncodingAesKey::parse(KEY), EncodingAesKey::parse(OTHER_KEY)) else {
        panic!("the keys are well-formed");
    };
    if let Ok(text) = str::from_utf8(input) {
        let _ = envelope::decrypt(&key, text, APP_ID);
        let _ = envelope::decrypt(&other, text, APP_ID);
        let _ = EncodingAesKey::parse(text);
    }
    let sealed = envelope::encrypt(&key, [7; 16], input, APP_ID);
    assert_eq!(envelope::decrypt(&key, &sealed, APP_ID).ok().as_deref(), Some(input));
    assert!(
        envelope::decrypt(&other, &sealed, APP_ID).is_err(),
        "another key opens nothing"
    );
    assert!(
        envelope::decrypt(&key, &sealed, "wx").is_err(),
        "another receiver opens nothing"
    );
}

/// The body around an envelope, and the encrypted reply.
pub fn outer_body(input: &[u8]) {
    if let Ok(outer) = OuterBody::parse(input, Limits::default()) {
        let written = outer.to_body();
        let Ok(again) = OuterBody::parse(written.as_bytes(), Limits::default()) else {
            panic!("what was written can be read");
        };
        assert_eq!(again.format, outer.format);
        assert_eq!(
            again.encrypt.as_deref().map(as_kept),
            outer.encrypt.as_deref().map(as_kept)
        );
    }
    if let Ok(reply) = EncryptedReply::parse(input, Limits::default()) {
        let _ = (reply.to_xml(), reply.to_json());
    }
}

/// What any writer keeps of a text: not the characters that XML forbids, and line ends as XML readers give them.
fn as_kept(text: &str) -> String {
    let legal: String = text.chars().filter(|character| is_xml_char(*character)).collect();
    legal.replace("\r\n", "\n").replace('\r', "\n")
}

/// A passive reply: the input as a whole reply that is read, written and read again, and as the text of one.
pub fn reply(input: &[u8]) {
    if let Ok(Some(read)) = AddressedReply::parse(input, Limits::default()) {
        let written = read
            .reply
            .to_body(read.format, &read.to_user, &read.from_user, read.create_time);
        assert!(
            matches!(
                AddressedReply::parse(
                    written.as_bytes(),
                    Limits {
                        max_bytes: usize::MAX,
                        ..Limits::default()
                    }
                ),
                Ok(Some(_))
            ),
            "what was written can be read"
        );
    }
    let content = String::from_utf8_lossy(input).into_owned();
    let text = PassiveReply::Text {
        content: content.clone(),
    };
    let limits = Limits {
        max_bytes: usize::MAX,
        ..Limits::default()
    };
    let written = text.to_xml("o_1", "gh_1", 1_710_000_000);
    let Ok(Some(read)) = AddressedReply::parse(written.as_bytes(), limits) else {
        panic!("a text is readable");
    };
    let kept = PassiveReply::Text {
        content: as_kept(&content),
    };
    assert!(read.reply == kept, "a text survives");
}

fn read<C: ApiCall>(input: &[u8]) {
    let answer = C::Answer::read(RawAnswer::of(input));
    if answer.is_ok() {
        let code = read_response::<IgnoredAny>(input);
        assert!(
            !matches!(code, Err(ApiFailure::Refused(_))),
            "an error code is never a success"
        );
    }
    let _ = C::Answer::read_already_done(RawAnswer::of(input));
}

/// Answers of Official Accounts.
pub fn official_account_answer(input: &[u8]) {
    read::<users::GetUser>(input);
    read::<users::GetUsers>(input);
    read::<users::ListFollowers>(input);
    read::<oauth::ExchangeCode>(input);
    read::<oauth::GetUserProfile>(input);
    read::<ticket::GetTicket>(input);
    read::<token::NewTokenRequest>(input);
    read::<quota::GetQuota>(input);
    read::<publishing::GetPublication>(input);
    read::<publishing::ListArticles>(input);
    read::<tags::ListTags>(input);
    read::<templates::ListTemplates>(input);
    read::<menus::GetMenus>(input);
    read::<media::GetMedia>(input);
}

/// Answers of Mini Programs.
pub fn mini_program_answer(input: &[u8]) {
    read::<session::CodeToSession>(input);
    read::<person::GetPhoneNumber>(input);
    read::<person::CheckEncryptedMessage>(input);
    read::<link::QueryScheme>(input);
    read::<link::QueryUrlLink>(input);
    read::<content_check::CheckText>(input);
    read::<content_check::CheckMedia>(input);
    read::<code::GetUnlimitedCode>(input);
    let _ = content_check::suggestion(read_response(input));
}

/// Answers of WeCom.
pub fn wecom_answer(input: &[u8]) {
    read::<user::GetMember>(input);
    read::<user::ListMembers>(input);
    read::<user::CreateMember>(input);
    read::<user_ids::ListMemberIds>(input);
    read::<department::ListDepartments>(input);
    read::<external_contact::GetCustomer>(input);
    read::<external_contact::GetCustomersOf>(input);
    read::<group_chat::GetGroupChat>(input);
    read::<agent::GetAgent>(input);
    read::<menu::GetMenu>(input);
    read::<appchat::GetAppChat>(input);
    read::<robot::UploadToRobot<'_>>(input);
    if let Ok(answer) = read_response::<login::VisitorAnswer>(input) {
        let _ = answer.visitor();
    }
    if let Ok(sent) = read_response::<message::SentMessage>(input) {
        for id in &sent.invaliduser {
            assert_ne!(sent.delivery(&id.to_ascii_uppercase()), message::Delivery::Sent);
        }
    }
}

/// The text of an error: whatever it says, nothing of it but a request id is shown.
pub fn error_text(input: &[u8]) {
    let _ = read_response::<IgnoredAny>(input);
    let said = String::from_utf8_lossy(input);
    let digits: String = said.chars().filter(char::is_ascii_digit).take(9).collect();
    let code: i64 = digits.parse().unwrap_or(40003);
    for product in Product::ALL {
        let _ = (
            classify_for(product, code),
            classify_token_call_for(product, code),
            needs_operator_for(product, code),
        );
    }
    let _ = classify(code);
    let body = serde_json::json!({"errcode": 40003, "errmsg": said}).to_string();
    let Err(ApiFailure::Refused(refusal)) = read_response::<IgnoredAny>(body.as_bytes()) else {
        panic!("an error code is a refusal");
    };
    assert_eq!(refusal.message, said);
    let rid = refusal.rid.as_deref().unwrap_or_default();
    assert!(rid.len() <= 64 && rid.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-'));
    assert!(refusal.to_string().len() <= 64 + 64, "what is shown is bounded");
}

/// An answer that is a file or JSON, under several labels.
pub fn media_answer(input: &[u8]) {
    for content_type in [
        None,
        Some("image/jpeg"),
        Some("text/plain; charset=utf-8"),
        Some("application/json"),
    ] {
        let answer = RawAnswer {
            body: input,
            content_type,
            content_disposition: str::from_utf8(input).ok(),
        };
        match Media::read(answer) {
            Ok(media) => {
                assert_eq!(media.bytes, input);
                let name = media.filename.unwrap_or_default();
                assert!(
                    !name.contains(['/', '\\', '\0', '\n']) && name != "..",
                    "a name is no path"
                );
            }
            Err(_) => assert!(
                !matches!(MediaOr::<IgnoredAny>::read(answer), Ok(MediaOr::Media(_))),
                "a file is a file to both readers"
            ),
        }
    }
}
