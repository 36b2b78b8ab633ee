//! Shapes that several endpoints share on the wire.

pub mod envelope;
mod instant;
mod json_text;
pub mod page;
mod patch;

pub use instant::Instant;
pub use json_text::JsonText;
pub use patch::Patch;
