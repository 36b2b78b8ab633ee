//! What a push says that this crate has no type for.

use std::{fmt, sync::Arc};

use crate::document::{self, Element};

/// The fields of a body or of a part of it, in order, as they were sent. No larger than the body's limits allow.
///
/// `Debug` shows names only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RawFields(Vec<RawField>);

/// One field with its text, its own fields, or neither.
#[derive(Clone, PartialEq, Eq)]
pub struct RawField {
    /// The element's or member's name. The items of a JSON list share the list's.
    pub name: Arc<str>,
    /// Its text; numbers and booleans of JSON as digits and words. Empty when it has fields.
    pub text: String,
    /// What it holds.
    pub fields: RawFields,
}

impl RawFields {
    pub(crate) fn copy(element: &Element<'_>) -> Self {
        let mut copies: Vec<RawField> = Vec::with_capacity(element.children().len());
        for child in element.children() {
            let name = match copies.last() {
                Some(first) if child.continues_list() => Arc::clone(&first.name),
                _ => Arc::from(child.name()),
            };
            copies.push(RawField {
                name,
                text: if child.children().is_empty() { child.text() } else { "" }.to_owned(),
                fields: Self::copy(child),
            });
        }
        Self(copies)
    }

    /// Reads JSON that came as text inside a field; nothing when it is not an object.
    pub(crate) fn from_json(text: &str) -> Self {
        document::parse(text.as_bytes(), crate::limits::Limits::default())
            .map(|(root, _)| Self::copy(&root))
            .unwrap_or_default()
    }

    /// The text of the first field of that name.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.first(name).map(|field| field.text.as_str())
    }

    /// The fields inside the first field of that name.
    #[must_use]
    pub fn fields(&self, name: &str) -> Option<&Self> {
        self.first(name).map(|field| &field.fields)
    }

    fn first(&self, name: &str) -> Option<&RawField> {
        self.iter().find(|field| &*field.name == name)
    }

    /// Every field of that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a RawField> {
        self.iter().filter(move |field| &*field.name == name)
    }

    /// Every field, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, RawField> {
        self.0.iter()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> IntoIterator for &'a RawFields {
    type Item = &'a RawField;
    type IntoIter = std::slice::Iter<'a, RawField>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for RawFields {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(&self.0).finish()
    }
}

impl fmt::Debug for RawField {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.name)?;
        if self.fields.is_empty() {
            Ok(())
        } else {
            self.fields.fmt(formatter)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_under_a_long_name_costs_the_name_once() {
        let name = "n".repeat(50_000);
        let fields = RawFields::from_json(&format!("{{\"{name}\":[{}0]}}", "0,".repeat(4000)));
        assert_eq!(fields.all(&name).count(), 4001);
        let first = &fields.iter().next().unwrap().name;
        assert!(fields.iter().all(|field| Arc::ptr_eq(&field.name, first)));
    }
}
