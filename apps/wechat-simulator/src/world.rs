//! The simulated platform as all its doors share it.

use std::sync::{Mutex, PoisonError};

use tokio::runtime::Handle;

use crate::state::State;

/// The state and the means to call out.
#[derive(Debug)]
pub struct World {
    /// Calls callbacks; follows no redirect and uses no proxy.
    pub http: reqwest::Client,
    /// Runs what must go on when the request that began it is gone.
    pub runtime: Handle,
    state: Mutex<State>,
}

impl World {
    /// Puts the parts together.
    #[must_use]
    pub fn new(http: reqwest::Client, runtime: Handle, state: State) -> Self {
        Self {
            http,
            runtime,
            state: Mutex::new(state),
        }
    }

    /// Looks at or changes the state. Nothing may block inside.
    pub fn with<T>(&self, action: impl FnOnce(&mut State) -> T) -> T {
        action(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
