//! Adapters by configuration, and the use cases over them.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use adapter_files::{ObjectFiles, S3Options};
use adapter_memory::{FixedAccounts, MemoryRateLimiter, MemoryTokens};
use adapter_rabbitmq::{RabbitOptions, RabbitQueue};
use adapter_redis::{RedisLink, RedisLoginStates, RedisOptions, RedisRateLimiter, RedisTokenStore};
use adapter_sql::{SqlJobQueue, SqlLoginStates, SqlOptions, SqlStore};
use adapter_system::{
    Argon2Hasher, HashingCost, JwtPersonSessions, JwtSessions, SealedSecrets, SignedTickets, SystemClock,
    SystemRandomness, UuidV7Ids,
};
use adapter_wechat::{CallRecorder, MiniProgramClientData, StaffLogin, WebLogin, WechatClient};
use application::identity::AddOperatorCommand;
use application::wechat::accounts::AccountRegistry;
use application::wechat::articles::ArticleAdapters;
use application::wechat::mass::MassAdapters;
use application::wechat::materials::MaterialAdapters;
use application::wechat::mini_program::MiniProgramAdapters;
use application::wechat::rules::FollowerFacts;
use application::wechat::web::{PublicOrigin, WebAdapters, WebSettings};
use application::wechat::wecom::CorpAdapters;
use application::wechat::wecom::StaffAdapters;
use application::{Adapters, BatchLimits, Settings, UseCases};
use ports::jobs::JobQueue;
use ports::rate::RateLimiter;
use ports::system::{Clock, Ids};
use ports::wechat::login::LoginStates;
use ports::wechat::{AccessTokenStore, AccountBook};
use runtime::config::{Config, DatabaseKind};
use secrecy::{ExposeSecret, SecretString};

use crate::database::Migrations;
use crate::error::AssemblyError;
use crate::wechat;

/// How long one attempt at a job may take; it is ended then and tried again later.
pub(crate) const ATTEMPT_TIME: Duration = Duration::from_secs(30);
/// How long after its begin an attempt to send, without outcome, counts as one whose process died: it was ended by then.
const SEND_PATIENCE: Duration = Duration::from_secs(35);
/// How long a worker without a broker may keep a job before it is handed to another.
const JOB_LEASE: Duration = Duration::from_secs(40);

/// The broker's own limit lies above the worker's, which buries a job with a better reason.
const DELIVERY_LIMIT: u16 = 100;

/// A process's adapters and use cases.
#[derive(Clone)]
pub struct Platform {
    /// What people and machines can do.
    pub use_cases: UseCases,
    pub(crate) store: SqlStore,
    pub(crate) redis: Option<RedisLink>,
    pub(crate) broker: Option<Arc<RabbitQueue>>,
    /// What this process's calls to WeChat came to.
    pub(crate) calls: Arc<CallRecorder>,
}

impl Platform {
    /// Connects to what the configuration names. Redis and the broker may be down: they are connected to when they are
    /// back. Call it on a runtime.
    ///
    /// # Errors
    /// When the database cannot be opened or something is set up wrongly.
    pub async fn connect(config: &Config) -> Result<Self, AssemblyError> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let ids: Arc<dyn Ids> = Arc::new(UuidV7Ids::new(Arc::clone(&clock)));
        let store = store(config).await?;
        let redis = redis(config)?;
        let broker = broker(config)?.map(Arc::new);
        let instance = ids.next().to_string();
        let tokens = token_store(redis.as_ref(), &clock);
        let accounts = account_registry(config, &store);
        let probe = wechat::probe(config, Arc::clone(&clock))?;
        let book: Arc<dyn AccountBook> = Arc::new(accounts.clone());
        let wechat = Arc::new(wechat::client(
            config,
            &instance,
            Arc::clone(&book),
            tokens,
            Arc::clone(&clock),
        )?);
        let calls = wechat.recorder();
        let shared = Arc::new(store.clone());
        let adapters = Adapters {
            events: shared.clone(),
            event_reads: shared.clone(),
            directory: shared.clone(),
            history: shared.clone(),
            attendance: shared.clone(),
            attendance_reads: shared.clone(),
            channels: shared.clone(),
            channel_reads: shared.clone(),
            scene_codes: shared.clone(),
            renewals: shared.clone(),
            scan_counts: shared.clone(),
            messages: shared.clone(),
            message_reads: shared.clone(),
            outbox: shared.clone(),
            queue: queue(&store, broker.clone(), &clock),
            dead_letters: shared.clone(),
            deliveries: shared.clone(),
            delivery_reads: shared.clone(),
            templates: shared.clone(),
            consents: shared.clone(),
            broadcasts: shared.clone(),
            messaging: wechat.clone(),
            operators: shared.clone(),
            people: shared.clone(),
            people_reads: shared.clone(),
            interactions: shared.clone(),
            once: shared.clone(),
            accounts,
            arrivals: shared.clone(),
            sightings: shared.clone(),
            probe: Arc::new(probe),
            rules: shared.clone(),
            rule_reads: shared.clone(),
            person_facts: Some(Arc::new(FollowerFacts(shared.clone()))),
            menus: shared.clone(),
            materials: materials(&wechat, files(config)?, &store),
            followers: shared.clone(),
            follower_reads: shared.clone(),
            personal_data: shared.clone(),
            followers_api: Arc::clone(&wechat) as _,
            limiter: limiter(redis.as_ref(), &clock),
            hasher: Arc::new(Argon2Hasher::new(HashingCost::default())?),
            session_tokens: Arc::new(JwtSessions::new(&config.auth.jwt_secret, None)),
            tickets: Arc::new(SignedTickets::new(ticket_secret(config))),
            wechat: Arc::clone(&wechat) as _,
            connections: Arc::clone(&wechat) as _,
            articles: ArticleAdapters::of(Arc::clone(&wechat) as _, &shared),
            api_health: shared,
            mini_program: mini_program(config, &wechat, Arc::clone(&book), &store),
            corp: corp(&wechat, Arc::clone(&book), &store),
            staff: staff(
                config,
                &wechat,
                Arc::clone(&book),
                &store,
                login_states(redis.as_ref(), &store, &clock),
            ),
            web: web(config, &wechat, book, login_states(redis.as_ref(), &store, &clock)),
            mass: MassAdapters {
                store: Arc::new(store.clone()),
                reports: Arc::new(store.clone()),
                api: Arc::clone(&wechat) as _,
            },
            menu_api: wechat,
            clock,
            ids,
        };
        let defaults = Settings::default();
        let settings = Settings {
            messages: BatchLimits {
                lanes: message_lanes(config, defaults.messages.lanes),
                ..defaults.messages
            },
            account: wechat::DEFAULT_ACCOUNT.to_owned(),
            session: config.auth.session_lifetime,
            web: web_settings(config),
            send_patience: SEND_PATIENCE,
            ..defaults
        };
        let use_cases = UseCases::new(adapters, &settings);
        Ok(Self {
            use_cases,
            store,
            redis,
            broker,
            calls,
        })
    }

    /// The schema of the database.
    #[must_use]
    pub fn migrations(&self) -> Migrations {
        Migrations::of(self.store.clone())
    }

    /// Brings the schema up where that is not a step of the deployment, and adds the first administrator where there is
    /// none.
    ///
    /// # Errors
    /// When the schema is behind in production, or the database refuses.
    pub async fn prepare(&self, config: &Config) -> Result<(), AssemblyError> {
        self.migrations().ready(config).await?;
        let Some(first) = &config.auth.first_administrator else {
            return Ok(());
        };
        let command = AddOperatorCommand {
            username: first.username.clone(),
            password: first.password.expose_secret().to_owned(),
        };
        if self.use_cases.add_operator.first_administrator(command).await? {
            tracing::info!("the first administrator was added");
        }
        Ok(())
    }

    /// Whether jobs live in the database, so that this process has to carry them out itself.
    #[must_use]
    pub const fn is_without_broker(&self) -> bool {
        self.broker.is_none()
    }

    /// Closes connections, after everything that uses them has stopped.
    pub async fn close(&self) {
        if let Some(broker) = &self.broker {
            broker.close().await;
        }
        self.store.close().await;
    }
}

/// SQLite has one writer: more lanes would only make smaller batches. A server writes several at a time.
const fn message_lanes(config: &Config, of_a_server: usize) -> usize {
    match config.database.kind {
        DatabaseKind::Sqlite => 1,
        DatabaseKind::MySql | DatabaseKind::Postgres => of_a_server,
    }
}

pub(crate) async fn store(config: &Config) -> Result<SqlStore, AssemblyError> {
    let options = SqlOptions {
        max_connections: config.database.max_connections,
        ..SqlOptions::default()
    };
    Ok(SqlStore::connect(config.database.url.expose(), options).await?)
}

/// A client that shares its token with nobody, for a look at the account.
pub(crate) fn lone_wechat_client(config: &Config) -> Result<WechatClient, AssemblyError> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let tokens = token_store(None, &clock);
    let book = Arc::new(FixedAccounts::of([wechat::configured_account(config)]));
    Ok(wechat::client(config, "doctor", book, tokens, clock)?)
}

pub(crate) fn redis(config: &Config) -> Result<Option<RedisLink>, AssemblyError> {
    let Some(redis) = &config.redis else { return Ok(None) };
    let options = RedisOptions {
        key_prefix: format!("{}:", config.app.namespace),
        ..RedisOptions::default()
    };
    let link =
        RedisLink::connect(redis.url.expose(), options).map_err(|error| AssemblyError::Redis(error.to_string()))?;
    Ok(Some(link))
}

pub(crate) fn broker(config: &Config) -> Result<Option<RabbitQueue>, AssemblyError> {
    let Some(broker) = &config.broker else { return Ok(None) };
    let options = RabbitOptions {
        queue: format!("{}.jobs", config.app.namespace),
        dead: format!("{}.dead", config.app.namespace),
        delivery_limit: DELIVERY_LIMIT,
        ..RabbitOptions::at(broker.url.expose())
    };
    let queue = RabbitQueue::connect(options).map_err(|error| AssemblyError::Broker(error.detail().to_owned()))?;
    Ok(Some(queue))
}

fn account_registry(config: &Config, store: &SqlStore) -> AccountRegistry {
    let configured = wechat::configured_account(config);
    AccountRegistry::new(Some(configured), Arc::new(store.clone()), Arc::new(sealer(config)))
}

/// Seals what is stored and secret.
fn sealer(config: &Config) -> SealedSecrets {
    let auth = &config.auth;
    SealedSecrets::new(&auth.credentials_key, auth.credentials_previous_key.as_ref())
}

fn queue(store: &SqlStore, broker: Option<Arc<RabbitQueue>>, clock: &Arc<dyn Clock>) -> Arc<dyn JobQueue> {
    match broker {
        Some(broker) => broker,
        None => Arc::new(SqlJobQueue::new(store.clone(), Arc::clone(clock), JOB_LEASE)),
    }
}

fn mini_program(
    config: &Config,
    wechat: &Arc<WechatClient>,
    accounts: Arc<dyn AccountBook>,
    store: &SqlStore,
) -> MiniProgramAdapters {
    let store = Arc::new(store.clone());
    MiniProgramAdapters {
        api: wechat.clone(),
        client_data: Arc::new(MiniProgramClientData),
        accounts,
        sealer: Arc::new(sealer(config)),
        person_sessions: Arc::new(JwtPersonSessions::new(&config.auth.jwt_secret, None)),
        session_keys: store.clone(),
        phones: store.clone(),
        codes: store.clone(),
        code_reads: store.clone(),
        links: store.clone(),
        link_reads: store.clone(),
        checks: store.clone(),
        check_reads: store.clone(),
        verdicts: store,
    }
}

fn materials(wechat: &Arc<WechatClient>, files: ObjectFiles, store: &SqlStore) -> MaterialAdapters {
    let store = Arc::new(store.clone());
    MaterialAdapters {
        files: Arc::new(files),
        book: store.clone(),
        store: store.clone(),
        reads: store,
        api: wechat.clone(),
    }
}

pub(crate) fn files(config: &Config) -> Result<ObjectFiles, AssemblyError> {
    let Some(storage) = &config.storage else {
        return Ok(ObjectFiles::in_folder(&config.app.data_dir.join("files"))?);
    };
    let options = S3Options::new(
        &storage.endpoint,
        &storage.bucket,
        &storage.access_key_id,
        storage.access_key_secret.clone(),
    );
    Ok(ObjectFiles::in_bucket(&options)?)
}

fn corp(wechat: &Arc<WechatClient>, accounts: Arc<dyn AccountBook>, store: &SqlStore) -> CorpAdapters {
    let store = Arc::new(store.clone());
    CorpAdapters {
        accounts,
        records: store.clone(),
        directory: store.clone(),
        contacts: store,
        directory_api: wechat.clone(),
        contacts_api: wechat.clone(),
    }
}

fn token_store(redis: Option<&RedisLink>, clock: &Arc<dyn Clock>) -> Arc<dyn AccessTokenStore> {
    match redis {
        Some(redis) => Arc::new(RedisTokenStore::new(redis.clone())),
        None => Arc::new(MemoryTokens::new(Arc::clone(clock))),
    }
}

fn login_states(redis: Option<&RedisLink>, store: &SqlStore, clock: &Arc<dyn Clock>) -> Arc<dyn LoginStates> {
    match redis {
        Some(redis) => Arc::new(RedisLoginStates::new(redis.clone())),
        // Several processes may share the database.
        None => Arc::new(SqlLoginStates::new(store.clone(), Arc::clone(clock))),
    }
}

fn web(
    config: &Config,
    wechat: &Arc<WechatClient>,
    accounts: Arc<dyn AccountBook>,
    states: Arc<dyn LoginStates>,
) -> WebAdapters {
    WebAdapters {
        api: Arc::new(WebLogin::new(Arc::clone(wechat), &config.wechat.open_base_url)),
        states,
        accounts,
        js_tickets: Arc::clone(wechat) as _,
        person_sessions: Arc::new(JwtPersonSessions::new(&config.auth.jwt_secret, None)),
        randomness: Arc::new(SystemRandomness),
    }
}

fn staff(
    config: &Config,
    wechat: &Arc<WechatClient>,
    accounts: Arc<dyn AccountBook>,
    store: &SqlStore,
    login_states: Arc<dyn LoginStates>,
) -> StaffAdapters {
    let store = Arc::new(store.clone());
    StaffAdapters {
        messages: store.clone(),
        message_reads: store.clone(),
        messages_api: Arc::clone(wechat) as _,
        login_api: Arc::new(StaffLogin::new(Arc::clone(wechat), &config.wechat.open_base_url)),
        login_states,
        operator_reads: store.clone(),
        links: store,
        accounts,
        randomness: Arc::new(SystemRandomness),
    }
}

/// Outside production a process without a public address is reached where it listens.
fn web_settings(config: &Config) -> WebSettings {
    let itself = || format!("http://{}:{}", reachable(&config.app.host), config.app.port);
    let is_production = config.environment.is_production();
    let address = config.app.public_base_url.clone();
    let address = address.or_else(|| (!is_production).then(itself));
    WebSettings {
        origin: address.as_deref().and_then(PublicOrigin::parse),
        js_domains: config.wechat.js_domains.clone(),
    }
}

/// The host of an address at which a process listens: one that listens everywhere is also on this machine.
fn reachable(host: &str) -> String {
    match host.parse::<IpAddr>() {
        Ok(address) if address.is_unspecified() => "127.0.0.1".to_owned(),
        Ok(IpAddr::V6(address)) => format!("[{address}]"),
        _ => host.to_owned(),
    }
}

fn limiter(redis: Option<&RedisLink>, clock: &Arc<dyn Clock>) -> Arc<dyn RateLimiter> {
    match redis {
        Some(redis) => Arc::new(RedisRateLimiter::new(redis.clone())),
        None => Arc::new(MemoryRateLimiter::new(Arc::clone(clock))),
    }
}

fn ticket_secret(config: &Config) -> &SecretString {
    config.auth.ticket_secret.as_ref().unwrap_or(&config.auth.jwt_secret)
}
