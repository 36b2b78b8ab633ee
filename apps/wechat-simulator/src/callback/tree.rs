//! Replies as the platform reads them: XML of elements and text, without attributes, document type or entities of one's
//! own; or JSON, as the same tree.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};
use serde_json::Value;

const DEEPEST: usize = 8;

/// One element.
#[derive(Debug, Default)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// All its text and CDATA.
    pub text: String,
    /// Its children in order.
    pub children: Vec<Element>,
}

impl Element {
    /// Reads a document whose root is `<xml>`.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(xml: &str) -> Result<Self, String> {
        let mut reader = Reader::from_str(xml.trim());
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(tag) if open.len() <= DEEPEST => open.push(Self::named(tag.name().as_ref())),
                Event::Start(_) => return Err("nested too deeply".to_owned()),
                Event::Empty(tag) => attach(&mut open, Self::named(tag.name().as_ref())),
                Event::End(_) => {
                    let element = open.pop().unwrap_or_default();
                    attach(&mut open, element);
                }
                Event::Text(text) => push_text(&mut open, &text.xml10_content()),
                Event::CData(text) => push_text(&mut open, &text.xml10_content()),
                Event::GeneralRef(reference) => push_text(&mut open, &resolve(&reference)?.to_string()),
                Event::DocType(_) => return Err("a document type is not allowed".to_owned()),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
        }
        root_of(open)
    }

    /// Reads a JSON object; a list becomes several children of one name.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse_json(json: &str) -> Result<Self, String> {
        match serde_json::from_str(json) {
            Ok(value @ Value::Object(_)) => Ok(Self::of_value("xml", &value)),
            Ok(_) => Err("not a JSON object".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn of_value(name: &str, value: &Value) -> Self {
        let mut element = Self::named(name);
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                    element
                        .children
                        .extend(values.iter().map(|value| Self::of_value(name, value)));
                }
            }
            Value::String(text) => element.text.clone_from(text),
            Value::Null => {}
            other => element.text = other.to_string(),
        }
        element
    }

    /// The text of the child with this name, trimmed; `None` when it is absent.
    #[must_use]
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.trim())
    }

    /// The child with this name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }
}

fn root_of(mut open: Vec<Element>) -> Result<Element, String> {
    let document = match open.pop() {
        Some(document) if open.is_empty() => document,
        _ => return Err("an element is not closed".to_owned()),
    };
    let mut roots = document.children;
    match (roots.pop(), roots.is_empty()) {
        (Some(root), true) if root.name == "xml" => Ok(root),
        _ => Err("the root must be one <xml>".to_owned()),
    }
}

fn attach(open: &mut [Element], element: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(element);
    }
}

fn push_text(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn resolve(reference: &BytesRef<'_>) -> Result<char, String> {
    if let Some(character) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(character);
    }
    match &**reference {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "apos" => Ok('\''),
        "quot" => Ok('"'),
        _ => Err("an unknown entity".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_joined_from_sections_and_references() {
        let root = Element::parse("<xml><a>1 &lt; <![CDATA[2]]]]><![CDATA[>]]></a></xml>").unwrap();
        assert_eq!(root.text_of("a"), Some("1 < 2]]>"));
    }

    #[test]
    fn what_is_not_one_closed_xml_root_is_refused() {
        for bad in [
            "",
            "ok",
            "<xml>",
            "<xml><a></xml>",
            "<html></html>",
            "<xml/><xml/>",
            "<!DOCTYPE x><xml/>",
        ] {
            assert!(Element::parse(bad).is_err(), "{bad}");
        }
        assert!(Element::parse("<xml>&a;</xml>").is_err());
    }
}
