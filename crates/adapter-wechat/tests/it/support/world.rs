//! A platform behind a server, a store, a clock, and clients of them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use adapter_wechat::{AccountCredentials, CallLimits, WechatClient, WechatSettings};
use domain::attendance::PersonRef;
use ports::wechat::AccessTokenStore;

use super::{Platform, Server, TestClock, TestStore};

/// Everything one test needs.
pub struct World {
    pub clock: Arc<TestClock>,
    pub platform: Arc<Platform>,
    pub server: Server,
    pub store: Arc<TestStore>,
    pub client: WechatClient,
}

impl World {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// With other settings.
    pub async fn with(change: impl FnOnce(&mut WechatSettings)) -> Self {
        let clock = Arc::new(TestClock::new());
        let platform = Arc::new(Platform::new(clock.clone()));
        let script = platform.clone();
        let server = Server::start(move |seen| script.handle(seen)).await;
        let store = Arc::new(TestStore::default());
        let mut settings = settings(&server.url, "first");
        change(&mut settings);
        let client = build(settings, &store, &clock);
        Self {
            clock,
            platform,
            server,
            store,
            client,
        }
    }

    /// A client as another process has it: nothing shared but the store and the platform.
    pub fn another_process(&self, instance: &str) -> WechatClient {
        build(settings(&self.server.url, instance), &self.store, &self.clock)
    }
}

pub fn build(settings: WechatSettings, store: &Arc<TestStore>, clock: &Arc<TestClock>) -> WechatClient {
    let store: Arc<dyn AccessTokenStore> = store.clone();
    WechatClient::new(settings, store, clock.clone()).unwrap()
}

pub fn settings(url: &str, instance: &str) -> WechatSettings {
    let credentials = AccountCredentials {
        app_id: "wx0123456789abcdef".to_owned(),
        app_secret: "APPSECRET".into(),
    };
    WechatSettings {
        accounts: BTreeMap::from([("default".to_owned(), credentials)]),
        api_base_url: url.to_owned(),
        mp_base_url: "https://mp.example".to_owned(),
        call_timeout: Duration::from_secs(30),
        connect_timeout: Duration::from_secs(5),
        instance: instance.to_owned(),
        limits: CallLimits {
            burst: 10_000,
            ..CallLimits::default()
        },
    }
}

pub fn person() -> PersonRef {
    PersonRef {
        account: "default".to_owned(),
        open_id: "oOPENID".to_owned(),
    }
}

/// Waits until `condition` holds; a minute at most.
pub async fn eventually(what: &str, mut condition: impl FnMut() -> bool) {
    let wait = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), wait)
        .await
        .unwrap_or_else(|_| panic!("never came about: {what}"));
}
