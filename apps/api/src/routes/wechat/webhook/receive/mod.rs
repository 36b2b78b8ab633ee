//! `POST` of both webhook addresses.

pub mod default_account;
pub mod named_account;
