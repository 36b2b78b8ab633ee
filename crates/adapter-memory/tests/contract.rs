//! The promises of every port, held in memory.

use std::sync::Arc;
use std::time::Duration;

use adapter_memory::{
    FixedClock, MemoryApiHealth, MemoryFiles, MemoryJobQueue, MemoryLoginStates, MemoryRateLimiter, MemoryStore,
    MemoryTokens,
};
use contracts::{ArticlesWorld, CorpWorld, MaterialWorld, MiniProgramWorld, StaffWorld, StoreWorld};
use domain::time::Timestamp;
use ports::files::FileStore;
use ports::jobs::JobQueue;
use ports::rate::{Allowance, RateLimiter};
use ports::system::Clock;
use ports::wechat::AccessTokenStore;
use ports::wechat::login::LoginStates;
use tokio::time::Instant;

/// Runs from a fixed instant at the speed of time.
struct RunningClock(Instant);

impl Clock for RunningClock {
    fn now(&self) -> Timestamp {
        contracts::build::now().plus(self.0.elapsed())
    }
}

fn running_clock() -> Arc<dyn Clock> {
    Arc::new(RunningClock(Instant::now()))
}

async fn store() -> (StoreWorld, ()) {
    let store = Arc::new(MemoryStore::new());
    let world = StoreWorld {
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
    };
    (world, ())
}

async fn queue() -> (Arc<dyn JobQueue>, ()) {
    (
        Arc::new(MemoryJobQueue::new(running_clock(), Duration::from_secs(600))),
        (),
    )
}

async fn queue_of_two() -> ((Arc<dyn JobQueue>, Arc<dyn JobQueue>), ()) {
    let queue: Arc<dyn JobQueue> = Arc::new(MemoryJobQueue::new(running_clock(), Duration::from_millis(500)));
    ((queue.clone(), queue), ())
}

async fn tokens() -> (Arc<dyn AccessTokenStore>, ()) {
    (Arc::new(MemoryTokens::new(running_clock())), ())
}

async fn limiter() -> (Arc<dyn RateLimiter>, ()) {
    (Arc::new(MemoryRateLimiter::new(running_clock())), ())
}

async fn login_states() -> (Arc<dyn LoginStates>, ()) {
    (Arc::new(MemoryLoginStates::new(running_clock())), ())
}

async fn files() -> (Arc<dyn FileStore>, ()) {
    (Arc::new(MemoryFiles::new()), ())
}

contracts::store_contract!(store);
contracts::files_contract!(files);
contracts::job_queue_contract!(queue);
contracts::job_queue_recovery_contract!(queue_of_two);
contracts::token_store_contract!(tokens);
contracts::rate_limiter_contract!(limiter);
contracts::login_states_contract!(login_states);

#[tokio::test]
async fn a_flood_of_keys_does_not_grow_the_rate_limiter_without_bound() {
    let clock = Arc::new(FixedClock::default());
    let limiter = MemoryRateLimiter::new(clock.clone());
    let hour = Duration::from_secs(3_600);
    let count = async |key: String, window| limiter.count(&key, 1, window).await.unwrap();
    for number in 0..MemoryRateLimiter::MAX_KEYS + 5_000 {
        count(number.to_string(), Duration::from_secs(60)).await;
        if number == 0 {
            count("patient".to_owned(), hour).await;
        }
    }
    assert!(limiter.keys() <= MemoryRateLimiter::MAX_KEYS);
    let patient = count("patient".to_owned(), hour).await;
    assert_eq!(
        patient,
        Allowance::Denied { retry_after: hour },
        "the longest window is kept"
    );
}

#[tokio::test]
async fn a_rate_limit_survives_a_clock_that_is_set_back() {
    let clock = Arc::new(FixedClock::default());
    let limiter = MemoryRateLimiter::new(clock.clone());
    let minute = Duration::from_secs(60);
    limiter.count("key", 1, minute).await.unwrap();
    clock.set(clock.now().minus(Duration::from_secs(86_400)));
    assert_eq!(limiter.count("key", 1, minute).await.unwrap(), Allowance::Granted);
}

#[tokio::test]
async fn a_small_step_back_of_the_clock_ends_no_window() {
    let clock = Arc::new(FixedClock::default());
    let limiter = MemoryRateLimiter::new(clock.clone());
    let minute = Duration::from_secs(60);
    limiter.count("key", 1, minute).await.unwrap();
    clock.set(clock.now().minus(Duration::from_micros(1)));
    let again = limiter.count("key", 1, minute).await.unwrap();
    assert!(matches!(again, Allowance::Denied { .. }), "{again:?}");
}

#[tokio::test]
async fn a_transaction_whose_write_failed_cannot_commit() {
    use ports::events::EventsStore;
    let store = MemoryStore::new();
    let event = contracts::build::an_event().build();
    let mut tx = EventsStore::begin(&store).await.unwrap();
    tx.events().add(&event).await.unwrap();
    tx.events().add(&event).await.unwrap_err();
    tx.commit().await.unwrap_err();
    assert_eq!(ports::events::EventReads::find(&store, event.id()).await.unwrap(), None);
}

async fn api_health() -> (contracts::ApiHealthWorld, ()) {
    let health = Arc::new(MemoryApiHealth::new());
    let world = contracts::ApiHealthWorld {
        log: health.clone(),
        reads: health,
    };
    (world, ())
}

mod health {
    contracts::api_health_contract!(super::api_health);
}
