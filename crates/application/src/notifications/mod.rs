//! What we send to people on our own account: follow-up notices, late replies, broadcasts, messages to one person, tags;
//! and what became of it.

pub mod broadcasts;
mod close_delivery;
mod compose;
pub mod consents;
mod deliver;
mod desk;
pub mod direct;
mod follow_up;
mod late_reply;
mod messaging;
mod placeholders;
mod read_deliveries;
mod sending;
mod tag_follower;
pub mod templates;

pub use close_delivery::{CloseDeliveries, CloseDelivery};
pub use deliver::{Deliver, Delivering};
pub use desk::DeliveryDesk;
pub use follow_up::{FollowUp, FollowUps};
pub use late_reply::{LateReplies, LateReply};
pub use messaging::{MessagingTools, MessagingUseCases};
pub use placeholders::Placeholders;
pub use read_deliveries::ReadDeliveries;
pub use sending::{Carried, Sender};
pub use tag_follower::{TagFollower, Tagging};
