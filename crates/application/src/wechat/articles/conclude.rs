//! The changes that a publication goes through, each in a transaction of its own with the jobs that follow.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::PublicationId;
use domain::time::Timestamp;
use domain::wechat::PublishReport;
use domain::wechat::articles::{FailureReason, Publication, PublishedArticle};
use ports::StoreError;
use ports::wechat::articles::{PublishReports, Submitted};

use super::error::ArticleError;
use super::follow_publication::FollowPublication;
use super::tools::{ArticleTools, Done};
use crate::context::Context;

/// Changes publications.
#[derive(Clone)]
pub(super) struct Concluding {
    pub(super) tools: ArticleTools,
    pub(super) reports: Arc<dyn PublishReports>,
}

impl Concluding {
    /// Stores that it is about to be handed in. Says whether it may be.
    pub(super) async fn begin(&self, id: PublicationId, media_id: &str, context: &Context) -> Result<bool, StoreError> {
        let before = std::sync::atomic::AtomicBool::new(false);
        let verb = |publication: &mut Publication, now: Timestamp| {
            let begun = publication.begin_attempt(media_id, now);
            before.store(begun, std::sync::atomic::Ordering::Relaxed);
            Ok(Done::quietly())
        };
        self.update(id, context, &verb).await?;
        Ok(before.into_inner())
    }

    /// Stores that WeChat took it on, and hears what WeChat may have reported already.
    pub(super) async fn submitted(
        &self,
        id: PublicationId,
        submitted: &Submitted,
        context: &Context,
    ) -> Result<(), StoreError> {
        let verb = |publication: &mut Publication, now: Timestamp| {
            let happened = publication.submitted(&submitted.publish_id, submitted.data_id, now);
            Ok(match happened {
                Some(happened) => {
                    Done::with(Some(happened)).and(self.follow(publication, publication.pause(), context))
                }
                None => Done::quietly(),
            })
        };
        let Some(publication) = self.update(id, context, &verb).await? else {
            return Ok(());
        };
        let account = &publication.stored().account;
        if let Some(report) = self.reports.find(account, &submitted.publish_id).await? {
            self.hear(id, &report, context).await?;
        }
        Ok(())
    }

    /// Stores that an attempt was certainly not carried out.
    pub(super) async fn not_carried_out(&self, id: PublicationId, context: &Context) -> Result<(), StoreError> {
        let verb = |publication: &mut Publication, now: Timestamp| {
            publication.not_carried_out(now);
            Ok(Done::quietly())
        };
        self.update(id, context, &verb).await.map(drop)
    }

    /// Ends it before WeChat took it on.
    pub(super) async fn refused(
        &self,
        id: PublicationId,
        reason: FailureReason,
        note: &str,
        context: &Context,
    ) -> Result<(), StoreError> {
        let verb =
            |publication: &mut Publication, now: Timestamp| Ok(Done::with(publication.refused(reason, note, now)));
        self.update(id, context, &verb).await.map(drop)
    }

    /// Notes that nobody knows; what can be read is looked through for it from now on.
    pub(super) async fn doubt(&self, id: PublicationId, note: &str, context: &Context) -> Result<(), StoreError> {
        let verb = |publication: &mut Publication, now: Timestamp| {
            let happened = publication.doubt(note, now);
            let is_followed = happened.is_some() && publication.is_followed(now);
            let done = Done::with(happened);
            Ok(match is_followed {
                true => done.and(self.follow(publication, publication.pause(), context)),
                false => done,
            })
        };
        self.update(id, context, &verb).await.map(drop)
    }

    /// Takes what WeChat says of it.
    pub(super) async fn hear(
        &self,
        id: PublicationId,
        report: &PublishReport,
        context: &Context,
    ) -> Result<Option<Publication>, StoreError> {
        let verb = |publication: &mut Publication, now: Timestamp| Ok(Done::with(publication.hear(report, now)));
        self.update(id, context, &verb).await
    }

    /// Takes articles that were found among those that can be read.
    pub(super) async fn found(
        &self,
        id: PublicationId,
        article_id: &str,
        articles: &[PublishedArticle],
        context: &Context,
    ) -> Result<(), StoreError> {
        let verb = |publication: &mut Publication, now: Timestamp| {
            Ok(Done::with(publication.found(article_id, articles.to_vec(), now)))
        };
        self.update(id, context, &verb).await.map(drop)
    }

    /// Counts a question without news and has it asked again after a pause of at least `least`; doubts it when its time
    /// is over.
    pub(super) async fn asked(
        &self,
        id: PublicationId,
        polls: u32,
        least: Duration,
        context: &Context,
    ) -> Result<(), StoreError> {
        let verb = |publication: &mut Publication, now: Timestamp| {
            if publication.stored().polls != polls || !publication.is_followed(now) {
                return Ok(Done::quietly());
            }
            if publication.is_time_over(now) {
                let note = "WeChat told no outcome within 24 hours";
                return Ok(Done::with(publication.doubt(note, now)));
            }
            publication.asked(now);
            let pause = publication.pause().max(least);
            Ok(Done::quietly().and(self.follow(publication, pause, context)))
        };
        self.update(id, context, &verb).await.map(drop)
    }

    fn follow(&self, publication: &Publication, pause: Duration, context: &Context) -> ports::jobs::JobEnvelope {
        self.tools.job(&FollowPublication::of(publication), context, pause)
    }

    pub(super) async fn update(
        &self,
        id: PublicationId,
        context: &Context,
        verb: &super::tools::PublicationVerb<'_>,
    ) -> Result<Option<Publication>, StoreError> {
        match self.tools.update_publication(id, context, verb).await {
            Ok(publication) => Ok(publication),
            Err(ArticleError::Store(error)) => Err(error),
            Err(other) => Err(StoreError::Failed(other.to_string())),
        }
    }
}
