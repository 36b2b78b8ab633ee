//! Submit a medium to WeChat.

use std::sync::Arc;

use domain::ids::ContentCheckId;
use domain::time::Timestamp;
use domain::wechat::mini_program::{ContentCheck, Doubt};
use ports::StoreError;
use ports::wechat::WechatFailure;
use ports::wechat::mini_program::MiniProgramApi;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::conclude::CheckTools;
use super::expire_check::ExpireContentCheck;
use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};

/// Longest trace id that is kept, in characters; WeChat's have about 30.
pub(super) const MAX_TRACE_CHARS: usize = 128;

/// The job: submit the medium of this check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SubmitMediaCheck {
    /// Our name of the account.
    pub account: String,
    /// The check.
    pub check_id: Uuid,
}

impl Job for SubmitMediaCheck {
    const NAME: &'static str = "wechat.submit_media_check";
}

impl SubmitMediaCheck {
    /// The job of a check.
    pub(super) fn of(check: &ContentCheck) -> Self {
        Self {
            account: check.stored().person.account.clone(),
            check_id: check.stored().id.uuid(),
        }
    }
}

/// Carries out [`SubmitMediaCheck`]. Where it dies between WeChat's answer and its storing, the medium is submitted
/// once more: that costs a check and shows nobody anything twice.
#[derive(Clone)]
pub struct SubmitMedia {
    pub(super) api: Arc<dyn MiniProgramApi>,
    pub(super) tools: CheckTools,
}

impl SubmitMedia {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.mini_program.submit_media", skip_all, fields(check.id = %job.check_id))]
    pub async fn run(&self, job: &SubmitMediaCheck, context: &Context) -> JobOutcome {
        let id = ContentCheckId::from_uuid(job.check_id);
        let found = self.tools.reads.find(&job.account, id).await?;
        let check = found.ok_or_else(|| JobError::Never("the check is gone".to_owned()))?;
        if !check.is_to_be_submitted() {
            return Ok(self.hear_early(&check, context).await?);
        }
        let stored = check.stored();
        let url = stored.url.as_deref().unwrap_or_default();
        match self
            .api
            .check_media(&stored.person, stored.kind, stored.scene, url)
            .await
        {
            Ok(trace_id) if is_sound(&trace_id) => self.submitted(id, &trace_id, context).await?,
            Ok(_) => self.doubt(id, Doubt::Refused, context).await?,
            Err(failure @ WechatFailure::Refused { .. }) => {
                tracing::warn!(error = %failure, "a medium could not be checked and is left to people");
                self.doubt(id, Doubt::Refused, context).await?;
            }
            Err(failure) => return Err(failure.into()),
        }
        Ok(())
    }

    /// Leaves a check whose job was given up to people.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &SubmitMediaCheck, context: &Context) -> Result<(), StoreError> {
        let id = ContentCheckId::from_uuid(job.check_id);
        self.doubt(id, Doubt::Unavailable, context).await
    }

    async fn submitted(&self, id: ContentCheckId, trace_id: &str, context: &Context) -> Result<(), StoreError> {
        let verb = |check: &mut ContentCheck, now: Timestamp| {
            let happened = check.submitted(trace_id, now)?;
            let mut expire = context.job(&ExpireContentCheck::of(check), now, self.tools.ids.as_ref());
            expire.not_before = check.stored().due_at;
            Some((happened, vec![expire]))
        };
        match self.tools.update(id, context, &verb).await? {
            Some(check) => self.hear_early(&check, context).await,
            None => Ok(()),
        }
    }

    /// The verdict may have been faster than the answer that named it.
    async fn hear_early(&self, check: &ContentCheck, context: &Context) -> Result<(), StoreError> {
        let stored = check.stored();
        let (true, Some(trace_id)) = (check.is_waiting(), &stored.trace_id) else {
            return Ok(());
        };
        match self.tools.verdicts.find(&stored.person.account, trace_id).await? {
            Some(verdict) => self.tools.hear(stored.id, &verdict, context).await,
            None => Ok(()),
        }
    }

    async fn doubt(&self, id: ContentCheckId, doubt: Doubt, context: &Context) -> Result<(), StoreError> {
        let verb = |check: &mut ContentCheck, now: Timestamp| Some((check.doubt(doubt, now)?, Vec::new()));
        self.tools.update(id, context, &verb).await.map(drop)
    }
}

fn is_sound(trace_id: &str) -> bool {
    (1..=MAX_TRACE_CHARS).contains(&trace_id.chars().count())
}
