//! Fresh, empty stores on every database.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a database that misbehaves is a failed test, and a skipped one must say so"
)]

mod server;

use std::sync::Arc;
use std::time::Duration;

use adapter_sql::{SqlJobQueue, SqlLoginStates, SqlOptions, SqlStore};
use contracts::{ApiHealthWorld, ArticlesWorld, CorpWorld, MaterialWorld, MiniProgramWorld, StaffWorld, StoreWorld};
use domain::time::Timestamp;
use ports::jobs::JobQueue;
use ports::system::Clock;
use ports::wechat::login::LoginStates;

pub use server::{MARIADB, MYSQL, POSTGRES, Server, Slot};

/// Two queues on one table.
pub type Recovery = (Arc<dyn JobQueue>, Arc<dyn JobQueue>);

/// Keeps a database for one test.
pub enum Guard {
    /// Its folder.
    Folder(#[expect(dead_code, reason = "removes the folder when dropped")] tempfile::TempDir),
    /// Its place on a server.
    Slot(Slot),
}

/// A store over an empty database with the present schema.
pub async fn fresh_store(server: Option<Server>) -> (SqlStore, Guard) {
    if let Some(server) = server
        && let Some(slot) = server.take_slot().await
    {
        let store = connect(&slot.url()).await;
        return (store, Guard::Slot(slot));
    }
    let folder = tempfile::tempdir().unwrap();
    let store = connect(&format!("sqlite://{}", folder.path().join("test.db").display())).await;
    migrations::up(store.connection(), None).await.unwrap();
    (store, Guard::Folder(folder))
}

async fn connect(url: &str) -> SqlStore {
    let options = SqlOptions {
        max_connections: 16,
        // Twenty racers take turns on two busy cores.
        acquire_timeout: Duration::from_secs(30),
        ..SqlOptions::default()
    };
    SqlStore::connect(url, options).await.unwrap()
}

pub async fn store(server: Option<Server>) -> (StoreWorld, Guard) {
    let (store, guard) = fresh_store(server).await;
    (world(&store), guard)
}

fn world(store: &SqlStore) -> StoreWorld {
    let store = Arc::new(store.clone());
    StoreWorld {
        events: store.clone(),
        event_reads: store.clone(),
        directory: store.clone(),
        history: store.clone(),
        attendance: store.clone(),
        attendance_reads: store.clone(),
        channels: store.clone(),
        channel_reads: store.clone(),
        scene_codes: store.clone(),
        renewals: store.clone(),
        scan_counts: store.clone(),
        messages: store.clone(),
        message_reads: store.clone(),
        arrivals: store.clone(),
        accounts: store.clone(),
        sightings: store.clone(),
        outbox: store.clone(),
        dead_letters: store.clone(),
        deliveries: store.clone(),
        delivery_reads: store.clone(),
        templates: store.clone(),
        consents: store.clone(),
        broadcasts: store.clone(),
        operators: store.clone(),
        rules: store.clone(),
        rule_reads: store.clone(),
        mass: store.clone(),
        mass_reports: store.clone(),
        menus: store.clone(),
        people: store.clone(),
        people_reads: store.clone(),
        interactions: store.clone(),
        followers: store.clone(),
        follower_reads: store.clone(),
        personal_data: store.clone(),
        articles: ArticlesWorld::of(&store),
        mini_program: MiniProgramWorld::of(&store),
        materials: MaterialWorld::of(&store),
        corp: CorpWorld::of(&store),
        staff: StaffWorld::of(&store),
        once: store,
    }
}

pub async fn api_health(server: Option<Server>) -> (ApiHealthWorld, Guard) {
    let (store, guard) = fresh_store(server).await;
    let store = Arc::new(store);
    let world = ApiHealthWorld {
        log: store.clone(),
        reads: store,
    };
    (world, guard)
}

pub async fn login_states(server: Option<Server>) -> (Arc<dyn LoginStates>, Guard) {
    let (store, guard) = fresh_store(server).await;
    (Arc::new(SqlLoginStates::new(store, Arc::new(WallClock))), guard)
}

pub async fn queue(server: Option<Server>) -> (Arc<dyn JobQueue>, Guard) {
    let (store, guard) = fresh_store(server).await;
    (a_queue(&store, Duration::from_secs(600)), guard)
}

pub async fn recovery(server: Option<Server>) -> (Recovery, Guard) {
    let (store, guard) = fresh_store(server).await;
    let lease = Duration::from_secs(1);
    ((a_queue(&store, lease), a_queue(&store, lease)), guard)
}

pub fn a_queue(store: &SqlStore, lease: Duration) -> Arc<dyn JobQueue> {
    Arc::new(SqlJobQueue::new(store.clone(), Arc::new(WallClock), lease))
}

/// The time of day: leases run out by themselves.
struct WallClock;

impl Clock for WallClock {
    #[expect(clippy::disallowed_methods, reason = "a clock is where the time of day comes from")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap();
        Timestamp::from_unix_micros(i64::try_from(since.as_micros()).unwrap())
    }
}
