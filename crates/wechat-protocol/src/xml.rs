//! Writing the XML that WeChat reads.

use std::borrow::Cow;

use crate::text;

const OPEN: &str = "<![CDATA[";
const CLOSE: &str = "]]>";
/// Ends one section inside the mark `]]>` and begins the next, so that the mark never stands in a section.
const SPLIT: &str = "]]]]><![CDATA[>";

/// Appends `<name><![CDATA[text]]></name>`. `name` must be an XML name; `text` may be anything: characters that XML
/// forbids are dropped, and `]]>` is split over two sections.
pub fn push_text(out: &mut String, name: &str, text: &str) {
    open(out, name);
    push_cdata(out, text);
    close(out, name);
}

/// Appends `<name>number</name>`.
pub fn push_number(out: &mut String, name: &str, number: i64) {
    open(out, name);
    out.push_str(&number.to_string());
    close(out, name);
}

/// Appends `<name>…</name>` around whatever `inner` appends.
pub fn push_element(out: &mut String, name: &str, inner: impl FnOnce(&mut String)) {
    open(out, name);
    inner(out);
    close(out, name);
}

/// Appends text as CDATA.
///
/// ```
/// let mut out = String::new();
/// wechat_protocol::xml::push_cdata(&mut out, "a]]>b");
/// assert_eq!(out, "<![CDATA[a]]]]><![CDATA[>b]]>");
/// ```
pub fn push_cdata(out: &mut String, text: &str) {
    out.push_str(OPEN);
    let legal = text::without_illegal(Cow::Borrowed(text));
    for (index, part) in legal.split(CLOSE).enumerate() {
        if index > 0 {
            out.push_str(SPLIT);
        }
        out.push_str(part);
    }
    out.push_str(CLOSE);
}

pub(crate) fn open(out: &mut String, name: &str) {
    out.push('<');
    out.push_str(name);
    out.push('>');
}

pub(crate) fn close(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forbidden_character_cannot_hide_the_end_mark() {
        let mut out = String::new();
        push_cdata(&mut out, "]]\0>x");
        assert_eq!(out, "<![CDATA[]]]]><![CDATA[>x]]>");
    }
}
