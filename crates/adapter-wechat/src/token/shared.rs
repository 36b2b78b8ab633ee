//! The token store, as one keeper sees it: for what it keeps, in the name of its process, bounded in time.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use ports::wechat::{AccessToken, AccessTokenStore, TokenStoreUnavailable};

/// A store that takes longer is as good as none: calls wait for it.
const PATIENCE: Duration = Duration::from_secs(2);
/// A fetch asks the endpoint twice at most; the rest is for the store.
const FETCHES: u32 = 2;

/// The token store's place of one token or ticket.
pub(crate) struct SharedStore {
    store: Arc<dyn AccessTokenStore>,
    key: String,
    holder: String,
    lease: Duration,
}

impl SharedStore {
    /// `call_timeout` bounds one question to the token endpoint, and so the length of a lease.
    pub(crate) fn new(store: Arc<dyn AccessTokenStore>, key: &str, holder: &str, call_timeout: Duration) -> Self {
        Self {
            store,
            key: key.to_owned(),
            holder: holder.to_owned(),
            lease: call_timeout * FETCHES + PATIENCE * 2,
        }
    }

    /// What is kept.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// How long a lease lasts that its holder does not give up.
    pub(super) const fn lease(&self) -> Duration {
        self.lease
    }

    pub(super) async fn current(&self) -> Result<Option<AccessToken>, TokenStoreUnavailable> {
        bounded(self.store.current(&self.key)).await
    }

    pub(super) async fn try_lease(&self) -> Result<bool, TokenStoreUnavailable> {
        bounded(self.store.try_lease(&self.key, &self.holder, self.lease)).await
    }

    pub(super) async fn put(&self, token: &AccessToken) -> Result<bool, TokenStoreUnavailable> {
        bounded(self.store.put(&self.key, &self.holder, token)).await
    }

    pub(super) async fn release(&self) -> Result<(), TokenStoreUnavailable> {
        bounded(self.store.release(&self.key, &self.holder)).await
    }

    pub(super) async fn invalidate(&self, value: &str) -> Result<bool, TokenStoreUnavailable> {
        bounded(self.store.invalidate(&self.key, value)).await
    }
}

async fn bounded<T>(call: impl Future<Output = Result<T, TokenStoreUnavailable>>) -> Result<T, TokenStoreUnavailable> {
    match tokio::time::timeout(PATIENCE, call).await {
        Ok(result) => result,
        Err(_) => Err(TokenStoreUnavailable("no answer in time".to_owned())),
    }
}
