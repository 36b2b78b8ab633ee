//! Look at links, and ask WeChat what it says of one.

use std::sync::Arc;

use domain::ids::MiniProgramLinkId;
use domain::wechat::mini_program::MiniProgramLink;
use ports::wechat::WechatFailure;
use ports::wechat::mini_program::{LinkFilter, LinkReads, LinkState, MiniProgramApi};
use ports::{Page, PageQuery, StoreError};

/// Everything that is read about links.
#[derive(Clone)]
pub struct ReadLinks {
    pub(super) reads: Arc<dyn LinkReads>,
    pub(super) api: Arc<dyn MiniProgramApi>,
}

impl ReadLinks {
    /// One link.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find(&self, account: &str, id: MiniProgramLinkId) -> Result<Option<MiniProgramLink>, StoreError> {
        self.reads.find(account, id).await
    }

    /// An account's links, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(
        &self,
        account: &str,
        filter: LinkFilter,
        page: PageQuery,
    ) -> Result<Page<MiniProgramLink>, StoreError> {
        self.reads.list(account, filter, page).await
    }

    /// What WeChat says of a link.
    ///
    /// # Errors
    /// When WeChat does not say.
    #[tracing::instrument(name = "use_case.mini_program.link_state", skip_all, fields(link.id = %link.id))]
    pub async fn state(&self, link: &MiniProgramLink) -> Result<LinkState, WechatFailure> {
        self.api.link_state(&link.account, link.kind, &link.url).await
    }
}
