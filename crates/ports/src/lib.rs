//! What the middle needs from outside: traits, their errors, read views and messages.
//!
//! This crate must never know who keeps its promises: no SQL, no Redis, no HTTP. Every promise written here with MUST
//! is held against every adapter by the suites of the `contracts` crate.
//!
//! Vocabulary: `find_…` answers `Ok(None)` for what is not there; `list…` answers a page; `add` stores something new;
//! `save` stores a change and fails with [`StoreError::VersionConflict`] when somebody else changed it first.

pub mod attendance;
pub mod events;
pub mod files;
pub mod idempotency;
pub mod identity;
pub mod jobs;
pub mod log;
pub mod notifications;
pub mod paging;
pub mod rate;
pub mod store;
pub mod system;
pub mod wechat;

pub use paging::{Page, PageQuery, Total};
pub use store::StoreError;
