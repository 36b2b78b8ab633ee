//! Access tokens and tickets: one keeper per app id, WeCom application or kind of ticket, for all processes together.
//!
//! - A process keeps a copy of the token and uses it until it ends; near the end it fetches the next one in the
//!   background, while the old one still works.
//! - Who fetches holds the lease of the token store; the others wait for what it stores. In one process one task at a
//!   time does either.
//! - A token that WeChat rejected is forgotten only if it still is the one that is kept, here and in the store.
//! - Only APIs are asked that give every asker the same (`stable_token`, WeCom's `gettoken`, the tickets), so that a
//!   second fetch, by whatever accident, ends nobody else's token. That is also why a process may fetch for itself while
//!   the store is down.

mod endpoint;
mod forcing;
mod identity;
mod keeper;
mod memory;
mod obtain;
mod setback;
mod shared;
mod source;
mod ticket;

pub(crate) use endpoint::Endpoint;
pub(crate) use identity::{secret_print, ticket_key, token_key};
pub(crate) use keeper::TokenKeeper;
pub(crate) use shared::SharedStore;
pub(crate) use ticket::TicketSource;
