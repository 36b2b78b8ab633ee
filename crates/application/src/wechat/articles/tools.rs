//! The frame of every change of a draft or a publication: lock, one domain verb, store, log, jobs.

use std::sync::Arc;

use domain::ids::{DraftId, PublicationId};
use domain::time::Timestamp;
use domain::wechat::articles::{Draft, DraftHappened, Publication, PublicationHappened, PublicationState};
use ports::StoreError;
use ports::jobs::{JobEnvelope, RelaySignal};
use ports::system::{Clock, Ids};
use ports::wechat::articles::{ArticlesStore, ArticlesTransaction};

use super::error::ArticleError;
use crate::context::Context;
use crate::log_wire;
use crate::retry::retry_on_contention;

/// What use cases about articles work with.
#[derive(Clone)]
pub(super) struct ArticleTools {
    pub(super) store: Arc<dyn ArticlesStore>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn Ids>,
    pub(super) signal: Arc<dyn RelaySignal>,
}

/// What a verb did beside the change itself, and the jobs that follow.
pub(super) struct Done<H> {
    pub(super) happened: Option<H>,
    pub(super) jobs: Vec<JobEnvelope>,
}

impl<H> Done<H> {
    pub(super) const fn quietly() -> Self {
        Self {
            happened: None,
            jobs: Vec::new(),
        }
    }

    pub(super) fn with(happened: Option<H>) -> Self {
        Self {
            happened,
            jobs: Vec::new(),
        }
    }

    pub(super) fn and(mut self, job: JobEnvelope) -> Self {
        self.jobs.push(job);
        self
    }
}

/// A draft of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftCommand {
    /// Our name of the account.
    pub account: String,
    /// The draft.
    pub draft: DraftId,
    /// The edition the caller saw, where the caller insists on it.
    pub expected_edition: Option<u64>,
    /// Who and what.
    pub context: Context,
}

pub(super) type DraftVerb<'a> =
    dyn Fn(&mut Draft, Timestamp) -> Result<Done<DraftHappened>, ArticleError> + Send + Sync + 'a;
pub(super) type PublicationVerb<'a> =
    dyn Fn(&mut Publication, Timestamp) -> Result<Done<PublicationHappened>, ArticleError> + Send + Sync + 'a;

impl ArticleTools {
    /// A job that follows from what `context` does, due after `pause`.
    pub(super) fn job<J: crate::jobs::Job>(
        &self,
        job: &J,
        context: &Context,
        pause: std::time::Duration,
    ) -> JobEnvelope {
        let now = self.clock.now();
        let mut envelope = context.job(job, now, self.ids.as_ref());
        envelope.not_before = now.plus(pause);
        envelope
    }

    /// Puts a job into the outbox that follows from no change of ours.
    pub(super) async fn enqueue(&self, job: JobEnvelope) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        tx.outbox().enqueue(&[job]).await?;
        tx.commit().await?;
        self.signal.wake();
        Ok(())
    }

    /// Carries out one verb on a draft; answers the draft as it is then. A verb that changed nothing stores nothing.
    pub(super) async fn update_draft(
        &self,
        command: &DraftCommand,
        verb: &DraftVerb<'_>,
    ) -> Result<Draft, ArticleError> {
        let updated = retry_on_contention(|| self.attempt_draft(command, verb)).await;
        self.signal.wake();
        updated
    }

    async fn attempt_draft(&self, command: &DraftCommand, verb: &DraftVerb<'_>) -> Result<Draft, ArticleError> {
        let mut tx = self.store.begin().await?;
        let mut draft = locked(tx.as_mut(), command).await?;
        let (version, now) = (draft.stored().version, self.clock.now());
        let done = verb(&mut draft, now)?;
        if draft.stored().version == version && done.jobs.is_empty() {
            return Ok(draft);
        }
        self.save_draft(tx.as_mut(), &draft, version, done.happened.as_ref(), &command.context)
            .await?;
        tx.outbox().enqueue(&done.jobs).await?;
        tx.commit().await?;
        Ok(draft)
    }

    /// Stores a draft that changed since `version`, and what happened to it.
    pub(super) async fn save_draft(
        &self,
        tx: &mut dyn ArticlesTransaction,
        draft: &Draft,
        version: u64,
        happened: Option<&DraftHappened>,
        context: &Context,
    ) -> Result<(), StoreError> {
        let stored = draft.stored();
        if stored.version != version {
            tx.drafts().save(draft, version).await?;
        }
        let Some(happened) = happened else { return Ok(()) };
        let wire = log_wire::draft_happened(draft, happened);
        let entry = context.log_entry(wire, stored.version, self.clock.now(), self.ids.as_ref());
        tx.log().append(&[entry]).await
    }

    /// Carries out one verb on a publication; answers the publication as it is then, `None` when there is none. A draft
    /// is let go with the publication that held it, and is used up when it can be read.
    pub(super) async fn update_publication(
        &self,
        id: PublicationId,
        context: &Context,
        verb: &PublicationVerb<'_>,
    ) -> Result<Option<Publication>, ArticleError> {
        let updated = retry_on_contention(|| self.attempt_publication(id, context, verb)).await;
        self.signal.wake();
        updated
    }

    async fn attempt_publication(
        &self,
        id: PublicationId,
        context: &Context,
        verb: &PublicationVerb<'_>,
    ) -> Result<Option<Publication>, ArticleError> {
        let mut tx = self.store.begin().await?;
        let Some(mut publication) = tx.publications().find_for_update(id).await? else {
            return Ok(None);
        };
        let (version, now) = (publication.stored().version, self.clock.now());
        let before = publication.stored().state;
        let done = verb(&mut publication, now)?;
        let stored = publication.stored();
        if stored.version == version && done.jobs.is_empty() {
            return Ok(Some(publication));
        }
        if stored.version != version {
            tx.publications().save(&publication, version).await?;
        }
        if let Some(happened) = &done.happened {
            let wire = log_wire::publication_happened(&publication, happened);
            let entry = context.log_entry(wire, stored.version, now, self.ids.as_ref());
            tx.log().append(&[entry]).await?;
        }
        if stored.state != before {
            self.let_draft_go(tx.as_mut(), &publication, context).await?;
        }
        tx.outbox().enqueue(&done.jobs).await?;
        tx.commit().await?;
        if publication.stored().state != before {
            count(publication.stored().state);
        }
        Ok(Some(publication))
    }

    async fn let_draft_go(
        &self,
        tx: &mut dyn ArticlesTransaction,
        publication: &Publication,
        context: &Context,
    ) -> Result<(), StoreError> {
        let stored = publication.stored();
        if stored.state.is_under_way() {
            return Ok(());
        }
        let Some(mut draft) = tx.drafts().find_for_update(stored.draft).await? else {
            return Ok(());
        };
        let version = draft.stored().version;
        draft.end_publishing(stored.id);
        let was_published = matches!(
            stored.state,
            PublicationState::Published | PublicationState::Withdrawn | PublicationState::Removed
        );
        let media_id = stored.media_id.as_deref().filter(|_| was_published);
        let happened = media_id.and_then(|media_id| draft.used_up(media_id, self.clock.now()));
        self.save_draft(tx, &draft, version, happened.as_ref(), context).await
    }
}

async fn locked(tx: &mut dyn ArticlesTransaction, command: &DraftCommand) -> Result<Draft, ArticleError> {
    let found = tx.drafts().find_for_update(command.draft).await?;
    let draft = found.filter(|draft| draft.stored().account == command.account);
    let draft = draft.ok_or(ArticleError::UnknownDraft(command.draft))?;
    require_edition(&draft, command.expected_edition)?;
    Ok(draft)
}

pub(super) fn require_edition(draft: &Draft, expected: Option<u64>) -> Result<(), ArticleError> {
    let actual = draft.stored().edition;
    match expected {
        Some(expected) if expected != actual => Err(ArticleError::Stale { expected, actual }),
        _ => Ok(()),
    }
}

/// Counts publications by where they came to.
fn count(state: PublicationState) {
    metrics::counter!("wechat_publications_total", "state" => state.name()).increment(1);
}
