//! Identity.

mod operators;
