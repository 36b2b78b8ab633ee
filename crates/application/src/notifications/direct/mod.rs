//! Messages of an operator to one person, sent while the operator waits.

mod send_message;
mod send_now;
mod typing;

pub use send_message::{DirectError, SendMessage, SendMessageCommand};
pub use send_now::SendNow;
pub use typing::ShowTyping;
