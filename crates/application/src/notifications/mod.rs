//! What we send to people on our own account: follow-up notices, late replies, tags; and what became of it.

mod close_delivery;
mod compose;
mod deliver;
mod follow_up;
mod late_reply;
mod placeholders;
mod read_deliveries;
mod tag_follower;

pub use close_delivery::{CloseDeliveries, CloseDelivery};
pub use deliver::{Deliver, Delivering};
pub use follow_up::{FollowUp, FollowUps};
pub use late_reply::{LateReplies, LateReply};
pub use placeholders::Placeholders;
pub use read_deliveries::ReadDeliveries;
pub use tag_follower::{TagFollower, Tagging};
