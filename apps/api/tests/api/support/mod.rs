//! A whole API in this process, and requests to it.

mod answered;
mod house;
mod phone;

pub use answered::Answered;
pub use house::{House, ORIGIN, PASSWORD, TOLERANCE, configured};
pub use phone::{ACCOUNT_ID, APP_ID, KEY, Phone, TOKEN, keys, reply_in, signed_query};
