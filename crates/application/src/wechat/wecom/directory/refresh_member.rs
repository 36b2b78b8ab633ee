//! Read one member from WeCom.

use domain::ids::CorpMemberId;
use domain::wechat::wecom::directory::{Member, MemberFacts, MemberHappened, MemberState};
use ports::StoreError;
use ports::wechat::wecom::MemberTold;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::context::Context;
use crate::jobs::{Job, JobOutcome};
use crate::retry::retry_on_contention;
use crate::wechat::wecom::CorpTools;

/// The job: read this member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadMember {
    /// Who, by our id.
    pub member_id: Uuid,
}

impl Job for ReadMember {
    const NAME: &'static str = "wechat.read_corp_member";
}

/// Carries out [`ReadMember`]. Somebody who left meanwhile is not read.
#[derive(Clone)]
pub struct RefreshMember(pub CorpTools);

impl RefreshMember {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.wechat.read_corp_member", skip_all, fields(member.id = %job.member_id))]
    pub async fn run(&self, job: &ReadMember, context: &Context) -> JobOutcome {
        let found = self
            .0
            .directory
            .member_by_id(CorpMemberId::from_uuid(job.member_id))
            .await?;
        let Some(asked) = found.filter(Member::is_present) else {
            return Ok(());
        };
        let stored = asked.stored();
        let told = match self.0.directory_api.member(&stored.account, &stored.user_id).await? {
            MemberTold::Known(facts) if facts.state != Some(MemberState::Left) => Some(facts),
            MemberTold::Known(_) | MemberTold::Unknown => None,
            // What the event said is all there is.
            MemberTold::Hidden => return Ok(()),
        };
        Ok(retry_on_contention(|| self.keep(&asked, told.as_ref(), context)).await?)
    }

    async fn keep(&self, asked: &Member, told: Option<&MemberFacts>, context: &Context) -> Result<(), StoreError> {
        let mut tx = self.0.records.begin().await?;
        let user_ids = [asked.stored().user_id.clone()];
        let found = tx
            .members()
            .find_for_update(&asked.stored().account, &user_ids)
            .await?
            .pop();
        let Some(mut member) = found.filter(|member| member.stored().id == asked.stored().id) else {
            return Ok(()); // They got another id meanwhile, which is read on its own.
        };
        let version = member.stored().version;
        let happened: Option<MemberHappened> = match told {
            Some(facts) if member.learn(facts, self.0.clock.now()) => None,
            Some(_) => return Ok(()),
            None => match member.not_found(asked.stored().stated) {
                Some(happened) => Some(happened),
                None => return Ok(()),
            },
        };
        tx.members().save(&member, version).await?;
        if let Some(happened) = happened {
            self.0.log_member(tx.as_mut(), &member, happened, context).await?;
        }
        tx.commit().await
    }
}
