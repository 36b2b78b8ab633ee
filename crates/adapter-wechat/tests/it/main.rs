//! The client against an HTTP server that follows a script.

#![expect(clippy::unwrap_used, reason = "a test may panic anywhere, also in its helpers")]

mod answers;
mod keepers;
mod limits;
mod probe;
mod requests;
mod support;
mod tokens;
mod transport;
