//! The shape of log lines.

mod fields;
mod json;
mod text;

pub(super) use fields::JsonObject;
pub(super) use json::JsonLines;
pub(super) use text::TextLines;
