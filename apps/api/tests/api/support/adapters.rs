//! What stands behind the house, and the accounts it knows.

use std::sync::Arc;
use std::time::Duration;

use adapter_memory::{
    FakeProbe, FakeWechat, FixedAccounts, FixedClock, MemoryApiHealth, MemoryFiles, MemoryJobQueue, MemoryLoginStates,
    MemoryRateLimiter, MemoryStore, PlainClientData, SequentialIds,
};
use adapter_system::{
    Argon2Hasher, HashingCost, JwtPersonSessions, JwtSessions, SealedSecrets, SignedTickets, SystemRandomness,
};
use application::wechat::accounts::AccountRegistry;
use application::wechat::articles::ArticleAdapters;
use application::wechat::mass::MassAdapters;
use application::wechat::materials::MaterialAdapters;
use application::wechat::mini_program::MiniProgramAdapters;
use application::wechat::web::{PublicOrigin, WebAdapters, WebSettings};
use application::wechat::wecom::{CorpAdapters, StaffAdapters};
use application::{Adapters, Settings};
use domain::wechat::{MessageMode, Product};
use ports::system::Clock;
use ports::wechat::{AccountSecrets, AccountSetup};
use secrecy::SecretString;

use super::ACCOUNT_ID;
use super::phone::{APP_ID, KEY, TOKEN};

/// As long as the shortest secret that production takes.
const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// What seals credentials.
fn sealer() -> SealedSecrets {
    SealedSecrets::new(&SecretString::from(SECRET), None)
}

/// The account of the configuration, whose key the phone has.
pub fn configured(mode: MessageMode) -> AccountSetup {
    AccountSetup {
        name: "default".to_owned(),
        product: Product::OfficialAccount,
        app_id: APP_ID.to_owned(),
        agent_id: None,
        original_id: Some(ACCOUNT_ID.to_owned()),
        message_mode: mode,
        secrets: AccountSecrets {
            app_secret: "a-configured-app-secret-not-for-use".into(),
            token: Some(TOKEN.into()),
            encoding_aes_key: Some(KEY.into()),
            previous_encoding_aes_key: None,
        },
        enabled: true,
        generation: 0,
    }
}

/// Where pages of this API are.
pub const ORIGIN: &str = "https://a.example";

pub fn settings() -> Settings {
    Settings {
        web: WebSettings {
            origin: PublicOrigin::parse(ORIGIN),
            js_domains: vec!["h5.example".to_owned()],
        },
        ..Settings::default()
    }
}

fn web(clock: &Arc<dyn Clock>, wechat: &Arc<FakeWechat>) -> WebAdapters {
    WebAdapters {
        api: Arc::clone(wechat) as _,
        states: Arc::new(MemoryLoginStates::new(Arc::clone(clock))),
        accounts: Arc::new(FixedAccounts::of([configured(MessageMode::Plain)])),
        js_tickets: Arc::clone(wechat) as _,
        person_sessions: Arc::new(JwtPersonSessions::new(&SECRET.into(), None)),
        randomness: Arc::new(SystemRandomness),
    }
}

/// Everything in memory, except what only computes.
pub fn over(
    store: &MemoryStore,
    clock: &Arc<FixedClock>,
    wechat: &Arc<FakeWechat>,
    probe: &Arc<FakeProbe>,
    account: AccountSetup,
) -> Adapters {
    let store = Arc::new(store.clone());
    let mini_store = Arc::clone(&store);
    let clock: Arc<dyn Clock> = Arc::clone(clock) as Arc<dyn Clock>;
    let secret = SecretString::from(SECRET);
    let cheap = HashingCost {
        memory_kib: 64,
        iterations: 1,
        parallelism: 1,
    };
    let accounts = AccountRegistry::new(Some(account), store.clone(), Arc::new(sealer()));
    Adapters {
        events: store.clone(),
        event_reads: store.clone(),
        directory: store.clone(),
        history: store.clone(),
        attendance: store.clone(),
        attendance_reads: store.clone(),
        messages: store.clone(),
        channels: store.clone(),
        channel_reads: store.clone(),
        scene_codes: store.clone(),
        renewals: store.clone(),
        scan_counts: store.clone(),
        message_reads: store.clone(),
        outbox: store.clone(),
        queue: Arc::new(MemoryJobQueue::new(Arc::clone(&clock), Duration::from_secs(30))),
        dead_letters: store.clone(),
        deliveries: store.clone(),
        delivery_reads: store.clone(),
        templates: store.clone(),
        consents: store.clone(),
        broadcasts: store.clone(),
        messaging: wechat.clone(),
        operators: store.clone(),
        people: store.clone(),
        people_reads: store.clone(),
        interactions: store.clone(),
        once: store.clone(),
        accounts: accounts.clone(),
        arrivals: store.clone(),
        sightings: store.clone(),
        probe: Arc::clone(probe) as _,
        connections: Arc::clone(probe) as _,
        api_health: Arc::new(MemoryApiHealth::new()),
        followers: store.clone(),
        follower_reads: store.clone(),
        personal_data: store.clone(),
        followers_api: Arc::clone(wechat) as _,
        limiter: Arc::new(MemoryRateLimiter::new(Arc::clone(&clock))),
        hasher: Arc::new(Argon2Hasher::new(cheap).unwrap()),
        session_tokens: Arc::new(JwtSessions::new(&secret, None)),
        tickets: Arc::new(SignedTickets::new(&secret)),
        articles: ArticleAdapters::of(wechat.clone(), &store),
        mini_program: mini_program(&mini_store, wechat, &secret),
        staff: staff(&clock, &mini_store, wechat, accounts),
        web: web(&clock, wechat),
        corp: corp(&mini_store, wechat),
        wechat: Arc::clone(wechat) as _,
        rules: store.clone(),
        rule_reads: store.clone(),
        person_facts: None,
        mass: MassAdapters {
            store: store.clone(),
            reports: store.clone(),
            api: Arc::clone(wechat) as _,
        },
        materials: MaterialAdapters {
            files: Arc::new(MemoryFiles::new()),
            book: store.clone(),
            store: store.clone(),
            reads: store.clone(),
            api: wechat.clone(),
        },
        menus: store,
        menu_api: Arc::clone(wechat) as _,
        clock,
        ids: Arc::new(SequentialIds::new()),
    }
}

fn corp(store: &Arc<MemoryStore>, wechat: &Arc<FakeWechat>) -> CorpAdapters {
    CorpAdapters {
        accounts: Arc::new(FixedAccounts::of([corp_account()])),
        records: store.clone(),
        directory: store.clone(),
        contacts: store.clone(),
        directory_api: wechat.clone(),
        contacts_api: wechat.clone(),
    }
}

/// The account `corp`, an application of a WeCom corporation.
fn corp_account() -> AccountSetup {
    AccountSetup {
        agent_id: Some(1_000_002),
        ..unheard("corp", Product::WeCom, "ww0123456789abcdef")
    }
}

fn mini_program(store: &Arc<MemoryStore>, wechat: &Arc<FakeWechat>, secret: &SecretString) -> MiniProgramAdapters {
    MiniProgramAdapters {
        api: wechat.clone(),
        client_data: Arc::new(PlainClientData),
        accounts: Arc::new(FixedAccounts::of([mini_program_account()])),
        sealer: Arc::new(SealedSecrets::new(secret, None)),
        person_sessions: Arc::new(JwtPersonSessions::new(secret, None)),
        session_keys: store.clone(),
        phones: store.clone(),
        codes: store.clone(),
        code_reads: store.clone(),
        links: store.clone(),
        link_reads: store.clone(),
        checks: store.clone(),
        check_reads: store.clone(),
        verdicts: store.clone(),
    }
}

fn staff(
    clock: &Arc<dyn Clock>,
    store: &Arc<MemoryStore>,
    wechat: &Arc<FakeWechat>,
    accounts: AccountRegistry,
) -> StaffAdapters {
    StaffAdapters {
        messages: store.clone(),
        message_reads: store.clone(),
        messages_api: Arc::clone(wechat) as _,
        login_api: Arc::clone(wechat) as _,
        login_states: Arc::new(MemoryLoginStates::new(Arc::clone(clock))),
        operator_reads: store.clone(),
        links: store.clone(),
        accounts: Arc::new(accounts),
        randomness: Arc::new(SystemRandomness),
    }
}

/// The account `mini`, the only Mini Program.
fn mini_program_account() -> AccountSetup {
    unheard("mini", Product::MiniProgram, "wxfedcba9876543210")
}

/// An account that is only called, and sends no messages.
fn unheard(name: &str, product: Product, app_id: &str) -> AccountSetup {
    AccountSetup {
        name: name.to_owned(),
        product,
        app_id: app_id.to_owned(),
        agent_id: None,
        original_id: None,
        message_mode: MessageMode::Safe,
        secrets: AccountSecrets {
            app_secret: "an-app-secret-of-the-tests".into(),
            token: None,
            encoding_aes_key: None,
            previous_encoding_aes_key: None,
        },
        enabled: true,
        generation: 1,
    }
}
