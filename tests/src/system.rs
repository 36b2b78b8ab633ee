//! A whole system on private ports and stores.

use std::collections::BTreeMap;
use std::time::Duration;

use tempfile::TempDir;

use crate::await_until::eventually;
use crate::http;
use crate::operator::Operator;
use crate::process::Process;
use crate::servers::{Database, amqp_url, free_port, private_name, redis_url};
use crate::simulator::Simulator;

/// How a system is put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One api process on SQLite; no servers.
    Embedded,
    /// api and worker processes on MariaDB, Redis and RabbitMQ.
    Distributed,
}

/// A running system. Dropping it stops and forgets everything.
pub struct System {
    /// How it is put together.
    pub kind: Kind,
    /// The environment of api and worker; change it and start them again.
    pub environment: BTreeMap<String, String>,
    /// The simulator.
    pub simulator: Simulator,
    /// The api.
    pub api: Process,
    /// The worker, where there is one.
    pub worker: Option<Process>,
    /// Where the api listens.
    pub url: String,
    _simulator_process: Process,
    folder: TempDir,
    _database: Option<Database>,
}

impl System {
    /// Starts a system in safe mode.
    pub async fn start(kind: Kind) -> Self {
        Self::start_with(kind, &[]).await
    }

    /// Starts a system with further environment variables, which the simulator gets too.
    ///
    /// # Panics
    /// When a part of it does not come up.
    pub async fn start_with(kind: Kind, extra: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let (port, simulator_port) = (free_port(), free_port());
        let database = (kind == Kind::Distributed).then(Database::create);
        let mut environment = base_environment(port, simulator_port, &folder);
        if let Some(database) = &database {
            environment.extend(distributed_environment(database));
        }
        environment.extend(
            extra
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let simulator_process = Process::start("wechat-simulator", &[], &environment, folder.path());
        let simulator = Simulator::at(&format!("http://127.0.0.1:{simulator_port}"));
        await_ok(&format!("{}/control/stats", simulator.url)).await;
        let api = Process::start("nextevent-api", &[], &environment, folder.path());
        let url = format!("http://127.0.0.1:{port}");
        let mut system = Self {
            kind,
            environment,
            simulator,
            api,
            worker: None,
            url,
            _simulator_process: simulator_process,
            folder,
            _database: database,
        };
        system.await_ready().await;
        if kind == Kind::Distributed {
            system.start_worker();
            system.await_worker().await;
        }
        system
    }

    /// Starts the api again, after it ended.
    pub fn start_api(&mut self) {
        self.api = Process::start("nextevent-api", &[], &self.environment, self.folder.path());
    }

    /// Starts the worker (again).
    pub fn start_worker(&mut self) {
        self.worker = Some(Process::start(
            "nextevent-worker",
            &[],
            &self.environment,
            self.folder.path(),
        ));
    }

    /// Waits until the api is ready.
    ///
    /// # Panics
    /// When it ended, or is not ready after a minute.
    pub async fn await_ready(&mut self) {
        ready(&mut self.api, "the api is ready", &self.url).await;
    }

    /// Waits until the worker is ready.
    async fn await_worker(&mut self) {
        let url = format!("http://127.0.0.1:{}", self.environment["WORKER_PORT"]);
        let worker = self.worker.as_mut().expect("it was started");
        ready(worker, "the worker is ready", &url).await;
    }

    /// What api and worker printed so far.
    pub fn log(&self) -> String {
        let worker = self.worker.as_ref().map(Process::output).unwrap_or_default();
        self.api.output() + &worker
    }

    /// A signed-in administrator.
    pub async fn operator(&self) -> Operator {
        Operator::sign_in(&self.url).await
    }
}

/// Waits until a process is ready; it fails when the process ended, or takes longer than a minute.
async fn ready(process: &mut Process, what: &str, url: &str) {
    let (ready, client) = (format!("{url}/readyz"), http::client());
    eventually(what, Duration::from_secs(60), async || {
        process.assert_alive();
        http::try_send(client.get(&ready))
            .await
            .filter(|answer| answer.status == 200)
            .map(|_| ())
    })
    .await;
}

/// Waits until an address answers 200.
///
/// # Panics
/// When it does not within half a minute.
pub async fn await_ok(url: &str) {
    let client = http::client();
    eventually(url, Duration::from_secs(30), async || {
        http::try_send(client.get(url))
            .await
            .filter(|answer| answer.status == 200)
            .map(|_| ())
    })
    .await;
}

fn base_environment(port: u16, simulator_port: u16, folder: &TempDir) -> BTreeMap<String, String> {
    let own = |text: &str| text.to_owned();
    BTreeMap::from([
        (own("PATH"), std::env::var("PATH").unwrap_or_default()),
        (own("APP_ENV"), own("test")),
        (own("APP_PORT"), port.to_string()),
        (own("WORKER_PORT"), free_port().to_string()),
        (own("DATA_DIR"), folder.path().display().to_string()),
        (
            own("LOG_LEVEL"),
            std::env::var("NEXTEVENT_TEST_LOG").unwrap_or_else(|_| own("info")),
        ),
        (own("LOG_FORMAT"), own("json")),
        (own("WECHAT_API_BASE_URL"), format!("http://127.0.0.1:{simulator_port}")),
        (own("SIMULATOR_PORT"), simulator_port.to_string()),
        (
            own("SIMULATOR_CALLBACK_URL"),
            format!("http://127.0.0.1:{port}/v2/wechat/webhook"),
        ),
    ])
}

fn distributed_environment(database: &Database) -> [(String, String); 4] {
    let own = |text: &str| text.to_owned();
    [
        (own("DATABASE_URL"), database.url.clone()),
        (own("REDIS_URL"), redis_url()),
        (own("AMQP_URL"), amqp_url()),
        (own("APP_NAMESPACE"), private_name("journey")),
    ]
}
