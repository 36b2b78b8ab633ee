//! Why a callback is not answered.

use thiserror::Error;

use crate::parse_error::ParseError;

/// Why a callback is not answered. Nothing in it comes from the request.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// A parameter of the query is absent or twice there.
    #[error("the parameter {0} is missing or ambiguous")]
    Parameter(&'static str),
    /// The query is longer than is looked at, or not UTF-8.
    #[error("the query cannot be read")]
    Query,
    /// The body cannot be read.
    #[error(transparent)]
    Body(#[from] ParseError),
    /// A stranger's, or for somebody else. It looks the same whether signature, key, padding or receiver is wrong.
    #[error("the callback is refused")]
    Refused,
}
