//! WeChat (微信) as the middle sees it: what arrived, what it means, what is answered.

mod incoming;
mod reply;

pub use incoming::{Incoming, IncomingKind};
pub use reply::{Article, Reply};
