//! Record messages durably and once, many in one transaction.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::MessageId;
use domain::time::Timestamp;
use domain::wechat::{Incoming, IncomingKind};
use futures::FutureExt;
use ports::StoreError;
use ports::jobs::{JobEnvelope, RelaySignal};
use ports::system::{Clock, Ids};
use ports::wechat::{MessageLog, NewMessage, Recorded};

use super::note::NoteMessage;
use super::plan::{Plan, Planning};
use crate::batching::{BatchLimits, GroupCommit};
use crate::context::Context;
use crate::notifications::CloseDelivery;
use crate::retry::retry_on_contention;

/// A message with who and what brought it.
pub(super) struct ToRecord {
    pub(super) incoming: Incoming,
    pub(super) context: Context,
}

/// A message that is stored now, or was before.
pub(super) struct Kept {
    pub(super) id: MessageId,
    pub(super) plan: Plan,
    pub(super) recorded: Recorded,
}

/// What recording works with.
#[derive(Clone)]
pub(super) struct RecordTools {
    pub(super) messages: Arc<dyn MessageLog>,
    pub(super) planning: Planning,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn Ids>,
    pub(super) signal: Arc<dyn RelaySignal>,
    /// How long a recorder alone may work on what it recorded.
    pub(super) lease: Duration,
}

pub(super) type Recorder = GroupCommit<ToRecord, Result<Kept, StoreError>>;

pub(super) fn recorder(tools: RecordTools, limits: BatchLimits) -> Recorder {
    GroupCommit::start(limits, move |batch| {
        let tools = tools.clone();
        async move { record_all(&tools, batch).await }.boxed()
    })
}

async fn record_all(tools: &RecordTools, batch: Vec<ToRecord>) -> Vec<Result<Kept, StoreError>> {
    metrics::histogram!("webhook_batch_size").record(batch.len() as f64);
    let count = batch.len();
    match record_batch(tools, batch).await {
        Ok(kept) => kept,
        Err(error) => {
            tracing::error!(error = %error, detail = error.detail(), count, "recording messages failed");
            vec![(); count].into_iter().map(|()| Err(error.clone())).collect()
        }
    }
}

type Outcome = Result<Recorded, StoreError>;

async fn record_batch(tools: &RecordTools, batch: Vec<ToRecord>) -> Result<Vec<Result<Kept, StoreError>>, StoreError> {
    let now = tools.clock.now();
    let plans = {
        let incoming: Vec<_> = batch.iter().map(|one| &one.incoming).collect();
        tools.planning.plans(&incoming, now).await?
    };
    let messages: Vec<_> = batch
        .into_iter()
        .zip(&plans)
        .map(|(one, plan)| tools.new_message(one, plan, now))
        .collect();
    let recorded = tools.record(&messages).await;
    if messages.iter().any(|message| !message.jobs.is_empty()) {
        tools.signal.wake();
    }
    let kept = messages.into_iter().zip(plans).zip(recorded);
    let kept = kept.map(|((message, plan), recorded)| {
        recorded.map(|recorded| Kept {
            id: message.id,
            plan,
            recorded,
        })
    });
    Ok(kept.collect())
}

impl RecordTools {
    /// Records all in one transaction; where that fails for good, each in its own, so that one cannot spoil all.
    async fn record(&self, messages: &[NewMessage]) -> Vec<Outcome> {
        match retry_on_contention(|| self.messages.record(messages)).await {
            Ok(recorded) => recorded.into_iter().map(Ok).collect(),
            Err(error) if messages.len() == 1 || matches!(error, StoreError::Unavailable(_)) => {
                tracing::error!(error = %error, detail = error.detail(), "recording messages failed");
                messages.iter().map(|_| Err(error.clone())).collect()
            }
            Err(_) => {
                let mut outcomes = Vec::with_capacity(messages.len());
                for message in messages {
                    let alone = std::slice::from_ref(message);
                    let outcome = retry_on_contention(|| self.messages.record(alone)).await;
                    let one = outcome.and_then(|mut one| one.pop().ok_or(StoreError::Failed("no outcome".to_owned())));
                    outcomes.push(one.inspect_err(|error| {
                        tracing::error!(error = %error, detail = error.detail(), "recording a message failed");
                    }));
                }
                outcomes
            }
        }
    }

    fn new_message(&self, one: ToRecord, plan: &Plan, now: Timestamp) -> NewMessage {
        let id = MessageId::from_uuid(self.ids.next());
        let jobs = self.jobs(&one, id, now);
        NewMessage {
            id,
            reply: plan.settled().cloned(),
            incoming: one.incoming,
            received_at: now,
            lease_until: now.plus(self.lease),
            jobs,
        }
    }

    fn jobs(&self, one: &ToRecord, id: MessageId, now: Timestamp) -> Vec<JobEnvelope> {
        let incoming = &one.incoming;
        if let IncomingKind::TemplateReport {
            msg_id,
            delivered,
            status,
        } = &incoming.kind
        {
            let job = CloseDelivery {
                account: incoming.person.account.clone(),
                provider_message_id: msg_id.to_string(),
                delivered: *delivered,
                status: status.clone(),
            };
            return vec![one.context.job(&job, now, self.ids.as_ref())];
        }
        if incoming.kind.is_noted() {
            let job = NoteMessage { message_id: id.uuid() };
            return vec![one.context.job(&job, now, self.ids.as_ref())];
        }
        Vec::new()
    }
}
