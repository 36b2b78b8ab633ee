//! Identity (身份): who signs in to the admin side, and what they may do.

mod operator;

pub use operator::{NewPassword, Operator, Role, Username};
