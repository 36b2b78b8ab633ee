//! How many messages and check-ins per second a database takes, in group commits.
//!
//! ```text
//! cargo run --release -p adapter-sql --example throughput -- mysql://root@127.0.0.1:3306/nextevent_bench
//! ```
//!
//! The database must exist; its schema is dropped and made anew. Figures are for comparing changes on one machine.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a tool of developers, whose output is its purpose"
)]

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use adapter_sql::{SqlJobQueue, SqlOptions, SqlStore};
use contracts::build::{a_check_in, a_job, a_log_entry, a_message, an_attendee, an_event, now, somebody};
use domain::attendance::{Attendee, CheckIn};
use domain::ids::EventId;
use domain::time::Timestamp;
use ports::StoreError;
use ports::attendance::AttendanceStore;
use ports::events::EventsStore;
use ports::jobs::{JobEnvelope, JobQueue, OutboxRelay};
use ports::log::LogEntry;
use ports::system::Clock;
use ports::wechat::{MessageLog, NewMessage};

const BATCHES: usize = 400;

#[tokio::main(worker_threads = 2)]
async fn main() {
    let url = std::env::args().nth(1).expect("the address of an empty database");
    let store = SqlStore::connect(&url, SqlOptions::default()).await.unwrap();
    migrations::down(store.connection(), None).await.unwrap();
    migrations::up(store.connection(), None).await.unwrap();
    println!("{:?}", store.ping().await.unwrap());
    for lanes in [1, 2, 4] {
        record(&store, lanes, 128, 0).await;
    }
    record(&store, 2, 128, 97).await;
    record(&store, 2, 16, 0).await;
    for events in [1, 4] {
        check_in(&store, events, 64, 0).await;
        check_in(&store, events, 64, 13).await;
    }
    outbox(&store).await;
    queue(&store).await;
}

/// Batch sizes, always `size`, or spread below it by `spread`.
fn size_of(batch: usize, size: usize, spread: usize) -> usize {
    if spread == 0 {
        size
    } else {
        size - (batch * 31) % spread
    }
}

async fn record(store: &SqlStore, lanes: usize, size: usize, spread: usize) {
    let mut batches: Vec<Vec<NewMessage>> = Vec::new();
    for batch in 0..BATCHES {
        let messages = (0..size_of(batch, size, spread)).map(|number| {
            let mut message = a_message(somebody(number));
            message.incoming.raw = "x".repeat(500);
            message
        });
        batches.push(messages.collect());
    }
    let rows = batches.iter().map(Vec::len).sum();
    let shared = store.clone();
    let took = in_lanes(lanes, batches, move |batch| {
        let store = shared.clone();
        async move { store.record(&batch).await.map(drop) }
    })
    .await;
    tell(
        &format!("record, {lanes} lanes, batches of {size} - {spread}"),
        rows,
        took,
    );
}

type Scans = (EventId, Vec<Attendee>, Vec<(Attendee, CheckIn, LogEntry, JobEnvelope)>);

async fn check_in(store: &SqlStore, events: usize, size: usize, spread: usize) {
    let mut batches: Vec<Scans> = Vec::new();
    for number in 0..events {
        let event = an_event().titled(&format!("event {number}")).published().build();
        let mut tx = EventsStore::begin(store).await.unwrap();
        tx.events().add(&event).await.unwrap();
        tx.commit().await.unwrap();
        for batch in 0..BATCHES / events / 2 {
            let people = size_of(batch, size, spread);
            let attendees: Vec<_> = (0..people)
                .map(|person| an_attendee(event.id(), somebody(batch * size + person)))
                .collect();
            let came = attendees.iter().map(|attendee| {
                let (came, check_in) = a_check_in(attendee, Some("North"), now());
                let entry = a_log_entry(came.id.uuid(), came.version, Some(event.id()));
                (came, check_in, entry, a_job("notifications.follow-up"))
            });
            batches.push((event.id(), attendees.clone(), came.collect()));
        }
    }
    for (event, attendees, _) in &batches {
        register(store, *event, attendees).await.unwrap();
    }
    let rows = batches.iter().map(|batch| batch.1.len()).sum();
    let shared = store.clone();
    let took = in_lanes(4, batches, move |batch| {
        let store = shared.clone();
        async move { let_in(&store, &batch).await }
    })
    .await;
    tell(
        &format!("check-in, {events} events, batches of {size} - {spread}"),
        rows,
        took,
    );
}

async fn register(store: &SqlStore, event: EventId, attendees: &[Attendee]) -> Result<(), StoreError> {
    let mut tx = AttendanceStore::begin(store).await?;
    let rolls = tx.book().lock_rolls(&BTreeSet::from([event])).await?;
    tx.book().add_attendees(attendees).await?;
    tx.book().save_rolls(&rolls).await?;
    tx.commit().await
}

async fn let_in(store: &SqlStore, (event, registered, came): &Scans) -> Result<(), StoreError> {
    let people: Vec<_> = registered.iter().map(|one| (*event, one.person.clone())).collect();
    let scans: Vec<_> = came
        .iter()
        .map(|(_, check_in, ..)| (*event, check_in.scan.clone()))
        .collect();
    let attendees: Vec<_> = came.iter().map(|one| one.0.clone()).collect();
    let check_ins: Vec<_> = came.iter().map(|one| one.1.clone()).collect();
    let entries: Vec<_> = came.iter().map(|one| one.2.clone()).collect();
    let jobs: Vec<_> = came.iter().map(|one| one.3.clone()).collect();
    let mut tx = AttendanceStore::begin(store).await?;
    let book = tx.book();
    let rolls = book.lock_rolls(&BTreeSet::from([*event])).await?;
    assert_eq!(book.attendees_of(&people).await?.len(), people.len());
    assert!(book.check_ins_of(&scans).await?.is_empty());
    book.save_checked_in(&attendees).await?;
    book.add_check_ins(&check_ins).await?;
    book.save_rolls(&rolls).await?;
    tx.log().append(&entries).await?;
    tx.outbox().enqueue(&jobs).await?;
    tx.commit().await
}

async fn outbox(store: &SqlStore) {
    let (mut jobs, began) = (0, Instant::now());
    loop {
        let claimed = store
            .claim(now(), now().plus(Duration::from_secs(60)), 256)
            .await
            .unwrap();
        if claimed.is_empty() {
            break;
        }
        store.relayed(&claimed).await.unwrap();
        jobs += claimed.len();
    }
    tell("outbox claimed and relayed, by 256", jobs, began.elapsed());
}

async fn queue(store: &SqlStore) {
    struct Now;
    impl Clock for Now {
        fn now(&self) -> Timestamp {
            now()
        }
    }
    let queue = SqlJobQueue::new(store.clone(), Arc::new(Now), Duration::from_secs(60));
    let jobs: Vec<_> = (0..12_800).map(|_| a_job("noop")).collect();
    let began = Instant::now();
    for part in jobs.chunks(128) {
        queue.push(part).await.unwrap();
    }
    tell("queue pushed, by 128", jobs.len(), began.elapsed());
    let began = Instant::now();
    let mut done = 0;
    while done < jobs.len() {
        let received = queue.receive(64, Duration::ZERO).await.unwrap();
        let receipts: Vec<_> = received.iter().map(|job| job.receipt).collect();
        queue.done(&receipts).await.unwrap();
        done += receipts.len();
    }
    tell("queue received and done, by 64", done, began.elapsed());
}

async fn in_lanes<T, F>(lanes: usize, batches: Vec<T>, work: impl Fn(T) -> F + Clone + Send + 'static) -> Duration
where
    T: Send + 'static,
    F: Future<Output = Result<(), StoreError>> + Send + 'static,
{
    let mut shares: Vec<Vec<T>> = (0..lanes).map(|_| Vec::new()).collect();
    for (number, batch) in batches.into_iter().enumerate() {
        shares[number % lanes].push(batch);
    }
    let began = Instant::now();
    let tasks: Vec<_> = shares
        .into_iter()
        .map(|share| {
            let work = work.clone();
            tokio::spawn(async move {
                for batch in share {
                    work(batch).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    began.elapsed()
}

fn tell(what: &str, rows: usize, took: Duration) {
    let rate = rows as f64 / took.as_secs_f64();
    println!("{what}: {rows} in {:.2} s, {rate:.0}/s", took.as_secs_f64());
}
