//! The platform's side of the callback: messages out, replies in, repetitions.

mod attempt;
mod deliver;
mod message;
mod reply;
mod report;
mod tree;
mod wire;

pub use attempt::{Attempt, Plan, attempt};
pub use deliver::{Begun, Delivery, MessageView, begin, secrecy, settle};
pub use message::{Message, Outgoing};
pub use reply::{Article, Reply, Secrecy};
pub use report::report_template;
pub use wire::{Overrides, Sealing};
