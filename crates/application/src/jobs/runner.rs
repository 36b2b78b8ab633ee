//! Every job by its name.

use async_trait::async_trait;
use ports::jobs::JobEnvelope;
use ports::system::Clock;
use serde::de::DeserializeOwned;
use std::sync::Arc;

use super::job::{Job, JobError, JobOutcome, JobRunner};
use crate::context::Context;
use crate::notifications::{
    CloseDeliveries, CloseDelivery, Deliver, Delivering, FollowUp, FollowUps, LateReplies, LateReply, TagFollower,
    Tagging,
};
use crate::wechat::mini_program::{ExpireContentCheck, ExpireContentChecks, SubmitMedia, SubmitMediaCheck};
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
    /// Notes of what was received.
    pub noting: Noting,
    /// Media to be checked.
    pub submit_media: SubmitMedia,
    /// Content checks whose time is over.
    pub expire_checks: ExpireContentChecks,
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
            SubmitMediaCheck::NAME => self.submit_media.run(&read(job)?, &context).await,
            ExpireContentCheck::NAME => self.expire_checks.run(&read(job)?, &context).await,
            TagFollower::NAME => self.tagging.run(&read(job)?).await,
            _ => Err(JobError::Never("no job has this name".to_owned())),
        }
    }

    async fn gave_up(&self, job: &JobEnvelope) {
        if job.name == Deliver::NAME
            && let Ok(deliver) = read(job)
            && let Err(error) = self.delivering.give_up(&deliver).await
        {
            tracing::warn!(error = %error, "a delivery whose job died was not marked");
        }
        if job.name == SubmitMediaCheck::NAME
            && let Ok(submit) = read(job)
            && let Err(error) = self.submit_media.give_up(&submit, &Context::of("worker")).await
        {
            tracing::warn!(error = %error, "a content check whose job died was not concluded; its time will run out");
        }
    }
}

fn read<J: Job + DeserializeOwned>(job: &JobEnvelope) -> Result<J, JobError> {
    serde_json::from_str(&job.payload).map_err(|_| JobError::Never("the payload cannot be read".to_owned()))
}
