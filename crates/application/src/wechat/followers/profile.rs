//! Read one follower's profile from WeChat.

use domain::identity::{LearnedFrom, UnionId};
use domain::ids::FollowerId;
use domain::wechat::followers::FollowerProfile;
use ports::StoreError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::tools::FollowerTools;
use crate::context::Context;
use crate::identity::{ForgetUnion, LearnIdentity, LearnIdentityCommand, LearnIdentityError, UnionGoes};
use crate::jobs::{Job, JobError, JobOutcome};
use crate::retry::retry_on_contention;

/// The job: read this follower's profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadFollower {
    /// Who.
    pub follower_id: Uuid,
}

impl Job for ReadFollower {
    const NAME: &'static str = "wechat.read_follower";
}

/// Carries out [`ReadFollower`]. Somebody who left meanwhile is not read.
#[derive(Clone)]
pub struct RefreshFollower {
    /// Followers.
    pub tools: FollowerTools,
    /// Joins people by union id.
    pub learn: LearnIdentity,
    /// Forgets union ids.
    pub forget: ForgetUnion,
}

impl RefreshFollower {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.wechat.read_follower", skip_all, fields(follower.id = %job.follower_id))]
    pub async fn run(&self, job: &ReadFollower, context: &Context) -> JobOutcome {
        let id = FollowerId::from_uuid(job.follower_id);
        let found = self.tools.reads.find_by_id(id).await?;
        let Some(follower) = found.filter(|follower| follower.stored().subscribed) else {
            return Ok(());
        };
        let person = &follower.stored().person;
        let open_ids = std::slice::from_ref(&person.open_id);
        let told = self.tools.api.profiles(&person.account, open_ids).await?;
        let Some(profile) = told.into_iter().find_map(|info| info.profile) else {
            return Ok(()); // They left; WeChat posts that, too.
        };
        if !retry_on_contention(|| self.keep(id, &profile)).await? {
            return Ok(());
        }
        let command = LearnIdentityCommand {
            identity: person.clone(),
            union_id: profile.union_id.as_ref().map(|union_id| union_id.as_str().to_owned()),
            learned_from: LearnedFrom::FollowerProfile,
        };
        self.learn.run(command, context).await.map_err(unlearned)?;
        self.forget_if_left(id, profile.union_id.as_ref(), context).await
    }

    /// `false`: they left meanwhile.
    async fn keep(&self, id: FollowerId, profile: &FollowerProfile) -> Result<bool, StoreError> {
        let mut tx = self.tools.store.begin().await?;
        let Some(mut follower) = tx.followers().find_by_id_for_update(id).await? else {
            return Ok(false);
        };
        let version = follower.stored().version;
        if !follower.learn(profile.clone(), self.tools.clock.now()) {
            return Ok(false);
        }
        tx.followers().save(&follower, version).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Whoever left while their union id was being learned was forgotten too early.
    async fn forget_if_left(&self, id: FollowerId, union_id: Option<&UnionId>, context: &Context) -> JobOutcome {
        let follower = self.tools.reads.find_by_id(id).await?;
        if let (Some(follower), Some(_)) = (follower, union_id)
            && !follower.stored().subscribed
        {
            let person = &follower.stored().person;
            self.forget.run(person, UnionGoes::UnlessNeeded, context).await?;
        }
        Ok(())
    }
}

pub(super) fn unlearned(error: LearnIdentityError) -> JobError {
    match error {
        LearnIdentityError::Invalid(faults) => JobError::Never(faults.to_string()),
        LearnIdentityError::Store(error) => error.into(),
    }
}
