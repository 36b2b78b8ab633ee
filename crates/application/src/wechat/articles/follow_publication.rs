//! Ask WeChat what became of a publication.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::PublicationId;
use domain::wechat::PublishReport;
use domain::wechat::articles::{ArticlePrint, Publication, PublicationState};
use ports::wechat::WechatFailure;
use ports::wechat::articles::{ArticlesApi, ArticlesThere, PublicationReads};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::CLOCK_SKEW;
use super::conclude::Concluding;
use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};

/// Reports that name no publication of ours are of use for so long.
const REPORT_AGE: Duration = Duration::from_hours(48);

/// The job: ask what became of this publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FollowPublication {
    /// Our name of the account.
    pub account: String,
    /// The publication.
    pub publication_id: Uuid,
    /// How often it was asked before: a job that comes twice is one question.
    pub polls: u32,
}

impl Job for FollowPublication {
    const NAME: &'static str = "wechat.follow_publication";
}

impl FollowPublication {
    pub(super) fn of(publication: &Publication) -> Self {
        let stored = publication.stored();
        Self {
            account: stored.account.clone(),
            publication_id: stored.id.uuid(),
            polls: stored.polls,
        }
    }
}

/// Carries out [`FollowPublication`]. WeChat's silence and its failures alike lead to another question after a longer
/// pause, until a day has gone by.
#[derive(Clone)]
pub struct PublicationFollowing {
    pub(super) reads: Arc<dyn PublicationReads>,
    pub(super) api: Arc<dyn ArticlesApi>,
    pub(super) concluding: Concluding,
}

impl PublicationFollowing {
    /// Runs it.
    ///
    /// # Errors
    /// When the store fails.
    #[tracing::instrument(name = "use_case.wechat.follow_publication", skip_all, fields(publication.id = %job.publication_id))]
    pub async fn run(&self, job: &FollowPublication, context: &Context) -> JobOutcome {
        let id = PublicationId::from_uuid(job.publication_id);
        let found = self.reads.find(&job.account, id).await?;
        let publication = found.ok_or_else(|| JobError::Never("the publication is gone".to_owned()))?;
        let now = self.concluding.tools.clock.now();
        self.concluding.reports.forget(now.minus(REPORT_AGE)).await?;
        if publication.stored().polls != job.polls || !publication.is_followed(now) {
            return Ok(());
        }
        let news = match (publication.stored().state, &publication.stored().publish_id) {
            (PublicationState::Submitted, Some(publish_id)) => self.ask(&publication, publish_id, context).await?,
            _ => self.look(&publication, context).await?,
        };
        if let News::None { least } = news {
            self.concluding.asked(id, job.polls, least, context).await?;
        }
        Ok(())
    }

    async fn ask(&self, publication: &Publication, publish_id: &str, context: &Context) -> Result<News, JobError> {
        let stored = publication.stored();
        let report = match self.concluding.reports.find(&stored.account, publish_id).await? {
            Some(report) => report,
            None => match self.api.publication(&stored.account, publish_id).await {
                Ok(report) => report,
                Err(failure) => return Ok(News::of(&failure)),
            },
        };
        let told = self
            .concluding
            .hear(stored.id, &own(report, publish_id), context)
            .await?;
        let is_open = told.is_some_and(|publication| publication.stored().state == PublicationState::Submitted);
        Ok(if is_open { News::nothing() } else { News::Some })
    }

    /// Whether the articles can be read, though WeChat never answered: published since, the same, and of no other
    /// publication of ours.
    async fn look(&self, publication: &Publication, context: &Context) -> Result<News, JobError> {
        let stored = publication.stored();
        let newest = match self.api.newest_articles(&stored.account).await {
            Ok(newest) => newest,
            Err(failure) => return Ok(News::of(&failure)),
        };
        let since = stored.attempt_at.unwrap_or(stored.created_at).minus(CLOCK_SKEW);
        let fits =
            |there: &ArticlesThere| there.updated_at >= since && ArticlePrint::all_fit(&stored.prints, &there.prints);
        let candidates: Vec<_> = newest.into_iter().filter(fits).collect();
        let ids: Vec<_> = candidates.iter().map(|there| there.article_id.clone()).collect();
        let known = self.reads.known_article_ids(&stored.account, &ids).await?;
        let Some(found) = candidates.into_iter().find(|there| !known.contains(&there.article_id)) else {
            return Ok(News::nothing());
        };
        self.concluding
            .found(stored.id, &found.article_id, &found.articles, context)
            .await?;
        Ok(News::Some)
    }
}

enum News {
    Some,
    None { least: Duration },
}

impl News {
    const fn nothing() -> Self {
        Self::None { least: Duration::ZERO }
    }

    fn of(failure: &WechatFailure) -> Self {
        tracing::info!(error = %failure, "WeChat does not tell what became of a publication");
        match failure {
            WechatFailure::Later { after: Some(least), .. } => Self::None { least: *least },
            _ => Self::nothing(),
        }
    }
}

/// The answer under the id that was asked for, however WeChat spells it.
fn own(report: PublishReport, publish_id: &str) -> PublishReport {
    PublishReport {
        publish_id: publish_id.to_owned(),
        ..report
    }
}
