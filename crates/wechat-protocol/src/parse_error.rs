//! Why a body could not be understood.

use thiserror::Error;

/// A body that is not a WeChat message. No text in it comes from the body, so it may be logged.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParseError {
    /// Longer than the limit.
    #[error("the body is longer than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// Nested deeper than the limit.
    #[error("the body is nested deeper than {limit} levels")]
    TooDeep {
        /// The limit, in levels.
        limit: usize,
    },
    /// More elements than the limit.
    #[error("the body has more than {limit} elements")]
    TooMany {
        /// The limit, in elements, members and list items.
        limit: usize,
    },
    /// Nothing but blanks.
    #[error("the body is empty")]
    Empty,
    /// Not UTF-8.
    #[error("the body is not UTF-8")]
    NotUtf8,
    /// Begins with neither `<` nor `{`.
    #[error("the body is neither XML nor JSON")]
    UnknownFormat,
    /// Carries a document type, which could define entities; none is ever read.
    #[error("the body has a document type declaration")]
    DoctypeRefused,
    /// Refers to an entity other than the five XML predefines.
    #[error("the body refers to an unknown entity")]
    EntityRefused,
    /// Broken markup.
    #[error("the body is malformed: {reason}")]
    Malformed {
        /// What is broken, in fixed words.
        reason: &'static str,
    },
    /// A field this kind of message must have is absent.
    #[error("the field {0} is missing")]
    MissingField(&'static str),
    /// A field holds something else than its type allows.
    #[error("the field {0} is invalid")]
    InvalidField(&'static str),
}
