//! What people and machines can do with NextEvent: one file per command or query.
//!
//! A use case reads as its story: load, one domain verb, save. It knows ports, never adapters; it never talks to a
//! database, a broker or WeChat itself; nothing leaves the process inside a transaction: jobs go through the outbox.

pub mod attendance;
mod batching;
mod context;
pub mod events;
mod features;
pub mod identity;
pub mod jobs;
pub mod log_wire;
pub mod notifications;
mod retry;
mod use_cases;
pub mod wechat;

pub use batching::{BatchLimits, GroupCommit, NotTaken};
pub use context::Context;
pub use retry::{AsStoreError, retry_on_contention};
pub use use_cases::{Adapters, Settings, UseCases};
