//! Take note of what was received: follower lists, counters, consents and results are kept after the answer went out.

use std::sync::Arc;

use async_trait::async_trait;
use domain::ids::MessageId;
use ports::wechat::{MessageReads, RecordedMessage};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};

/// The job: this message must be noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NoteMessage {
    /// The message.
    pub message_id: Uuid,
}

impl Job for NoteMessage {
    const NAME: &'static str = "wechat.note_message";
}

/// Somebody whom messages concern. Told of one message twice, it MUST come out the same; told of messages out of
/// order, it goes by their times.
#[async_trait]
pub trait TakesNote: Send + Sync {
    /// Takes note of a message, or leaves it alone.
    async fn note(&self, message: &RecordedMessage, context: &Context) -> JobOutcome;
}

/// Carries out [`NoteMessage`].
#[derive(Clone)]
pub struct Noting {
    /// Messages.
    pub messages: Arc<dyn MessageReads>,
    /// Everybody who takes note, each told of every message.
    pub listeners: Vec<Arc<dyn TakesNote>>,
}

impl Noting {
    /// Runs it. One listener's failure keeps none of the others from hearing.
    ///
    /// # Errors
    /// What to do about the first failure.
    #[tracing::instrument(name = "use_case.wechat.note_message", skip_all, fields(message.id = %job.message_id))]
    pub async fn run(&self, job: &NoteMessage, context: &Context) -> JobOutcome {
        let message = self.messages.recorded(MessageId::from_uuid(job.message_id)).await?;
        let message = message.ok_or_else(|| JobError::Never("the message is gone".to_owned()))?;
        let mut outcome = Ok(());
        for listener in &self.listeners {
            let noted = listener.note(&message, context).await;
            outcome = outcome.and(noted);
        }
        outcome
    }
}
