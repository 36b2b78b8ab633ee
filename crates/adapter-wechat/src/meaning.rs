//! What is told about a refusal: what its code means, and of WeChat's own words only what cannot hold a person's id.

use std::net::IpAddr;

use wechat_protocol::api::ErrorCode;

use crate::dialect::Dialect;

const LONGEST_NOTE: usize = 200;
const LONGEST_FIELD: usize = 60;

/// A note for operators and logs, at most 200 characters. WeChat's `errmsg` may quote open ids, so nothing of it is
/// kept but the request id, the address it wants whitelisted (40164, 60020) and the template field it dislikes (47003).
pub(crate) fn note(refusal: &ErrorCode, dialect: Dialect) -> String {
    let mut note = dialect
        .meaning(refusal.code)
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
        40164 | 60020 => words
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Asker;
    use domain::wechat::Product;

    const DIALECT: Dialect = Dialect {
        product: Product::OfficialAccount,
        asker: Asker::Account,
    };

    fn note(refusal: &ErrorCode) -> String {
        super::note(refusal, DIALECT)
    }

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
