//! Brokers that are not there, refuse, or lose a queue.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "the helpers of tests are test code"
)]

mod support;

use std::net::TcpListener;
use std::time::Duration;

use adapter_rabbitmq::{RabbitOptions, RabbitQueue};
use contracts::build::a_job;
use lapin::options::QueueDeclareOptions;
use lapin::types::FieldTable;
use ports::jobs::{JobEnvelope, JobQueue, QueueError};

const LONG: Duration = Duration::from_secs(30);

fn unreachable() -> RabbitOptions {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    support::options(&format!("amqp://somebody:hunter2@127.0.0.1:{port}/%2f"))
}

#[tokio::test]
async fn a_broker_that_is_not_there_is_told_by_every_call() {
    let queue = RabbitQueue::connect(unreachable()).unwrap();
    let receiving = queue.receive(1, Duration::from_millis(50)).await.unwrap_err();
    let errors = [
        queue.ping().await.unwrap_err(),
        queue.push(&[a_job("lost")]).await.unwrap_err(),
        queue.depth().await.unwrap_err(),
        queue.take_dead(1).await.unwrap_err(),
        receiving,
    ];
    for error in errors {
        assert!(matches!(error, QueueError::Unavailable(_)), "{error:?}");
        assert!(!error.detail().contains("hunter2"), "{error:?}");
    }
    assert!(!queue.is_connected());
    assert!(!format!("{queue:?}").contains("hunter2"));
}

#[test]
fn a_text_that_is_no_url_is_refused_without_being_repeated() {
    let error = RabbitQueue::connect(RabbitOptions::at("hunter2")).unwrap_err();
    assert!(!error.detail().contains("hunter2"), "{error:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_login_is_told() {
    let Some((options, _leftovers)) = support::shared().await else {
        return;
    };
    // The queues that are cleaned up afterwards.
    RabbitQueue::connect(options.clone()).unwrap().ping().await.unwrap();
    let url = options.url.replace("guest:guest", "guest:hunter2");
    let queue = RabbitQueue::connect(RabbitOptions { url, ..options }).unwrap();
    let error = queue.ping().await.unwrap_err();
    assert!(error.detail().contains("ACCESS_REFUSED"), "{error:?}");
    assert!(!error.detail().contains("hunter2"), "{error:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_queue_of_that_name_with_other_properties_is_told() {
    let Some((options, _leftovers)) = support::shared().await else {
        return;
    };
    let (_connection, channel) = support::direct(&options.url).await;
    let name = options.queue.as_str();
    channel
        .queue_declare(name.into(), QueueDeclareOptions::default(), FieldTable::default())
        .await
        .unwrap();
    let queue = RabbitQueue::connect(options.clone()).unwrap();
    let error = queue.ping().await.unwrap_err();
    assert!(matches!(error, QueueError::Failed(_)), "{error:?}");
    assert!(
        error.detail().contains("PRECONDITION_FAILED") && error.detail().contains(name),
        "{error:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_queue_that_was_deleted_is_declared_again() {
    let Some((options, _leftovers)) = support::shared().await else {
        return;
    };
    let queue = RabbitQueue::connect(options.clone()).unwrap();
    queue.push(&[a_job("swept away")]).await.unwrap();
    support::delete_queue(&options.url, &options.queue).await;

    assert!(queue.push(&[a_job("nowhere to go")]).await.is_err());
    let job = a_job("arrives");
    contracts::eventually(|| async { queue.push(std::slice::from_ref(&job)).await.ok() }).await;
    assert_eq!(queue.receive(1, LONG).await.unwrap()[0].job, Ok(job));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_whose_queue_was_deleted_receives_from_the_new_one() {
    let Some((options, _leftovers)) = support::shared().await else {
        return;
    };
    let queue = RabbitQueue::connect(options.clone()).unwrap();
    queue.push(&[a_job("taken before")]).await.unwrap();
    let void = queue.receive(1, LONG).await.unwrap();
    support::delete_queue(&options.url, &options.queue).await;

    let job = a_job("arrives");
    contracts::eventually(|| async { queue.push(std::slice::from_ref(&job)).await.ok() }).await;
    let received = contracts::eventually(|| async {
        let received = queue.receive(1, LONG).await.ok()?;
        received.into_iter().next()
    })
    .await;
    assert_eq!(received.job, Ok(job));
    queue.done(&[void[0].receipt, received.receipt]).await.unwrap();
    assert_eq!(queue.receive(1, Duration::from_millis(100)).await, Ok(vec![]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ping_tells_the_version() {
    let Some((queue, _leftovers)) = support::shared_queue().await else {
        return;
    };
    let version = queue.ping().await.unwrap();
    assert!(version.starts_with(|first: char| first.is_ascii_digit()), "{version}");
    assert!(queue.is_connected());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_jobs_travel_whole_and_many_at_once() {
    let Some((queue, _leftovers)) = support::shared_queue().await else {
        return;
    };
    let large = |number: usize| JobEnvelope {
        payload: format!("\"{}\"", "茶\\\"".repeat(128 * 1024 / 5)),
        ..a_job(&format!("large {number}"))
    };
    let pushed: Vec<_> = (0..40).map(large).collect();
    queue.push(&pushed).await.unwrap();
    let mut received = Vec::new();
    while received.len() < pushed.len() {
        received.extend(queue.receive(100, LONG).await.unwrap());
    }
    let jobs: Vec<_> = received.iter().map(|received| received.job.clone().unwrap()).collect();
    assert_eq!(jobs, pushed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn out_of_order_settling_loses_and_repeats_nothing() {
    let Some((options, _leftovers)) = support::shared().await else {
        return;
    };
    let queue = RabbitQueue::connect(options.clone()).unwrap();
    let pushed: Vec<_> = (0..90).map(|number| a_job(&format!("job {number}"))).collect();
    queue.push(&pushed).await.unwrap();
    let mut received = Vec::new();
    while received.len() < pushed.len() {
        received.extend(queue.receive(100, LONG).await.unwrap());
    }
    // A third is settled last to first, by many at once; the rest belongs to a worker that dies.
    let settled: Vec<_> = received.iter().rev().step_by(3).map(|one| one.receipt).collect();
    let parts = settled.chunks(4).map(|part| queue.done(part));
    futures::future::try_join_all(parts).await.unwrap();
    let left: Vec<_> = received
        .iter()
        .filter(|one| !settled.contains(&one.receipt))
        .map(|one| one.job.clone().unwrap())
        .collect();
    queue.close().await;

    let successor = RabbitQueue::connect(options).unwrap();
    let mut found = Vec::new();
    while found.len() < left.len() {
        let batch = successor.receive(100, LONG).await.unwrap();
        found.extend(batch.into_iter().map(|one| one.job.unwrap()));
    }
    found.sort_by_key(JobEnvelope::attempt_key);
    assert_eq!(found, left);
    assert_eq!(successor.receive(1, Duration::from_millis(100)).await, Ok(vec![]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_queue_has_given_its_jobs_back_and_refuses_everything() {
    let Some((options, _leftovers)) = support::shared().await else {
        return;
    };
    let queue = RabbitQueue::connect(options.clone()).unwrap();
    let job = a_job("begun");
    queue.push(std::slice::from_ref(&job)).await.unwrap();
    let begun = queue.receive(1, LONG).await.unwrap();
    queue.close().await;
    assert!(queue.push(&[a_job("late")]).await.is_err());
    assert!(queue.receive(1, LONG).await.is_err());
    queue.done(&[begun[0].receipt]).await.unwrap();

    let successor = RabbitQueue::connect(options).unwrap();
    let again = successor.receive(1, LONG).await.unwrap();
    assert_eq!(again[0].job, Ok(job), "the receipt was void");
    assert_eq!(again[0].handouts, 2);
}
