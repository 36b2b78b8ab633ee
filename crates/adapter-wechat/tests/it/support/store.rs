//! A token store in memory, which can be out of reach.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use ports::wechat::{AccessToken, AccessTokenStore, TokenStoreUnavailable};

#[derive(Default)]
struct Entry {
    token: Option<AccessToken>,
    lease: Option<(String, Instant)>,
}

impl Entry {
    fn holder(&self) -> Option<&str> {
        self.lease
            .as_ref()
            .filter(|(_, until)| Instant::now() < *until)
            .map(|(holder, _)| holder.as_str())
    }
}

/// One map for all.
#[derive(Default)]
pub struct TestStore {
    entries: Mutex<HashMap<String, Entry>>,
    pub is_down: AtomicBool,
}

impl TestStore {
    fn with<T>(&self, app_id: &str, work: impl FnOnce(&mut Entry) -> T) -> Result<T, TokenStoreUnavailable> {
        if self.is_down.load(Ordering::SeqCst) {
            return Err(TokenStoreUnavailable("down".to_owned()));
        }
        Ok(work(self.entries.lock().unwrap().entry(app_id.to_owned()).or_default()))
    }
}

#[async_trait]
impl AccessTokenStore for TestStore {
    async fn current(&self, app_id: &str) -> Result<Option<AccessToken>, TokenStoreUnavailable> {
        tokio::task::yield_now().await;
        self.with(app_id, |entry| entry.token.clone())
    }

    async fn try_lease(&self, app_id: &str, holder: &str, lease: Duration) -> Result<bool, TokenStoreUnavailable> {
        tokio::task::yield_now().await;
        self.with(app_id, |entry| {
            let is_free = entry.holder().is_none_or(|current| current == holder);
            if is_free {
                entry.lease = Some((holder.to_owned(), Instant::now() + lease));
            }
            is_free
        })
    }

    async fn put(&self, app_id: &str, holder: &str, token: &AccessToken) -> Result<bool, TokenStoreUnavailable> {
        tokio::task::yield_now().await;
        self.with(app_id, |entry| {
            let is_holder = entry.holder() == Some(holder);
            if is_holder {
                entry.token = Some(token.clone());
                entry.lease = None;
            }
            is_holder
        })
    }

    async fn release(&self, app_id: &str, holder: &str) -> Result<(), TokenStoreUnavailable> {
        self.with(app_id, |entry| {
            if entry.holder() == Some(holder) {
                entry.lease = None;
            }
        })
    }

    async fn invalidate(&self, app_id: &str, value: &str) -> Result<bool, TokenStoreUnavailable> {
        tokio::task::yield_now().await;
        self.with(app_id, |entry| {
            let is_it = entry.token.as_ref().is_some_and(|token| token.value == value);
            if is_it {
                entry.token = None;
            }
            is_it
        })
    }
}
