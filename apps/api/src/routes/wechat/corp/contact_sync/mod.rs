//! The full synchronisation of all external contacts (外部联系人).

mod cancel;
mod read;
mod start;

use crate::endpoint::Endpoint;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![start::endpoint(), read::endpoint(), cancel::endpoint()]
}
