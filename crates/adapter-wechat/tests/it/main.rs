//! The client against an HTTP server that follows a script.

#![expect(clippy::unwrap_used, reason = "a test may panic anywhere, also in its helpers")]

mod answers;
mod articles;
mod contract;
mod corp;
mod followers;
mod keepers;
mod limits;
mod materials;
mod menus;
mod messaging;
mod probe;
mod requests;
#[expect(dead_code, reason = "shared with the tests of the crate itself, which use the rest")]
mod support;
mod tokens;
mod transport;
