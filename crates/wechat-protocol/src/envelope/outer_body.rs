//! The body as it travels: clear fields, an `Encrypt` field, or both.

use std::borrow::Cow;

use crate::{
    document::{self, BodyFormat},
    limits::Limits,
    parse_error::ParseError,
    xml,
};

/// What a pushed body shows before decryption. In safe mode that is the account and the ciphertext; in compatible mode
/// clear fields come along and must not be trusted; in plain mode there is no `Encrypt`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OuterBody<'a> {
    /// The account's original id (`gh_…`), when given.
    pub to_user_name: Option<Cow<'a, str>>,
    /// The ciphertext in base64, exactly as received, which is what the message signature covers.
    pub encrypt: Option<Cow<'a, str>>,
    /// The language of the body, and so of the reply.
    pub format: BodyFormat,
}

impl<'a> OuterBody<'a> {
    /// Parses a pushed body.
    ///
    /// # Errors
    /// When it is neither XML nor JSON, is malformed, or exceeds the limits.
    pub fn parse(body: &'a [u8], limits: Limits) -> Result<Self, ParseError> {
        let (mut root, format) = document::parse(body, limits)?;
        let mut field = |name| root.take(name).filter(|text| !text.is_empty());
        Ok(Self {
            to_user_name: field("ToUserName"),
            encrypt: field("Encrypt"),
            format,
        })
    }

    /// Writes the body, as the platform does when it pushes.
    #[must_use]
    pub fn to_body(&self) -> String {
        let fields = [("ToUserName", &self.to_user_name), ("Encrypt", &self.encrypt)];
        let present = fields
            .into_iter()
            .filter_map(|(name, text)| text.as_deref().map(|text| (name, text)));
        match self.format {
            BodyFormat::Xml => {
                let mut out = String::new();
                xml::push_element(&mut out, "xml", |out| {
                    present.for_each(|(name, text)| xml::push_text(out, name, text))
                });
                out
            }
            BodyFormat::Json => {
                let object: serde_json::Map<_, _> = present.map(|(name, text)| (name.into(), text.into())).collect();
                serde_json::Value::Object(object).to_string()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(body: &str) -> Result<OuterBody<'_>, ParseError> {
        OuterBody::parse(body.as_bytes(), Limits::default())
    }

    #[test]
    fn both_formats_show_the_account_and_the_ciphertext() {
        for format in [BodyFormat::Xml, BodyFormat::Json] {
            let body = OuterBody {
                to_user_name: Some("gh_1".into()),
                encrypt: Some("a+/=".into()),
                format,
            };
            assert_eq!(parse(&body.to_body()).unwrap(), body);
        }
    }

    #[test]
    fn a_plain_body_has_no_ciphertext() {
        let body = parse("<xml><ToUserName>gh_1</ToUserName><Content>x</Content><Encrypt></Encrypt></xml>").unwrap();
        assert_eq!(body.encrypt, None);
    }

    #[test]
    fn the_ciphertext_is_borrowed_from_the_body() {
        let body = parse("<xml><Encrypt><![CDATA[abc=]]></Encrypt></xml>").unwrap();
        assert!(matches!(body.encrypt, Some(Cow::Borrowed("abc="))));
    }

    #[test]
    fn blanks_bombs_and_bulk_are_refused() {
        assert_eq!(parse(" \n"), Err(ParseError::Empty));
        assert_eq!(parse("hello"), Err(ParseError::UnknownFormat));
        assert_eq!(parse("[1]"), Err(ParseError::UnknownFormat));
        let bomb = "<!DOCTYPE x [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><xml><Encrypt>&b;</Encrypt></xml>";
        assert_eq!(parse(bomb), Err(ParseError::DoctypeRefused));
        let limits = Limits {
            max_bytes: 10,
            max_depth: 2,
            max_elements: 10,
        };
        assert_eq!(
            OuterBody::parse(b"<xml></xml>", limits),
            Err(ParseError::TooLarge { limit: 10 })
        );
        assert_eq!(
            OuterBody::parse(b"<x>\xff</x>", Limits::default()),
            Err(ParseError::NotUtf8)
        );
    }
}
