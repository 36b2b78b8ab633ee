//! The gates of one account.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::Gate;
use super::pass::lock;
use crate::api::Api;
use crate::settings::CallLimits;

/// The gates of one account, built as its APIs are called; there are as many as typed calls.
pub(crate) struct Gates {
    account: String,
    limits: CallLimits,
    gates: Mutex<HashMap<&'static str, Arc<Gate>>>,
}

impl Gates {
    pub(crate) fn new(account: &str, limits: &CallLimits) -> Self {
        Self {
            account: account.to_owned(),
            limits: limits.clone(),
            gates: Mutex::default(),
        }
    }

    /// The gate of an API.
    pub(crate) fn of(&self, api: Api) -> Arc<Gate> {
        let mut gates = lock(&self.gates);
        let gate = gates
            .entry(api.path)
            .or_insert_with(|| Arc::new(Gate::new(&self.account, api, &self.limits)));
        Arc::clone(gate)
    }

    /// Lets every API go again: the quotas were filled.
    pub(crate) fn release(&self) {
        for gate in lock(&self.gates).values() {
            gate.release();
        }
    }
}
