//! One life of the connections to the broker: what is opened together and dies together.

use std::sync::Arc;

use futures::StreamExt;
use lapin::options::{BasicGetOptions, QueueDeclareOptions};
use lapin::types::FieldTable;
use lapin::uri::AMQPUri;
use lapin::{Connection, ConnectionProperties, Event};
use ports::jobs::{JobEnvelope, QueueError, ReceivedJob};
use tokio::sync::{OnceCell, watch};
use tokio::time::timeout;
use uuid::Uuid;

use crate::consumer::{Consuming, received};
use crate::error::{classified, too_slow};
use crate::lane::{Lane, Verdict};
use crate::options::RabbitOptions;
use crate::publisher::{Publisher, PushFailure};
use crate::task::Task;
use crate::topology;

/// Tells that a link is dead; the first reason stays.
#[derive(Clone)]
pub struct Failure(watch::Sender<Option<String>>);

impl Failure {
    fn new() -> Self {
        Self(watch::Sender::new(None))
    }

    /// Reports the death.
    pub fn report(&self, reason: String) {
        self.0.send_if_modified(|known| {
            let first = known.is_none();
            known.get_or_insert(reason);
            first
        });
    }

    /// Waits for it.
    async fn reported(&self) -> String {
        let mut reports = self.0.subscribe();
        match reports.wait_for(Option::is_some).await {
            Ok(reason) => reason.clone().unwrap_or_default(),
            Err(_) => "the link is gone".to_owned(),
        }
    }
}

/// Two connections and their channels.
pub struct Link {
    options: Arc<RabbitOptions>,
    publisher: Publisher,
    incoming: Connection,
    jobs: OnceCell<Consuming>,
    dead: OnceCell<Lane>,
    failure: Failure,
    _watchers: [Task; 2],
}

impl Link {
    /// Connects and declares the queues.
    pub async fn open(uri: &AMQPUri, options: &Arc<RabbitOptions>) -> Result<Self, QueueError> {
        let failure = Failure::new();
        let outgoing = connect(uri, options, "out").await?;
        let incoming = connect(uri, options, "in").await?;
        let watchers = [watch_over(&outgoing, &failure), watch_over(&incoming, &failure)];
        let channel = incoming.create_channel().await.map_err(|error| opening(&error))?;
        topology::declare(&channel, options)
            .await
            .map_err(|error| classified("declaring the queues", &error))?;
        let publisher = Publisher::open(outgoing, options)
            .await
            .map_err(|error| opening(&error))?;
        Ok(Self {
            options: Arc::clone(options),
            publisher,
            incoming,
            jobs: OnceCell::new(),
            dead: OnceCell::new(),
            failure,
            _watchers: watchers,
        })
    }

    /// Waits until it dies; answers why.
    pub async fn died(&self) -> String {
        self.failure.reported().await
    }

    /// Stores jobs.
    pub async fn push(&self, jobs: &[JobEnvelope]) -> Result<(), QueueError> {
        self.publisher.push(jobs).await.map_err(|failure| match failure {
            PushFailure::Refused(error) => error,
            PushFailure::Unroutable => {
                self.failure.report("the queue of jobs is gone".to_owned());
                QueueError::Unavailable(format!("there is no queue {}", self.options.queue))
            }
        })
    }

    /// The consumer; the first call starts it.
    pub async fn consuming(&self) -> Result<&Consuming, QueueError> {
        self.jobs.get_or_try_init(|| self.start_consuming()).await
    }

    /// Waits for jobs, at the latest until the link dies.
    pub async fn receive(&self, from: &Consuming, max: usize) -> Result<Vec<ReceivedJob>, QueueError> {
        tokio::select! {
            batch = from.inbox.take(max) => Ok(batch),
            reason = self.died() => Err(QueueError::Unavailable(reason)),
        }
    }

    async fn start_consuming(&self) -> Result<Consuming, QueueError> {
        let starting = async {
            let channel = self.incoming.create_channel().await?;
            Consuming::start(channel, &self.options, self.failure.clone()).await
        };
        self.bounded("starting to consume", starting).await
    }

    /// Takes what is in the dead queue now. Fetched one by one: it holds little, and nothing is prefetched that its
    /// taker has no time to bury.
    pub async fn take_dead(&self, max: u32) -> Result<Vec<ReceivedJob>, QueueError> {
        self.bounded("reading the dead queue", self.get_dead(max)).await
    }

    async fn get_dead(&self, max: u32) -> lapin::Result<Vec<ReceivedJob>> {
        let open = async || self.incoming.create_channel().await.map(Lane::for_gets);
        let lane = self.dead.get_or_try_init(open).await?;
        let mut found = Vec::new();
        for _ in 0..max {
            let name = self.options.dead.as_str().into();
            let Some(message) = lane.channel().basic_get(name, BasicGetOptions::default()).await? else {
                break;
            };
            let mut job = received(lane, &message.delivery);
            job.handouts = u32::from(self.options.delivery_limit) + 1;
            found.push(job);
        }
        Ok(found)
    }

    /// Settles receipts of this link; others are ignored.
    pub async fn settle(&self, receipts: &[Uuid], verdict: Verdict) -> Result<(), QueueError> {
        let settling = async {
            if let Some(jobs) = self.jobs.get() {
                jobs.lane.settle(receipts, verdict).await?;
            }
            if let Some(dead) = self.dead.get() {
                dead.settle(receipts, verdict).await?;
            }
            Ok(())
        };
        self.bounded("settling", settling).await
    }

    /// How many jobs nobody holds, and those this process holds without having handed them out. On a channel of its
    /// own, because the broker closes it when there is no such queue.
    pub async fn depth(&self) -> Result<u64, QueueError> {
        let asking = async {
            let channel = self.incoming.create_channel().await?;
            let passive = QueueDeclareOptions {
                passive: true,
                ..Default::default()
            };
            let name = self.options.queue.as_str().into();
            let queue = channel.queue_declare(name, passive, FieldTable::default()).await?;
            channel.close(200, "".into()).await?;
            Ok(u64::from(queue.message_count()))
        };
        let ready = self.bounded("counting jobs", asking).await?;
        let here = self.jobs.get().map_or(0, |jobs| jobs.inbox.len());
        Ok(ready + here as u64)
    }

    /// Says good-bye, so that the broker hands out again at once what is unsettled.
    pub async fn close(&self) {
        let closing = async {
            for connection in [&self.incoming, self.publisher.connection()] {
                if let Err(error) = connection.close(200, "".into()).await {
                    tracing::debug!(%error, "the broker did not take leave");
                }
            }
        };
        if timeout(self.options.call_timeout, closing).await.is_err() {
            tracing::debug!("the broker did not take leave in time");
        }
    }

    async fn bounded<T>(&self, doing: &str, work: impl Future<Output = lapin::Result<T>>) -> Result<T, QueueError> {
        match timeout(self.options.call_timeout, work).await {
            Ok(outcome) => outcome.map_err(|error| classified(doing, &error)),
            Err(_) => Err(too_slow(doing)),
        }
    }
}

async fn connect(uri: &AMQPUri, options: &RabbitOptions, direction: &str) -> Result<Connection, QueueError> {
    let name = format!("{} ({direction})", options.connection_name);
    let properties = ConnectionProperties::default().with_connection_name(name.into());
    Connection::connect_uri(uri.clone(), properties)
        .await
        .map_err(|error| classified("connecting", &error))
}

fn opening(error: &lapin::Error) -> QueueError {
    classified("opening channels", error)
}

/// Any error the broker tells of, about the connection or a channel of it, is the end of the link.
fn watch_over(connection: &Connection, failure: &Failure) -> Task {
    let mut events = Box::pin(connection.events_listener());
    let failure = failure.clone();
    Task::spawn(async move {
        while let Some(event) = events.next().await {
            match event {
                Event::Error(error) => return failure.report(error.to_string()),
                Event::ConnectionBlocked(reason) => tracing::warn!(reason, "the broker takes no messages"),
                Event::ConnectionUnblocked => tracing::info!("the broker takes messages again"),
                _ => {}
            }
        }
        failure.report("the connection ended".to_owned());
    })
}
