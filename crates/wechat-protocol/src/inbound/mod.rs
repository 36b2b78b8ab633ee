//! What people and the platform send us: messages and events.
//!
//! A push is one of a dozen kinds of message or one of several dozen events. Those that need an answer are typed; any
//! other is kept as [`MessageKind::Other`] or [`EventKind::Other`], since the platform adds kinds without notice and
//! each must still be acknowledged. Unknown fields are ignored.

mod event;
mod fields;
mod kind;
mod message;

pub use event::{EventKind, TemplateStatus};
pub use kind::MessageKind;
pub use message::InboundMessage;
