//! Put followers on the black list or take them off.

use std::collections::BTreeSet;

use domain::text::single_line;
use domain::validation::FieldFaults;
use ports::StoreError;
use ports::wechat::followers::BLOCKED;

use super::error::FollowerError;
use super::tools::FollowerTools;
use crate::context::Context;
use crate::retry::retry_on_contention;

/// Puts followers on the black list (黑名单) or takes them off: at WeChat first, then here. Repeating it is harmless.
#[derive(Clone)]
pub struct BlockFollowers(pub FollowerTools);

/// Whom.
#[derive(Clone, PartialEq, Eq)]
pub struct BlockFollowersCommand {
    /// Our name of the account.
    pub account: String,
    /// 1 to 20 open ids.
    pub open_ids: Vec<String>,
    /// On or off.
    pub blocked: bool,
    /// Who and what.
    pub context: Context,
}

impl std::fmt::Debug for BlockFollowersCommand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlockFollowersCommand")
            .field("account", &self.account)
            .field("blocked", &self.blocked)
            .finish_non_exhaustive()
    }
}

impl BlockFollowers {
    /// Runs it.
    ///
    /// # Errors
    /// When there are too many open ids or none, WeChat refuses one of them (then nobody is changed), or the store fails.
    #[tracing::instrument(name = "use_case.wechat.block_followers", skip_all, fields(blocked = command.blocked))]
    pub async fn run(&self, command: BlockFollowersCommand) -> Result<(), FollowerError> {
        let open_ids = checked_open_ids(&command.open_ids, BLOCKED)?;
        self.0.api.block(&command.account, command.blocked, &open_ids).await?;
        Ok(retry_on_contention(|| self.keep(&command, &open_ids)).await?)
    }

    async fn keep(&self, command: &BlockFollowersCommand, open_ids: &[String]) -> Result<(), StoreError> {
        let mut tx = self.0.store.begin().await?;
        for mut follower in tx.followers().find_for_update(&command.account, open_ids).await? {
            let version = follower.stored().version;
            if let Some(happened) = follower.block(command.blocked) {
                tx.followers().save(&follower, version).await?;
                self.0.log(tx.as_mut(), &follower, happened, &command.context).await?;
            }
        }
        tx.commit().await
    }
}

/// Each open id once, in order of first mention.
pub(super) fn checked_open_ids(open_ids: &[String], most: usize) -> Result<Vec<String>, FieldFaults> {
    let mut faults = FieldFaults::default();
    if open_ids.is_empty() || open_ids.len() > most {
        faults.add("openIds", format!("must hold 1 to {most} open ids"));
    }
    if open_ids
        .iter()
        .any(|open_id| single_line(open_id, 1..=128).as_deref() != Ok(open_id))
    {
        faults.add(
            "openIds",
            "must hold open ids of 1 to 128 characters without spaces around",
        );
    }
    faults.check()?;
    let mut seen = BTreeSet::new();
    Ok(open_ids
        .iter()
        .filter(|open_id| seen.insert(*open_id))
        .cloned()
        .collect())
}
