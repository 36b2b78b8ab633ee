//! Notices (通知): what we send to people on our own account, and what became of it.

pub mod broadcast;
mod channel;
pub mod consent;
mod custom_message;
mod delivery;
mod skip;
pub mod template;
pub mod template_fields;

pub use channel::{Channel, Link, NoticeKind};
pub use custom_message::{CustomMessage, MAX_TEXT_BYTES};
pub use delivery::{Attempt, AttemptOutcome, BeginRefusal, Delivery, DeliveryState, Notice, Report, StoredDelivery};
pub use skip::SkipReason;
