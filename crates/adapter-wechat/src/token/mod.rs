//! Access tokens: one keeper per app id, for all processes together.
//!
//! - A process keeps a copy of the token and uses it until it ends; near the end it fetches the next one in the
//!   background, while the old one still works.
//! - Who fetches holds the lease of the token store; the others wait for what it stores. In one process one task at a
//!   time does either.
//! - A token that WeChat rejected is forgotten only if it still is the one that is kept, here and in the store.
//! - Only `stable_token` is asked: it gives every asker the same token, so that a second fetch, by whatever accident,
//!   ends nobody else's token. That is also why a process may fetch for itself while the store is down.

mod endpoint;
mod forcing;
mod keeper;
mod memory;
mod obtain;
mod setback;
mod shared;

pub(crate) use keeper::TokenKeeper;
pub(crate) use shared::SharedStore;
