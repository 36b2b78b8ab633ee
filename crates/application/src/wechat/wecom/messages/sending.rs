//! Send a message part by part. A job sends one part and has the next one sent, so that it may die at any instruction:
//! the request is stored before WeCom hears of it, and a successor sends the same bytes, which WeCom drops if it has them
//! already. When that is not safe any more, the part is `unknown`.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::{MaterialId, StaffMessageId};
use domain::wechat::wecom::message::{MessagePart, PartState, StaffMessage, StaffMessageHappened};
use ports::StoreError;
use ports::wechat::WechatFailure;
use ports::wechat::wecom::{StaffMessagesTransaction, StaffRequest};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::outcome::{self, End};
use super::tools::StaffTools;
use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};
use crate::retry::retry_on_contention;
use crate::wechat::{Keeping, MediaIds, NoMediaId};

/// After a call without answer: soon, for the repetition is harmless for a limited time only.
const AFTER_SILENCE: Duration = Duration::from_secs(5);
/// A media id is unknown or too old.
const MEDIA_GONE: i64 = 40_007;

/// The job: send this part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendStaffPart {
    /// Our name of the account.
    pub account: String,
    /// The message.
    pub message_id: Uuid,
    /// The part's number.
    pub part: u32,
}

impl Job for SendStaffPart {
    const NAME: &'static str = "wecom.send_message";
}

impl SendStaffPart {
    pub(super) fn of(message: &StaffMessage, part: u32) -> Self {
        Self {
            account: message.stored().account.clone(),
            message_id: message.stored().id.uuid(),
            part,
        }
    }

    const fn id(&self) -> StaffMessageId {
        StaffMessageId::from_uuid(self.message_id)
    }
}

/// Carries out [`SendStaffPart`].
#[derive(Clone)]
pub struct StaffSending {
    /// Messages.
    pub tools: StaffTools,
    /// Media ids of materials.
    pub media: Arc<dyn MediaIds>,
}

type Media = Vec<(MaterialId, String)>;

/// An attempt whose request is stored.
struct Attempt {
    request: String,
    /// Whether an earlier one may have been sent.
    is_again: bool,
}

/// A message and its parts, locked.
struct Opened {
    tx: Box<dyn StaffMessagesTransaction>,
    message: StaffMessage,
    parts: Vec<MessagePart>,
    version: u64,
}

impl StaffSending {
    /// Runs it.
    ///
    /// # Errors
    /// When the part is to be tried again.
    #[tracing::instrument(name = "use_case.wecom.send_message", skip_all, fields(message.id = %job.message_id, part = job.part))]
    pub async fn run(&self, job: &SendStaffPart, context: &Context) -> JobOutcome {
        let message = self.tools.reads.find(&job.account, job.id()).await?;
        let message = message.ok_or_else(|| JobError::Never("the message is gone".to_owned()))?;
        let mut refused = None;
        loop {
            let Some((attempt, media)) = self.attempt(job, &message, refused.as_ref(), context).await? else {
                return Ok(());
            };
            match self.tools.api.send(&job.account, &attempt.request).await {
                Ok(report) => return Ok(self.end(job, &End::Sent(report), context).await?),
                Err(WechatFailure::Refused { code: MEDIA_GONE, .. })
                    if refused.is_none() && !attempt.is_again && !media.is_empty() =>
                {
                    self.put_back(job).await?;
                    refused = Some(media);
                }
                Err(failure @ WechatFailure::Refused { .. }) => {
                    let end = End::refused(&failure, attempt.is_again);
                    return Ok(self.end(job, &end, context).await?);
                }
                Err(failure) => return Err(self.later(job, &attempt, failure).await),
            }
        }
    }

    /// Settles what is left of a message whose job was given up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &SendStaffPart, context: &Context) -> Result<(), StoreError> {
        let end = End::GivenUp("sending failed for too long".to_owned());
        self.end(job, &end, context).await
    }

    async fn later(&self, job: &SendStaffPart, attempt: &Attempt, failure: WechatFailure) -> JobError {
        if let WechatFailure::Unanswered { .. } = failure {
            return JobError::Later {
                after: Some(AFTER_SILENCE),
                reason: failure.to_string(),
            };
        }
        if !attempt.is_again
            && let Err(error) = self.put_back(job).await
        {
            return error.into();
        }
        failure.into()
    }

    /// Stores an attempt; none where the part is settled.
    async fn attempt(
        &self,
        job: &SendStaffPart,
        message: &StaffMessage,
        refused: Option<&Media>,
        context: &Context,
    ) -> Result<Option<(Attempt, Media)>, JobError> {
        let parts = self.tools.reads.parts(job.id()).await?;
        let Some(part) = parts
            .iter()
            .find(|part| part.stored().number == job.part && part.is_open())
        else {
            return Ok(None);
        };
        let (mut composed, mut media) = (None, Media::new());
        if part.stored().state == PartState::Pending {
            let made = match self.media_of(message, refused).await {
                Ok(found) => {
                    media = found;
                    self.compose(job, message, &media).await
                }
                Err(error) => Err(error),
            };
            match made {
                Ok(request) => composed = Some(request),
                Err(Unmade::For(note)) => {
                    self.end(job, &End::hopeless(note), context).await?;
                    return Ok(None);
                }
                Err(Unmade::Now(error)) => return Err(error),
            }
        }
        let attempt = retry_on_contention(|| self.begin(job, composed.clone(), context)).await?;
        Ok(attempt.map(|attempt| (attempt, media)))
    }

    async fn begin(
        &self,
        job: &SendStaffPart,
        composed: Option<String>,
        context: &Context,
    ) -> Result<Option<Attempt>, StoreError> {
        let Some(mut opened) = self.open(job).await? else {
            return Ok(None);
        };
        let now = self.tools.clock.now();
        let checked = opened.message.stored().options.checked();
        let Some(part) = opened.part(job.part) else {
            return Ok(None);
        };
        let is_again = part.stored().state == PartState::Sending;
        let is_begun = match composed {
            _ if is_again => part.repeat(checked, now),
            Some(request) => {
                part.begin(request, now);
                true
            }
            // It was put back a moment ago.
            None => return Err(StoreError::Contention("the part changed".to_owned())),
        };
        if !is_begun {
            self.settle(opened, job, &End::Lost, context).await?;
            return Ok(None);
        }
        let (part, request) = (part.clone(), part.stored().request.clone().unwrap_or_default());
        opened.tx.messages().save_part(&part).await?;
        opened.message.begin(now);
        opened.tx.messages().save(&opened.message, opened.version).await?;
        opened.tx.commit().await?;
        Ok(Some(Attempt { request, is_again }))
    }

    async fn media_of(&self, message: &StaffMessage, refused: Option<&Media>) -> Result<Media, Unmade> {
        let (stored, mut media) = (message.stored(), Media::new());
        for material in &stored.content.materials {
            let old = refused.and_then(|refused| refused.iter().find(|(known, _)| known == material));
            let found = match old {
                Some((_, old)) => {
                    self.media
                        .media_id_instead_of(&stored.account, *material, Keeping::Temporary, old)
                        .await
                }
                None => {
                    self.media
                        .media_id(&stored.account, *material, Keeping::Temporary)
                        .await
                }
            };
            media.push((*material, found.map_err(|error| unmade(error, *material))?));
        }
        Ok(media)
    }

    async fn compose(&self, job: &SendStaffPart, message: &StaffMessage, media: &Media) -> Result<String, Unmade> {
        let stored = message.stored();
        let mut tx = self.tools.store.begin().await?;
        let recipients = tx.messages().recipients_of(stored.id, job.part).await?;
        drop(tx);
        let media_id = |material| {
            let found = media.iter().find(|(known, _)| *known == material);
            found.map(|(_, media_id)| media_id.as_str())
        };
        let content = stored.content.with_media(media_id);
        let request = StaffRequest {
            kind: stored.content.kind,
            content: &content,
            options: stored.options,
            recipients: &recipients,
        };
        Ok(self.tools.api.compose(&stored.account, request).await?)
    }

    async fn put_back(&self, job: &SendStaffPart) -> Result<(), StoreError> {
        retry_on_contention(|| async {
            let Some(mut opened) = self.open(job).await? else {
                return Ok(());
            };
            let Some(part) = opened.part(job.part) else {
                return Ok(());
            };
            part.put_back();
            let part = part.clone();
            opened.tx.messages().save_part(&part).await?;
            opened.tx.commit().await
        })
        .await
    }

    async fn end(&self, job: &SendStaffPart, end: &End, context: &Context) -> Result<(), StoreError> {
        retry_on_contention(|| async {
            match self.open(job).await? {
                Some(opened) => self.settle(opened, job, end, context).await,
                None => Ok(()),
            }
        })
        .await
    }

    /// Settles the part, and ends the message or has its next part sent.
    async fn settle(
        &self,
        mut opened: Opened,
        job: &SendStaffPart,
        end: &End,
        context: &Context,
    ) -> Result<(), StoreError> {
        if opened.part(job.part).is_none() {
            return Ok(());
        }
        let now = self.tools.clock.now();
        let Opened {
            mut tx,
            mut message,
            mut parts,
            version,
        } = opened;
        outcome::settle(tx.messages(), &mut message, &mut parts, job.part, end, now).await?;
        let ended = message.conclude(&parts, now);
        tx.messages().save(&message, version).await?;
        if let Some(happened) = &ended {
            self.tools.log(tx.as_mut(), &message, happened, context).await?;
        } else if let Some(next) = parts.iter().find(|part| part.is_open()) {
            let next = SendStaffPart::of(&message, next.stored().number);
            self.tools.enqueue(tx.as_mut(), &next, context).await?;
        }
        tx.commit().await?;
        if let Some(StaffMessageHappened::Finished { counts, .. }) = &ended {
            outcome::tell(counts);
        }
        self.tools.signal.wake();
        Ok(())
    }

    async fn open(&self, job: &SendStaffPart) -> Result<Option<Opened>, StoreError> {
        let mut tx = self.tools.store.begin().await?;
        let Some(message) = tx.messages().find_for_update(job.id()).await? else {
            return Ok(None);
        };
        let parts = tx.messages().parts(job.id()).await?;
        let version = message.stored().version;
        Ok(Some(Opened {
            tx,
            message,
            parts,
            version,
        }))
    }
}

impl Opened {
    /// The part of that number, if it is not settled.
    fn part(&mut self, number: u32) -> Option<&mut MessagePart> {
        self.parts
            .iter_mut()
            .find(|part| part.stored().number == number && part.is_open())
    }
}

/// No request was made.
enum Unmade {
    /// And none will be.
    For(String),
    /// Not now.
    Now(JobError),
}

impl From<StoreError> for Unmade {
    fn from(error: StoreError) -> Self {
        Self::Now(error.into())
    }
}

impl From<WechatFailure> for Unmade {
    fn from(failure: WechatFailure) -> Self {
        match failure {
            WechatFailure::Refused { .. } => Self::For(failure.to_string()),
            failure => Self::Now(failure.into()),
        }
    }
}

fn unmade(error: NoMediaId, material: MaterialId) -> Unmade {
    match error {
        NoMediaId::NotFound => Unmade::For(format!("the account has no material {material}")),
        error @ NoMediaId::WrongKind { .. } => Unmade::For(format!("material {material}: {error}")),
        NoMediaId::Wechat(failure) => failure.into(),
        NoMediaId::Store(error) => error.into(),
    }
}
