//! Why a request cannot be accepted, found before anything is sent.

use std::borrow::Cow;

use thiserror::Error;

use super::OutOfBounds;

/// A request breaks a documented rule. Holds nothing of the values themselves.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum InvalidRequest {
    /// A length, count or number is outside its limits.
    #[error(transparent)]
    OutOfBounds(#[from] OutOfBounds),
    /// A field is needed here.
    #[error("{field}: missing")]
    Missing {
        /// Which field, in the spelling of the wire.
        field: Cow<'static, str>,
    },
    /// A text holds characters that are not accepted.
    #[error("{field}: only {allowed} are accepted")]
    Charset {
        /// Which field, in the spelling of the wire.
        field: Cow<'static, str>,
        /// What is accepted.
        allowed: &'static str,
    },
    /// Two elements that must differ are the same.
    #[error("{field}: given twice")]
    Duplicate {
        /// Which field, in the spelling of the wire.
        field: Cow<'static, str>,
    },
    /// Another rule.
    #[error("{field}: {rule}")]
    Rule {
        /// Which field, in the spelling of the wire.
        field: Cow<'static, str>,
        /// What holds for it.
        rule: &'static str,
    },
}

/// The result of a check.
pub type Validity = Result<(), InvalidRequest>;

impl InvalidRequest {
    /// The same, of a field within `place`: `title` within `articles[2]` is `articles[2].title`.
    #[must_use]
    pub fn within(self, place: &str) -> Self {
        let inner = |field: Cow<'static, str>| Cow::Owned(format!("{place}.{field}"));
        match self {
            Self::OutOfBounds(error) => Self::OutOfBounds(error.within(place)),
            Self::Missing { field } => Self::Missing { field: inner(field) },
            Self::Charset { field, allowed } => Self::Charset {
                field: inner(field),
                allowed,
            },
            Self::Duplicate { field } => Self::Duplicate { field: inner(field) },
            Self::Rule { field, rule } => Self::Rule {
                field: inner(field),
                rule,
            },
        }
    }
}

/// Checks that a text is not empty.
pub(crate) fn present(field: &'static str, text: &str) -> Validity {
    needed(field, !text.is_empty())
}

/// Checks that something is there.
pub(crate) fn needed(field: &'static str, is_there: bool) -> Validity {
    if is_there {
        return Ok(());
    }
    Err(InvalidRequest::Missing { field: field.into() })
}

/// Checks a rule that has no other name.
pub(crate) fn rule(field: &'static str, holds: bool, rule: &'static str) -> Validity {
    if holds {
        return Ok(());
    }
    Err(InvalidRequest::Rule {
        field: field.into(),
        rule,
    })
}

/// Checks every character of a text.
pub(crate) fn charset(
    field: &'static str,
    text: &str,
    allowed: &'static str,
    is_allowed: fn(char) -> bool,
) -> Validity {
    if text.chars().all(is_allowed) {
        return Ok(());
    }
    Err(InvalidRequest::Charset {
        field: field.into(),
        allowed,
    })
}

/// Checks that no two texts are the same.
pub(crate) fn distinct<'a>(field: &'static str, texts: impl Iterator<Item = &'a str>) -> Validity {
    let mut seen = std::collections::HashSet::new();
    for text in texts {
        if !seen.insert(text) {
            return Err(InvalidRequest::Duplicate { field: field.into() });
        }
    }
    Ok(())
}

/// Checks each element of a list and says which one is wrong.
pub(crate) fn each<T>(field: &'static str, list: &[T], check: impl Fn(&T) -> Validity) -> Validity {
    for (place, element) in list.iter().enumerate() {
        check(element).map_err(|error| error.within(&format!("{field}[{place}]")))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::bounds;

    #[test]
    fn an_error_says_where_it_is_and_not_what_was_there() {
        let check = |text: &String| bounds::characters("title", text, 1..=3).map_err(InvalidRequest::from);
        let error = each("articles", &["a".to_owned(), "秘密秘密".to_owned()], check).unwrap_err();
        assert_eq!(error.to_string(), "articles[1].title: 4 characters, allowed are 1 to 3");
        assert_eq!(
            present("scene", "").unwrap_err().within("a").to_string(),
            "a.scene: missing"
        );
        let charset = charset("id", "a b", "letters", |c| c.is_ascii_alphabetic()).unwrap_err();
        assert_eq!(charset.within("a").to_string(), "a.id: only letters are accepted");
        let twice = distinct("key", ["x", "y", "x"].into_iter()).unwrap_err();
        assert_eq!(twice.within("a").to_string(), "a.key: given twice");
        let rule = rule("safe", false, "not with news").unwrap_err();
        assert_eq!(rule.within("a").to_string(), "a.safe: not with news");
    }
}
