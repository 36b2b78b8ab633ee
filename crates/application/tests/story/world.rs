//! A whole system in memory.

use std::sync::Arc;
use std::time::Duration;

use adapter_memory::{
    FakeProbe, FakeWechat, FixedAccounts, FixedClock, MemoryApiHealth, MemoryFiles, MemoryJobQueue, MemoryLoginStates,
    MemoryRateLimiter, MemoryStore, PlainClientData, SequentialIds,
};
use adapter_system::{
    Argon2Hasher, HashingCost, JwtPersonSessions, JwtSessions, SealedSecrets, SignedTickets, SystemRandomness,
};
use application::events::{CreateEventCommand, EventCommand, IssueQrCodeCommand};
use application::jobs::{JobSpan, WorkOffJobs, WorkOffLimits};
use application::wechat::ReceiveBudget;
use application::wechat::accounts::AccountRegistry;
use application::wechat::articles::ArticleAdapters;
use application::wechat::mass::MassAdapters;
use application::wechat::materials::MaterialAdapters;
use application::wechat::mini_program::MiniProgramAdapters;
use application::wechat::web::{PublicOrigin, WebAdapters, WebSettings};
use application::wechat::wecom::CorpAdapters;
use application::wechat::wecom::StaffAdapters;
use application::{Adapters, BatchLimits, Context, Settings, UseCases};
use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::events::{EventDraft, QrCode, QrLifetime, QrPurpose, WechatConfigDraft};
use domain::ids::{EventId, QrCodeId};
use domain::secret::Secret;
use domain::time::Timestamp;
use domain::wechat::{Incoming, IncomingKind, MessageMode, PrivacyKind, PrivacyNotice, Product, Reply, Signal};
use ports::StoreError;
use ports::attendance::{AttendanceStore, AttendanceTransaction};
use ports::jobs::JobQueue;
use ports::system::Clock;
use ports::wechat::{AccountSecrets, AccountSetup};
use secrecy::SecretString;
use tokio::sync::Semaphore;
use uuid::Uuid;

/// How long a store's lease on a job lasts.
pub const JOB_LEASE: Duration = Duration::from_secs(40);

const SECRET: &str = "a secret of the tests, long enough for all";

/// A system and its stand-ins.
pub struct World {
    pub cases: Box<UseCases>,
    pub clock: Arc<FixedClock>,
    pub wechat: Arc<FakeWechat>,
    pub files: Arc<MemoryFiles>,
}

/// 2026-12-01T09:41:00+08:00.
pub fn morning() -> Timestamp {
    "2026-12-01T01:41:00Z".parse().unwrap()
}

impl World {
    pub fn new() -> Self {
        Self::with_budget(ReceiveBudget::default())
    }

    /// With some adapter in another's place.
    pub fn with(change: impl FnOnce(&mut Adapters)) -> Self {
        Self::assembled(ReceiveBudget::default(), change)
    }

    fn with_budget(budget: ReceiveBudget) -> Self {
        Self::assembled(budget, |_| {})
    }

    /// A system whose attendance store lets nobody in before `gate` is opened, and whose replies have no time.
    pub fn hurried_behind(gate: Arc<Semaphore>) -> Self {
        let budget = ReceiveBudget {
            reply: Duration::from_millis(1),
            ..ReceiveBudget::default()
        };
        Self::assembled(budget, |adapters| {
            adapters.attendance = Arc::new(Gated {
                store: Arc::clone(&adapters.attendance),
                gate,
            });
        })
    }

    fn assembled(budget: ReceiveBudget, change: impl FnOnce(&mut Adapters)) -> Self {
        let clock = Arc::new(FixedClock::at(morning()));
        let wechat = Arc::new(FakeWechat::new());
        let files = Arc::new(MemoryFiles::new());
        let mut adapters = adapters(&clock, &wechat, &files);
        change(&mut adapters);
        let limits = BatchLimits {
            batch: 64,
            lanes: 2,
            waiting: 1_000,
        };
        let settings = Settings {
            budget,
            desk: limits,
            messages: limits,
            web: WebSettings {
                origin: PublicOrigin::parse("https://a.example"),
                js_domains: vec!["h5.example".to_owned()],
            },
            ..Settings::default()
        };
        Self {
            cases: Box::new(UseCases::new(adapters, &settings)),
            clock,
            wechat,
            files,
        }
    }

    /// A published event.
    pub async fn event(&self, change: impl FnOnce(&mut EventDraft)) -> EventId {
        let id = EventId::from_uuid(Uuid::from_u128(u128::from(rand_like())));
        let mut draft = draft(self.clock.now());
        change(&mut draft);
        let context = Context::of("test");
        self.cases
            .create_event
            .run(CreateEventCommand {
                id,
                draft,
                context: context.clone(),
            })
            .await
            .unwrap();
        self.cases
            .publish_event
            .run(EventCommand {
                event: id,
                expected_version: None,
                context,
            })
            .await
            .unwrap();
        id
    }

    /// A scene code of an event.
    pub async fn code(&self, event: EventId, purpose: QrPurpose) -> QrCode {
        let command = IssueQrCodeCommand {
            id: QrCodeId::from_uuid(Uuid::from_u128(u128::from(rand_like()))),
            event,
            purpose,
            lifetime: QrLifetime::Permanent,
            context: Context::of("test"),
        };
        self.cases.issue_qr_code.run(command).await.unwrap()
    }

    /// A message arrives; the text that answers it in the response.
    pub async fn arrives(&self, message: Incoming) -> String {
        match self
            .cases
            .receive_message
            .run(message, Context::of("wechat"))
            .await
            .unwrap()
        {
            Reply::Text(text) => text,
            Reply::Silence => String::new(),
            other => panic!("only text was expected: {other:?}"),
        }
    }

    /// A worker over the same stores.
    pub fn worker(&self) -> WorkOffJobs {
        let span: JobSpan = Arc::new(|_| tracing::Span::none());
        self.cases.worker(WorkOffLimits::default(), span)
    }

    /// Relays and works until nothing is due.
    pub async fn works_off(&self) {
        let worker = self.worker();
        loop {
            let relayed = self.cases.relay_outbox.round().await.unwrap();
            let received = worker.round(Duration::ZERO).await.unwrap();
            worker.drained().await;
            if relayed + received == 0 {
                return;
            }
        }
    }
}

struct Gated {
    store: Arc<dyn AttendanceStore>,
    gate: Arc<Semaphore>,
}

#[async_trait]
impl AttendanceStore for Gated {
    async fn begin(&self) -> Result<Box<dyn AttendanceTransaction>, StoreError> {
        drop(self.gate.acquire().await);
        self.store.begin().await
    }
}

/// What seals credentials.
pub fn sealer(key: &str, previous: Option<&str>) -> SealedSecrets {
    SealedSecrets::new(&key.into(), previous.map(SecretString::from).as_ref())
}

/// The account of the configuration.
pub fn configured() -> AccountSetup {
    AccountSetup {
        name: "default".to_owned(),
        product: Product::OfficialAccount,
        app_id: "wx0000000000000000".to_owned(),
        agent_id: None,
        original_id: None,
        message_mode: MessageMode::Plain,
        secrets: AccountSecrets {
            app_secret: "a-configured-secret".into(),
            token: Some("token".into()),
            encoding_aes_key: None,
            previous_encoding_aes_key: None,
        },
        enabled: true,
        generation: 0,
    }
}

fn adapters(clock: &Arc<FixedClock>, wechat: &Arc<FakeWechat>, files: &Arc<MemoryFiles>) -> Adapters {
    let store = Arc::new(MemoryStore::new());
    let shared: Arc<dyn Clock> = clock.clone();
    let queue: Arc<dyn JobQueue> = Arc::new(MemoryJobQueue::new(Arc::clone(&shared), JOB_LEASE));
    let secret = SecretString::from(SECRET);
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
        queue,
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
        accounts: AccountRegistry::new(Some(configured()), store.clone(), Arc::new(sealer("one", None))),
        arrivals: store.clone(),
        sightings: store.clone(),
        probe: Arc::new(FakeProbe::new(Arc::clone(&shared))),
        connections: Arc::new(FakeProbe::new(Arc::clone(&shared))),
        api_health: Arc::new(MemoryApiHealth::new()),
        followers: store.clone(),
        follower_reads: store.clone(),
        personal_data: store.clone(),
        followers_api: wechat.clone(),
        limiter: Arc::new(MemoryRateLimiter::new(Arc::clone(&shared))),
        hasher: Arc::new(
            Argon2Hasher::new(HashingCost {
                memory_kib: 8,
                iterations: 1,
                parallelism: 1,
            })
            .unwrap(),
        ),
        session_tokens: Arc::new(JwtSessions::new(&secret, None)),
        tickets: Arc::new(SignedTickets::new(&secret)),
        articles: ArticleAdapters::of(wechat.clone(), &store),
        mini_program: mini_program(&store, wechat, &secret),
        staff: staff(&shared, &store, wechat),
        web: web(&shared, wechat),
        corp: corp(&store, wechat),
        wechat: wechat.clone(),
        rules: store.clone(),
        rule_reads: store.clone(),
        person_facts: None,
        mass: MassAdapters {
            store: store.clone(),
            reports: store.clone(),
            api: Arc::clone(wechat) as _,
        },
        materials: MaterialAdapters {
            files: files.clone(),
            book: store.clone(),
            store: store.clone(),
            reads: store.clone(),
            api: wechat.clone(),
        },
        menus: store,
        menu_api: wechat.clone(),
        clock: shared,
        ids: Arc::new(SequentialIds::new()),
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

fn staff(clock: &Arc<dyn Clock>, store: &Arc<MemoryStore>, wechat: &Arc<FakeWechat>) -> StaffAdapters {
    let app = AccountSetup {
        name: "app".to_owned(),
        product: Product::WeCom,
        app_id: "ww0123456789abcdef".to_owned(),
        agent_id: Some(1_000_002),
        message_mode: MessageMode::Safe,
        ..account()
    };
    StaffAdapters {
        messages: store.clone(),
        message_reads: store.clone(),
        messages_api: wechat.clone(),
        login_api: wechat.clone(),
        login_states: Arc::new(MemoryLoginStates::new(Arc::clone(clock))),
        operator_reads: store.clone(),
        links: store.clone(),
        accounts: Arc::new(FixedAccounts::of([account(), app])),
        randomness: Arc::new(SystemRandomness),
    }
}

/// The account `mini`, the only Mini Program.
fn mini_program_account() -> AccountSetup {
    AccountSetup {
        name: "mini".to_owned(),
        product: Product::MiniProgram,
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

fn web(clock: &Arc<dyn Clock>, wechat: &Arc<FakeWechat>) -> WebAdapters {
    let mini_program = AccountSetup {
        name: "mini".to_owned(),
        product: Product::MiniProgram,
        ..account()
    };
    WebAdapters {
        api: wechat.clone(),
        states: Arc::new(MemoryLoginStates::new(Arc::clone(clock))),
        accounts: Arc::new(FixedAccounts::of([account(), mini_program])),
        js_tickets: wechat.clone(),
        person_sessions: Arc::new(JwtPersonSessions::new(&SECRET.into(), None)),
        randomness: Arc::new(SystemRandomness),
    }
}

fn account() -> AccountSetup {
    AccountSetup {
        name: "default".to_owned(),
        product: Product::OfficialAccount,
        app_id: "wx0123456789abcdef".to_owned(),
        agent_id: None,
        original_id: None,
        message_mode: MessageMode::Plain,
        secrets: AccountSecrets {
            app_secret: Secret::from("app secret"),
            token: None,
            encoding_aes_key: None,
            previous_encoding_aes_key: None,
        },
        enabled: true,
        generation: 0,
    }
}

/// An event that runs now.
pub fn draft(now: Timestamp) -> EventDraft {
    EventDraft {
        title: "春天的音乐会".to_owned(),
        description: String::new(),
        starts_at: now.minus(Duration::from_hours(1)),
        ends_at: now.plus(Duration::from_hours(3)),
        zone: "Asia/Shanghai".to_owned(),
        location: "上海".to_owned(),
        capacity: None,
        registration_opens_at: None,
        registration_closes_at: None,
        check_in_opens_at: None,
        walk_ins: true,
        wechat: WechatConfigDraft {
            interaction_code: Some("SPRING26".to_owned()),
            scan_message: Some("欢迎！".to_owned()),
            ..WechatConfigDraft::default()
        },
    }
}

pub fn person(name: &str) -> PersonRef {
    PersonRef {
        account: "default".to_owned(),
        open_id: format!("o-{name}"),
    }
}

/// A scan of a code; each call is another message.
pub fn scan(name: &str, code: &QrCode) -> Incoming {
    let kind = IncomingKind::Scan {
        scene: code.scene.clone(),
        followed: false,
    };
    incoming(name, "event", Some("SCAN"), None, kind)
}

/// Somebody begins to follow; each call is another message.
pub fn followed(name: &str) -> Incoming {
    incoming(name, "event", Some("subscribe"), None, IncomingKind::Followed)
}

/// The person follows or leaves, so many seconds after the morning began; each call is another message.
pub fn follows(name: &str, seconds: i64) -> Incoming {
    at(
        incoming(name, "event", Some("subscribe"), None, IncomingKind::Followed),
        seconds,
    )
}

/// See [`follows`].
pub fn leaves(name: &str, seconds: i64) -> Incoming {
    at(
        incoming(name, "event", Some("unsubscribe"), None, IncomingKind::Unfollowed),
        seconds,
    )
}

/// The platform asks for a person's data to be changed or deleted.
pub fn privacy(name: &str, kind: PrivacyKind) -> Incoming {
    let notice = PrivacyNotice {
        kind,
        open_id: person(name).open_id,
        revoked: Vec::new(),
    };
    let kind = IncomingKind::Signal(Signal::Privacy(notice));
    at(
        incoming("platform", "event", Some("user_info_modified"), None, kind),
        60,
    )
}

fn at(mut message: Incoming, seconds: i64) -> Incoming {
    message.create_time += seconds;
    message
}

/// A typed text; each call is another message.
pub fn text(name: &str, content: &str) -> Incoming {
    incoming(name, "text", None, Some(content), IncomingKind::Text)
}

/// WeChat's report on a template message.
pub fn report(msg_id: u64, status: &str) -> Incoming {
    let kind = IncomingKind::TemplateReport {
        msg_id,
        delivered: status == "success",
        status: status.to_owned(),
    };
    incoming("reported", "event", Some("TEMPLATESENDJOBFINISH"), None, kind)
}

pub fn incoming(
    name: &str,
    msg_type: &str,
    event: Option<&str>,
    content: Option<&str>,
    kind: IncomingKind,
) -> Incoming {
    let mut dedupe = [0; 32];
    dedupe[..8].copy_from_slice(&rand_like().to_be_bytes());
    Incoming {
        person: person(name),
        to_user: "gh_test".to_owned(),
        create_time: morning().unix_seconds(),
        msg_type: msg_type.to_owned(),
        event: event.map(str::to_owned),
        event_key: None,
        msg_id: None,
        content: content.map(str::to_owned),
        kind,
        dedupe,
        raw: "<xml/>".to_owned(),
    }
}

/// A number that no earlier call gave.
pub fn rand_like() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
