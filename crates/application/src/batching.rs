//! Group commit: what arrives together shares one transaction.
//!
//! While a lane works on a batch, newcomers wait and form the next one; on an idle system a single command starts at
//! once. Durability is that of a transaction each, at a fraction of its cost.

use std::sync::Arc;

use futures::future::BoxFuture;
use tokio::sync::{Mutex, mpsc, oneshot};

/// Bounds of a group commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchLimits {
    /// Most commands of one batch.
    pub batch: usize,
    /// Batches worked on at the same time.
    pub lanes: usize,
    /// Commands that may wait; more are turned away.
    pub waiting: usize,
}

/// A command was not carried out, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// Too many wait already.
    #[error("too much is waiting")]
    Overloaded,
    /// The batch ended without an answer; part of it may have been carried out.
    #[error("the batch ended without an answer")]
    Lost,
}

type Waiting<C, R> = (C, oneshot::Sender<R>);
type Process<C, R> = Arc<dyn Fn(Vec<C>) -> BoxFuture<'static, Vec<R>> + Send + Sync>;

/// Gathers commands `C` into batches and hands each its answer `R`.
pub struct GroupCommit<C, R> {
    sender: mpsc::Sender<Waiting<C, R>>,
}

impl<C: Send + 'static, R: Send + 'static> GroupCommit<C, R> {
    /// Starts the lanes on the present runtime. `process` answers a batch in its order. Lanes end when the group
    /// commit is dropped, after what was submitted.
    pub fn start(
        limits: BatchLimits,
        process: impl Fn(Vec<C>) -> BoxFuture<'static, Vec<R>> + Send + Sync + 'static,
    ) -> Self {
        let (sender, receiver) = mpsc::channel(limits.waiting.max(1));
        let receiver = Arc::new(Mutex::new(receiver));
        let process: Process<C, R> = Arc::new(process);
        for _ in 0..limits.lanes.max(1) {
            tokio::spawn(run_lane(
                Arc::clone(&receiver),
                Arc::clone(&process),
                limits.batch.max(1),
            ));
        }
        Self { sender }
    }

    /// Carries out a command as part of a batch.
    ///
    /// # Errors
    /// When it was turned away or its batch broke down.
    pub async fn submit(&self, command: C) -> Result<R, NotTaken> {
        let (answer, answered) = oneshot::channel();
        self.sender
            .try_send((command, answer))
            .map_err(|_| NotTaken::Overloaded)?;
        answered.await.map_err(|_| NotTaken::Lost)
    }
}

type Receiver<C, R> = Arc<Mutex<mpsc::Receiver<Waiting<C, R>>>>;

async fn run_lane<C: Send + 'static, R: Send + 'static>(receiver: Receiver<C, R>, process: Process<C, R>, most: usize) {
    let mut waiting = Vec::with_capacity(most);
    while gather(&receiver, &mut waiting, most).await {
        let rest = waiting.split_off(batch_size(waiting.len()));
        let (commands, answers): (Vec<_>, Vec<_>) = std::mem::replace(&mut waiting, rest).into_iter().unzip();
        // A task of its own, so that a panic costs this batch and not the lane.
        let Ok(results) = tokio::spawn(process(commands)).await else {
            tracing::error!("a batch panicked; its commands are answered as lost");
            continue;
        };
        for (answer, result) in answers.into_iter().zip(results) {
            let _ = answer.send(result);
        }
    }
}

/// Tops `waiting` up to `most`; waits only while there is nothing. `false` when nothing will come any more.
async fn gather<C, R>(receiver: &Receiver<C, R>, waiting: &mut Vec<Waiting<C, R>>, most: usize) -> bool {
    if waiting.is_empty() {
        return receiver.lock().await.recv_many(waiting, most).await > 0;
    }
    // Another lane may hold the receiver until something comes: what is here goes on without it.
    if let Ok(mut receiver) = receiver.try_lock() {
        while waiting.len() < most
            && let Ok(one) = receiver.try_recv()
        {
            waiting.push(one);
        }
    }
    true
}

/// The largest power of two in `count`. Batches of few different sizes make few different statements, which databases
/// prepare once; what is left over forms the next batch.
const fn batch_size(count: usize) -> usize {
    1 << count.ilog2()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures::FutureExt;

    use super::*;

    const LIMITS: BatchLimits = BatchLimits {
        batch: 8,
        lanes: 1,
        waiting: 64,
    };

    #[tokio::test]
    async fn everybody_gets_their_own_answer_in_few_batches() {
        let batches = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&batches);
        let doubling = GroupCommit::start(LIMITS, move |numbers: Vec<u32>| {
            counter.fetch_add(1, Ordering::SeqCst);
            async move { numbers.into_iter().map(|n| n * 2).collect() }.boxed()
        });
        let answers = futures::future::join_all((0..32).map(|n| doubling.submit(n))).await;
        assert_eq!(answers, (0..32).map(|n| Ok(n * 2)).collect::<Vec<_>>());
        assert!(batches.load(Ordering::SeqCst) <= 8, "32 commands in batches of 8");
    }

    #[tokio::test]
    async fn batches_have_few_sizes_and_nobody_is_left_over() {
        let sizes = Arc::new(std::sync::Mutex::new(Vec::new()));
        let noted = Arc::clone(&sizes);
        let limits = BatchLimits { batch: 64, ..LIMITS };
        let echo = GroupCommit::start(limits, move |numbers: Vec<u32>| {
            noted.lock().unwrap().push(numbers.len());
            async move { numbers }.boxed()
        });
        let answers = futures::future::join_all((0..43).map(|n| echo.submit(n))).await;
        assert_eq!(answers, (0..43).map(Ok).collect::<Vec<_>>());
        let sizes = sizes.lock().unwrap();
        assert!(sizes.iter().all(|size| size.is_power_of_two()), "{sizes:?}");
        assert_eq!(sizes.iter().sum::<usize>(), 43);
    }

    #[tokio::test]
    async fn a_panic_costs_its_batch_and_nothing_else() {
        let picky = GroupCommit::start(LIMITS, |numbers: Vec<u32>| {
            async move {
                assert!(!numbers.contains(&13), "unlucky");
                numbers
            }
            .boxed()
        });
        assert_eq!(picky.submit(13).await, Err(NotTaken::Lost));
        assert_eq!(picky.submit(7).await, Ok(7));
    }

    #[tokio::test]
    async fn more_than_may_wait_are_turned_away() {
        let stuck = GroupCommit::start(
            BatchLimits {
                batch: 1,
                lanes: 1,
                waiting: 1,
            },
            |_: Vec<u32>| futures::future::pending::<Vec<u32>>().boxed(),
        );
        let stuck = Arc::new(stuck);
        let mut tasks = Vec::new();
        for n in 0..4 {
            let stuck = Arc::clone(&stuck);
            tasks.push(tokio::spawn(async move { stuck.submit(n).await }));
            tokio::task::yield_now().await;
        }
        let (first, ..) = futures::future::select_all(tasks).await;
        assert_eq!(first.unwrap(), Err(NotTaken::Overloaded));
    }
}
