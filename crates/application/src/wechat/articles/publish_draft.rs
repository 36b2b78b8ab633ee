//! Have a draft published.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::PublicationId;
use domain::wechat::articles::{DraftRefusal, Publication};
use ports::wechat::articles::PublicationReads;

use super::error::ArticleError;
use super::publishing::PublishDraft;
use super::tools::{ArticleTools, DraftCommand, require_edition};
use crate::log_wire;
use crate::retry::retry_on_contention;

/// Has a draft published as it is now; the worker does it. Until it is decided the draft cannot be changed. Repeated with
/// the same id it changes nothing.
#[derive(Clone)]
pub struct PublishArticles {
    pub(super) tools: ArticleTools,
    pub(super) reads: Arc<dyn PublicationReads>,
}

impl PublishArticles {
    /// Runs it.
    ///
    /// # Errors
    /// When the draft is unknown, stale or being published already, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.publish_articles", skip_all, fields(publication.id = %id))]
    pub async fn run(&self, on: DraftCommand, id: PublicationId) -> Result<Publication, ArticleError> {
        if let Some(there) = self.reads.find(&on.account, id).await? {
            return Ok(there);
        }
        let publication = retry_on_contention(|| self.attempt(&on, id)).await;
        if let Err(ArticleError::Held(DraftRefusal::Publishing(holder))) = publication
            && holder == id
            && let Some(there) = self.reads.find(&on.account, id).await?
        {
            return Ok(there);
        }
        self.tools.signal.wake();
        publication
    }

    async fn attempt(&self, on: &DraftCommand, id: PublicationId) -> Result<Publication, ArticleError> {
        let mut tx = self.tools.store.begin().await?;
        let found = tx.drafts().find_for_update(on.draft).await?;
        let draft = found.filter(|draft| draft.stored().account == on.account);
        let mut draft = draft.ok_or(ArticleError::UnknownDraft(on.draft))?;
        require_edition(&draft, on.expected_edition)?;
        let (version, now) = (draft.stored().version, self.tools.clock.now());
        draft.begin_publishing(id)?;
        let (publication, happened) = Publication::request(id, &draft, now);
        tx.publications().add(&publication).await?;
        self.tools
            .save_draft(tx.as_mut(), &draft, version, None, &on.context)
            .await?;
        let wire = log_wire::publication_happened(&publication, &happened);
        let entry = on
            .context
            .log_entry(wire, publication.stored().version, now, self.tools.ids.as_ref());
        tx.log().append(&[entry]).await?;
        let job = self
            .tools
            .job(&PublishDraft::of(&publication), &on.context, Duration::ZERO);
        tx.outbox().enqueue(&[job]).await?;
        tx.commit().await?;
        Ok(publication)
    }
}
