//! XML into a tree: no document type, no entity but the five predefined ones, bounded depth.

use std::borrow::Cow;

use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};

use super::Element;
use crate::{limits::Limits, parse_error::ParseError, text};

/// As many fields as nearly every push has, so that its root seldom grows.
const USUAL_FIELDS: usize = 8;

pub(super) fn parse(body: &str, limits: Limits) -> Result<Element<'_>, ParseError> {
    let mut tree = Tree {
        limits,
        elements: 0,
        open: Vec::with_capacity(4),
        root: None,
    };
    let mut reader = Reader::from_str(body);
    loop {
        let start = reader.buffer_position();
        match reader.read_event().map_err(|_| malformed("broken markup"))? {
            Event::Start(tag) => tree.open(name(body, start, &tag))?,
            Event::Empty(tag) => {
                tree.open(name(body, start, &tag))?;
                tree.close()?;
            }
            Event::End(_) => tree.close()?,
            Event::Text(piece) => tree.text(piece.xml10_content())?,
            Event::CData(piece) => tree.text(piece.xml10_content())?,
            Event::GeneralRef(reference) => tree.text(resolve(&reference)?)?,
            Event::DocType(_) => return Err(ParseError::DoctypeRefused),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => return tree.finish(),
        }
    }
}

/// The name as it stands in the body after the `<` at `start`, so that it need not be copied.
fn name<'a>(body: &'a str, start: u64, tag: &BytesStart<'_>) -> Cow<'a, str> {
    let name = tag.name().into_inner();
    let in_body = usize::try_from(start).ok().and_then(|start| {
        let from = start.checked_add(1)?;
        body.get(from..from.checked_add(name.len())?)
    });
    match in_body {
        Some(found) if found == name => Cow::Borrowed(found),
        _ => Cow::Owned(name.to_owned()),
    }
}

struct Tree<'a> {
    limits: Limits,
    elements: usize,
    /// From the root down to the element being read.
    open: Vec<Element<'a>>,
    root: Option<Element<'a>>,
}

impl<'a> Tree<'a> {
    fn open(&mut self, name: Cow<'a, str>) -> Result<(), ParseError> {
        if self.root.is_some() {
            return Err(malformed("more than one root element"));
        }
        if self.open.len() >= self.limits.max_depth {
            return Err(ParseError::TooDeep {
                limit: self.limits.max_depth,
            });
        }
        if self.elements >= self.limits.max_elements {
            return Err(ParseError::TooMany {
                limit: self.limits.max_elements,
            });
        }
        self.elements += 1;
        let room = if self.open.is_empty() { USUAL_FIELDS } else { 0 };
        self.open.push(Element {
            name: Some(name),
            children: Vec::with_capacity(room),
            ..Element::default()
        });
        Ok(())
    }

    fn close(&mut self) -> Result<(), ParseError> {
        let mut element = self.open.pop().ok_or_else(|| malformed("an end without a start"))?;
        element.text = text::without_illegal(element.text);
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn text(&mut self, piece: Cow<'a, str>) -> Result<(), ParseError> {
        // The root holds elements alone: what stands between them is layout.
        if self.open.len() == 1 {
            return Ok(());
        }
        match self.open.last_mut() {
            Some(element) if element.text.is_empty() => element.text = piece,
            Some(element) => element.text.to_mut().push_str(&piece),
            None if piece.trim_ascii().is_empty() => {}
            None => return Err(malformed("text outside the root element")),
        }
        Ok(())
    }

    fn finish(self) -> Result<Element<'a>, ParseError> {
        if !self.open.is_empty() {
            return Err(malformed("an element is not closed"));
        }
        self.root.ok_or_else(|| malformed("no element"))
    }
}

fn resolve(reference: &BytesRef<'_>) -> Result<Cow<'static, str>, ParseError> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => return Ok(Cow::Owned(character.into())),
        Ok(None) => {}
        Err(_) => return Err(malformed("a bad character reference")),
    }
    match &**reference {
        "lt" => Ok("<".into()),
        "gt" => Ok(">".into()),
        "amp" => Ok("&".into()),
        "apos" => Ok("'".into()),
        "quot" => Ok("\"".into()),
        _ => Err(ParseError::EntityRefused),
    }
}

fn malformed(reason: &'static str) -> ParseError {
    ParseError::Malformed { reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(body: &str) -> Result<String, ParseError> {
        let limits = Limits {
            max_depth: 4,
            ..Limits::default()
        };
        parse(body, limits).map(|mut root| root.take("c").unwrap_or_default().into_owned())
    }

    #[test]
    fn text_references_and_sections_are_joined_in_order() {
        let body = "<xml><c>a&lt;b&#20013;<![CDATA[c]]]]><![CDATA[>&amp;]]><!-- no -->&#x1F600;</c></xml>";
        assert_eq!(content(body).unwrap(), "a<b中c]]>&amp;😀");
    }

    #[test]
    fn blanks_around_elements_and_attributes_do_not_matter() {
        let body = "<?xml version=\"1.0\"?>\n<xml a='1'>\n  <c x=\"y\"><![CDATA[ kept ]]></c>\n</xml>";
        assert_eq!(content(body).unwrap(), " kept ");
        assert_eq!(content("<xml><c/></xml>").unwrap(), "");
    }

    #[test]
    fn forbidden_characters_are_dropped_even_when_written_as_references() {
        assert_eq!(content("<xml><c>a&#1;b\u{2}c</c></xml>").unwrap(), "abc");
        assert!(matches!(
            content("<xml><c>&#0;</c></xml>"),
            Err(ParseError::Malformed { .. })
        ));
        assert!(matches!(
            content("<xml><c>&#xD800;</c></xml>"),
            Err(ParseError::Malformed { .. })
        ));
    }

    #[test]
    fn broken_markup_is_refused() {
        for body in [
            "<xml>",
            "<xml></xm>",
            "<xml><c></xml>",
            "</xml>",
            "<xml/><xml/>",
            "<xml/>tail",
            "<!-- alone -->",
            "<",
            "<xml",
            "<xml><c>a & b</c></xml>",
            "<xml><c><![CDATA[x</c></xml>",
        ] {
            assert!(matches!(content(body), Err(ParseError::Malformed { .. })), "{body}");
        }
    }

    #[test]
    fn names_are_borrowed_from_the_body() {
        let root = parse("<xml>\n <c a='1'>x</c><d/></xml>", Limits::default()).unwrap();
        for child in &root.children {
            assert!(matches!(child.name, Some(Cow::Borrowed(_))), "{}", child.name());
        }
    }

    #[test]
    fn depth_is_counted_from_the_root() {
        assert!(content("<xml><a><b><c/></b></a></xml>").is_ok());
        assert_eq!(
            content("<xml><a><b><c><d/></c></b></a></xml>"),
            Err(ParseError::TooDeep { limit: 4 })
        );
    }
}
