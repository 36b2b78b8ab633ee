//! Delete what is known of a person who left.

use std::sync::Arc;

use domain::attendance::PersonRef;
use domain::ids::FollowerId;
use ports::StoreError;
use ports::wechat::followers::{FollowerReads, PersonalData};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::context::Context;
use crate::identity::{ForgetUnion, UnionGoes};
use crate::jobs::{Job, JobOutcome};

/// Messages erased in one statement.
const BATCH: u32 = 200;

/// The job: what this person wrote until then must go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ForgetFollower {
    /// Who.
    pub follower_id: Uuid,
    /// WeChat's time until which, in seconds.
    pub until: i64,
}

impl Job for ForgetFollower {
    const NAME: &'static str = "wechat.forget_follower";
}

/// Deletes what people wrote and how they are joined to other accounts. What is deleted and what is kept, and why:
/// `docs/decisions/0016`.
#[derive(Clone)]
pub struct ForgetPerson {
    /// Followers.
    pub reads: Arc<dyn FollowerReads>,
    /// Messages.
    pub data: Arc<dyn PersonalData>,
    /// Union ids.
    pub union: ForgetUnion,
}

impl ForgetPerson {
    /// Carries out [`ForgetFollower`].
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.wechat.forget_follower", skip_all, fields(follower.id = %job.follower_id))]
    pub async fn job(&self, job: &ForgetFollower, context: &Context) -> JobOutcome {
        let id = FollowerId::from_uuid(job.follower_id);
        let Some(follower) = self.reads.find_by_id(id).await? else {
            return Ok(());
        };
        Ok(self.left(&follower.stored().person, job.until, context).await?)
    }

    /// Somebody follows no more: messages until then go, and the union id unless they follow again or another of their
    /// open ids needs it.
    ///
    /// # Errors
    /// When the store fails; repeating it is harmless.
    pub(super) async fn left(&self, person: &PersonRef, until: i64, context: &Context) -> Result<(), StoreError> {
        self.erase(person, until).await?;
        let follower = self.reads.find(person).await?;
        if follower.is_some_and(|follower| follower.stored().subscribed) {
            return Ok(());
        }
        self.union.run(person, UnionGoes::UnlessNeeded, context).await
    }

    /// Somebody's data must go whether they follow or not.
    ///
    /// # Errors
    /// When the store fails; repeating it is harmless.
    pub(super) async fn everything(
        &self,
        person: &PersonRef,
        until: i64,
        union: UnionGoes,
        context: &Context,
    ) -> Result<(), StoreError> {
        self.erase(person, until).await?;
        self.union.run(person, union, context).await
    }

    async fn erase(&self, person: &PersonRef, until: i64) -> Result<(), StoreError> {
        while self.data.erase_messages(person, until, BATCH).await? > 0 {}
        Ok(())
    }
}
