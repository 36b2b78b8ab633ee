//! What operators and developers look at: probes, metrics, the API's description.

mod docs;
mod docs_home;
mod health;
mod home;
mod metrics;
mod ready;
mod specification;

use crate::endpoint::Endpoint;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        health::endpoint(),
        ready::endpoint(),
        metrics::endpoint(),
        specification::endpoint(),
        docs_home::endpoint(),
        docs::endpoint(),
        home::endpoint(),
    ]
}
