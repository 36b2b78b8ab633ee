//! A channel on which messages are handed to us, and the receipts of those messages.

use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use lapin::Channel;
use lapin::options::{BasicAckOptions, BasicNackOptions};
use uuid::Uuid;

use crate::settling::{Settlement, settle};

/// What becomes of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They are done with.
    Done,
    /// They go back to the queue.
    Back,
}

/// A receipt is the number of its lane and the delivery tag: nothing has to be looked up, and a receipt of a lost
/// channel fits no lane.
pub struct Lane {
    number: u64,
    channel: Channel,
    in_runs: bool,
    unsettled: Mutex<BTreeSet<u64>>,
}

type Sending = Pin<Box<dyn Future<Output = lapin::Result<()>> + Send>>;

impl Lane {
    /// A lane whose messages come from one consumer, in order.
    pub fn for_consumer(channel: Channel) -> Self {
        Self::new(channel, true)
    }

    /// A lane whose messages are fetched one by one, by several callers and by some who do not wait for the answer:
    /// messages are settled one by one, lest one that nobody knows of is settled along.
    pub fn for_gets(channel: Channel) -> Self {
        Self::new(channel, false)
    }

    fn new(channel: Channel, in_runs: bool) -> Self {
        Self {
            number: rand::random(),
            channel,
            in_runs,
            unsettled: Mutex::default(),
        }
    }

    /// The channel.
    pub fn channel(&self) -> &Channel {
        &self.channel
    }

    /// Remembers a message that came, and names it. MUST be called for every message of a consumer, in order.
    pub fn came(&self, tag: u64) -> Uuid {
        self.unsettled().insert(tag);
        Uuid::from_u64_pair(self.number, tag)
    }

    /// Settles those of the receipts that are of this lane and unsettled; returns when they are on their way.
    pub async fn settle(&self, receipts: &[Uuid], verdict: Verdict) -> lapin::Result<()> {
        for sending in self.begin(receipts, verdict)? {
            sending.await?;
        }
        Ok(())
    }

    /// Puts the frames in line, in the order that [`settle`] demands: the lock is held until all of them are.
    fn begin(&self, receipts: &[Uuid], verdict: Verdict) -> lapin::Result<Vec<Sending>> {
        let mut unsettled = self.unsettled();
        let mut under_way = Vec::new();
        for settlement in settle(&mut unsettled, self.tags(receipts), self.in_runs) {
            let mut sending = self.send(settlement, verdict);
            // The first poll puts the frame in line, the later ones wait until it is written.
            match sending.as_mut().now_or_never() {
                Some(sent) => sent?,
                None => under_way.push(sending),
            }
        }
        Ok(under_way)
    }

    fn send(&self, Settlement { tag, multiple }: Settlement, verdict: Verdict) -> Sending {
        let channel = self.channel.clone();
        match verdict {
            Verdict::Done => Box::pin(async move { channel.basic_ack(tag, BasicAckOptions { multiple }).await }),
            Verdict::Back => Box::pin(async move {
                let options = BasicNackOptions {
                    multiple,
                    requeue: true,
                };
                channel.basic_nack(tag, options).await
            }),
        }
    }

    fn tags(&self, receipts: &[Uuid]) -> impl Iterator<Item = u64> {
        receipts
            .iter()
            .map(Uuid::as_u64_pair)
            .filter(|(number, _)| *number == self.number)
            .map(|(_, tag)| tag)
    }

    fn unsettled(&self) -> MutexGuard<'_, BTreeSet<u64>> {
        self.unsettled.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
