//! A whole API over memory.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::Method;
use actix_web::test::{self, TestRequest};
use actix_web::{App, dev};
use adapter_memory::{
    FakeProbe, FakeWechat, FixedAccounts, FixedClock, MemoryApiHealth, MemoryFiles, MemoryJobQueue, MemoryLoginStates,
    MemoryRateLimiter, MemoryStore, PlainClientData, SequentialIds,
};
use adapter_system::{
    Argon2Hasher, HashingCost, JwtPersonSessions, JwtSessions, SealedSecrets, SignedTickets, SystemRandomness,
};
use api::{ApiLimits, ApiParts, ApiState, TrustedProxies, WebhookSettings};
use application::identity::AddOperatorCommand;
use application::wechat::accounts::AccountRegistry;
use application::wechat::articles::ArticleAdapters;
use application::wechat::mass::MassAdapters;
use application::wechat::materials::MaterialAdapters;
use application::wechat::mini_program::MiniProgramAdapters;
use application::wechat::web::{PublicOrigin, WebAdapters, WebSettings};
use application::wechat::wecom::CorpAdapters;
use application::wechat::wecom::StaffAdapters;
use application::{Adapters, Settings, UseCases};
use domain::secret::Secret;
use domain::wechat::{MessageMode, Product};
use futures::future::LocalBoxFuture;
use ports::system::Clock;
use ports::wechat::{AccountSecrets, AccountSetup};
use runtime::{HealthRegistry, Shutdown, TaskSet};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::phone::{APP_ID, KEY, TOKEN};
use super::{ACCOUNT_ID, Answered};

pub const PASSWORD: &str = "correct horse battery staple";
pub const TOLERANCE: Duration = Duration::from_secs(300);
/// As long as the shortest secret that production takes.
const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// What seals credentials.
fn sealer() -> SealedSecrets {
    SealedSecrets::new(&SecretString::from(SECRET), None)
}

type Send = Box<dyn Fn(TestRequest) -> LocalBoxFuture<'static, dev::ServiceResponse>>;

/// The API, and what stands behind it.
pub struct House {
    pub clock: Arc<FixedClock>,
    pub wechat: Arc<FakeWechat>,
    pub probe: Arc<FakeProbe>,
    pub store: MemoryStore,
    pub use_cases: Box<UseCases>,
    pub shutdown: Shutdown,
    pub state: Arc<ApiState>,
    token: String,
    send: Send,
}

impl House {
    /// In safe mode, with an administrator who is signed in.
    pub async fn open() -> Self {
        Self::in_mode(MessageMode::Safe).await
    }

    pub async fn in_mode(mode: MessageMode) -> Self {
        Self::with(mode, |adapters| adapters).await
    }

    /// With some adapter in another's place.
    pub async fn with(mode: MessageMode, change: impl FnOnce(Adapters) -> Adapters) -> Self {
        Self::of(configured(mode), change).await
    }

    /// With this account in the configuration.
    pub async fn of(account: AccountSetup, change: impl FnOnce(Adapters) -> Adapters) -> Self {
        // What puts a house together is too large for the stacks of tests.
        Box::pin(Self::built(account, change)).await
    }

    async fn built(account: AccountSetup, change: impl FnOnce(Adapters) -> Adapters) -> Self {
        let (clock, wechat) = (Arc::new(FixedClock::default()), Arc::new(FakeWechat::new()));
        let probe = Arc::new(FakeProbe::new(Arc::clone(&clock) as _));
        let store = MemoryStore::new();
        let adapters = change(adapters(&store, &clock, &wechat, &probe, account));
        let use_cases = UseCases::new(adapters, &settings());
        let command = AddOperatorCommand {
            username: "admin".to_owned(),
            password: PASSWORD.to_owned(),
        };
        use_cases.add_operator.run(command).await.unwrap();
        let shutdown = Shutdown::new();
        let state = ApiState::new(ApiParts {
            use_cases: use_cases.clone(),
            webhook: WebhookSettings {
                tolerance: TOLERANCE,
                public_base_url: Some("https://events.example".to_owned()),
            },
            health: HealthRegistry::new(shutdown.clone()),
            metrics: Some(runtime::telemetry::metrics::install().unwrap()),
            tasks: TaskSet::new(shutdown.clone()),
            limits: ApiLimits {
                twin_patience: Duration::from_millis(150),
                body_patience: Duration::from_secs(3),
                ..ApiLimits::default()
            },
            proxies: TrustedProxies::new(vec!["10.0.0.0/8".parse().unwrap()]),
        });
        let send = service(&state).await;
        let mut house = Self {
            clock,
            wechat,
            probe,
            store,
            use_cases: Box::new(use_cases),
            shutdown,
            state,
            token: String::new(),
            send,
        };
        house.token = house.sign_in("admin", PASSWORD).await.data(200)["token"]
            .as_str()
            .unwrap()
            .to_owned();
        house
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: TestRequest) -> Answered {
        Answered::read((self.send)(request).await).await
    }

    /// A request with the administrator's token.
    pub fn signed_in(&self, method: Method, path: &str) -> TestRequest {
        TestRequest::default()
            .method(method)
            .uri(path)
            .insert_header(("authorization", format!("Bearer {}", self.token)))
    }

    pub async fn get(&self, path: &str) -> Answered {
        self.send(self.signed_in(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answered {
        self.send(self.signed_in(Method::POST, path).set_json(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answered {
        self.send(self.signed_in(Method::PATCH, path).set_json(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answered {
        self.send(self.signed_in(Method::PUT, path).set_json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answered {
        self.send(self.signed_in(Method::DELETE, path)).await
    }

    pub async fn sign_in(&self, username: &str, password: &str) -> Answered {
        let body = json!({"username": username, "password": password});
        let request = TestRequest::post()
            .uri("/v2/auth/login")
            .peer_addr("192.0.2.7:40000".parse().unwrap());
        self.send(request.set_json(body)).await
    }

    pub fn token(&self) -> &str {
        &self.token
    }

    /// A draft that begins in an hour and lasts two, with these fields besides; answers its id.
    pub async fn draft(&self, fields: Value) -> String {
        let mut body = json!({
            "title": "春天的音乐会",
            "start": self.in_seconds(3_600),
            "end": self.in_seconds(10_800),
        });
        body.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        id_of(&self.post("/v2/events", body).await.data(201))
    }

    /// As [`Self::draft`], published.
    pub async fn event(&self, fields: Value) -> String {
        let id = self.draft(fields).await;
        self.post(&format!("/v2/events/{id}/publish"), json!({}))
            .await
            .data(200);
        id
    }

    /// The scene of a code of that purpose.
    pub async fn scene(&self, event: &str, purpose: &str) -> String {
        let code = self
            .post(&format!("/v2/events/{event}/qr-codes"), json!({"purpose": purpose}))
            .await
            .data(201);
        code["scene"].as_str().unwrap().to_owned()
    }

    /// The only attendee of an event.
    pub async fn attendee(&self, event: &str) -> Value {
        let page = self.get(&format!("/v2/events/{event}/attendees")).await.data(200);
        assert_eq!(page["total"], 1, "{page}");
        page["items"][0].clone()
    }

    pub fn in_seconds(&self, seconds: u64) -> String {
        self.clock.now().plus(Duration::from_secs(seconds)).to_string()
    }
}

fn id_of(data: &Value) -> String {
    data["id"].as_str().unwrap().to_owned()
}

async fn service(state: &Arc<ApiState>) -> Send {
    let app = test::init_service(App::new().configure(|config| api::configure(config, state))).await;
    let app = Rc::new(app);
    Box::new(move |request| {
        let app = Rc::clone(&app);
        Box::pin(async move { test::call_service(&*app, request.to_request()).await })
    })
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

fn settings() -> Settings {
    Settings {
        web: WebSettings {
            origin: PublicOrigin::parse(ORIGIN),
            js_domains: vec!["h5.example".to_owned()],
        },
        ..Settings::default()
    }
}

fn web(clock: &Arc<dyn Clock>, wechat: &Arc<FakeWechat>) -> WebAdapters {
    let account = AccountSetup {
        name: "default".to_owned(),
        product: Product::OfficialAccount,
        app_id: APP_ID.to_owned(),
        agent_id: None,
        original_id: None,
        message_mode: domain::wechat::MessageMode::Plain,
        secrets: AccountSecrets {
            app_secret: Secret::from("app secret"),
            token: None,
            encoding_aes_key: None,
            previous_encoding_aes_key: None,
        },
        enabled: true,
        generation: 0,
    };
    WebAdapters {
        api: Arc::clone(wechat) as _,
        states: Arc::new(MemoryLoginStates::new(Arc::clone(clock))),
        accounts: Arc::new(FixedAccounts::of([account])),
        js_tickets: Arc::clone(wechat) as _,
        person_sessions: Arc::new(JwtPersonSessions::new(&SECRET.into(), None)),
        randomness: Arc::new(SystemRandomness),
    }
}

fn adapters(
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
        name: "corp".to_owned(),
        product: Product::WeCom,
        app_id: "ww0123456789abcdef".to_owned(),
        agent_id: Some(1_000_002),
        original_id: None,
        message_mode: MessageMode::Safe,
        secrets: AccountSecrets {
            app_secret: Secret::from("CORPSECRET"),
            token: None,
            encoding_aes_key: None,
            previous_encoding_aes_key: None,
        },
        enabled: true,
        generation: 1,
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
    AccountSetup {
        name: "mini".to_owned(),
        product: Product::MiniProgram,
        app_id: "wxfedcba9876543210".to_owned(),
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
