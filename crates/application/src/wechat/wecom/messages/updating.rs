//! Change a card for those who answered. A code works once: an attempt is stored before the call, and a refusal that
//! follows an attempt without answer leaves it open which of the two used the code.

use std::time::Duration;

use domain::ids::{CardUpdateId, MessageId};
use domain::wechat::wecom::message::{CardAnswer, CardChange, UpdateState};
use ports::StoreError;
use ports::wechat::WechatFailure;
use ports::wechat::wecom::CardUpdateRequest;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::tools::StaffTools;
use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};
use crate::retry::retry_on_contention;

/// Answers that one job deals with.
const AT_ONCE: u32 = 50;
/// After a call without answer.
const AFTER_SILENCE: Duration = Duration::from_secs(5);

/// The job: change the card for the next who answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateCards {
    /// Our name of the account.
    pub account: String,
    /// The order.
    pub update_id: Uuid,
}

impl Job for UpdateCards {
    const NAME: &'static str = "wecom.update_cards";
}

impl UpdateCards {
    pub(super) fn of(account: &str, update: CardUpdateId) -> Self {
        Self {
            account: account.to_owned(),
            update_id: update.uuid(),
        }
    }

    const fn id(&self) -> CardUpdateId {
        CardUpdateId::from_uuid(self.update_id)
    }
}

/// Carries out [`UpdateCards`].
#[derive(Clone)]
pub struct CardUpdating(pub StaffTools);

impl CardUpdating {
    /// Runs it.
    ///
    /// # Errors
    /// When somebody's card is to be tried again.
    #[tracing::instrument(name = "use_case.wecom.update_cards", skip_all, fields(update.id = %job.update_id))]
    pub async fn run(&self, job: &UpdateCards, context: &Context) -> JobOutcome {
        let update = self.0.reads.update(job.id()).await?;
        let update = update.ok_or_else(|| JobError::Never("the order is gone".to_owned()))?;
        let answers = self.0.reads.open_answers(job.id(), AT_ONCE).await?;
        for answer in &answers {
            self.change(job, answer.stored().id, &update.change).await?;
        }
        if answers.len() < AT_ONCE as usize {
            return Ok(());
        }
        let mut tx = self.0.store.begin().await?;
        self.0.enqueue(tx.as_mut(), job, context).await?;
        tx.commit().await?;
        self.0.signal.wake();
        Ok(())
    }

    /// Settles whom a given-up job left.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &UpdateCards) -> Result<(), StoreError> {
        loop {
            let answers = self.0.reads.open_answers(job.id(), AT_ONCE).await?;
            for answer in &answers {
                let is_begun = answer
                    .stored()
                    .update
                    .is_some_and(|one| one.state == UpdateState::Sending);
                let state = if is_begun {
                    UpdateState::Unknown
                } else {
                    UpdateState::Failed
                };
                self.settle(answer.stored().id, state, None).await?;
            }
            if answers.len() < AT_ONCE as usize {
                return Ok(());
            }
        }
    }

    async fn change(&self, job: &UpdateCards, id: MessageId, change: &CardChange) -> Result<(), JobError> {
        let Some((answer, is_again)) = retry_on_contention(|| self.begin(id)).await? else {
            return Ok(());
        };
        let stored = answer.stored();
        let request = CardUpdateRequest {
            user_id: &stored.user_id,
            response_code: stored.response_code.as_deref().unwrap_or_default(),
            change,
        };
        let (state, code) = match self.0.api.update_card(&job.account, request).await {
            Ok(true) => (UpdateState::Updated, None),
            Ok(false) => (UpdateState::Failed, None),
            Err(WechatFailure::Refused { code, .. }) if is_again => (UpdateState::Unknown, Some(code)),
            Err(WechatFailure::Refused { code, .. }) => (UpdateState::Failed, Some(code)),
            Err(failure @ WechatFailure::Later { .. }) => {
                if !is_again {
                    self.settle(id, UpdateState::Pending, None).await?;
                }
                return Err(failure.into());
            }
            Err(failure @ WechatFailure::Unanswered { .. }) => {
                return Err(JobError::Later {
                    after: Some(AFTER_SILENCE),
                    reason: failure.to_string(),
                });
            }
        };
        Ok(self.settle(id, state, code).await?)
    }

    async fn begin(&self, id: MessageId) -> Result<Option<(CardAnswer, bool)>, StoreError> {
        let mut tx = self.0.store.begin().await?;
        let found = tx.messages().find_answer(id).await?;
        let is_open = |answer: &CardAnswer| answer.stored().update.is_some_and(|update| update.state.is_open());
        let Some(mut answer) = found.filter(is_open) else {
            return Ok(None);
        };
        let is_again = answer.begin_update();
        tx.messages().save_answer(&answer).await?;
        tx.commit().await?;
        Ok(Some((answer, is_again)))
    }

    async fn settle(&self, id: MessageId, state: UpdateState, code: Option<i64>) -> Result<(), StoreError> {
        retry_on_contention(|| async {
            let mut tx = self.0.store.begin().await?;
            let Some(mut answer) = tx.messages().find_answer(id).await? else {
                return Ok(());
            };
            answer.settle_update(state, code.filter(|code| *code != 0));
            tx.messages().save_answer(&answer).await?;
            tx.commit().await
        })
        .await
    }
}
