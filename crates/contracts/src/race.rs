//! Racing, retrying and waiting without sleeping blindly.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use ports::StoreError;
use tokio::sync::Barrier;

/// How long a promise may take to be kept; what takes longer hangs.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Runs a promise.
///
/// # Panics
/// When it takes longer than [`PATIENCE`].
pub async fn held(promise: impl Future<Output = ()>) {
    tokio::time::timeout(PATIENCE, promise)
        .await
        .expect("the promise is kept within 60 seconds");
}

/// Lets racers start at the same instant; answers what each came back with, in the order of their numbers.
///
/// # Panics
/// When a racer does.
pub async fn race<T, F>(racers: usize, run: impl Fn(usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let barrier = Arc::new(Barrier::new(racers));
    let mut tasks = Vec::with_capacity(racers);
    for number in 0..racers {
        let (barrier, lap) = (Arc::clone(&barrier), run(number));
        tasks.push(tokio::spawn(async move {
            barrier.wait().await;
            lap.await
        }));
    }
    let mut outcomes = Vec::with_capacity(racers);
    for task in tasks {
        outcomes.push(task.await.expect("a racer does not panic"));
    }
    outcomes
}

/// Repeats an attempt while others are in its way, as a use case does.
///
/// # Errors
/// Any failure but contention, and contention after 1,000 attempts.
pub async fn persistently<T, F>(mut attempt: impl FnMut() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    for _ in 0..1_000 {
        match attempt().await {
            Err(error) if error.is_contention() => tokio::task::yield_now().await,
            outcome => return outcome,
        }
    }
    attempt().await
}

/// Asks again and again until the answer is there.
///
/// # Panics
/// When it is not there within [`PATIENCE`].
pub async fn eventually<T, F>(mut ask: impl FnMut() -> F) -> T
where
    F: Future<Output = Option<T>>,
{
    let asking = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, asking)
        .await
        .expect("it comes about within 60 seconds")
}
