//! Take published articles back, for ever.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::PublicationId;
use domain::time::Timestamp;
use domain::wechat::articles::Publication;
use ports::StoreError;
use ports::wechat::WechatFailure;
use ports::wechat::articles::{ArticlesApi, PublicationReads};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::conclude::Concluding;
use super::error::ArticleError;
use super::tools::{ArticleTools, Done};
use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};

/// The job: take back what was asked for of this publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WithdrawPublication {
    /// Our name of the account.
    pub account: String,
    /// The publication.
    pub publication_id: Uuid,
}

impl Job for WithdrawPublication {
    const NAME: &'static str = "wechat.withdraw_publication";
}

/// Has articles taken back; the worker does it.
#[derive(Clone)]
pub struct WithdrawArticles {
    pub(super) tools: ArticleTools,
    pub(super) reads: Arc<dyn PublicationReads>,
}

/// What to take back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawCommand {
    /// Our name of the account.
    pub account: String,
    /// Of which publication.
    pub publication: PublicationId,
    /// One article by its place, from 1; all of them without.
    pub index: Option<u32>,
    /// Who and what.
    pub context: Context,
}

impl WithdrawArticles {
    /// Runs it.
    ///
    /// # Errors
    /// When there is nothing to take back, another withdrawal is under way, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.withdraw_articles", skip_all, fields(publication.id = %command.publication))]
    pub async fn run(&self, command: WithdrawCommand) -> Result<Publication, ArticleError> {
        let id = command.publication;
        let unknown = || ArticleError::UnknownPublication(id);
        self.reads.find(&command.account, id).await?.ok_or_else(unknown)?;
        let job = WithdrawPublication {
            account: command.account.clone(),
            publication_id: id.uuid(),
        };
        let verb = |publication: &mut Publication, now: Timestamp| {
            let Some(happened) = publication.request_withdrawal(command.index, now)? else {
                return Ok(Done::quietly());
            };
            let job = self.tools.job(&job, &command.context, Duration::ZERO);
            Ok(Done::with(Some(happened)).and(job))
        };
        let updated = self.tools.update_publication(id, &command.context, &verb).await?;
        updated.ok_or_else(unknown)
    }
}

/// Carries out [`WithdrawPublication`]. What is gone already is done.
#[derive(Clone)]
pub struct ArticleWithdrawing {
    pub(super) reads: Arc<dyn PublicationReads>,
    pub(super) api: Arc<dyn ArticlesApi>,
    pub(super) concluding: Concluding,
}

impl ArticleWithdrawing {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.wechat.withdraw_publication", skip_all, fields(publication.id = %job.publication_id))]
    pub async fn run(&self, job: &WithdrawPublication, context: &Context) -> JobOutcome {
        let id = PublicationId::from_uuid(job.publication_id);
        let found = self.reads.find(&job.account, id).await?;
        let publication = found.ok_or_else(|| JobError::Never("the publication is gone".to_owned()))?;
        let stored = publication.stored();
        let wanted = stored.withdrawal.as_ref().filter(|wanted| wanted.failure.is_none());
        let (Some(wanted), Some(article_id)) = (wanted, &stored.article_id) else {
            return Ok(());
        };
        match self.api.withdraw(&job.account, article_id, wanted.index).await {
            Ok(()) => {
                let verb = |publication: &mut Publication, now: Timestamp| Ok(Done::with(publication.withdrawn(now)));
                self.concluding.update(id, context, &verb).await?;
                Ok(())
            }
            Err(failure @ WechatFailure::Refused { .. }) => Ok(self.failed(id, &failure.to_string(), context).await?),
            Err(failure) => Err(failure.into()),
        }
    }

    /// Marks a withdrawal whose job was given up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &WithdrawPublication, context: &Context) -> Result<(), StoreError> {
        let id = PublicationId::from_uuid(job.publication_id);
        self.failed(id, "it was tried too often", context).await
    }

    async fn failed(&self, id: PublicationId, note: &str, context: &Context) -> Result<(), StoreError> {
        let verb =
            |publication: &mut Publication, now: Timestamp| Ok(Done::with(publication.withdrawal_failed(note, now)));
        self.concluding.update(id, context, &verb).await.map(drop)
    }
}
