//! What use cases about followers work with.

use std::sync::Arc;

use domain::attendance::PersonRef;
use domain::wechat::followers::{Follower, FollowerHappened, Statement};
use ports::StoreError;
use ports::jobs::RelaySignal;
use ports::system::{Clock, Ids};
use ports::wechat::followers::{FollowerReads, FollowersApi, FollowersStore, FollowersTransaction};

use crate::context::Context;
use crate::log_wire;

/// What use cases about followers work with.
#[derive(Clone)]
pub struct FollowerTools {
    /// Transactions.
    pub store: Arc<dyn FollowersStore>,
    /// Views.
    pub reads: Arc<dyn FollowerReads>,
    /// WeChat.
    pub api: Arc<dyn FollowersApi>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
    /// Wakes the relay.
    pub signal: Arc<dyn RelaySignal>,
}

impl FollowerTools {
    /// Appends what happened to a follower to the log of the transaction.
    pub(super) async fn log(
        &self,
        tx: &mut dyn FollowersTransaction,
        follower: &Follower,
        happened: FollowerHappened,
        context: &Context,
    ) -> Result<(), StoreError> {
        let stored = follower.stored();
        let wire = log_wire::follower_happened(stored.id, happened);
        let entry = context.log_entry(wire, stored.version, self.clock.now(), self.ids.as_ref());
        tx.log().append(&[entry]).await
    }

    /// Takes a statement about somebody known or new. Answers the follower where anything changed, and what happened.
    pub(super) async fn state(
        &self,
        tx: &mut dyn FollowersTransaction,
        person: &PersonRef,
        subscribed: bool,
        stated: Statement,
        context: &Context,
    ) -> Result<Option<(Follower, Option<FollowerHappened>)>, StoreError> {
        let open_ids = std::slice::from_ref(&person.open_id);
        let known = tx.followers().find_for_update(&person.account, open_ids).await?.pop();
        let (follower, happened) = match known {
            None => {
                let id = domain::ids::FollowerId::from_uuid(self.ids.next());
                let now = self.clock.now();
                let (follower, happened) = Follower::first_seen(id, person.clone(), subscribed, stated, now);
                tx.followers().add(std::slice::from_ref(&follower)).await?;
                (follower, Some(happened))
            }
            Some(mut follower) => {
                let version = follower.stored().version;
                let (changed, happened) = follower.state(subscribed, stated);
                if !changed {
                    return Ok(None);
                }
                tx.followers().save(&follower, version).await?;
                (follower, happened)
            }
        };
        if let Some(happened) = happened {
            self.log(tx, &follower, happened, context).await?;
        }
        Ok(Some((follower, happened)))
    }
}

/// Somebody else met the same person first: this is tried again and finds them known.
pub(super) fn contended(error: StoreError) -> StoreError {
    match error {
        StoreError::Duplicate(rule) => StoreError::Contention(rule),
        other => other,
    }
}
