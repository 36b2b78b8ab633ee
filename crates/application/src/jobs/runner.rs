//! Every job by its name.

use async_trait::async_trait;
use ports::jobs::JobEnvelope;
use ports::system::Clock;
use serde::de::DeserializeOwned;
use std::sync::Arc;

use super::job::{Job, JobError, JobOutcome, JobRunner};
use crate::context::Context;
use crate::notifications::broadcasts::{FinishBroadcast, GatherPeople, SendBatch, SettleCancelled};
use crate::notifications::{
    CloseDeliveries, CloseDelivery, Deliver, Delivering, FollowUp, FollowUps, LateReplies, LateReply,
    MessagingUseCases, TagFollower, Tagging,
};
use crate::wechat::articles::{
    ArticleJobs, DiscardDraft, FollowPublication, PublishDraft, PushDraft, WithdrawPublication,
};
use crate::wechat::followers::{
    ForgetFollower, ForgetPerson, ReadFollower, RefreshFollower, RunTagStep, SyncFollowers, SyncSteps, TagRunSteps,
};
use crate::wechat::mass::{LookAtMass, MassUseCases, SendMass};
use crate::wechat::materials::{MaterialUseCases, RemoveMaterial, SweepFile, UploadMaterial};
use crate::wechat::menus::{PublishMenu, Publishing};
use crate::wechat::mini_program::{ExpireContentCheck, ExpireContentChecks, SubmitMedia, SubmitMediaCheck};
use crate::wechat::wecom::CorpCases;
use crate::wechat::wecom::StaffUseCases;
use crate::wechat::wecom::messages::{RecallStaffParts, SendStaffPart, UpdateCards};
use crate::wechat::{NoteMessage, Noting};

/// The use cases that jobs call.
#[derive(Clone)]
pub struct JobUseCases {
    /// Follow-ups.
    pub follow_ups: FollowUps,
    /// Deliveries.
    pub delivering: Delivering,
    /// Reports.
    pub close_deliveries: CloseDeliveries,
    /// Late replies.
    pub late_replies: LateReplies,
    /// Tags.
    pub tagging: Tagging,
    /// Broadcasts.
    pub messaging: MessagingUseCases,
    /// Notes of what was received.
    pub noting: Noting,
    /// Materials.
    pub materials: MaterialUseCases,
    /// Menus.
    pub publishing: Publishing,
    /// Drafts and publications.
    pub articles: ArticleJobs,
    /// Profiles of followers.
    pub refresh_follower: RefreshFollower,
    /// Deletion of what people wrote.
    pub forget_person: ForgetPerson,
    /// Synchronisations.
    pub follower_sync: SyncSteps,
    /// Tags for many.
    pub tag_runs: TagRunSteps,
    /// Mass messages.
    pub mass: MassUseCases,
    /// Media to be checked.
    pub submit_media: SubmitMedia,
    /// Content checks whose time is over.
    pub expire_checks: ExpireContentChecks,
    /// Directories and external contacts of WeCom.
    pub corp: CorpCases,
    /// Messages to members.
    pub staff: StaffUseCases,
    /// Time.
    pub clock: Arc<dyn Clock>,
}

#[async_trait]
impl JobRunner for JobUseCases {
    async fn run(&self, job: &JobEnvelope) -> JobOutcome {
        let context = Context {
            traceparent: job.traceparent.clone(),
            ..Context::of("worker")
        };
        match job.name.as_str() {
            FollowUp::NAME => self.follow_ups.run(&read(job)?, &context).await,
            Deliver::NAME => self.delivering.run(&read(job)?).await,
            CloseDelivery::NAME => {
                let age = self.clock.now().since(job.created_at);
                self.close_deliveries.run(&read(job)?, age).await
            }
            LateReply::NAME => self.late_replies.run(&read(job)?, &context).await,
            NoteMessage::NAME => self.noting.run(&read(job)?, &context).await,
            PublishMenu::NAME => self.publishing.run(&read(job)?, &context).await,
            SendMass::NAME => self.mass.sending.run(&read(job)?, &context).await,
            LookAtMass::NAME => self.mass.looking.run(&read(job)?, &context).await,
            PushDraft::NAME => self.articles.pushing.run(&read(job)?, &context).await,
            DiscardDraft::NAME => self.articles.discarding.run(&read(job)?).await,
            PublishDraft::NAME => self.articles.publishing.run(&read(job)?, &context).await,
            FollowPublication::NAME => self.articles.following.run(&read(job)?, &context).await,
            WithdrawPublication::NAME => self.articles.withdrawing.run(&read(job)?, &context).await,
            UploadMaterial::NAME => self.materials.uploading.run(&read(job)?, &context).await,
            RemoveMaterial::NAME => self.materials.deleting.run(&read(job)?, &context).await,
            SweepFile::NAME => self.materials.sweeping.run(&read(job)?).await,
            SubmitMediaCheck::NAME => self.submit_media.run(&read(job)?, &context).await,
            ExpireContentCheck::NAME => self.expire_checks.run(&read(job)?, &context).await,
            SendStaffPart::NAME => self.staff.sending.run(&read(job)?, &context).await,
            RecallStaffParts::NAME => self.staff.recalling.run(&read(job)?, &context).await,
            UpdateCards::NAME => self.staff.updating.run(&read(job)?, &context).await,
            TagFollower::NAME => self.tagging.run(&read(job)?).await,
            ReadFollower::NAME => self.refresh_follower.run(&read(job)?, &context).await,
            ForgetFollower::NAME => self.forget_person.job(&read(job)?, &context).await,
            SyncFollowers::NAME => self.follower_sync.run(&read(job)?, &context).await,
            RunTagStep::NAME => self.tag_runs.run(&read(job)?, &context).await,
            GatherPeople::NAME => self.messaging.gathering.run(&read(job)?, &context).await,
            SendBatch::NAME => self.messaging.sending.run(&read(job)?, &context).await,
            FinishBroadcast::NAME => self.messaging.finishing.run(&read(job)?, &context).await,
            SettleCancelled::NAME => self.messaging.settling.run(&read(job)?).await,
            name if CorpCases::knows(name) => self.corp.run_job(job, &context).await,
            _ => Err(JobError::Never("no job has this name".to_owned())),
        }
    }

    async fn gave_up(&self, job: &JobEnvelope) {
        if let Err(error) = self.give_up(job).await {
            tracing::warn!(error = %error, "what a dead job was for was not marked");
        }
    }
}

impl JobUseCases {
    async fn give_up(&self, job: &JobEnvelope) -> JobOutcome {
        let context = Context::of("worker");
        match job.name.as_str() {
            Deliver::NAME => self.delivering.give_up(&read(job)?).await?,
            SendBatch::NAME => self.messaging.sending.give_up(&read(job)?, &context).await?,
            PublishMenu::NAME => self.publishing.give_up(&read(job)?).await?,
            PushDraft::NAME => self.articles.pushing.give_up(&read(job)?, &context).await?,
            PublishDraft::NAME => self.articles.publishing.give_up(&read(job)?, &context).await?,
            WithdrawPublication::NAME => self.articles.withdrawing.give_up(&read(job)?, &context).await?,
            SyncFollowers::NAME => self.follower_sync.give_up(&read(job)?, &context).await?,
            RunTagStep::NAME => self.tag_runs.give_up(&read(job)?, &context).await?,
            SendMass::NAME => self.mass.sending.give_up(&read(job)?, &context).await?,
            UploadMaterial::NAME => self.materials.uploading.give_up(&read(job)?, &context).await?,
            LookAtMass::NAME => self.mass.looking.give_up(&read(job)?, &context).await?,
            SubmitMediaCheck::NAME => self.submit_media.give_up(&read(job)?, &context).await?,
            name if CorpCases::knows(name) => self.corp.give_up_job(job, &context).await?,
            SendStaffPart::NAME => self.staff.sending.give_up(&read(job)?, &context).await?,
            RecallStaffParts::NAME => self.staff.recalling.give_up(&read(job)?, &context).await?,
            UpdateCards::NAME => self.staff.updating.give_up(&read(job)?).await?,
            _ => {}
        }
        Ok(())
    }
}

pub(crate) fn read<J: Job + DeserializeOwned>(job: &JobEnvelope) -> Result<J, JobError> {
    serde_json::from_str(&job.payload).map_err(|_| JobError::Never("the payload cannot be read".to_owned()))
}
