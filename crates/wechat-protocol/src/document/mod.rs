//! A body as a small tree, the same for XML and JSON, so that one set of rules reads both.

mod json;
mod xml;

use std::borrow::Cow;

use crate::{limits::Limits, parse_error::ParseError, text};

/// The two languages of a push, chosen in the platform's console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyFormat {
    /// `<xml>…</xml>`.
    Xml,
    /// `{…}`.
    Json,
}

/// A named element (XML) or member (JSON) with its text or its children.
#[derive(Debug, Default)]
pub(crate) struct Element<'a> {
    /// None for the second and later items of a JSON list: they stand beside the first, which has the name.
    name: Option<Cow<'a, str>>,
    text: Cow<'a, str>,
    children: Vec<Element<'a>>,
}

/// Parses a body of either format, told apart by its first non-blank byte.
pub(crate) fn parse<'a>(body: &'a [u8], limits: Limits) -> Result<(Element<'a>, BodyFormat), ParseError> {
    if body.len() > limits.max_bytes {
        return Err(ParseError::TooLarge {
            limit: limits.max_bytes,
        });
    }
    let body = std::str::from_utf8(body).map_err(|_| ParseError::NotUtf8)?;
    let body = body.trim_start_matches('\u{FEFF}').trim_ascii();
    match body.as_bytes().first() {
        None => Err(ParseError::Empty),
        Some(b'<') => Ok((xml::parse(body, limits)?, BodyFormat::Xml)),
        Some(b'{') => Ok((json::parse(body, limits)?, BodyFormat::Json)),
        Some(_) => Err(ParseError::UnknownFormat),
    }
}

impl<'a> Element<'a> {
    fn leaf(name: Option<Cow<'a, str>>, value: Cow<'a, str>) -> Self {
        Self {
            name,
            text: text::without_illegal(value),
            children: Vec::new(),
        }
    }

    fn is_named(&self, name: &str) -> bool {
        self.name.as_deref() == Some(name)
    }

    /// Removes and returns the text of the first child of that name; none when absent.
    pub(crate) fn take(&mut self, name: &str) -> Option<Cow<'a, str>> {
        self.children
            .iter_mut()
            .find(|child| child.is_named(name))
            .map(|child| std::mem::take(&mut child.text))
    }

    /// The first child of that name.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.is_named(name))
    }

    /// The text of the first child of that name, without surrounding blanks; none when absent or blank.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        Some(self.child(name)?.text.trim()).filter(|text| !text.is_empty())
    }

    /// Every child of that name: repeated elements in XML, the items of a list or a lone member in JSON.
    pub(crate) fn all<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t Self> {
        let mut is_wanted = false;
        self.children.iter().filter(move |child| {
            if let Some(own) = &child.name {
                is_wanted = own == name;
            }
            is_wanted
        })
    }

    /// The name; empty for the second and later items of a JSON list.
    pub(crate) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }

    /// Whether it is the second or a later item of a JSON list.
    pub(crate) fn continues_list(&self) -> bool {
        self.name.is_none()
    }

    /// Its own text as written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn children(&self) -> &[Self] {
        &self.children
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(body: &str) -> Vec<String> {
        let (root, _) = parse(body.as_bytes(), Limits::default()).unwrap();
        root.all("f").map(|child| child.text().to_owned()).collect()
    }

    #[test]
    fn repeated_elements_lists_and_a_lone_member_are_all_found() {
        assert_eq!(all("<xml><f>1</f><g>2</g><f>3</f></xml>"), ["1", "3"]);
        assert_eq!(all(r#"{"e":[0],"f":["1",2],"g":[3,4]}"#), ["1", "2"]);
        assert_eq!(all(r#"{"f":"1","":"2"}"#), ["1"]);
        assert_eq!(all(r#"{"f":[null,"1",null,[2]]}"#), ["1", "2"]);
        assert_eq!(all(r#"{"g":[1],"f":[]}"#), [""; 0]);
    }

    #[test]
    fn a_body_of_very_many_elements_is_refused() {
        let limits = Limits {
            max_elements: 3,
            ..Limits::default()
        };
        let refusal = |body: &str| parse(body.as_bytes(), limits).err();
        assert_eq!(refusal("<xml><a/><b/></xml>"), None);
        assert_eq!(
            refusal("<xml><a/><b/><c/></xml>"),
            Some(ParseError::TooMany { limit: 3 })
        );
        assert_eq!(refusal(r#"{"a":[1,2]}"#), None);
        assert_eq!(refusal(r#"{"a":[1,2,3]}"#), Some(ParseError::TooMany { limit: 3 }));
    }
}
