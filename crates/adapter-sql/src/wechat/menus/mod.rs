//! Menus of official accounts.

mod json;
mod rows;
mod store;
