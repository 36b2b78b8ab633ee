//! WeCom (企业微信): its callbacks, which differ from the Official Account's in being always encrypted.

pub mod callback;
