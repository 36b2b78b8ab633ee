//! The token store of a single process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use domain::time::Timestamp;
use ports::system::Clock;
use ports::wechat::{AccessToken, AccessTokenStore, TokenStoreUnavailable};

use crate::lock;

/// Keeps one token and one lease per app id; there are as many app ids as configured accounts.
pub struct MemoryTokens {
    clock: Arc<dyn Clock>,
    apps: Mutex<HashMap<String, App>>,
}

#[derive(Default)]
struct App {
    token: Option<AccessToken>,
    lease: Option<Lease>,
}

struct Lease {
    holder: String,
    until: Timestamp,
}

impl MemoryTokens {
    /// An empty store; leases run out by `clock`.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            apps: Mutex::default(),
        }
    }
}

impl App {
    fn is_leased_to(&self, holder: &str, now: Timestamp) -> bool {
        self.lease
            .as_ref()
            .is_some_and(|lease| lease.holder == holder && now < lease.until)
    }

    fn is_free_for(&self, holder: &str, now: Timestamp) -> bool {
        self.lease
            .as_ref()
            .is_none_or(|lease| lease.holder == holder || lease.until <= now)
    }
}

#[async_trait]
impl AccessTokenStore for MemoryTokens {
    async fn current(&self, app_id: &str) -> Result<Option<AccessToken>, TokenStoreUnavailable> {
        Ok(lock(&self.apps).get(app_id).and_then(|app| app.token.clone()))
    }

    async fn try_lease(&self, app_id: &str, holder: &str, lease: Duration) -> Result<bool, TokenStoreUnavailable> {
        let now = self.clock.now();
        let mut apps = lock(&self.apps);
        let app = apps.entry(app_id.to_owned()).or_default();
        let free = app.is_free_for(holder, now);
        if free {
            app.lease = Some(Lease {
                holder: holder.to_owned(),
                until: now.plus(lease),
            });
        }
        Ok(free)
    }

    async fn put(&self, app_id: &str, holder: &str, token: &AccessToken) -> Result<bool, TokenStoreUnavailable> {
        let now = self.clock.now();
        let mut apps = lock(&self.apps);
        let Some(app) = apps.get_mut(app_id).filter(|app| app.is_leased_to(holder, now)) else {
            return Ok(false);
        };
        app.token = Some(token.clone());
        app.lease = None;
        Ok(true)
    }

    async fn release(&self, app_id: &str, holder: &str) -> Result<(), TokenStoreUnavailable> {
        let mut apps = lock(&self.apps);
        if let Some(app) = apps.get_mut(app_id) {
            app.lease.take_if(|lease| lease.holder == holder);
        }
        Ok(())
    }

    async fn invalidate(&self, app_id: &str, value: &str) -> Result<bool, TokenStoreUnavailable> {
        let mut apps = lock(&self.apps);
        let token = apps.get_mut(app_id).map(|app| &mut app.token);
        Ok(token.is_some_and(|token| token.take_if(|token| token.value == value).is_some()))
    }
}
