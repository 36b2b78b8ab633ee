//! Text that WeChat and every store downstream can hold.

use std::borrow::Cow;

const ELLIPSIS: &str = "…";

/// Whether XML 1.0 allows the character. What it forbids (NUL and most control characters) no database likes either.
#[must_use]
pub fn is_xml_char(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// The text without the characters that XML 1.0 forbids; borrowed when there are none.
#[must_use]
pub fn without_illegal(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.bytes().all(is_surely_legal) || text.chars().all(is_xml_char) {
        text
    } else {
        Cow::Owned(text.chars().filter(|c| is_xml_char(*c)).collect())
    }
}

/// Whether no forbidden character has this byte: those are below the blank, or begin with `EF` as U+FFFE and U+FFFF do.
/// A pass over bytes is several times faster than one over characters, and nearly every text passes it.
fn is_surely_legal(byte: u8) -> bool {
    byte >= b' ' && byte != 0xEF
}

/// Cuts text to at most `max_bytes` bytes of UTF-8 at a character boundary, ending in `…` when something was cut and
/// the ellipsis (3 bytes) fits.
///
/// ```
/// use wechat_protocol::text::truncate_utf8_bytes;
/// assert_eq!(truncate_utf8_bytes("活动报名", 12), "活动报名");
/// assert_eq!(truncate_utf8_bytes("活动报名", 11), "活动…");
/// ```
#[must_use]
pub fn truncate_utf8_bytes(text: &str, max_bytes: usize) -> Cow<'_, str> {
    if text.len() <= max_bytes {
        return Cow::Borrowed(text);
    }
    match max_bytes.checked_sub(ELLIPSIS.len()) {
        None => Cow::Borrowed(&text[..text.floor_char_boundary(max_bytes)]),
        Some(room) => Cow::Owned([&text[..text.floor_char_boundary(room)], ELLIPSIS].concat()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_never_splits_a_character_and_never_exceeds_the_limit() {
        let text = "a😀中é".repeat(9);
        for max in 0..=text.len() + 1 {
            let cut = truncate_utf8_bytes(&text, max);
            assert!(cut.len() <= max, "{max}");
            assert_eq!(cut.len() < text.len() && max >= 3, cut.ends_with('…'), "{max}");
        }
    }

    #[test]
    fn only_forbidden_characters_are_dropped() {
        let kept = "tab\t line\n return\r 中 😀 \u{85} \u{FFFD}";
        assert_eq!(without_illegal(Cow::Borrowed(kept)), kept);
        assert_eq!(
            without_illegal(Cow::Borrowed("a\0b\u{1}c\u{B}d\u{FFFE}e\u{1F}")),
            "abcde"
        );
        for lone in ['\0', '\u{1F}', '\u{FFFE}', '\u{FFFF}'] {
            assert_eq!(without_illegal(Cow::Owned(format!("a{lone}b，"))), "ab，", "{lone:?}");
        }
    }
}
