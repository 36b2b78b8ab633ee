//! Hand a draft in for publication, at most once.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::PublicationId;
use domain::wechat::articles::{Draft, FailureReason, Publication, PublicationState};
use ports::StoreError;
use ports::wechat::WechatFailure;
use ports::wechat::articles::{ArticlesApi, PublicationReads, Submitted};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::conclude::Concluding;
use super::is_unknown_media;
use super::push_error::PushError;
use super::pusher::{Push, Pusher};
use super::tools::{Done, DraftCommand};
use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};

const NO_ANSWER: &str = "WeChat gave no answer when it was handed in: look on WeChat's pages before publishing again";
/// How often a draft that WeChat lost meanwhile is pushed anew.
const ROUNDS: u32 = 3;

/// The job: publish this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublishDraft {
    /// Our name of the account.
    pub account: String,
    /// The publication.
    pub publication_id: Uuid,
}

impl Job for PublishDraft {
    const NAME: &'static str = "wechat.publish_draft";
}

impl PublishDraft {
    pub(super) fn of(publication: &Publication) -> Self {
        Self {
            account: publication.stored().account.clone(),
            publication_id: publication.stored().id.uuid(),
        }
    }
}

/// Carries out [`PublishDraft`]: pushes the draft, stores the attempt, hands it in, stores the answer. One who finds an
/// attempt of before never repeats it.
#[derive(Clone)]
pub struct DraftPublishing {
    pub(super) reads: Arc<dyn PublicationReads>,
    pub(super) api: Arc<dyn ArticlesApi>,
    pub(super) pusher: Pusher,
    pub(super) concluding: Concluding,
    /// After so long an attempt without outcome counts as one whose process died.
    pub(super) patience: Duration,
}

enum Step {
    Over,
    Again,
}

impl DraftPublishing {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.wechat.publish_draft", skip_all, fields(publication.id = %job.publication_id))]
    pub async fn run(&self, job: &PublishDraft, context: &Context) -> JobOutcome {
        for _ in 0..ROUNDS {
            let found = self.reads.find(&job.account, id_of(job)).await?;
            let publication = found.ok_or_else(|| JobError::Never("the publication is gone".to_owned()))?;
            if let Step::Over = self.step(&publication, context).await? {
                return Ok(());
            }
        }
        let note = "WeChat loses the draft again and again";
        self.concluding
            .refused(id_of(job), FailureReason::NotPushed, note, context)
            .await?;
        Ok(())
    }

    async fn step(&self, publication: &Publication, context: &Context) -> Result<Step, JobError> {
        let stored = publication.stored();
        if stored.state != PublicationState::Pending {
            return Ok(Step::Over);
        }
        if let Some(began) = stored.attempt_at {
            let age = self.concluding.tools.clock.now().since(began);
            if age < self.patience {
                return Err(JobError::Later {
                    after: Some(self.patience.saturating_sub(age)),
                    reason: "it is being handed in".to_owned(),
                });
            }
            self.concluding.doubt(stored.id, NO_ANSWER, context).await?;
            return Ok(Step::Over);
        }
        let Some(media_id) = self.pushed(publication, context).await? else {
            return Ok(Step::Over);
        };
        let begun = self.concluding.begin(stored.id, &media_id, context).await?;
        if !begun {
            return Ok(Step::Again);
        }
        let answer = self.api.submit(&stored.account, &media_id).await;
        self.settle(publication, &media_id, answer, context).await
    }

    /// WeChat's id of the draft; `None` when it can never be there.
    async fn pushed(&self, publication: &Publication, context: &Context) -> Result<Option<String>, JobError> {
        let stored = publication.stored();
        let push = Push {
            account: &stored.account,
            draft: stored.draft,
            publication: Some(stored.id),
            context,
        };
        match self.pusher.push(push).await {
            Ok(media_id) => Ok(Some(media_id)),
            Err(error @ (PushError::Publishing(_) | PushError::Gone)) => {
                let note = error.to_string();
                self.concluding
                    .refused(stored.id, FailureReason::NotPushed, &note, context)
                    .await?;
                Ok(None)
            }
            Err(error) if error.is_final() => {
                let note = error.to_string();
                self.concluding
                    .refused(stored.id, FailureReason::NotPushed, &note, context)
                    .await?;
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn settle(
        &self,
        publication: &Publication,
        media_id: &str,
        answer: Result<Submitted, WechatFailure>,
        context: &Context,
    ) -> Result<Step, JobError> {
        let id = publication.stored().id;
        match answer {
            Ok(submitted) => self.concluding.submitted(id, &submitted, context).await?,
            Err(failure) if is_unknown_media(&failure) => {
                self.concluding.not_carried_out(id, context).await?;
                self.lost(publication, media_id, context).await?;
                return Ok(Step::Again);
            }
            Err(failure @ WechatFailure::Refused { .. }) => {
                let note = failure.to_string();
                self.concluding
                    .refused(id, FailureReason::Refused, &note, context)
                    .await?;
            }
            Err(failure @ WechatFailure::Later { .. }) => {
                self.concluding.not_carried_out(id, context).await?;
                return Err(failure.into());
            }
            Err(WechatFailure::Unanswered { .. }) => self.concluding.doubt(id, NO_ANSWER, context).await?,
        }
        Ok(Step::Over)
    }

    async fn lost(&self, publication: &Publication, media_id: &str, context: &Context) -> Result<(), StoreError> {
        let command = DraftCommand {
            account: publication.stored().account.clone(),
            draft: publication.stored().draft,
            expected_edition: None,
            context: context.clone(),
        };
        let verb = |draft: &mut Draft, _| {
            draft.lost(media_id);
            Ok(Done::quietly())
        };
        match self.concluding.tools.update_draft(&command, &verb).await {
            Err(super::ArticleError::Store(error)) => Err(error),
            _ => Ok(()),
        }
    }

    /// Ends a publication whose job was given up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &PublishDraft, context: &Context) -> Result<(), StoreError> {
        let Some(publication) = self.reads.find(&job.account, id_of(job)).await? else {
            return Ok(());
        };
        let id = publication.stored().id;
        if publication.stored().attempt_at.is_some() {
            return self.concluding.doubt(id, NO_ANSWER, context).await;
        }
        let note = "it was tried too often";
        self.concluding
            .refused(id, FailureReason::NotPushed, note, context)
            .await
    }
}

fn id_of(job: &PublishDraft) -> PublicationId {
    PublicationId::from_uuid(job.publication_id)
}
