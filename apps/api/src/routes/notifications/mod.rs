//! Notifications (通知): what was sent to whom, and what became of it.

mod body;
mod list;

use crate::endpoint::Endpoint;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![list::endpoint()]
}
