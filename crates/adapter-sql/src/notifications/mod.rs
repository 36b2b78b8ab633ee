//! Notices.

mod broadcast_rows;
mod broadcasts;
mod consents;
mod json;
mod rows;
mod store;
mod templates;
