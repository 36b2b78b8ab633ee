//! The jobs that the broker has handed to this process and nobody has received yet.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::StreamExt;
use lapin::message::Delivery;
use lapin::options::{BasicConsumeOptions, BasicQosOptions};
use lapin::types::FieldTable;
use lapin::{Channel, Consumer};
use ports::jobs::ReceivedJob;
use tokio::sync::Notify;

use crate::lane::Lane;
use crate::link::Failure;
use crate::options::RabbitOptions;
use crate::task::Task;
use crate::wire;

/// Prefetched jobs, first come first served.
pub struct Inbox {
    waiting: Mutex<VecDeque<ReceivedJob>>,
    arrived: Notify,
}

/// A running consumer; dropping it stops the feeding of its inbox.
pub struct Consuming {
    /// Where its jobs are settled.
    pub lane: Arc<Lane>,
    /// Where its jobs wait.
    pub inbox: Arc<Inbox>,
    _feed: Task,
}

impl Consuming {
    /// Begins to consume on a channel of its own. The end of the stream is the end of the link.
    pub async fn start(channel: Channel, options: &RabbitOptions, failure: Failure) -> lapin::Result<Self> {
        channel.basic_qos(options.prefetch, BasicQosOptions::default()).await?;
        let consumer = channel
            .basic_consume(
                options.queue.as_str().into(),
                "".into(),
                BasicConsumeOptions::default(),
                FieldTable::default(),
            )
            .await?;
        let lane = Arc::new(Lane::for_consumer(channel));
        let inbox = Arc::new(Inbox::new());
        let feed = Task::spawn(feed(consumer, Arc::clone(&lane), Arc::clone(&inbox), failure));
        Ok(Self {
            lane,
            inbox,
            _feed: feed,
        })
    }
}

async fn feed(mut consumer: Consumer, lane: Arc<Lane>, inbox: Arc<Inbox>, failure: Failure) {
    while let Some(delivery) = consumer.next().await {
        match delivery {
            Ok(delivery) => inbox.put(received(&lane, &delivery)),
            Err(error) => return failure.report(format!("consuming: {error}")),
        }
    }
    failure.report("the broker ended the consumer".to_owned());
}

/// A delivery as the port knows it.
pub fn received(lane: &Lane, delivery: &Delivery) -> ReceivedJob {
    ReceivedJob {
        job: wire::decode(&delivery.data),
        receipt: lane.came(delivery.delivery_tag),
        handouts: wire::handouts(&delivery.properties),
    }
}

impl Inbox {
    fn new() -> Self {
        Self {
            waiting: Mutex::default(),
            arrived: Notify::new(),
        }
    }

    fn put(&self, job: ReceivedJob) {
        self.waiting().push_back(job);
        self.arrived.notify_one();
    }

    /// How many wait here.
    pub fn len(&self) -> usize {
        self.waiting().len()
    }

    /// Waits until there are jobs and takes up to `max`. A caller that stops waiting takes nothing along.
    pub async fn take(&self, max: usize) -> Vec<ReceivedJob> {
        loop {
            let batch = self.take_now(max);
            if !batch.is_empty() {
                return batch;
            }
            self.arrived.notified().await;
        }
    }

    fn take_now(&self, max: usize) -> Vec<ReceivedJob> {
        let mut waiting = self.waiting();
        let count = max.min(waiting.len());
        let batch = waiting.drain(..count).collect();
        if !waiting.is_empty() {
            // One notice is kept however many jobs came: whoever leaves some passes it on.
            self.arrived.notify_one();
        }
        batch
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<ReceivedJob>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
