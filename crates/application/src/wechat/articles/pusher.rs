//! Bring a draft to WeChat in its newest edition. It may die between any two steps: the next one looks at what is stored,
//! and at what WeChat has where an addition was not answered.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::{DraftId, PublicationId};
use domain::time::Timestamp;
use domain::wechat::articles::{AddAttempt, ArticlePrint, Draft, PushPlan};
use ports::wechat::WechatFailure;
use ports::wechat::articles::{ArticlesApi, DraftReads, OutgoingArticle};

use super::discard_draft::DiscardDraft;
use super::prepare::{MediaNames, Preparing};
use super::push_error::PushError;
use super::tools::{ArticleTools, Done, DraftCommand};
use super::{CLOCK_SKEW, is_unknown_media};
use crate::context::Context;

/// How long one process alone may push a draft. Longer than an attempt at a job may take.
const TURN: Duration = Duration::from_mins(1);
/// An update that finds the draft gone, an addition of it, and one more for an edit meanwhile.
const ROUNDS: u32 = 4;

/// Brings drafts to WeChat.
#[derive(Clone)]
pub(super) struct Pusher {
    pub(super) tools: ArticleTools,
    pub(super) reads: Arc<dyn DraftReads>,
    pub(super) api: Arc<dyn ArticlesApi>,
    pub(super) preparing: Preparing,
}

/// Which draft, for whom.
#[derive(Clone, Copy)]
pub(super) struct Push<'a> {
    pub(super) account: &'a str,
    pub(super) draft: DraftId,
    /// The publication that needs it.
    pub(super) publication: Option<PublicationId>,
    pub(super) context: &'a Context,
}

impl Push<'_> {
    fn command(&self) -> DraftCommand {
        DraftCommand {
            account: self.account.to_owned(),
            draft: self.draft,
            expected_edition: None,
            context: self.context.clone(),
        }
    }
}

/// A push that failed, and whether an addition that began is certainly not carried out.
struct Failed {
    error: PushError,
    is_over: bool,
}

impl From<PushError> for Failed {
    fn from(error: PushError) -> Self {
        let is_over = false;
        Self { error, is_over }
    }
}

impl Pusher {
    /// WeChat's id of the draft in its newest edition.
    pub(super) async fn push(&self, push: Push<'_>) -> Result<String, PushError> {
        for _ in 0..ROUNDS {
            let (draft, plan) = self.take(push).await?;
            let pushed = match plan {
                PushPlan::Nothing { media_id } => return Ok(media_id),
                PushPlan::Update { media_id } => self.replace(push, &draft, &media_id).await,
                PushPlan::Add { unanswered } => self.add(push, &draft, unanswered).await,
            };
            if let Err(Failed { error, is_over }) = pushed {
                self.note_failure(push, &error, is_over).await?;
                return Err(error);
            }
        }
        Err(PushError::Busy)
    }

    async fn take(&self, push: Push<'_>) -> Result<(Draft, PushPlan), PushError> {
        let verb = |draft: &mut Draft, now: Timestamp| {
            draft.take_push(push.publication, now, now.plus(TURN))?;
            Ok(Done::quietly())
        };
        let draft = self.tools.update_draft(&push.command(), &verb).await?;
        let plan = draft.plan();
        Ok((draft, plan))
    }

    /// Replaces every article where it is. Repeated it comes out the same.
    async fn replace(&self, push: Push<'_>, draft: &Draft, media_id: &str) -> Result<(), Failed> {
        let (articles, _) = self.outgoing(push, draft, None).await?;
        for (index, article) in (0..).zip(&articles) {
            match self.api.update_draft(push.account, media_id, index, article).await {
                Ok(()) => {}
                Err(failure) if is_unknown_media(&failure) => {
                    // The draft is gone, or a file of it is: the addition that follows tells them apart.
                    let verb = |draft: &mut Draft, _| {
                        draft.lost(media_id);
                        Ok(Done::quietly())
                    };
                    self.tools
                        .update_draft(&push.command(), &verb)
                        .await
                        .map_err(PushError::from)?;
                    return Ok(());
                }
                Err(failure) => return Err(PushError::from(failure).into()),
            }
        }
        self.note_pushed(push, media_id, draft.stored().edition, articles.len())
            .await
    }

    async fn add(&self, push: Push<'_>, draft: &Draft, unanswered: Option<AddAttempt>) -> Result<(), Failed> {
        if let Some(attempt) = unanswered
            && let Some(media_id) = self.found(push, draft, attempt).await?
        {
            return self
                .note_pushed(push, &media_id, attempt.edition, draft.stored().articles.len())
                .await;
        }
        let (articles, names) = self.outgoing(push, draft, None).await?;
        self.begin(push, draft).await?;
        let added = match self.api.add_draft(push.account, &articles).await {
            Err(failure) if is_unknown_media(&failure) => {
                let (articles, _) = self.outgoing(push, draft, Some(&names)).await?;
                self.api.add_draft(push.account, &articles).await
            }
            added => added,
        };
        let media_id = added.map_err(|failure| Failed {
            is_over: !matches!(failure, WechatFailure::Unanswered { .. }),
            error: failure.into(),
        })?;
        self.note_pushed(push, &media_id, draft.stored().edition, articles.len())
            .await
    }

    /// The draft that an addition without answer made, if it made one: the newest that changed since, has the same
    /// articles and is no other draft of ours.
    async fn found(&self, push: Push<'_>, draft: &Draft, attempt: AddAttempt) -> Result<Option<String>, PushError> {
        let ours: Vec<_> = draft.stored().articles.iter().map(ArticlePrint::of).collect();
        let since = attempt.began_at.minus(CLOCK_SKEW);
        let mut newest = self.api.newest_drafts(push.account).await?;
        newest.retain(|there| there.updated_at >= since && ArticlePrint::all_fit(&ours, &there.prints));
        let ids: Vec<_> = newest.into_iter().map(|there| there.media_id).collect();
        let known = self.reads.known_media_ids(push.account, &ids).await?;
        Ok(ids.into_iter().find(|id| !known.contains(id)))
    }

    async fn outgoing(
        &self,
        push: Push<'_>,
        draft: &Draft,
        refused: Option<&MediaNames>,
    ) -> Result<(Vec<OutgoingArticle>, MediaNames), PushError> {
        self.preparing
            .outgoing(push.account, &draft.stored().articles, refused)
            .await
    }

    async fn begin(&self, push: Push<'_>, draft: &Draft) -> Result<(), PushError> {
        let edition = draft.stored().edition;
        let verb = |draft: &mut Draft, now| {
            draft.begin_adding(edition, now);
            Ok(Done::quietly())
        };
        self.tools.update_draft(&push.command(), &verb).await?;
        Ok(())
    }

    /// Stores what WeChat has now. What it had before under another id goes, and so does the new one when the draft was
    /// deleted meanwhile.
    async fn note_pushed(&self, push: Push<'_>, media_id: &str, edition: u64, articles: usize) -> Result<(), Failed> {
        let count = u32::try_from(articles).unwrap_or(u32::MAX);
        let verb = |draft: &mut Draft, now| {
            let (happened, before) = draft.pushed(media_id, edition, count, now);
            let done = Done::with(Some(happened));
            Ok(match before {
                Some(before) => {
                    let discard = DiscardDraft::of(push.account, &before);
                    done.and(self.tools.job(&discard, push.context, Duration::ZERO))
                }
                None => done,
            })
        };
        match self.tools.update_draft(&push.command(), &verb).await {
            Ok(_) => Ok(()),
            Err(super::ArticleError::UnknownDraft(_)) => {
                let discard = DiscardDraft::of(push.account, media_id);
                let job = self.tools.job(&discard, push.context, Duration::ZERO);
                self.tools.enqueue(job).await.map_err(PushError::from)?;
                Err(PushError::Gone.into())
            }
            Err(other) => Err(PushError::from(other).into()),
        }
    }

    /// Stores why it failed and gives the turn back.
    async fn note_failure(&self, push: Push<'_>, error: &PushError, is_over: bool) -> Result<(), PushError> {
        if matches!(error, PushError::Gone | PushError::Busy | PushError::Publishing(_)) {
            return Ok(());
        }
        self.fail(push, &error.to_string(), is_over, error.is_final()).await
    }

    /// Marks a push as failed.
    pub(super) async fn fail(
        &self,
        push: Push<'_>,
        note: &str,
        is_over: bool,
        is_final: bool,
    ) -> Result<(), PushError> {
        let verb = |draft: &mut Draft, now| Ok(Done::with(draft.push_failed(note, is_over, is_final, now)));
        match self.tools.update_draft(&push.command(), &verb).await {
            Ok(_) | Err(super::ArticleError::UnknownDraft(_)) => Ok(()),
            Err(other) => Err(other.into()),
        }
    }
}
