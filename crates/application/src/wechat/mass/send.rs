//! The job that hands a mass message to WeChat, one part or one step of finding people at a time.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::MassMessageId;
use domain::wechat::mass::{FailureSource, MassFailure, MassMessage, MassPart};
use ports::StoreError;
use ports::wechat::WechatFailure;
use ports::wechat::followers::FollowerReads;
use ports::wechat::mass::{MassApi, MassPayload, MassTaken};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::MassError;
use super::media::{MassMedia, has_media};
use super::tools::{MassCommand, MassTools};
use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};
use crate::wechat::NoMediaId;

/// WeChat does not take the media id.
const BAD_MEDIA_ID: i64 = 40_007;
/// The account's administrator has to consent (89504), or has not yet (89505).
const CONFIRMATIONS: [i64; 2] = [89_504, 89_505];
/// After these WeChat may have taken it all the same: it is busy, or the same `clientmsgid` came again too soon.
const UNCLEAR: [i64; 2] = [-1, 45_066];
/// After so many attempts without answer WeChat is asked rarely, so that the attempts last for a day.
const QUICK_ATTEMPTS: u32 = 8;
const RARELY: Duration = Duration::from_mins(40);

/// The job: bring this mass message on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendMass {
    /// Our name of the account.
    pub account: String,
    /// The message.
    pub mass_id: Uuid,
}

impl Job for SendMass {
    const NAME: &'static str = "wechat.send_mass_message";
}

impl SendMass {
    /// The job of a message.
    pub(super) fn of(message: &MassMessage) -> Self {
        Self {
            account: message.stored().account.clone(),
            mass_id: message.stored().id.uuid(),
        }
    }
}

/// Carries out [`SendMass`]. It may die between any two steps: an attempt is stored before WeChat is called, and a
/// repeated one goes under the same `clientmsgid`, by which WeChat recognises it for a day.
#[derive(Clone)]
pub struct SendingMass {
    pub(super) tools: MassTools,
    pub(super) api: Arc<dyn MassApi>,
    pub(super) media: MassMedia,
    pub(super) followers: Arc<dyn FollowerReads>,
}

/// What came of a call.
enum Called {
    Taken(MassTaken, MassPayload),
    Failed(WechatFailure),
    /// It is not to be called any more.
    Over,
}

impl SendingMass {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.wechat.send_mass", skip_all, fields(mass.id = %job.mass_id))]
    pub async fn run(&self, job: &SendMass, context: &Context) -> JobOutcome {
        let id = MassMessageId::from_uuid(job.mass_id);
        let Some(message) = self.tools.store.find(&job.account, id).await? else {
            return Err(JobError::Never("the mass message is gone".to_owned()));
        };
        let command = MassCommand::of(&message, context);
        if message.is_gathering() {
            return self.gather(&message, &command).await;
        }
        match message.next_part() {
            Some(part) => self.hand_over(&message, part, &command).await,
            None => Ok(()),
        }
    }

    /// Ends a message whose job was given up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &SendMass, context: &Context) -> Result<(), StoreError> {
        let id = MassMessageId::from_uuid(job.mass_id);
        let Some(message) = self.tools.store.find(&job.account, id).await? else {
            return Ok(());
        };
        self.end(&MassCommand::of(&message, context)).await
    }

    async fn hand_over(&self, message: &MassMessage, part: &MassPart, command: &MassCommand) -> JobOutcome {
        let stored = message.stored();
        // After an attempt without answer, only the draft it named is certain to be recognised.
        let named = part.attempted_at.and(part.draft_media_id.as_deref());
        let payload = match self.media.payload(&stored.account, &stored.content, named).await {
            Ok(payload) => payload,
            Err(error) => return self.without_media(command, part.number, error).await,
        };
        match self.call(message, part, payload, command).await? {
            Called::Over => Ok(()),
            Called::Taken(taken, payload) => self.taken(message, part.number, taken, &payload, command).await,
            Called::Failed(failure) => self.failed(part, failure, command).await,
        }
    }

    /// Calls WeChat; once more where it does not know a media id any more.
    async fn call(
        &self,
        message: &MassMessage,
        part: &MassPart,
        payload: MassPayload,
        command: &MassCommand,
    ) -> Result<Called, JobError> {
        let stored = message.stored();
        let first = self.call_once(message, part, payload.clone(), command).await?;
        let is_stale = matches!(
            &first,
            Called::Failed(WechatFailure::Refused { code: BAD_MEDIA_ID, .. })
        );
        if !(is_stale && has_media(&payload)) {
            return Ok(first);
        }
        match self.media.renewed(&stored.account, &stored.content, &payload).await {
            Ok(payload) => self.call_once(message, part, payload, command).await,
            Err(NoMediaId::NotFound | NoMediaId::WrongKind { .. }) => Ok(first),
            Err(NoMediaId::Wechat(failure)) => Ok(Called::Failed(failure)),
            Err(NoMediaId::Store(error)) => Err(error.into()),
        }
    }

    async fn call_once(
        &self,
        message: &MassMessage,
        part: &MassPart,
        payload: MassPayload,
        command: &MassCommand,
    ) -> Result<Called, JobError> {
        let stored = message.stored();
        let recipients = self.recipients(stored, part).await?;
        if !self.begin(part.number, &payload, command).await? {
            return Ok(Called::Over);
        }
        let client_msg_id = domain::wechat::mass::client_msg_id(stored.id, part.number);
        let sent = self
            .api
            .send(&stored.account, &recipients, &payload, &client_msg_id)
            .await;
        Ok(match sent {
            Ok(taken) => Called::Taken(taken, payload),
            Err(failure) => Called::Failed(failure),
        })
    }

    async fn without_media(&self, command: &MassCommand, part: u32, error: NoMediaId) -> JobOutcome {
        let failure = match error {
            NoMediaId::Store(error) => return Err(error.into()),
            NoMediaId::Wechat(WechatFailure::Refused { code, note, .. }) => called(code, note),
            NoMediaId::Wechat(failure) => return Err(failure.into()),
            error => MassFailure::ours(&format!("a material or the draft is not to be had: {error}")),
        };
        self.unsendable(part, failure, command).await
    }

    async fn failed(&self, part: &MassPart, failure: WechatFailure, command: &MassCommand) -> JobOutcome {
        let number = part.number;
        match failure {
            WechatFailure::Refused { code, note, .. } if CONFIRMATIONS.contains(&code) => {
                self.waits(number, &called(code, note), command).await
            }
            WechatFailure::Refused { code, note, .. } => self.refused(number, called(code, note), command).await,
            WechatFailure::Later { code: Some(code), .. } if !UNCLEAR.contains(&code) => {
                self.held_back(number, command).await?;
                Err(failure.into())
            }
            WechatFailure::Later { .. } | WechatFailure::Unanswered { .. } => {
                let error = JobError::from(failure);
                Err(match error {
                    JobError::Later { reason, after } if part.attempts >= QUICK_ATTEMPTS => JobError::Later {
                        after: Some(after.unwrap_or_default().max(RARELY)),
                        reason,
                    },
                    error => error,
                })
            }
        }
    }
}

fn called(code: i64, note: String) -> MassFailure {
    MassFailure {
        source: FailureSource::Call,
        code,
        note,
    }
}

/// What a job makes of a failed change.
pub(super) fn of_job(error: MassError) -> JobError {
    match error {
        MassError::Store(error) => error.into(),
        other => JobError::Never(other.to_string()),
    }
}
