//! Reading the parts of a body that hold other parts.

use std::str::FromStr;

use super::raw::RawFields;
use crate::document::Element;

/// A part of a body, read without complaint: whatever is absent, blank or of another type is none.
#[derive(Clone, Copy)]
pub(crate) struct Node<'t, 'a>(pub(crate) &'t Element<'a>);

impl<'t, 'a> Node<'t, 'a> {
    /// A field without surrounding blanks.
    pub(crate) fn text(self, name: &str) -> Option<String> {
        self.0.get(name).map(str::to_owned)
    }

    /// As [`Self::text`], empty when absent.
    pub(crate) fn text_or_empty(self, name: &str) -> String {
        self.text(name).unwrap_or_default()
    }

    /// A field as written, blanks included; none when absent.
    pub(crate) fn as_written(self, name: &str) -> Option<String> {
        self.0.child(name).map(|child| child.text().to_owned())
    }

    pub(crate) fn number<T: FromStr>(self, name: &str) -> Option<T> {
        self.0.get(name)?.parse().ok()
    }

    /// A finite decimal number, such as degrees.
    pub(crate) fn decimal(self, name: &str) -> Option<f64> {
        self.number(name).filter(|number: &f64| number.is_finite())
    }

    pub(crate) fn child(self, name: &str) -> Option<Self> {
        self.0.child(name).map(Self)
    }

    /// The child of that name, or this part itself: JSON pushes leave out wrappers that XML pushes have.
    pub(crate) fn child_or_self(self, name: &str) -> Self {
        self.child(name).unwrap_or(self)
    }

    /// Every child of that name.
    pub(crate) fn all(self, name: &'t str) -> impl Iterator<Item = Node<'t, 'a>> {
        self.0.all(name).map(Node)
    }

    /// The entries of a list: `<list><item>…</item>…</list>` in XML, the items themselves in JSON.
    pub(crate) fn items(self, list: &'t str, item: &'t str) -> Vec<Node<'t, 'a>> {
        let wrapped: Vec<_> = self.all(list).flat_map(|list| list.all(item)).collect();
        if wrapped.is_empty() {
            self.all(list).filter(|entry| !entry.0.children().is_empty()).collect()
        } else {
            wrapped
        }
    }

    /// The texts of every child of that name, blanks left out.
    pub(crate) fn texts(self, name: &'t str) -> Vec<String> {
        let texts = self.all(name).map(|child| child.0.text().trim());
        texts.filter(|text| !text.is_empty()).map(str::to_owned).collect()
    }

    /// A list joined with commas, or a list proper.
    pub(crate) fn joined<T: FromStr>(self, name: &'t str) -> Vec<T> {
        let pieces = self.all(name).flat_map(|child| child.0.text().split(','));
        pieces.filter_map(|piece| piece.trim().parse().ok()).collect()
    }

    /// A list of flags joined with commas.
    pub(crate) fn joined_flags(self, name: &'t str) -> Vec<bool> {
        self.joined::<u8>(name).into_iter().map(|flag| flag != 0).collect()
    }

    /// A copy of everything in it.
    pub(crate) fn raw(self) -> RawFields {
        RawFields::copy(self.0)
    }
}
