//! A whole API over memory.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::Method;
use actix_web::test::{self, TestRequest};
use actix_web::{App, dev};
use adapter_memory::{FakeProbe, FakeWechat, FixedClock, MemoryStore};
use api::{ApiLimits, ApiParts, ApiState, TrustedProxies, WebhookSettings};
use application::identity::AddOperatorCommand;
use application::{Adapters, UseCases};
use domain::wechat::MessageMode;
use futures::future::LocalBoxFuture;
use ports::system::Clock;
use ports::wechat::AccountSetup;
use runtime::{HealthRegistry, Shutdown, TaskSet};
use serde_json::{Value, json};

use super::{Answered, adapters, description};

pub const PASSWORD: &str = "correct horse battery staple";
pub const TOLERANCE: Duration = Duration::from_secs(300);

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
        Self::of(adapters::configured(mode), change).await
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
        let adapters = change(adapters::over(&store, &clock, &wechat, &probe, account));
        let use_cases = UseCases::new(adapters, &adapters::settings());
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
        self.submit(Method::POST, path, body).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answered {
        self.submit(Method::PATCH, path, body).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answered {
        self.submit(Method::PUT, path, body).await
    }

    async fn submit(&self, method: Method, path: &str, body: Value) -> Answered {
        let answered = self.send(self.signed_in(method.clone(), path).set_json(&body)).await;
        if let Some(path) = answered.path.as_ref().filter(|_| answered.status.is_success()) {
            description::check_taken(&method, path, &body.to_string());
        }
        answered
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
