//! Notifications (通知): what was sent to whom, and what became of it.

mod body;
mod list;

use crate::endpoint::Endpoint;

pub(crate) use body::DeliveryBody;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![list::endpoint()]
}
