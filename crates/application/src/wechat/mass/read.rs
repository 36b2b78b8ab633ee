//! Look at mass messages.

use std::sync::Arc;

use domain::ids::MassMessageId;
use domain::wechat::mass::{MassAudience, MassMessage, MassState};
use ports::wechat::followers::{FollowerFilter, FollowerReads};
use ports::wechat::mass::{MassFilter, MassStore};
use ports::{Page, PageQuery, StoreError, Total};

use super::error::MassError;

/// Reads mass messages.
#[derive(Clone)]
pub struct ReadMass {
    pub(super) store: Arc<dyn MassStore>,
    pub(super) followers: Arc<dyn FollowerReads>,
}

/// A mass message, and how many people it would go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MassView {
    /// The message.
    pub message: MassMessage,
    /// People by our own record of followers, before it is sent; WeChat leaves out some of them.
    pub estimate: Option<Total>,
}

impl ReadMass {
    /// One message of an account.
    ///
    /// # Errors
    /// When there is none, or the store fails.
    pub async fn find(&self, account: &str, id: MassMessageId) -> Result<MassView, MassError> {
        let message = self.store.find(account, id).await?.ok_or(MassError::Unknown)?;
        self.view(message).await
    }

    /// A message with its estimate.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn view(&self, message: MassMessage) -> Result<MassView, MassError> {
        let is_ahead = matches!(message.state(), MassState::Draft | MassState::Queued);
        let estimate = if is_ahead {
            Some(self.estimate(&message).await?)
        } else {
            None
        };
        Ok(MassView { message, estimate })
    }

    /// An account's messages, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(&self, filter: &MassFilter, page: PageQuery) -> Result<Page<MassMessage>, StoreError> {
        self.store.list(filter, page).await
    }

    async fn estimate(&self, message: &MassMessage) -> Result<Total, StoreError> {
        let tag = match message.stored().audience {
            MassAudience::People(people) => return Ok(Total::Exactly(people.into())),
            MassAudience::Everybody => None,
            MassAudience::Tag(tag) | MassAudience::Followers { tag } => Some(tag),
        };
        let filter = FollowerFilter {
            subscribed: Some(true),
            tag,
            ..FollowerFilter::default()
        };
        let one = PageQuery::Number { page: 1, size: 1 };
        Ok(self
            .followers
            .list(&message.stored().account, &filter, one)
            .await?
            .total)
    }
}
