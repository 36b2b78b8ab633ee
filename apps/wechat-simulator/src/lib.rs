//! A stand-in for the WeChat platform: the API that the product calls, the callbacks it receives, a control API for
//! tests, and a phone in the browser.
//!
//! It shares the wire cryptography with the product through `wechat-protocol`, and nothing else: messages are written
//! and replies are judged here independently, so that a misunderstanding shows.

pub mod api;
pub mod callback;
pub mod chance;
pub mod clock;
pub mod control;
pub mod phone;
pub mod settings;
pub mod state;
pub mod world;

mod jobs;
mod saving;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web::{Data, PayloadConfig};
use actix_web::{App, HttpServer};
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

pub use crate::settings::Settings;

use crate::chance::Chance;
use crate::saving::Saving;
use crate::state::account::{Account, AccountSetup};
use crate::state::accounts::Accounts;
use crate::state::live::Live;
use crate::state::{State, persistence};
use crate::world::World;

/// Bytes of an API call's body: the largest file that WeCom takes has 20 MB.
const LONGEST_BODY: usize = 24 * 1024 * 1024;
/// Longer than HTTP clients keep an idle connection, so that it is never the server that closes one just as it is
/// used again: the caller could not tell that from a lost answer.
const KEEP_ALIVE: Duration = Duration::from_secs(120);
const STOP_SECONDS: u64 = 2;
const IDLE_CONNECTIONS: usize = 256;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// A simulator that is up.
#[derive(Debug)]
pub struct RunningSimulator {
    /// Where it listens.
    pub addr: SocketAddr,
    server: ServerHandle,
    task: JoinHandle<io::Result<()>>,
    saving: Option<Saving>,
    world: Arc<World>,
}

/// Starts the simulator on the current tokio runtime.
///
/// # Errors
/// When the state file cannot be read, or the address cannot be bound.
pub async fn start(settings: Settings) -> io::Result<RunningSimulator> {
    runtime::tls::install();
    let accounts = accounts(settings.accounts)?;
    let mut state = State::new(accounts, Chance::new(settings.seed), settings.journal_capacity);
    if let Some(path) = &settings.state_file {
        persistence::load(path, &mut state)?;
    }
    let world = Data::new(World::new(http_client()?, Handle::current(), state));
    let saving = settings.state_file.map(|path| Saving::begin(path, Arc::clone(&world)));
    let shared = Arc::clone(&world);
    let server = HttpServer::new(move || application(&world))
        .workers(2)
        .keep_alive(KEEP_ALIVE)
        .disable_signals()
        .shutdown_timeout(STOP_SECONDS)
        .bind((settings.host, settings.port))?;
    let addr = server
        .addrs()
        .first()
        .copied()
        .ok_or_else(|| io::Error::other("no address was bound"))?;
    let server = server.run();
    Ok(RunningSimulator {
        addr,
        server: server.handle(),
        task: tokio::spawn(server),
        saving,
        world: shared,
    })
}

impl RunningSimulator {
    /// Where it can be reached, without a trailing slash.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Stops accepting, finishes what was begun within two seconds, and saves the state.
    ///
    /// # Errors
    /// When the server failed, or the state cannot be saved.
    pub async fn stop(self) -> io::Result<()> {
        // Phone pages hold their connections for ever; without a sender they are closed.
        self.world.with(|state| state.live = Live::default());
        self.server.stop(true).await;
        let served = self.task.await.unwrap_or_else(|error| Err(io::Error::other(error)));
        if let Some(saving) = self.saving {
            saving.finish().await?;
        }
        served
    }
}

fn application(
    world: &Data<World>,
) -> App<
    impl actix_web::dev::ServiceFactory<
        actix_web::dev::ServiceRequest,
        Config = (),
        Response = actix_web::dev::ServiceResponse,
        Error = actix_web::Error,
        InitError = (),
    > + use<>,
> {
    App::new()
        .app_data(world.clone())
        .app_data(PayloadConfig::new(LONGEST_BODY))
        .configure(api::routes)
        .configure(control::routes)
        .configure(phone::routes)
}

fn accounts(setups: Vec<AccountSetup>) -> io::Result<Accounts> {
    let mut setups = setups.into_iter();
    let default = setups.next().ok_or_else(|| io::Error::other("there is no account"))?;
    let mut accounts = Accounts::new(Account::new(default));
    for setup in setups {
        accounts
            .add(Account::new(setup))
            .ok_or_else(|| io::Error::other("two accounts have one name"))?;
    }
    Ok(accounts)
}

fn http_client() -> io::Result<reqwest::Client> {
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_max_idle_per_host(IDLE_CONNECTIONS)
        .build()
        .map_err(io::Error::other)
}
