//! A platform behind a server, a store, a clock, and clients of them.

use std::sync::Arc;
use std::time::Duration;

use adapter_memory::FixedAccounts;
use adapter_wechat::{CallLimits, Rate, WechatClient, WechatSettings};
use domain::attendance::PersonRef;
use domain::secret::Secret;
use domain::wechat::{MessageMode, Product};
use ports::wechat::{AccessTokenStore, AccountSecrets, AccountSetup};

use super::{Platform, Server, TestClock, TestStore};

const FAST: Rate = Rate {
    calls_per_second: 100,
    burst: 10_000,
};

/// Everything one test needs.
pub struct World {
    pub clock: Arc<TestClock>,
    pub platform: Arc<Platform>,
    pub server: Server,
    pub store: Arc<TestStore>,
    pub accounts: Arc<FixedAccounts>,
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
        let accounts = Arc::new(FixedAccounts::of([account()]));
        let tokens: Arc<dyn AccessTokenStore> = store.clone();
        let client = WechatClient::new(settings, accounts.clone(), tokens, clock.clone()).unwrap();
        Self {
            clock,
            platform,
            server,
            store,
            accounts,
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
    let accounts = Arc::new(FixedAccounts::of([account()]));
    WechatClient::new(settings, accounts, store, clock.clone()).unwrap()
}

/// The account `default`, an official one.
pub fn account() -> AccountSetup {
    AccountSetup {
        name: "default".to_owned(),
        product: Product::OfficialAccount,
        app_id: "wx0123456789abcdef".to_owned(),
        agent_id: None,
        original_id: None,
        message_mode: MessageMode::Safe,
        secrets: AccountSecrets {
            app_secret: Secret::from("APPSECRET"),
            token: None,
            encoding_aes_key: None,
            previous_encoding_aes_key: None,
        },
        enabled: true,
        generation: 1,
    }
}

pub fn settings(url: &str, instance: &str) -> WechatSettings {
    WechatSettings {
        api_base_url: url.to_owned(),
        mp_base_url: "https://mp.example".to_owned(),
        wecom_base_url: url.to_owned(),
        call_timeout: Duration::from_secs(30),
        connect_timeout: Duration::from_secs(5),
        instance: instance.to_owned(),
        limits: CallLimits {
            rate: FAST,
            by_path: Vec::new(),
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
