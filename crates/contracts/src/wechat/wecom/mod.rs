//! WeCom: messages to members, staff who sign in, the directory, external contacts.

mod ask;
mod contacts;
mod corp;
mod directory;
mod products;
mod staff_login;
mod staff_messages;

pub use ask::CorpAsk;
pub use contacts::*;
pub use corp::{CORP, CORP_DIRECTORY, Corp, Customer};
pub use directory::*;
pub use products::*;
pub use staff_login::*;
pub use staff_messages::*;
