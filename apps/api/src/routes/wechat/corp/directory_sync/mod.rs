//! The full synchronisation of the directory (通讯录): departments and members.

mod cancel;
mod read;
mod start;

use crate::endpoint::Endpoint;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![start::endpoint(), read::endpoint(), cancel::endpoint()]
}
