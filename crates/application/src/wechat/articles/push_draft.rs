//! Push a draft to WeChat.

use async_trait::async_trait;
use domain::ids::DraftId;
use domain::wechat::articles::Draft;
use ports::StoreError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::ArticleError;
use super::push_error::PushError;
use super::pusher::{Push, Pusher};
use super::tools::{ArticleTools, Done, DraftCommand};
use crate::context::Context;
use crate::jobs::{Job, JobOutcome};
use crate::wechat::{DraftMediaIds, NoMediaId};

/// The job: push this draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PushDraft {
    /// Our name of the account.
    pub account: String,
    /// The draft.
    pub draft_id: Uuid,
}

impl Job for PushDraft {
    const NAME: &'static str = "wechat.push_draft";
}

/// Has a draft pushed; the worker does it.
#[derive(Clone)]
pub struct RequestPush(pub(super) ArticleTools);

impl RequestPush {
    /// Runs it.
    ///
    /// # Errors
    /// When the draft is unknown, stale or being published, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.request_push", skip_all, fields(draft.id = %on.draft))]
    pub async fn run(&self, on: DraftCommand) -> Result<Draft, ArticleError> {
        let job = PushDraft {
            account: on.account.clone(),
            draft_id: on.draft.uuid(),
        };
        let verb = |draft: &mut Draft, _| {
            let Some(happened) = draft.request_push()? else {
                return Ok(Done::quietly());
            };
            let job = self.0.job(&job, &on.context, std::time::Duration::ZERO);
            Ok(Done::with(Some(happened)).and(job))
        };
        self.0.update_draft(&on, &verb).await
    }
}

/// Carries out [`PushDraft`].
#[derive(Clone)]
pub struct DraftPushing(pub(super) Pusher);

impl DraftPushing {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.wechat.push_draft", skip_all, fields(draft.id = %job.draft_id))]
    pub async fn run(&self, job: &PushDraft, context: &Context) -> JobOutcome {
        match self.0.push(job.push(context)).await {
            // A publication pushes what it needs itself.
            Ok(_) | Err(PushError::Gone | PushError::Publishing(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Marks a push whose job was given up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &PushDraft, context: &Context) -> Result<(), StoreError> {
        let push = job.push(context);
        let found = self.0.reads.find(&job.account, push.draft).await?;
        let Some(draft) = found else { return Ok(()) };
        let known = draft.stored().pushed.failure.as_ref();
        let is_over = draft.stored().pushed.wanted.is_none() || known.is_some_and(|failure| failure.is_final);
        if is_over {
            return Ok(());
        }
        let note = known.map_or_else(|| "it was tried too often".to_owned(), |failure| failure.note.clone());
        match self.0.fail(push, &note, false, true).await {
            Err(PushError::Store(error)) => Err(error),
            _ => Ok(()),
        }
    }
}

impl PushDraft {
    fn push<'a>(&'a self, context: &'a Context) -> Push<'a> {
        Push {
            account: &self.account,
            draft: DraftId::from_uuid(self.draft_id),
            publication: None,
            context,
        }
    }
}

#[async_trait]
impl DraftMediaIds for DraftPushing {
    async fn draft_media_id(&self, account: &str, draft: DraftId) -> Result<String, NoMediaId> {
        let context = Context::of("worker");
        let push = Push {
            account,
            draft,
            publication: None,
            context: &context,
        };
        Ok(self.0.push(push).await?)
    }

    async fn draft_is_used_up(&self, account: &str, draft: DraftId, media_id: &str) -> Result<(), StoreError> {
        let command = DraftCommand {
            account: account.to_owned(),
            draft,
            expected_edition: None,
            context: Context::of("worker"),
        };
        let verb = |draft: &mut Draft, now| Ok(Done::with(draft.used_up(media_id, now)));
        match self.0.tools.update_draft(&command, &verb).await {
            Ok(_) | Err(ArticleError::UnknownDraft(_)) => Ok(()),
            Err(ArticleError::Store(error)) => Err(error),
            Err(other) => Err(StoreError::Failed(other.to_string())),
        }
    }
}
