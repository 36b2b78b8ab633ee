//! The person who signed in through WeChat.

mod sign_out;
mod who;

use crate::endpoint::Endpoint;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![who::endpoint(), sign_out::endpoint()]
}
