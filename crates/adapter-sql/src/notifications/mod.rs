//! Notices.

mod json;
mod rows;
mod store;
