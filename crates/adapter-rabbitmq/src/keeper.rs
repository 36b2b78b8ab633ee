//! Keeps a link to the broker up: opens it, waits for its death, opens the next, for ever.

use std::sync::Arc;
use std::time::{Duration, Instant};

use lapin::uri::AMQPUri;
use ports::jobs::QueueError;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::backoff;
use crate::error::too_slow;
use crate::link::Link;
use crate::options::RabbitOptions;

/// A link that lived this long was a good one: the next is tried at once.
const GOOD_LIFE: Duration = Duration::from_secs(30);

/// How it stands with the broker.
#[derive(Clone)]
pub enum State {
    /// The first try is under way.
    Connecting,
    /// There is a link.
    Up(Arc<Link>),
    /// There is none, for this reason; the next try follows.
    Down(QueueError),
    /// There will be none any more.
    Closed,
}

/// Runs until it is ended.
pub async fn keep(uri: AMQPUri, options: Arc<RabbitOptions>, state: watch::Sender<State>) {
    let mut tries = 0;
    loop {
        match open(&uri, &options).await {
            Ok(link) => {
                tracing::info!(queue = options.queue, "connected to RabbitMQ");
                let born = Instant::now();
                let reason = live(Arc::new(link), &state).await;
                tracing::warn!(reason, "lost RabbitMQ");
                metrics::counter!("queue_reconnects_total").increment(1);
                tries = if born.elapsed() < GOOD_LIFE { tries + 1 } else { 0 };
            }
            Err(error) => {
                tracing::warn!(reason = error.detail(), tries, "cannot reach RabbitMQ");
                state.send_replace(State::Down(error));
                tries += 1;
            }
        }
        sleep(backoff::before_try(tries)).await;
    }
}

async fn open(uri: &AMQPUri, options: &Arc<RabbitOptions>) -> Result<Link, QueueError> {
    timeout(options.connect_timeout, Link::open(uri, options))
        .await
        .unwrap_or_else(|_| Err(too_slow("connecting")))
}

/// Offers a link until it dies; answers why.
async fn live(link: Arc<Link>, state: &watch::Sender<State>) -> String {
    state.send_replace(State::Up(Arc::clone(&link)));
    let reason = link.died().await;
    state.send_replace(State::Down(QueueError::Unavailable(reason.clone())));
    reason
}
