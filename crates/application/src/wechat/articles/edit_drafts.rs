//! Write, edit and delete drafts.

use std::sync::Arc;

use domain::ids::DraftId;
use domain::wechat::articles::{Draft, DraftArticle, DraftHappened};
use ports::StoreError;
use ports::wechat::articles::DraftReads;

use super::discard_draft::DiscardDraft;
use super::error::ArticleError;
use super::submission::checked;
use super::tools::{ArticleTools, Done, DraftCommand, require_edition};
use crate::context::Context;
use crate::log_wire;
use crate::retry::retry_on_contention;

/// Writes a draft. Repeated with the same id it changes nothing.
#[derive(Clone)]
pub struct CreateDraft {
    pub(super) tools: ArticleTools,
    pub(super) reads: Arc<dyn DraftReads>,
}

/// What to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateDraftCommand {
    /// The id it gets.
    pub id: DraftId,
    /// Our name of the account.
    pub account: String,
    /// Its articles, unchecked.
    pub articles: Vec<DraftArticle>,
    /// Who and what.
    pub context: Context,
}

impl CreateDraft {
    /// Runs it.
    ///
    /// # Errors
    /// When WeChat would refuse the articles, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.create_draft", skip_all, fields(draft.id = %command.id))]
    pub async fn run(&self, command: CreateDraftCommand) -> Result<Draft, ArticleError> {
        let articles = checked(command.articles).map_err(ArticleError::Unsound)?;
        let now = self.tools.clock.now();
        let (draft, happened) = Draft::write(command.id, &command.account, articles, now);
        let added = retry_on_contention(|| self.add(&draft, &happened, &command.context)).await;
        if let Err(StoreError::Duplicate(_)) = added
            && let Some(there) = self.reads.find(&command.account, command.id).await?
        {
            return Ok(there);
        }
        added?;
        Ok(draft)
    }

    async fn add(&self, draft: &Draft, happened: &DraftHappened, context: &Context) -> Result<(), StoreError> {
        let mut tx = self.tools.store.begin().await?;
        tx.drafts().add(draft).await?;
        let version = draft.stored().version;
        self.tools
            .save_draft(tx.as_mut(), draft, version, Some(happened), context)
            .await?;
        tx.commit().await
    }
}

/// Replaces a draft's articles; WeChat gets them with the next push.
#[derive(Clone)]
pub struct EditDraft(pub(super) ArticleTools);

impl EditDraft {
    /// Runs it.
    ///
    /// # Errors
    /// When WeChat would refuse the articles, the draft is unknown or stale or being published, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.edit_draft", skip_all, fields(draft.id = %on.draft))]
    pub async fn run(&self, on: DraftCommand, articles: Vec<DraftArticle>) -> Result<Draft, ArticleError> {
        let articles = checked(articles).map_err(ArticleError::Unsound)?;
        let verb = |draft: &mut Draft, now| Ok(Done::with(draft.edit(articles.clone(), now)?));
        self.0.update_draft(&on, &verb).await
    }
}

/// Deletes a draft, here and then at WeChat. What was published of it stays published.
#[derive(Clone)]
pub struct DeleteDraft(pub(super) ArticleTools);

impl DeleteDraft {
    /// Runs it.
    ///
    /// # Errors
    /// When the draft is unknown or stale, or being published or pushed at this moment, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.delete_draft", skip_all, fields(draft.id = %on.draft))]
    pub async fn run(&self, on: DraftCommand) -> Result<(), ArticleError> {
        retry_on_contention(|| self.attempt(&on)).await?;
        self.0.signal.wake();
        Ok(())
    }

    async fn attempt(&self, on: &DraftCommand) -> Result<(), ArticleError> {
        let mut tx = self.0.store.begin().await?;
        let found = tx.drafts().find_for_update(on.draft).await?;
        let draft = found.filter(|draft| draft.stored().account == on.account);
        let draft = draft.ok_or(ArticleError::UnknownDraft(on.draft))?;
        require_edition(&draft, on.expected_edition)?;
        let now = self.0.clock.now();
        draft.require_idle(now)?;
        let stored = draft.stored();
        tx.drafts().remove(stored.id, stored.version).await?;
        let wire = log_wire::draft_happened(&draft, &DraftHappened::Deleted);
        let entry = on.context.log_entry(wire, stored.version + 1, now, self.0.ids.as_ref());
        tx.log().append(&[entry]).await?;
        if let Some(there) = &stored.pushed.there {
            let discard = DiscardDraft::of(&stored.account, &there.media_id);
            let job = on.context.job(&discard, now, self.0.ids.as_ref());
            tx.outbox().enqueue(&[job]).await?;
        }
        Ok(tx.commit().await?)
    }
}
