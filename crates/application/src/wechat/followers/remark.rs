//! Note something on a follower.

use domain::attendance::PersonRef;
use domain::validation::FieldFaults;
use domain::wechat::followers::{Follower, Remark};

use super::error::FollowerError;
use super::tools::FollowerTools;
use crate::context::Context;
use crate::retry::retry_on_contention;

/// Notes something on followers: at WeChat first, then here. Repeating it is harmless.
#[derive(Clone)]
pub struct SetRemark(pub FollowerTools);

/// What to note on whom.
#[derive(Clone, PartialEq, Eq)]
pub struct SetRemarkCommand {
    /// Who.
    pub person: PersonRef,
    /// The remark, unchecked; an empty one takes it away.
    pub remark: String,
    /// Who and what.
    pub context: Context,
}

impl std::fmt::Debug for SetRemarkCommand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SetRemarkCommand")
            .field("person", &self.person)
            .finish_non_exhaustive()
    }
}

impl SetRemark {
    /// Runs it.
    ///
    /// # Errors
    /// When the remark has 30 bytes or more, the person does not follow, WeChat does not take it, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.set_remark", skip_all)]
    pub async fn run(&self, command: SetRemarkCommand) -> Result<Follower, FollowerError> {
        let mut faults = FieldFaults::default();
        let remark = faults.keep("remark", Remark::new(&command.remark)).unwrap_or_default();
        faults.check()?;
        let known = self.0.reads.find(&command.person).await?;
        known
            .filter(|follower| follower.stored().subscribed)
            .ok_or(FollowerError::Unknown)?;
        self.0.api.set_remark(&command.person, &remark).await?;
        retry_on_contention(|| self.keep(&command, &remark)).await
    }

    async fn keep(&self, command: &SetRemarkCommand, remark: &Remark) -> Result<Follower, FollowerError> {
        let mut tx = self.0.store.begin().await?;
        let PersonRef { account, open_id } = &command.person;
        let known = tx
            .followers()
            .find_for_update(account, std::slice::from_ref(open_id))
            .await?;
        let known = known.into_iter().next();
        let mut follower = known
            .filter(|follower| follower.stored().subscribed)
            .ok_or(FollowerError::Unknown)?;
        let version = follower.stored().version;
        if let Some(happened) = follower.remark(remark.clone()) {
            tx.followers().save(&follower, version).await?;
            self.0.log(tx.as_mut(), &follower, happened, &command.context).await?;
            tx.commit().await?;
        }
        Ok(follower)
    }
}
