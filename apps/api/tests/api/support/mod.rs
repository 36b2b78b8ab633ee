//! A whole API in this process, and requests to it.

mod adapters;
mod answered;
mod description;
mod house;
mod phone;
mod work;

pub use adapters::{ORIGIN, configured};
pub use answered::Answered;
pub use house::{House, PASSWORD, TOLERANCE};
pub use phone::{ACCOUNT_ID, APP_ID, KEY, Phone, TOKEN, keys, reply_in, signed_query};
