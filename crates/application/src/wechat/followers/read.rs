//! Look at followers.

use domain::attendance::PersonRef;
use domain::wechat::followers::{Follower, FollowerSync};
use ports::wechat::followers::FollowerFilter;
use ports::{Page, PageQuery, StoreError};

use super::error::FollowerError;
use super::tools::FollowerTools;
use crate::wechat::{Contact, ReachablePerson};

/// Everything that is read about followers.
#[derive(Clone)]
pub struct ReadFollowers {
    /// Followers.
    pub tools: FollowerTools,
    /// Whether they can be reached.
    pub reachable: ReachablePerson,
}

/// A follower with how they can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowerDetails {
    /// The follower.
    pub follower: Follower,
    /// When they last did something, and whether they can be sent a message now.
    pub contact: Contact,
}

impl ReadFollowers {
    /// One follower, also one who left.
    ///
    /// # Errors
    /// When nobody of that open id is known, or the store fails.
    pub async fn find(&self, person: &PersonRef) -> Result<FollowerDetails, FollowerError> {
        let follower = self.tools.reads.find(person).await?.ok_or(FollowerError::Unknown)?;
        let contact = self.reachable.contact(person).await?;
        Ok(FollowerDetails { follower, contact })
    }

    /// Followers of an account, last seen first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(
        &self,
        account: &str,
        filter: &FollowerFilter,
        page: PageQuery,
    ) -> Result<Page<Follower>, StoreError> {
        self.tools.reads.list(account, filter, page).await
    }

    /// The present or last synchronisation.
    ///
    /// # Errors
    /// When there was none, or the store fails.
    pub async fn sync(&self, account: &str) -> Result<FollowerSync, FollowerError> {
        let sync = self.tools.reads.sync(account).await?;
        sync.ok_or(FollowerError::NeverSynchronised)
    }
}
