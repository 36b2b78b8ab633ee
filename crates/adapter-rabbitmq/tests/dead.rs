//! Jobs that come back too often.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "the helpers of tests are test code"
)]

mod support;

use std::time::Duration;

use adapter_rabbitmq::{RabbitOptions, RabbitQueue};
use contracts::build::a_job;
use ports::jobs::{JobEnvelope, JobQueue, ReceivedJob};

const LONG: Duration = Duration::from_secs(30);

/// Takes a job and gives it back until the broker gives it up.
async fn wear_out(queue: &RabbitQueue, job: &JobEnvelope, limit: u32) {
    for handout in 1..=limit + 1 {
        let received = queue.receive(1, LONG).await.unwrap();
        assert_eq!(received[0].job.as_ref(), Ok(job));
        assert_eq!(received[0].handouts, handout);
        queue.give_back(&[received[0].receipt]).await.unwrap();
    }
}

async fn dead(queue: &RabbitQueue) -> Vec<ReceivedJob> {
    contracts::eventually(|| async {
        let found = queue.take_dead(10).await.unwrap();
        (!found.is_empty()).then_some(found)
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_comes_back_too_often_is_dead_until_somebody_settles_it() {
    let Some((options, _leftovers)) = support::shared().await else {
        return;
    };
    let options = RabbitOptions {
        delivery_limit: 2,
        ..options
    };
    let queue = RabbitQueue::connect(options.clone()).unwrap();
    let job = a_job("kills.its.worker");
    queue.push(std::slice::from_ref(&job)).await.unwrap();
    wear_out(&queue, &job, 2).await;

    let found = dead(&queue).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].job.as_ref(), Ok(&job));
    assert_eq!(found[0].handouts, 3);
    assert_eq!(queue.depth().await, Ok(0));
    assert_eq!(queue.take_dead(10).await.unwrap(), [], "somebody has it");

    // Its taker dies before it has buried it.
    drop(queue);
    let queue = RabbitQueue::connect(options).unwrap();
    let again = dead(&queue).await;
    assert_eq!(again[0].job.as_ref(), Ok(&job));
    queue.give_back(&[again[0].receipt]).await.unwrap();
    let last = dead(&queue).await;
    queue.done(&[last[0].receipt]).await.unwrap();
    queue.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_buried_job_is_never_found_again() {
    let Some((options, _leftovers)) = support::shared().await else {
        return;
    };
    let options = RabbitOptions {
        delivery_limit: 1,
        ..options
    };
    let queue = RabbitQueue::connect(options.clone()).unwrap();
    let jobs = [a_job("first"), a_job("second")];
    for job in &jobs {
        queue.push(std::slice::from_ref(job)).await.unwrap();
        wear_out(&queue, job, 1).await;
    }
    let mut found = dead(&queue).await;
    while found.len() < 2 {
        found.extend(dead(&queue).await);
    }
    let buried = found.iter().find(|found| found.job.as_ref() == Ok(&jobs[1])).unwrap();
    queue.done(&[buried.receipt]).await.unwrap();
    queue.close().await;

    let successor = RabbitQueue::connect(options).unwrap();
    let left = dead(&successor).await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].job.as_ref(), Ok(&jobs[0]), "what was not buried stays");
}
