//! Checking values against the platform's limits before anything is sent.

use std::{borrow::Cow, fmt, ops::RangeInclusive};

use thiserror::Error;

/// A value is outside the platform's limits. Holds nothing of the value itself.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{field}: {actual} {unit}, allowed are {}", words(.allowed))]
pub struct OutOfBounds {
    /// Which field, in the spelling of the wire, with its place where there are several: `articles[2].title`.
    pub field: Cow<'static, str>,
    /// What is counted.
    pub unit: Unit,
    /// What is allowed.
    pub allowed: RangeInclusive<u64>,
    /// What was given.
    pub actual: u64,
}

fn words(allowed: &RangeInclusive<u64>) -> String {
    match *allowed.end() {
        u64::MAX => format!("{} or more", allowed.start()),
        end => format!("{} to {end}", allowed.start()),
    }
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Unicode scalar values; a Chinese character is one.
    Characters,
    /// Bytes of UTF-8; a Chinese character is three.
    Bytes,
    /// Elements of a list.
    Items,
    /// The number itself, as a count of seconds or an offset.
    Value,
}

impl fmt::Display for Unit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Characters => "characters",
            Self::Bytes => "bytes",
            Self::Items => "items",
            Self::Value => "as value",
        })
    }
}

impl OutOfBounds {
    /// The same, of a field within `place`: `title` within `articles[2]` is `articles[2].title`.
    #[must_use]
    pub fn within(mut self, place: &str) -> Self {
        self.field = format!("{place}.{}", self.field).into();
        self
    }
}

type Checked = Result<(), OutOfBounds>;

/// Checks a text's length in characters.
///
/// # Errors
/// When it is outside.
pub fn characters(field: impl Into<Cow<'static, str>>, text: &str, allowed: RangeInclusive<u64>) -> Checked {
    check(field, Unit::Characters, text.chars().count() as u64, allowed)
}

/// Checks a text's length in bytes of UTF-8.
///
/// # Errors
/// When it is outside.
pub fn bytes(field: impl Into<Cow<'static, str>>, text: &str, allowed: RangeInclusive<u64>) -> Checked {
    check(field, Unit::Bytes, text.len() as u64, allowed)
}

/// Checks how many elements a list has.
///
/// # Errors
/// When it is outside.
pub fn items<T>(field: impl Into<Cow<'static, str>>, list: &[T], allowed: RangeInclusive<u64>) -> Checked {
    check(field, Unit::Items, list.len() as u64, allowed)
}

/// Checks a number.
///
/// # Errors
/// When it is outside.
pub fn value(field: impl Into<Cow<'static, str>>, number: impl Into<u64>, allowed: RangeInclusive<u64>) -> Checked {
    check(field, Unit::Value, number.into(), allowed)
}

fn check(field: impl Into<Cow<'static, str>>, unit: Unit, actual: u64, allowed: RangeInclusive<u64>) -> Checked {
    if allowed.contains(&actual) {
        return Ok(());
    }
    Err(OutOfBounds {
        field: field.into(),
        unit,
        allowed,
        actual,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_bytes_are_told_apart() {
        assert_eq!(characters("title", "活动", 1..=2), Ok(()));
        let error = bytes("title", "活动", 1..=5).unwrap_err().within("articles[0]");
        assert_eq!(error.to_string(), "articles[0].title: 6 bytes, allowed are 1 to 5");
        let error_of_none = items::<()>("list", &[], 1..=u64::MAX).unwrap_err();
        assert_eq!(error_of_none.to_string(), "list: 0 items, allowed are 1 or more");
        assert_eq!(
            error,
            OutOfBounds {
                field: "articles[0].title".into(),
                unit: Unit::Bytes,
                allowed: 1..=5,
                actual: 6
            }
        );
    }

    #[test]
    fn both_ends_are_allowed() {
        for (count, good) in [(0, false), (1, true), (3, true), (4, false)] {
            assert_eq!(value("count", count as u64, 1..=3).is_ok(), good);
            assert_eq!(items("list", &vec![(); count], 1..=3).is_ok(), good);
        }
    }
}
