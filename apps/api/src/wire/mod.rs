//! Shapes that several endpoints share on the wire.

pub mod envelope;
mod instant;
mod json_text;
mod object;
pub mod page;
mod patch;

pub use instant::Instant;
pub use json_text::JsonText;
pub use object::Object;
pub use patch::Patch;
