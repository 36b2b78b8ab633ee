//! Publishing: everything is sent before the first confirmation is awaited.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures::future::try_join_all;
use lapin::options::{BasicPublishOptions, ConfirmSelectOptions};
use lapin::{BasicProperties, Channel, Confirmation, Connection};
use ports::jobs::{JobEnvelope, QueueError};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::error::{classified, too_slow};
use crate::options::RabbitOptions;
use crate::wire;

const DOING: &str = "publishing";

/// How long messages whose caller has given up are still waited for.
const OVERDUE: Duration = Duration::from_secs(60);

/// The publishing half of a link.
pub struct Publisher {
    connection: Connection,
    channel: Channel,
    queue: String,
    confirm_timeout: Duration,
    overdue: Mutex<Vec<JoinHandle<Result<(), PushFailure>>>>,
}

/// Why jobs may not be stored.
pub enum PushFailure {
    /// The broker could not, or did not say.
    Refused(QueueError),
    /// There is no such queue any more: it must be declared again.
    Unroutable,
}

struct Outgoing {
    body: Vec<u8>,
    properties: BasicProperties,
}

impl Publisher {
    /// Opens the channel, with confirms.
    pub async fn open(connection: Connection, options: &RabbitOptions) -> lapin::Result<Self> {
        let channel = connection.create_channel().await?;
        channel.confirm_select(ConfirmSelectOptions::default()).await?;
        Ok(Self {
            connection,
            channel,
            queue: options.queue.clone(),
            confirm_timeout: options.confirm_timeout,
            overdue: Mutex::default(),
        })
    }

    /// The connection.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Sends jobs and waits until the broker has made all of them safe.
    pub async fn push(&self, jobs: &[JobEnvelope]) -> Result<(), PushFailure> {
        self.refuse_while_stuck()?;
        let outgoing = jobs.iter().map(outgoing).collect::<Result<_, _>>()?;
        // In a task of its own: a caller that gives up leaves neither half a batch behind nor confirmations that the
        // library would collect for ever.
        let mut work = tokio::spawn(publish_all(self.channel.clone(), self.queue.clone(), outgoing));
        match timeout(self.confirm_timeout, &mut work).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(PushFailure::Refused(QueueError::Failed(format!(
                "{DOING}: it panicked"
            )))),
            Err(_) => {
                self.overdue().push(work);
                Err(PushFailure::Refused(too_slow(DOING)))
            }
        }
    }

    /// A broker that is out of memory or disk, or without a majority, takes no more until it has caught up.
    fn refuse_while_stuck(&self) -> Result<(), PushFailure> {
        let mut overdue = self.overdue();
        overdue.retain(|work| !work.is_finished());
        let reason = match (self.connection.status().blocked(), overdue.is_empty()) {
            (true, _) => "the broker takes no messages now (memory or disk alarm)",
            (false, false) => "the broker has not confirmed earlier messages",
            (false, true) => return Ok(()),
        };
        Err(PushFailure::Refused(QueueError::Unavailable(reason.to_owned())))
    }

    fn overdue(&self) -> std::sync::MutexGuard<'_, Vec<JoinHandle<Result<(), PushFailure>>>> {
        self.overdue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn outgoing(job: &JobEnvelope) -> Result<Outgoing, PushFailure> {
    let body = wire::encode(job)
        .map_err(|error| PushFailure::Refused(QueueError::Failed(format!("writing a job as JSON: {error}"))))?;
    Ok(Outgoing {
        body,
        properties: wire::properties(job),
    })
}

async fn publish_all(channel: Channel, queue: String, outgoing: Vec<Outgoing>) -> Result<(), PushFailure> {
    let work = async {
        let sent = outgoing.into_iter().map(|message| publish(&channel, &queue, message));
        let mut outcome = Ok(());
        for confirm in try_join_all(sent).await? {
            // All are awaited, also after a failure: the library would keep what is dropped.
            let confirmed = confirm
                .await
                .map_err(PushFailure::from)
                .and_then(|confirmation| verdict(&confirmation));
            outcome = outcome.and(confirmed);
        }
        outcome
    };
    timeout(OVERDUE, work)
        .await
        .unwrap_or_else(|_| Err(PushFailure::Refused(too_slow(DOING))))
}

/// Through the default exchange straight to the queue; `mandatory` makes the broker tell when there is none.
async fn publish(channel: &Channel, queue: &str, message: Outgoing) -> lapin::Result<lapin::PublisherConfirm> {
    let options = BasicPublishOptions {
        mandatory: true,
        ..Default::default()
    };
    channel
        .basic_publish("".into(), queue.into(), options, &message.body, message.properties)
        .await
}

fn verdict(confirmation: &Confirmation) -> Result<(), PushFailure> {
    match confirmation {
        Confirmation::Ack(None) => Ok(()),
        Confirmation::Ack(Some(_)) | Confirmation::Nack(Some(_)) => Err(PushFailure::Unroutable),
        Confirmation::Nack(None) => Err(PushFailure::Refused(QueueError::Unavailable(format!(
            "{DOING}: the broker could not store a message"
        )))),
        Confirmation::NotRequested => Err(PushFailure::Refused(QueueError::Failed(format!(
            "{DOING}: the channel does not confirm"
        )))),
    }
}

impl From<lapin::Error> for PushFailure {
    fn from(error: lapin::Error) -> Self {
        Self::Refused(classified(DOING, &error))
    }
}
