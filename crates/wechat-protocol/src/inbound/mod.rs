//! What people and the platform send us: messages and events of the Official Account (公众号), the Mini Program (小程序)
//! and WeCom (企业微信), in XML and JSON.
//!
//! The three products share one frame and many kinds, so one type reads them all. A kind or event without a type, or
//! one that lacks what its type needs, is kept whole as [`MessageKind::Other`] or [`EventKind::Other`], since the
//! platform adds kinds without notice and each must still be acknowledged. Unknown fields are ignored.

pub mod events;

mod debug;
mod fields;
mod kind;
mod message;
mod node;
mod raw;

pub use events::{EventKind, TemplateStatus};
pub use kind::MessageKind;
pub use message::{ArticleSource, InboundMessage};
pub(crate) use node::Node;
pub use raw::{RawField, RawFields};
