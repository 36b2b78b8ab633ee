//! The simulated platform as all its doors share it.

use std::sync::{Mutex, PoisonError};

use tokio::runtime::Handle;
use wechat_protocol::envelope::EncodingAesKey;

use crate::state::State;

/// The official account that is simulated; fixed while the simulator runs.
#[derive(Debug, Clone)]
pub struct Account {
    /// App id.
    pub app_id: String,
    /// App secret.
    pub app_secret: String,
    /// The token of the callback's signatures.
    pub token: String,
    /// The key of the callback's envelopes.
    pub aes_key: EncodingAesKey,
    /// The original id (`gh_…`), which is the account's name in messages.
    pub original_id: String,
}

/// Account, state and the means to call out.
#[derive(Debug)]
pub struct World {
    /// The account.
    pub account: Account,
    /// Calls the callback; follows no redirect and uses no proxy.
    pub http: reqwest::Client,
    /// Runs what must go on when the request that began it is gone.
    pub runtime: Handle,
    state: Mutex<State>,
}

impl World {
    /// Puts the parts together.
    #[must_use]
    pub fn new(account: Account, http: reqwest::Client, runtime: Handle, state: State) -> Self {
        Self {
            account,
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
