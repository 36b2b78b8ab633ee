//! Notices (通知): what we send to people on our own account, and what became of it.

mod delivery;

pub use delivery::{
    Attempt, AttemptOutcome, BeginRefusal, Channel, Delivery, DeliveryState, Notice, NoticeKind, Report, StoredDelivery,
};
