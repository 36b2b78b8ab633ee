//! What is told about a refusal: what its code means, and of WeChat's own words only what cannot hold a person's id.

use std::net::IpAddr;

use wechat_protocol::api::ErrorCode;

const LONGEST_NOTE: usize = 200;
const LONGEST_FIELD: usize = 60;

/// A note for operators and logs, at most 200 characters. WeChat's `errmsg` may quote open ids, so nothing of it is
/// kept but the request id, the address it wants whitelisted (40164) and the template field it dislikes (47003).
pub(crate) fn note(refusal: &ErrorCode) -> String {
    let mut note = meaning(refusal.code)
        .unwrap_or("a code without documented meaning")
        .to_owned();
    if let Some(detail) = detail(refusal) {
        note.push_str(": ");
        note.push_str(&detail);
    }
    if let Some(rid) = &refusal.rid {
        note.push_str(&format!(" (rid {rid})"));
    }
    note.chars().take(LONGEST_NOTE).collect()
}

fn detail(refusal: &ErrorCode) -> Option<String> {
    let mut words = refusal.message.split([' ', ',', ';', '[', ']', '(', ')']);
    match refusal.code {
        40164 => words
            .find_map(|word| word.parse::<IpAddr>().ok())
            .map(|address| address.to_string()),
        47003 => words.find(|word| is_field(word)).map(str::to_owned),
        _ => None,
    }
}

/// `data.thing1.value`, as 47003 names it.
fn is_field(word: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'_');
    word.len() <= LONGEST_FIELD && word.starts_with("data.") && word.bytes().all(is_plain)
}

/// From the page of global return codes:
/// <https://developers.weixin.qq.com/doc/service/guide/dev/error_code.html>
pub(crate) fn meaning(code: i64) -> Option<&'static str> {
    account(code).or_else(|| person(code)).or_else(|| content(code))
}

fn account(code: i64) -> Option<&'static str> {
    Some(match code {
        -1 | 268_487_001 | 268_487_002 | 268_488_001 => "the platform is busy",
        40001 => "the app secret is wrong or the access token is not the latest",
        40014 => "the access token is malformed",
        42001 => "the access token has expired",
        41001 => "the access token is missing",
        40002 => "the grant type is wrong",
        40013 => "the app id is wrong",
        40125 => "the app secret is wrong",
        41002 => "the app id is missing",
        41004 => "the app secret is missing",
        40164 => "the caller's address is not on the account's IP list",
        89501 | 89506 | 89507 => "an administrator refused the caller's address",
        89503 => "the caller's address waits for an administrator's consent",
        43107 => "the ability to send subscription messages is banned",
        45009 => "the daily quota of this API is used up",
        45011 | 44990 | 44991 => "this API is called too often",
        45029 => "the account has all the permanent QR codes it may have",
        45056 => "the account has all the tags it may have",
        48001 => "the account is not granted this API",
        48004 => "this API is banned for the account",
        48006 => "the monthly limit of quota resets is used up",
        50002 | 50004 => "the account is limited or frozen",
        _ => return None,
    })
}

fn person(code: i64) -> Option<&'static str> {
    Some(match code {
        40003 => "the open id does not belong to this account, or not to a follower",
        43004 => "the receiver must follow the account",
        43005 => "the receiver has no relation to the account",
        43019 => "the receiver is blacklisted",
        48002 | 50005 => "the receiver refuses messages or does not follow the account",
        43101 => "the receiver has not accepted this message",
        43108 => "several messages are being sent to the receiver at once",
        45015 => "the receiver's last interaction is too long ago",
        45047 => "the messages allowed since the receiver's last interaction are used up",
        45059 => "the person has all the tags a person may have",
        45169 => "the person's tags are being changed by another call",
        _ => return None,
    })
}

fn content(code: i64) -> Option<&'static str> {
    Some(match code {
        40033 => "the request holds escaped characters",
        40036 | 40037 => "the template id is wrong",
        40052 | 40053 => "the QR code's action or scene is wrong",
        40249 => "marketing content is refused",
        43116 => "the template is restricted",
        45058 => "system tags cannot be changed",
        45065 => "a message with this client id was sent before",
        45066 => "the message with this client id is sent again too soon",
        45067 => "the client id is too long",
        45159 => "there is no such tag",
        47001 => "the request is not valid JSON",
        47003 => "a template field is not acceptable",
        40004..=40012 | 40118 | 40121 | 45001..=45008 => "a field or medium is of the wrong type or size",
        40016..=40027 | 40054 | 40055 | 45010 => "a field is not acceptable",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(code: i64, message: &str, rid: Option<&str>) -> ErrorCode {
        ErrorCode {
            code,
            message: message.to_owned(),
            rid: rid.map(str::to_owned),
        }
    }

    #[test]
    fn the_words_of_others_are_left_out() {
        let note = note(&refusal(40003, "invalid openid oSECRET hint", Some("5f2b9f3a-6a2c")));
        assert!(
            !note.contains("oSECRET") && note.ends_with("(rid 5f2b9f3a-6a2c)"),
            "{note}"
        );
    }

    #[test]
    fn the_address_to_be_whitelisted_is_named() {
        let note = note(&refusal(
            40164,
            "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist",
            None,
        ));
        assert!(note.ends_with(": 203.0.113.7"), "{note}");
    }

    #[test]
    fn the_unacceptable_field_is_named_and_nothing_like_it() {
        let field = note(&refusal(47003, "argument invalid! data.thing1.value invalid", None));
        assert!(field.ends_with(": data.thing1.value"), "{field}");
        let other = note(&refusal(47003, "argument invalid! data.oSECRET", None));
        assert!(!other.contains("SECRET"), "{other}");
    }

    #[test]
    fn a_note_is_short() {
        let rid = "a".repeat(64);
        for code in [-1, 40001, 45047, 99_999] {
            assert!(note(&refusal(code, &"x".repeat(9_000), Some(&rid))).chars().count() <= LONGEST_NOTE);
        }
    }
}
