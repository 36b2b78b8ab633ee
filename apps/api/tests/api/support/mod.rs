//! A whole API in this process, and requests to it.

mod answered;
mod house;
mod phone;

pub use answered::Answered;
pub use house::{House, ORIGIN, PASSWORD, TOLERANCE};
pub use phone::{ACCOUNT_ID, APP_ID, Phone, keys, reply_in, signed_query};
