//! The queue between relay and worker.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use ports::jobs::{JobEnvelope, JobQueue, ReceivedJob};
use uuid::Uuid;

use crate::build::{a_job, after, before, fresh_id};
use crate::race::{eventually, race};

type Queue = Arc<dyn JobQueue>;

const LONG: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(200);

fn jobs(count: usize) -> Vec<JobEnvelope> {
    (0..count).map(|number| a_job(&format!("job {number}"))).collect()
}

fn receipts(received: &[ReceivedJob]) -> Vec<Uuid> {
    received.iter().map(|received| received.receipt).collect()
}

fn readable(received: Vec<ReceivedJob>) -> Vec<JobEnvelope> {
    received.into_iter().map(|received| received.job.unwrap()).collect()
}

/// Receives until so many are there; a queue may hand out fewer at a time.
async fn received(queue: &Queue, count: usize) -> Vec<ReceivedJob> {
    let mut all = Vec::new();
    while all.len() < count {
        let missing = u32::try_from(count - all.len()).unwrap();
        all.extend(queue.receive(missing, LONG).await.unwrap());
    }
    all
}

async fn nothing_comes(queue: &Queue) {
    assert_eq!(queue.receive(10, SHORT).await.unwrap(), []);
}

/// A job is received as it was pushed: microseconds, text, trace.
pub async fn a_received_job_is_the_one_pushed(queue: Queue) {
    let full = JobEnvelope {
        payload: format!(r#"{{"b": 1,"a":"{}"}}"#, "🍵".repeat(10_000)),
        attempt: 17,
        created_at: before(1_000_000),
        not_before: after(1_000_000),
        traceparent: Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".to_owned()),
        ..a_job("notifications.deliver")
    };
    let pushed = [full, a_job("bare")];
    queue.push(&pushed).await.unwrap();
    let received = received(&queue, 2).await;
    assert_eq!(
        received.iter().map(|received| received.handouts).collect::<Vec<_>>(),
        [1, 1]
    );
    let mut jobs = readable(received);
    jobs.sort_by_key(JobEnvelope::attempt_key);
    assert_eq!(jobs, pushed);
}

/// A pushed job is received once, and not again while its worker has it.
pub async fn a_pushed_job_is_received_once(queue: Queue) {
    queue.push(&jobs(3)).await.unwrap();
    let received = received(&queue, 3).await;
    let names: BTreeSet<_> = received
        .iter()
        .map(|received| received.job.clone().unwrap().name)
        .collect();
    assert_eq!(names.len(), 3);
    nothing_comes(&queue).await;
}

/// A settled job never comes again; settling it again or settling nothing is no fault.
pub async fn a_settled_job_never_comes_again(queue: Queue) {
    queue.push(&jobs(2)).await.unwrap();
    let receipts = receipts(&received(&queue, 2).await);
    queue.done(&receipts).await.unwrap();
    queue.done(&receipts).await.unwrap();
    queue.give_back(&receipts).await.unwrap();
    nothing_comes(&queue).await;
}

/// A job given back comes again at once.
pub async fn a_job_given_back_comes_again(queue: Queue) {
    let pushed = jobs(2);
    queue.push(&pushed).await.unwrap();
    let first = received(&queue, 2).await;
    let (back, kept): (Vec<_>, Vec<_>) = first
        .into_iter()
        .partition(|received| received.job == Ok(pushed[0].clone()));
    queue.give_back(&receipts(&back)).await.unwrap();
    let again = received(&queue, 1).await;
    assert_eq!(again[0].job, Ok(pushed[0].clone()));
    assert!(again[0].handouts >= 1);
    queue.done(&receipts(&again)).await.unwrap();
    queue.done(&receipts(&kept)).await.unwrap();
    nothing_comes(&queue).await;
}

/// Unknown receipts and empty calls are no fault.
pub async fn unknown_receipts_and_empty_calls_do_nothing(queue: Queue) {
    queue.push(&[]).await.unwrap();
    for receipts in [vec![], vec![fresh_id()]] {
        queue.done(&receipts).await.unwrap();
        queue.give_back(&receipts).await.unwrap();
    }
    queue.push(&jobs(1)).await.unwrap();
    assert_eq!(received(&queue, 1).await.len(), 1);
}

/// An empty queue answers with nothing when the waiting is over.
pub async fn an_empty_queue_answers_with_nothing(queue: Queue) {
    nothing_comes(&queue).await;
    assert_eq!(queue.receive(10, Duration::ZERO).await.unwrap(), []);
}

/// A worker that waits gets a job as soon as it is pushed.
pub async fn a_waiting_worker_is_woken_by_a_push(queue: Queue) {
    let worker = tokio::spawn({
        let queue = Arc::clone(&queue);
        async move { queue.receive(1, 2 * crate::PATIENCE).await.unwrap() }
    });
    // No port tells that a worker waits. Without the pause the test would still pass, but hold less.
    tokio::time::sleep(Duration::from_millis(50)).await;
    let pushed = jobs(1);
    queue.push(&pushed).await.unwrap();
    assert_eq!(readable(worker.await.unwrap()), pushed);
}

/// No more jobs are handed out than wanted.
pub async fn no_more_jobs_are_handed_out_than_wanted(queue: Queue) {
    queue.push(&jobs(10)).await.unwrap();
    let mut left = 10;
    while left > 0 {
        let part = queue.receive(3, LONG).await.unwrap();
        assert!(part.len() <= 3, "{} came", part.len());
        left -= part.len();
    }
    nothing_comes(&queue).await;
}

/// What waited longest comes roughly first.
pub async fn jobs_come_roughly_by_age(queue: Queue) {
    let pushed = jobs(100);
    for part in pushed.chunks(10) {
        queue.push(part).await.unwrap();
    }
    let first = readable(received(&queue, 10).await);
    assert!(
        first.iter().all(|job| pushed[..50].contains(job)),
        "{:?}",
        first.iter().map(|job| &job.name).collect::<Vec<_>>()
    );
    received(&queue, 90).await;
}

/// Ten workers receive at the same instant and share the jobs without a duplicate.
pub async fn concurrent_workers_share_without_duplicates(queue: Queue) {
    let pushed = jobs(60);
    queue.push(&pushed).await.unwrap();
    let shares = race(10, |_| {
        let queue = Arc::clone(&queue);
        async move {
            let mut mine = Vec::new();
            loop {
                let part = queue.receive(4, SHORT).await.unwrap();
                if part.is_empty() {
                    return mine;
                }
                queue.done(&receipts(&part)).await.unwrap();
                mine.extend(readable(part));
            }
        }
    })
    .await;
    let mut all = shares.concat();
    // A worker may have given up waiting while another still held back what it was about to get.
    loop {
        let rest = queue.receive(10, SHORT).await.unwrap();
        if rest.is_empty() {
            break;
        }
        all.extend(readable(rest));
    }
    all.sort_by_key(JobEnvelope::attempt_key);
    assert_eq!(all, pushed);
}

/// Twenty relays push at the same instant; every job arrives.
pub async fn jobs_pushed_by_twenty_all_arrive(queue: Queue) {
    race(20, |number| {
        let queue = Arc::clone(&queue);
        async move {
            let batch: Vec<_> = (0..5).map(|part| a_job(&format!("{number}-{part}"))).collect();
            queue.push(&batch).await.unwrap();
        }
    })
    .await;
    let names: BTreeSet<_> = readable(received(&queue, 100).await)
        .into_iter()
        .map(|job| job.name)
        .collect();
    assert_eq!(names.len(), 100);
}

/// The depth tells how many jobs wait.
pub async fn the_depth_tells_what_waits(queue: Queue) {
    assert_eq!(queue.depth().await.unwrap(), 0);
    queue.push(&jobs(5)).await.unwrap();
    eventually(|| async { (queue.depth().await.unwrap() == 5).then_some(()) }).await;
    let receipts = receipts(&received(&queue, 5).await);
    queue.done(&receipts).await.unwrap();
    eventually(|| async { (queue.depth().await.unwrap() == 0).then_some(()) }).await;
}

/// A job whose worker died before settling it goes to another; what was settled does not.
pub async fn a_dead_workers_job_goes_to_another((doomed, survivor): (Queue, Queue)) {
    let pushed = jobs(3);
    doomed.push(&pushed).await.unwrap();
    let taken = received(&doomed, 3).await;
    let (settled, orphaned): (Vec<_>, Vec<_>) = taken.into_iter().partition(|taken| taken.job == Ok(pushed[0].clone()));
    doomed.done(&receipts(&settled)).await.unwrap();
    drop(doomed);

    let mut rescued = Vec::new();
    while rescued.len() < orphaned.len() {
        let part = survivor.receive(10, SHORT).await.unwrap();
        survivor.done(&receipts(&part)).await.unwrap();
        rescued.extend(part);
    }
    assert!(rescued.iter().all(|rescued| rescued.handouts >= 1));
    let mut rescued = readable(rescued);
    rescued.sort_by_key(JobEnvelope::attempt_key);
    assert_eq!(rescued, &pushed[1..]);
}

/// Two processes on one queue share its jobs.
pub async fn two_processes_share_one_queue((one, other): (Queue, Queue)) {
    let pushed = jobs(20);
    one.push(&pushed).await.unwrap();
    let mut all: BTreeSet<_> = BTreeSet::new();
    while all.len() < pushed.len() {
        for queue in [&one, &other] {
            let part = queue.receive(3, SHORT).await.unwrap();
            queue.done(&receipts(&part)).await.unwrap();
            for job in readable(part) {
                assert!(all.insert(job.attempt_key()), "{} came twice", job.name);
            }
        }
    }
}

/// For an adapter's own tests, after it planted `raw` in its queue: what is no job is told with its text and can be
/// settled, and the job behind it comes, too.
pub async fn something_unreadable_is_told_and_blocks_nothing(queue: Queue, raw: &str) {
    let behind = a_job("behind");
    queue.push(std::slice::from_ref(&behind)).await.unwrap();
    let received = received(&queue, 2).await;
    assert!(
        received.iter().any(|received| received.job == Err(raw.to_owned())),
        "the raw text is told"
    );
    assert!(received.iter().any(|received| received.job == Ok(behind.clone())));
    queue.done(&receipts(&received)).await.unwrap();
    nothing_comes(&queue).await;
}
