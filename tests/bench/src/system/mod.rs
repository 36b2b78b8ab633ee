//! A whole system on private ports and stores, of release binaries.

pub mod operator;
pub mod process;
mod servers;
pub mod simulator;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use sea_orm::{Database, DatabaseConnection};
use tempfile::TempDir;

use crate::load::{Expected, Load};
use crate::message::Mode;
use crate::outcome::Outcome;
use crate::table::tell;
use operator::Operator;
use process::{Process, await_answer, free_port};
pub use servers::{amqp_url, create_database, forget, forget_rest, private_name};

/// What a system keeps its data in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// SQLite, everything else in the process, jobs included.
    Embedded,
    /// MariaDB, Redis and RabbitMQ; jobs are left to a worker, which does not run unless it is what is measured.
    Servers,
}

impl Store {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Embedded, Self::Servers];

    /// Its name in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Embedded => "SQLite",
            Self::Servers => "MariaDB",
        }
    }
}

/// A running system.
pub struct System {
    /// What it keeps its data in.
    pub store: Store,
    /// Where its database is.
    pub database_url: String,
    /// Begins the names of its queues.
    pub namespace: String,
    /// Where the api listens.
    pub address: SocketAddr,
    /// The api.
    pub api: Process,
    /// Where the simulator listens.
    pub simulator: SocketAddr,
    environment: BTreeMap<String, String>,
    _simulator_process: Process,
    folder: TempDir,
}

/// An api process beside the first one of a system, on the same stores.
pub struct FurtherApi {
    /// Where it listens.
    pub address: SocketAddr,
    _process: Process,
}

/// Lends a fresh system to `measure`, and clears everything away afterwards, whatever came of it.
///
/// # Errors
/// Those of `measure`, or when the system does not start.
pub async fn with_fresh<T>(
    store: Store,
    mode: Mode,
    measure: impl AsyncFnOnce(&mut System) -> Outcome<T>,
) -> Outcome<T> {
    with_settings(store, mode, &[], measure).await
}

/// The same with further environment variables.
///
/// # Errors
/// Those of `measure`, or when the system does not start.
pub async fn with_settings<T>(
    store: Store,
    mode: Mode,
    settings: &[(&str, &str)],
    measure: impl AsyncFnOnce(&mut System) -> Outcome<T>,
) -> Outcome<T> {
    let mut system = System::start(store, mode, settings).await?;
    let outcome = measure(&mut system).await;
    if let Err(error) = system.stop().await {
        tell(&format!("not everything was cleared away: {error}"));
    }
    outcome
}

impl System {
    async fn start(store: Store, mode: Mode, settings: &[(&str, &str)]) -> Outcome<Self> {
        let folder = TempDir::with_prefix("nextevent-bench-")?;
        let namespace = servers::private_name();
        let (port, simulator_port) = (free_port()?, free_port()?);
        let database_url = match store {
            Store::Embedded => format!("sqlite:{}", folder.path().join("nextevent.db").display()),
            Store::Servers => servers::create_database(&namespace).await?,
        };
        let mut environment = environment(&folder, port, simulator_port, mode)?;
        if store == Store::Servers {
            environment.extend(servers::environment(&database_url, &namespace));
        }
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        environment.extend(settings.iter().map(own));
        let simulator_process = Process::start("wechat-simulator", &environment, folder.path())?;
        let simulator = loopback(simulator_port);
        await_answer(simulator, "/control/stats", Instant::now(), &simulator_process).await?;
        let api = Process::start("nextevent-api", &environment, folder.path())?;
        let address = loopback(port);
        await_answer(address, "/readyz", Instant::now(), &api).await?;
        Ok(Self {
            store,
            database_url,
            namespace,
            address,
            api,
            simulator,
            environment,
            _simulator_process: simulator_process,
            folder,
        })
    }

    /// Ends the api and starts it again on what it left; answers when `/healthz` and `/readyz` first answered,
    /// counted from the start of the program.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn restart(&mut self) -> Outcome<[Duration; 2]> {
        self.api.end()?;
        let begun = Instant::now();
        self.api = Process::start("nextevent-api", &self.environment, self.folder.path())?;
        let alive = await_answer(self.address, "/healthz", begun, &self.api).await?;
        let ready = await_answer(self.address, "/readyz", begun, &self.api).await?;
        Ok([alive, ready])
    }

    /// Starts a worker.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start_worker(&self) -> Outcome<Process> {
        Process::start("nextevent-worker", &self.environment, self.folder.path())
    }

    /// Starts another api process on the same stores.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn start_further_api(&self) -> Outcome<FurtherApi> {
        let port = free_port()?;
        let mut environment = self.environment.clone();
        environment.insert("APP_PORT".to_owned(), port.to_string());
        let process = Process::start("nextevent-api", &environment, self.folder.path())?;
        let address = loopback(port);
        await_answer(address, "/readyz", Instant::now(), &process).await?;
        Ok(FurtherApi {
            address,
            _process: process,
        })
    }

    /// A signed-in administrator.
    ///
    /// # Errors
    /// When the api refuses.
    pub async fn operator(&self) -> Outcome<Operator> {
        Operator::sign_in(self.address).await
    }

    /// The database, beside the api.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub async fn database(&self) -> Outcome<DatabaseConnection> {
        Ok(Database::connect(&self.database_url).await?)
    }

    /// Load on the api.
    pub const fn load(&self, connections: usize, expected: Expected) -> Load {
        Load {
            address: self.address,
            connections,
            expected,
        }
    }

    async fn stop(mut self) -> Outcome<()> {
        self.api.end()?;
        if self.store == Store::Servers {
            servers::forget(&self.namespace).await?;
        }
        Ok(())
    }
}

/// A port of this machine.
pub fn loopback(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

fn environment(folder: &TempDir, port: u16, simulator_port: u16, mode: Mode) -> Outcome<BTreeMap<String, String>> {
    let data = folder.path().display().to_string();
    let worker_port = free_port()?.to_string();
    let pairs = [
        ("APP_ENV", "test"),
        ("APP_PORT", &port.to_string()),
        ("WORKER_PORT", &worker_port),
        ("DATA_DIR", &data),
        ("LOG_LEVEL", "warn"),
        ("LOG_FORMAT", "json"),
        ("WECHAT_MESSAGE_MODE", mode.name()),
        ("WECHAT_API_BASE_URL", &format!("http://127.0.0.1:{simulator_port}")),
        ("SIMULATOR_PORT", &simulator_port.to_string()),
        (
            "SIMULATOR_CALLBACK_URL",
            &format!("http://127.0.0.1:{port}/v2/wechat/webhook"),
        ),
    ];
    Ok(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
}
