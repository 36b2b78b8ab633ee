//! Take a message back, part by part. WeCom takes the same recall twice without harm.

use domain::ids::StaffMessageId;
use domain::wechat::wecom::message::{MessagePart, PartState, RecallState, StaffMessage};
use ports::StoreError;
use ports::wechat::WechatFailure;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::tools::StaffTools;
use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};
use crate::retry::retry_on_contention;

/// The job: take this message back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecallStaffParts {
    /// Our name of the account.
    pub account: String,
    /// The message.
    pub message_id: Uuid,
}

impl Job for RecallStaffParts {
    const NAME: &'static str = "wecom.recall_message";
}

impl RecallStaffParts {
    pub(super) fn of(message: &StaffMessage) -> Self {
        Self {
            account: message.stored().account.clone(),
            message_id: message.stored().id.uuid(),
        }
    }

    const fn id(&self) -> StaffMessageId {
        StaffMessageId::from_uuid(self.message_id)
    }
}

/// Carries out [`RecallStaffParts`].
#[derive(Clone)]
pub struct StaffRecalling(pub StaffTools);

impl StaffRecalling {
    /// Runs it.
    ///
    /// # Errors
    /// When some part is to be tried again.
    #[tracing::instrument(name = "use_case.wecom.recall_parts", skip_all, fields(message.id = %job.message_id))]
    pub async fn run(&self, job: &RecallStaffParts, context: &Context) -> JobOutcome {
        let message = self.0.reads.find(&job.account, job.id()).await?;
        let message = message.ok_or_else(|| JobError::Never("the message is gone".to_owned()))?;
        if message.stored().recall != Some(RecallState::Running) {
            return Ok(());
        }
        for part in self.0.reads.parts(job.id()).await? {
            if part.stored().state == PartState::Sent {
                self.take_back(job, part).await?;
            }
        }
        Ok(retry_on_contention(|| self.conclude(job, context)).await?)
    }

    /// Ends a recall whose job was given up: what is left is left.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &RecallStaffParts, context: &Context) -> Result<(), StoreError> {
        retry_on_contention(|| self.conclude(job, context)).await
    }

    async fn take_back(&self, job: &RecallStaffParts, mut part: MessagePart) -> Result<(), JobError> {
        let now = self.0.clock.now();
        match part.stored().msg_id.clone() {
            None => part.not_recalled(None, "WeCom gave this part no id".to_owned()),
            Some(_) if !part.is_recallable(now) => {
                part.not_recalled(None, "sent more than 24 hours ago".to_owned());
            }
            Some(msg_id) => match self.0.api.recall(&job.account, &msg_id).await {
                Ok(()) => part.recalled(),
                Err(failure @ WechatFailure::Refused { code, .. }) => {
                    part.not_recalled((code != 0).then_some(code), failure.to_string());
                }
                Err(failure) => return Err(failure.into()),
            },
        }
        Ok(retry_on_contention(|| self.keep(job, &part)).await?)
    }

    async fn keep(&self, job: &RecallStaffParts, part: &MessagePart) -> Result<(), StoreError> {
        let mut tx = self.0.store.begin().await?;
        if tx.messages().find_for_update(job.id()).await?.is_none() {
            return Ok(());
        }
        tx.messages().save_part(part).await?;
        tx.commit().await
    }

    async fn conclude(&self, job: &RecallStaffParts, context: &Context) -> Result<(), StoreError> {
        let mut tx = self.0.store.begin().await?;
        let Some(mut message) = tx.messages().find_for_update(job.id()).await? else {
            return Ok(());
        };
        let version = message.stored().version;
        let parts = tx.messages().parts(job.id()).await?;
        let Some(happened) = message.end_recall(&parts, self.0.clock.now()) else {
            return Ok(());
        };
        tx.messages().save(&message, version).await?;
        self.0.log(tx.as_mut(), &message, &happened, context).await?;
        tx.commit().await
    }
}
