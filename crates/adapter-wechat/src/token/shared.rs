//! The token store, as one keeper sees it: for its app id, in the name of its process, bounded in time.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use ports::wechat::{AccessToken, AccessTokenStore, TokenStoreUnavailable};

/// A store that takes longer is as good as none: calls wait for it.
const PATIENCE: Duration = Duration::from_secs(2);
/// A fetch asks the endpoint twice at most; the rest is for the store.
const FETCHES: u32 = 2;

/// The token store of one app id.
pub(crate) struct SharedStore {
    store: Arc<dyn AccessTokenStore>,
    app_id: String,
    holder: String,
    lease: Duration,
}

impl SharedStore {
    /// `call_timeout` bounds one question to the token endpoint, and so the length of a lease.
    pub(crate) fn new(store: Arc<dyn AccessTokenStore>, app_id: &str, holder: &str, call_timeout: Duration) -> Self {
        Self {
            store,
            app_id: app_id.to_owned(),
            holder: holder.to_owned(),
            lease: call_timeout * FETCHES + PATIENCE * 2,
        }
    }

    /// How long a lease lasts that its holder does not give up.
    pub(super) const fn lease(&self) -> Duration {
        self.lease
    }

    pub(super) async fn current(&self) -> Result<Option<AccessToken>, TokenStoreUnavailable> {
        bounded(self.store.current(&self.app_id)).await
    }

    pub(super) async fn try_lease(&self) -> Result<bool, TokenStoreUnavailable> {
        bounded(self.store.try_lease(&self.app_id, &self.holder, self.lease)).await
    }

    pub(super) async fn put(&self, token: &AccessToken) -> Result<bool, TokenStoreUnavailable> {
        bounded(self.store.put(&self.app_id, &self.holder, token)).await
    }

    pub(super) async fn release(&self) -> Result<(), TokenStoreUnavailable> {
        bounded(self.store.release(&self.app_id, &self.holder)).await
    }

    pub(super) async fn invalidate(&self, value: &str) -> Result<bool, TokenStoreUnavailable> {
        bounded(self.store.invalidate(&self.app_id, value)).await
    }
}

async fn bounded<T>(call: impl Future<Output = Result<T, TokenStoreUnavailable>>) -> Result<T, TokenStoreUnavailable> {
    match tokio::time::timeout(PATIENCE, call).await {
        Ok(result) => result,
        Err(_) => Err(TokenStoreUnavailable("no answer in time".to_owned())),
    }
}
