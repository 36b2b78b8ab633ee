//! Reading typed fields out of a body.

use std::str::FromStr;

use super::node::Node;
use crate::{document::Element, parse_error::ParseError};

/// The fields of one push.
pub(super) struct Fields<'a>(pub(super) Element<'a>);

impl<'a> Fields<'a> {
    /// The push as a part that holds others.
    pub(super) fn node(&self) -> Node<'_, 'a> {
        Node(&self.0)
    }

    /// A name or id that must be there and not blank.
    pub(super) fn name(&self, field: &'static str) -> Result<String, ParseError> {
        self.optional(field).ok_or(ParseError::MissingField(field))
    }

    /// A name or id; none when absent or blank.
    pub(super) fn optional(&self, field: &str) -> Option<String> {
        self.0.get(field).map(str::to_owned)
    }

    /// What a person wrote, blanks included; it must be there but may be empty.
    pub(super) fn prose(&mut self, field: &'static str) -> Result<String, ParseError> {
        self.0
            .take(field)
            .map(Into::into)
            .ok_or(ParseError::MissingField(field))
    }

    /// As [`Self::prose`], empty when absent.
    pub(super) fn prose_or_empty(&mut self, field: &str) -> String {
        self.0.take(field).unwrap_or_default().into_owned()
    }

    pub(super) fn number<T: FromStr>(&self, field: &'static str) -> Result<T, ParseError> {
        self.optional_number(field)?.ok_or(ParseError::MissingField(field))
    }

    pub(super) fn optional_number<T: FromStr>(&self, field: &'static str) -> Result<Option<T>, ParseError> {
        self.0
            .get(field)
            .map(|digits| digits.parse().map_err(|_| ParseError::InvalidField(field)))
            .transpose()
    }

    /// A finite decimal number, such as degrees.
    pub(super) fn decimal(&self, field: &'static str) -> Result<f64, ParseError> {
        let number: f64 = self.number(field)?;
        if number.is_finite() {
            Ok(number)
        } else {
            Err(ParseError::InvalidField(field))
        }
    }
}
