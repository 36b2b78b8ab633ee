//! The job queue.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use lapin::uri::AMQPUri;
use ports::jobs::{JobEnvelope, JobQueue, QueueError, ReceivedJob};
use tokio::sync::{OnceCell, watch};
use tokio::time::{Instant as Moment, timeout, timeout_at};
use uuid::Uuid;

use crate::keeper::{State, keep};
use crate::lane::Verdict;
use crate::link::Link;
use crate::options::RabbitOptions;
use crate::task::Task;
use crate::version;

/// Of a queue or an exchange, in AMQP.
const LONGEST_NAME: usize = 255;

/// Jobs in a durable quorum queue. Connects, and connects again, in the background; dropping it ends that and gives
/// back what is unsettled.
pub struct RabbitQueue {
    uri: AMQPUri,
    options: Arc<RabbitOptions>,
    state: watch::Sender<State>,
    keeper: Task,
    version: OnceCell<String>,
}

impl RabbitQueue {
    /// Begins to connect and returns at once: a broker that is down shows in [`Self::ping`] and in every call. Must be
    /// called within a Tokio runtime.
    ///
    /// # Errors
    /// When the URL is none or a queue's name too long; the text does not repeat the URL, because it holds a password.
    pub fn connect(options: RabbitOptions) -> Result<Self, QueueError> {
        if options.queue.len().max(options.dead.len()) > LONGEST_NAME {
            return Err(QueueError::Failed(format!(
                "a queue's name has at most {LONGEST_NAME} bytes"
            )));
        }
        let mut uri: AMQPUri = options
            .url
            .parse()
            .map_err(|_| QueueError::Failed("the AMQP URL is not usable".to_owned()))?;
        uri.query.heartbeat.get_or_insert(options.heartbeat);
        let options = Arc::new(options);
        let state = watch::Sender::new(State::Connecting);
        let keeper = Task::spawn(keep(uri.clone(), Arc::clone(&options), state.clone()));
        Ok(Self {
            uri,
            options,
            state,
            keeper,
            version: OnceCell::new(),
        })
    }

    /// Whether there is a link to the broker now.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        matches!(*self.state.borrow(), State::Up(_))
    }

    /// Asks the broker about the queue; answers the broker's version, such as `3.10.8`, or `unknown`.
    ///
    /// # Errors
    /// When it does not answer, with the reason.
    pub async fn ping(&self) -> Result<String, QueueError> {
        self.link().await?.depth().await?;
        if let Some(version) = self.version.get() {
            return Ok(version.clone());
        }
        let asked = version::ask(&self.uri, self.options.call_timeout).await;
        let version = asked.unwrap_or_else(|| version::UNKNOWN.to_owned());
        Ok(self.version.get_or_init(async || version).await.clone())
    }

    /// Takes up to `max` jobs that the broker gave up after too many handouts. They stay in the dead queue until they
    /// are settled like any other: `done` once they are buried.
    ///
    /// # Errors
    /// When the broker does not answer.
    pub async fn take_dead(&self, max: u32) -> Result<Vec<ReceivedJob>, QueueError> {
        self.link().await?.take_dead(max).await
    }

    /// Ends it for good: what is unsettled goes back to the queue at once. Calls fail from now on.
    pub async fn close(&self) {
        self.keeper.end();
        if let State::Up(link) = self.state.send_replace(State::Closed) {
            link.close().await;
        }
    }

    /// The link, waited for only while the first try is under way.
    async fn link(&self) -> Result<Arc<Link>, QueueError> {
        let mut states = self.state.subscribe();
        let known = states.wait_for(|state| !matches!(state, State::Connecting));
        match timeout(self.options.call_timeout, known).await {
            Ok(Ok(state)) => usable(&state),
            _ => Err(QueueError::Unavailable("still connecting".to_owned())),
        }
    }

    /// The link, waited for until `deadline`.
    async fn link_until(&self, deadline: Moment) -> Result<Arc<Link>, QueueError> {
        let mut states = self.state.subscribe();
        let up = states.wait_for(|state| matches!(state, State::Up(_) | State::Closed));
        match timeout_at(deadline, up).await {
            Ok(Ok(state)) => usable(&state),
            _ => usable(&self.state.borrow()),
        }
    }

    async fn settle(&self, receipts: &[Uuid], verdict: Verdict) -> Result<(), QueueError> {
        if receipts.is_empty() {
            return Ok(());
        }
        let state = self.state.borrow().clone();
        match state {
            State::Up(link) => link.settle(receipts, verdict).await,
            // With the link all receipts are void; the broker hands those jobs out again.
            State::Connecting | State::Down(_) | State::Closed => Ok(()),
        }
    }
}

/// Waits for jobs of this link. Starting to consume is not cut short by the deadline: it would never come about for a
/// caller with little patience.
async fn receive_from(link: &Link, max: usize, deadline: Moment) -> Result<Vec<ReceivedJob>, QueueError> {
    let consuming = link.consuming().await?;
    match timeout_at(deadline, link.receive(consuming, max)).await {
        Ok(outcome) => outcome,
        Err(_) => Ok(Vec::new()),
    }
}

fn usable(state: &State) -> Result<Arc<Link>, QueueError> {
    match state {
        State::Up(link) => Ok(Arc::clone(link)),
        State::Down(error) => Err(error.clone()),
        State::Connecting => Err(QueueError::Unavailable("still connecting".to_owned())),
        State::Closed => Err(QueueError::Unavailable("the queue is closed".to_owned())),
    }
}

#[async_trait]
impl JobQueue for RabbitQueue {
    async fn push(&self, jobs: &[JobEnvelope]) -> Result<(), QueueError> {
        if jobs.is_empty() {
            return Ok(());
        }
        let begun = Instant::now();
        let outcome = match self.link().await {
            Ok(link) => link.push(jobs).await,
            Err(error) => Err(error),
        };
        let result = if outcome.is_ok() { "ok" } else { "failed" };
        metrics::histogram!("queue_publish_seconds", "result" => result).record(begun.elapsed());
        outcome
    }

    async fn receive(&self, max: u32, wait: Duration) -> Result<Vec<ReceivedJob>, QueueError> {
        let max = usize::try_from(max).unwrap_or(usize::MAX);
        if max == 0 {
            return Ok(Vec::new());
        }
        let deadline = Moment::now() + wait;
        loop {
            let link = self.link_until(deadline).await?;
            match receive_from(&link, max, deadline).await {
                Err(_) if Moment::now() < deadline => self.next_state(&link, deadline).await,
                outcome => return outcome,
            }
        }
    }

    async fn done(&self, receipts: &[Uuid]) -> Result<(), QueueError> {
        self.settle(receipts, Verdict::Done).await
    }

    async fn give_back(&self, receipts: &[Uuid]) -> Result<(), QueueError> {
        self.settle(receipts, Verdict::Back).await
    }

    async fn depth(&self) -> Result<u64, QueueError> {
        self.link().await?.depth().await
    }
}

impl RabbitQueue {
    /// Waits until a link that failed a receiver is replaced or known to be down, at the latest until `deadline`.
    async fn next_state(&self, failed: &Arc<Link>, deadline: Moment) {
        let mut states = self.state.subscribe();
        let other = states.wait_for(|state| !matches!(state, State::Up(link) if Arc::ptr_eq(link, failed)));
        let _late = timeout_at(deadline, other).await;
    }
}

impl fmt::Debug for RabbitQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RabbitQueue")
            .field("options", &self.options)
            .field("connected", &self.is_connected())
            .finish_non_exhaustive()
    }
}
