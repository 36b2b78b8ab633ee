//! The promises of the job queue, held against a real broker.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "the helpers of tests are test code"
)]

mod support;

use std::sync::Arc;

use ports::jobs::JobQueue;
use support::Leftovers;

type Queue = Arc<dyn JobQueue>;

async fn one() -> Option<(Queue, Leftovers)> {
    let (queue, leftovers) = support::shared_queue().await?;
    Some((Arc::new(queue), leftovers))
}

async fn two() -> Option<((Queue, Queue), Leftovers)> {
    let (options, leftovers) = support::shared().await?;
    let one = support::connected(&options).await;
    let other = support::connected(&options).await;
    Some(((Arc::new(one), Arc::new(other)), leftovers))
}

contracts::job_queue_contract!(one);
contracts::job_queue_recovery_contract!(two);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn something_unreadable_is_told_and_blocks_nothing() {
    let Some((options, leftovers)) = support::shared().await else {
        return;
    };
    let queue = support::connected(&options).await;
    support::plant(&options, "{\"no\": \"job\"} 🍵").await;
    let promise =
        contracts::job_queue::something_unreadable_is_told_and_blocks_nothing(Arc::new(queue), "{\"no\": \"job\"} 🍵");
    contracts::held(promise).await;
    drop(leftovers);
}
