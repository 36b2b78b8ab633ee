//! Have WeChat make a link that opens the Mini Program, and keep it.

use std::sync::Arc;

use domain::ids::MiniProgramLinkId;
use domain::validation::FieldFaults;
use domain::wechat::mini_program::{LinkDraft, LinkHappened, MiniProgramLink};
use ports::StoreError;
use ports::system::{Clock, Ids};
use ports::wechat::WechatFailure;
use ports::wechat::mini_program::{LinkReads, LinksStore, MiniProgramApi};

use super::accounts::{AccountRefusal, MiniPrograms};
use crate::context::Context;
use crate::log_wire;
use crate::retry::retry_on_contention;

/// Makes links. Repeated with the same id it answers the link that is there.
#[derive(Clone)]
pub struct MakeLink {
    pub(super) api: Arc<dyn MiniProgramApi>,
    pub(super) programs: MiniPrograms,
    pub(super) links: Arc<dyn LinksStore>,
    pub(super) reads: Arc<dyn LinkReads>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn Ids>,
}

/// Which link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MakeLinkCommand {
    /// The id it gets.
    pub id: MiniProgramLinkId,
    /// Our name of the account.
    pub account: String,
    /// What is wanted.
    pub draft: LinkDraft,
    /// Who and what.
    pub context: Context,
}

/// No link was made.
#[derive(Debug, thiserror::Error)]
pub enum MakeLinkError {
    /// The account is not to be had.
    #[error(transparent)]
    Account(#[from] AccountRefusal),
    /// What is wanted breaks a rule.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// WeChat did not make it.
    #[error(transparent)]
    Wechat(#[from] WechatFailure),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MakeLink {
    /// Runs it.
    ///
    /// # Errors
    /// When the account is unknown, a field breaks a rule, WeChat makes none, or the store fails.
    #[tracing::instrument(name = "use_case.mini_program.make_link", skip_all, fields(link.id = %command.id))]
    pub async fn run(&self, command: MakeLinkCommand) -> Result<MiniProgramLink, MakeLinkError> {
        let setup = self.programs.named(&command.account).await?;
        if let Some(link) = self.reads.find(&setup.name, command.id).await? {
            return Ok(link);
        }
        let now = self.clock.now();
        let draft = command.draft.checked(now)?;
        let url = self.api.make_link(&setup.name, &draft).await?;
        let (link, happened) = MiniProgramLink::made(command.id, &setup.name, draft, url, now);
        let kept = retry_on_contention(|| self.keep(&link, &happened, &command.context)).await;
        if let Err(StoreError::Duplicate(_)) = kept
            && let Some(there) = self.reads.find(&setup.name, link.id).await?
        {
            return Ok(there);
        }
        kept?;
        Ok(link)
    }

    async fn keep(&self, link: &MiniProgramLink, happened: &LinkHappened, context: &Context) -> Result<(), StoreError> {
        let mut tx = self.links.begin().await?;
        tx.links().add(link).await?;
        let wire = log_wire::mini_program_link_happened(link.id, happened);
        let entry = context.log_entry(wire, 1, link.created_at, self.ids.as_ref());
        tx.log().append(&[entry]).await?;
        tx.commit().await
    }
}
