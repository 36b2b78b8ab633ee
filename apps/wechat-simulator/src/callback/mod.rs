//! The platform's side of the callback: messages out, replies in, repetitions.

mod attempt;
mod content;
mod deliver;
mod message;
mod reply;
mod report;
mod tree;
mod verify;
mod wire;

pub use attempt::{Attempt, Plan, attempt};
pub use content::{Field, Node};
pub use deliver::{Begun, Delivery, MessageView, begin, mode_of, secrecy, settle};
pub use message::{Message, Outgoing};
pub use reply::{Article, Reply, Secrecy};
pub use report::{Report, begin_report, report_now};
pub use verify::{Verification, verify};
pub use wire::{Overrides, Sealing, encoded};
