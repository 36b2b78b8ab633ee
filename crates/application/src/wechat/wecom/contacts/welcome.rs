//! Welcome a new external contact, within the 20 seconds that WeCom gives.

use std::time::Duration;

use domain::ids::MessageId;
use domain::time::Timestamp;
use domain::wechat::wecom::contacts::{Welcome, WelcomeAttempt, WelcomeEnd};
use domain::wechat::{IncomingKind, Signal};
use ports::StoreError;
use ports::wechat::wecom::{OutgoingWelcome, WelcomeTaken};
use ports::wechat::{RecordedMessage, WechatFailure};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::welcome_content::Addressee;
use crate::jobs::{Job, JobError, JobOutcome};
use crate::retry::retry_on_contention;
use crate::wechat::NoMediaId;
use crate::wechat::wecom::CorpTools;
use crate::wechat::wecom::tools::contended;

/// <https://developer.work.weixin.qq.com/document/path/92137>
const TIME: Duration = Duration::from_secs(20);
/// Before WeCom is asked again.
const PAUSE: Duration = Duration::from_secs(1);
/// The code is too old.
const EXPIRED: i64 = 41_050;
/// A medium is not known, or no longer.
const NO_SUCH_MEDIUM: i64 = 40_007;

/// The job: welcome the contact of this message. The message holds the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendWelcome {
    /// The message.
    pub message_id: Uuid,
}

impl Job for SendWelcome {
    const NAME: &'static str = "wechat.send_welcome";
}

/// Carries out [`SendWelcome`]. The attempt is stored before WeCom is asked. Asking again is harmless: a code serves once.
#[derive(Clone)]
pub struct Welcoming(pub CorpTools);

impl Welcoming {
    /// Runs it.
    ///
    /// # Errors
    /// When WeCom is to be asked again.
    #[tracing::instrument(name = "use_case.wechat.send_welcome", skip_all, fields(message.id = %job.message_id))]
    pub async fn run(&self, job: &SendWelcome) -> JobOutcome {
        let Some(message) = self.0.messages.recorded(MessageId::from_uuid(job.message_id)).await? else {
            return Ok(());
        };
        let Some(to) = addressee(&message) else {
            return Ok(());
        };
        let setting = self.0.contacts.welcome(to.account).await?;
        let Some(welcome) = setting.map(|setting| setting.welcome).filter(|welcome| welcome.enabled) else {
            return Ok(());
        };
        if self.0.clock.now() >= deadline(&message) {
            return Ok(self.end(&message, WelcomeEnd::TooLate, None).await?);
        }
        let outgoing = match self.0.fill_in(&welcome, &to, None).await {
            Ok(outgoing) => outgoing,
            Err(reason) => return self.without_medium(&message, reason).await,
        };
        self.send(&message, &welcome, &to, outgoing).await
    }

    /// Marks a welcome that will not be tried again.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &SendWelcome) -> Result<(), StoreError> {
        match self.0.messages.recorded(MessageId::from_uuid(job.message_id)).await? {
            Some(message) if addressee(&message).is_some() => self.end(&message, WelcomeEnd::TooLate, None).await,
            _ => Ok(()),
        }
    }

    async fn send(
        &self,
        message: &RecordedMessage,
        welcome: &Welcome,
        to: &Addressee<'_>,
        mut outgoing: OutgoingWelcome,
    ) -> JobOutcome {
        let mut is_renewed = false;
        loop {
            let Some(was_in_doubt) = retry_on_contention(|| self.call(message)).await? else {
                return Ok(()); // It ended before.
            };
            let end = match self.0.contacts_api.welcome(to.account, &outgoing).await {
                Ok(WelcomeTaken::Sent) => (WelcomeEnd::Sent, None),
                Ok(WelcomeTaken::SentBefore) => (WelcomeEnd::AlreadyWelcomed, None),
                Err(WechatFailure::Refused {
                    code: NO_SUCH_MEDIUM, ..
                }) if !is_renewed => {
                    is_renewed = true;
                    self.not_done(message, was_in_doubt).await?;
                    match self.0.fill_in(welcome, to, Some(&outgoing)).await {
                        Ok(renewed) => outgoing = renewed,
                        Err(reason) => return self.without_medium(message, reason).await,
                    }
                    continue;
                }
                Err(WechatFailure::Refused { code: EXPIRED, .. }) => (WelcomeEnd::Expired, Some(EXPIRED)),
                Err(WechatFailure::Refused { code, .. }) => (WelcomeEnd::Refused, Some(code)),
                Err(failure @ WechatFailure::Later { .. }) => {
                    self.not_done(message, was_in_doubt).await?;
                    return Err(soon(&failure));
                }
                Err(failure @ WechatFailure::Unanswered { .. }) => return Err(soon(&failure)),
            };
            return Ok(self.conclude(message, end, Some(was_in_doubt)).await?);
        }
    }

    async fn without_medium(&self, message: &RecordedMessage, reason: NoMediaId) -> JobOutcome {
        let code = match reason {
            NoMediaId::NotFound | NoMediaId::WrongKind { .. } => None,
            NoMediaId::Wechat(WechatFailure::Refused { code, .. }) => Some(code),
            NoMediaId::Wechat(failure) => return Err(soon(&failure)),
            NoMediaId::Store(error) => return Err(error.into()),
        };
        Ok(self.end(message, WelcomeEnd::NoMedium, code).await?)
    }

    /// Stores that WeCom is asked now. Answers whether an earlier call is in doubt; `None`: it ended before.
    async fn call(&self, message: &RecordedMessage) -> Result<Option<bool>, StoreError> {
        let now = self.0.clock.now();
        let mut tx = self.0.records.begin().await?;
        let known = tx.welcomes().attempt_for_update(message.id).await?;
        let is_new = known.is_none();
        let mut attempt = known.unwrap_or_else(|| begun(message, now));
        if attempt.end.is_some() {
            return Ok(None);
        }
        let was_in_doubt = attempt.call(now);
        if is_new {
            tx.welcomes().add_attempt(&attempt).await.map_err(contended)?;
        } else {
            tx.welcomes().save_attempt(&attempt).await?;
        }
        tx.commit().await.map_err(contended)?;
        Ok(Some(was_in_doubt))
    }

    async fn not_done(&self, message: &RecordedMessage, was_in_doubt: bool) -> Result<(), StoreError> {
        retry_on_contention(|| async {
            let mut tx = self.0.records.begin().await?;
            let found = tx.welcomes().attempt_for_update(message.id).await?;
            let Some(mut attempt) = found.filter(|attempt| attempt.end.is_none()) else {
                return Ok(());
            };
            attempt.not_done(was_in_doubt, self.0.clock.now());
            tx.welcomes().save_attempt(&attempt).await?;
            tx.commit().await
        })
        .await
    }

    async fn end(&self, message: &RecordedMessage, end: WelcomeEnd, code: Option<i64>) -> Result<(), StoreError> {
        self.conclude(message, (end, code), None).await
    }

    /// Stores how it ended, once. `was_in_doubt` tells of calls before the one that just came back; `None`: none did.
    async fn conclude(
        &self,
        message: &RecordedMessage,
        (end, code): (WelcomeEnd, Option<i64>),
        was_in_doubt: Option<bool>,
    ) -> Result<(), StoreError> {
        retry_on_contention(|| async {
            let now = self.0.clock.now();
            let mut tx = self.0.records.begin().await?;
            let known = tx.welcomes().attempt_for_update(message.id).await?;
            let is_new = known.is_none();
            let mut attempt = known.unwrap_or_else(|| begun(message, now));
            if attempt.end.is_some() {
                return Ok(());
            }
            if is_new {
                tx.welcomes().add_attempt(&attempt).await.map_err(contended)?;
            }
            let end = attempt.end(end, code, was_in_doubt.unwrap_or(attempt.in_doubt), now);
            tx.welcomes().save_attempt(&attempt).await?;
            tx.commit().await.map_err(contended)?;
            if end != WelcomeEnd::Sent {
                tracing::warn!(end = end.name(), code, "a new contact was not welcomed");
            }
            Ok(())
        })
        .await
    }
}

fn begun(message: &RecordedMessage, now: Timestamp) -> WelcomeAttempt {
    WelcomeAttempt::new(message.id, message.incoming.person.account.clone(), now)
}

fn addressee(message: &RecordedMessage) -> Option<Addressee<'_>> {
    match &message.incoming.kind {
        IncomingKind::Signal(Signal::ExternalContactChanged {
            external_user_id,
            welcome_code: Some(code),
            ..
        }) => Some(Addressee {
            account: &message.incoming.person.account,
            external_user_id,
            code,
        }),
        _ => None,
    }
}

/// Counted from when the message first arrived: WeCom's clock and ours may differ.
fn deadline(message: &RecordedMessage) -> Timestamp {
    message.received_at.plus(TIME)
}

/// Whatever WeCom would like: later than this is too late.
fn soon(failure: &WechatFailure) -> JobError {
    JobError::Later {
        after: Some(PAUSE),
        reason: failure.to_string(),
    }
}
