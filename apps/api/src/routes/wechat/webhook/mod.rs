//! WeChat's webhook: what it signs is recorded, acted on and answered in the same response.
//!
//! This is the hottest path of the product: the body is copied once, parsed once, and no header but the signature's
//! is looked at.

mod account;
mod confirm;
mod incoming;
mod meters;
mod query;
mod receive;
mod reply;
mod serve;
mod signals;
mod verify;

pub use account::{AccountFault, WebhookAccount, WebhookAccounts, WebhookSettings};

use crate::endpoint::Endpoint;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        receive::default_account::endpoint(),
        confirm::default_account::endpoint(),
        receive::named_account::endpoint(),
        confirm::named_account::endpoint(),
    ]
}
