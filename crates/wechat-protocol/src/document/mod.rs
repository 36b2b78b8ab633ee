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

/// A named element (XML) or member (JSON) with its text or its children. Of a JSON list's items,
/// which stand side by side, the first has the name.
#[derive(Debug, Default)]
pub(crate) struct Element<'a> {
    name: Cow<'a, str>,
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
        Some(b'<') => Ok((xml::parse(body, limits.max_depth)?, BodyFormat::Xml)),
        Some(b'{') => Ok((json::parse(body, limits.max_depth)?, BodyFormat::Json)),
        Some(_) => Err(ParseError::UnknownFormat),
    }
}

impl<'a> Element<'a> {
    fn leaf(name: Cow<'a, str>, value: Cow<'a, str>) -> Self {
        Self {
            name,
            text: text::without_illegal(value),
            children: Vec::new(),
        }
    }

    /// Removes and returns the text of the first child of that name; none when absent.
    pub(crate) fn take(&mut self, name: &str) -> Option<Cow<'a, str>> {
        self.children
            .iter_mut()
            .find(|child| child.name == name)
            .map(|child| std::mem::take(&mut child.text))
    }

    /// The text of the first child of that name, without surrounding blanks; none when absent or blank.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let child = self.children.iter().find(|child| child.name == name)?;
        Some(child.text.trim()).filter(|text| !text.is_empty())
    }
}
