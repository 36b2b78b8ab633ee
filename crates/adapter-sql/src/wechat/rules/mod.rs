//! Reply rules.

mod rows;
mod store;
