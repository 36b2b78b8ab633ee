//! JSON into a tree: numbers keep their digits, lists become repeated members, bounded depth.

use std::{borrow::Cow, cell::Cell, fmt};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::Element;
use crate::{limits::Limits, parse_error::ParseError};

pub(super) fn parse(body: &str, limits: Limits) -> Result<Element<'_>, ParseError> {
    let bounds = Bounds {
        limits,
        elements_left: Cell::new(limits.max_elements),
        breach: Cell::new(None),
    };
    let mut found = Vec::with_capacity(1);
    let root = Member {
        name: &mut Some(Cow::Borrowed("")),
        siblings: &mut found,
        depth_left: limits.max_depth,
        bounds: &bounds,
    };
    let mut reader = serde_json::Deserializer::from_str(body);
    if root.deserialize(&mut reader).and_then(|()| reader.end()).is_err() {
        let broken = ParseError::Malformed { reason: "broken JSON" };
        return Err(bounds.breach.take().unwrap_or(broken));
    }
    found.pop().ok_or(ParseError::Malformed { reason: "no object" })
}

/// What the whole document may still use, and which bound it broke.
struct Bounds {
    limits: Limits,
    elements_left: Cell<usize>,
    breach: Cell<Option<ParseError>>,
}

impl Bounds {
    fn broken<E: Error>(&self, breach: ParseError) -> E {
        self.breach.set(Some(breach));
        E::custom("beyond the limits")
    }

    fn one_more<E: Error>(&self) -> Result<(), E> {
        let limit = self.limits.max_elements;
        let left = self.elements_left.get().checked_sub(1);
        self.elements_left
            .set(left.ok_or_else(|| self.broken(ParseError::TooMany { limit }))?);
        Ok(())
    }
}

/// A member's name, borrowed from the body unless it holds escapes.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a name")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// Where the value being read goes: among its siblings, under its name. The first item of a list takes the name; copies
/// of a long name for each would multiply a small body.
struct Member<'t, 'a> {
    name: &'t mut Option<Cow<'a, str>>,
    siblings: &'t mut Vec<Element<'a>>,
    depth_left: usize,
    bounds: &'t Bounds,
}

impl<'a> Member<'_, 'a> {
    fn put<E: Error>(self, value: Cow<'a, str>) -> Result<(), E> {
        self.bounds.one_more()?;
        self.siblings.push(Element::leaf(self.name.take(), value));
        Ok(())
    }

    fn one_deeper<E: Error>(&self) -> Result<usize, E> {
        let limit = self.bounds.limits.max_depth;
        self.depth_left
            .checked_sub(1)
            .ok_or_else(|| self.bounds.broken(ParseError::TooDeep { limit }))
    }
}

impl<'de> DeserializeSeed<'de> for Member<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Member<'_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<(), E> {
        self.put(Cow::Borrowed(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.put(Cow::Owned(value.to_owned()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.put(Cow::Owned(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.put(Cow::Owned(value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.put(Cow::Owned(value.to_string()))
    }

    /// Written with its point or exponent, so that no reader takes it for an integer that lost digits.
    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.put(Cow::Owned(format!("{value:?}")))
    }

    /// `null` is an absent member.
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let depth_left = self.one_deeper()?;
        self.bounds.one_more()?;
        let mut children = Vec::new();
        while let Some(name) = members.next_key_seed(Name)? {
            members.next_value_seed(Member {
                name: &mut Some(name),
                siblings: &mut children,
                depth_left,
                bounds: self.bounds,
            })?;
        }
        self.siblings.push(Element {
            name: self.name.take(),
            children,
            ..Element::default()
        });
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let depth_left = self.one_deeper()?;
        let Self {
            name, siblings, bounds, ..
        } = self;
        while items
            .next_element_seed(Member {
                name: &mut *name,
                siblings: &mut *siblings,
                depth_left,
                bounds,
            })?
            .is_some()
        {}
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Limits = Limits {
        max_bytes: 1024,
        max_depth: 4,
        max_elements: 100_000,
    };

    fn field(body: &str) -> Result<String, ParseError> {
        parse(body, SMALL).map(|mut root| root.take("f").unwrap_or_default().into_owned())
    }

    #[test]
    fn numbers_keep_every_digit() {
        assert_eq!(field(r#"{"f":9007199254740993}"#).unwrap(), "9007199254740993");
        assert_eq!(field(r#"{"f":-5}"#).unwrap(), "-5");
        assert_eq!(field(r#"{"f":23.5}"#).unwrap(), "23.5");
        assert_eq!(field(r#"{"f":5e18}"#).unwrap(), "5e18");
    }

    #[test]
    fn the_first_of_a_list_is_the_first_of_that_name() {
        assert_eq!(field(r#"{"f":["a","b"]}"#).unwrap(), "a");
        assert_eq!(field(r#"{"f":null}"#).unwrap(), "");
        assert_eq!(field(r#"{"f":true}"#).unwrap(), "true");
        assert_eq!(field(r#"{"f":"\u4e2d\u0000\n"}"#).unwrap(), "中\n");
    }

    #[test]
    fn a_long_list_under_a_long_name_costs_the_name_once() {
        let name = "n".repeat(50_000);
        let body = format!("{{\"{name}\":[{}0]}}", "0,".repeat(50_000));
        let root = parse(&body, SMALL).unwrap();
        assert_eq!(root.children.len(), 50_001);
        assert_eq!(
            root.children.iter().map(|child| child.name().len()).sum::<usize>(),
            name.len()
        );
    }

    #[test]
    fn names_are_borrowed_unless_they_hold_escapes() {
        let root = parse(r#"{"f":1,"\u0067":2}"#, SMALL).unwrap();
        let is_borrowed = |name: &str| matches!(root.child(name).unwrap().name, Some(Cow::Borrowed(_)));
        assert!(is_borrowed("f") && !is_borrowed("g"));
    }

    #[test]
    fn broken_or_trailing_json_is_refused() {
        for body in ["{", r#"{"f"}"#, "{} {}", r#"{"f":1,}"#, "{}x"] {
            assert!(matches!(field(body), Err(ParseError::Malformed { .. })), "{body}");
        }
    }

    #[test]
    fn objects_and_lists_both_count_as_depth() {
        assert!(field(r#"{"a":{"b":[{}]}}"#).is_ok());
        assert_eq!(field(r#"{"a":{"b":[[{}]]}}"#), Err(ParseError::TooDeep { limit: 4 }));
        let bomb = format!("{{\"a\":{}", "[".repeat(100_000));
        assert_eq!(field(&bomb), Err(ParseError::TooDeep { limit: 4 }));
    }
}
