//! Signing in, and who may.

mod add_operator;
mod sign_in;
mod who_am_i;

pub use add_operator::{AddOperator, AddOperatorCommand, AddOperatorError};
pub use sign_in::{SignIn, SignInCommand, SignInError, SignedIn};
pub use who_am_i::{Authenticate, AuthenticateError};
