//! Carry out one delivery: note the attempt, call WeChat, note the outcome.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::DeliveryId;
use domain::notifications::{AttemptOutcome, BeginRefusal, Channel, Delivery, DeliveryState};
use ports::StoreError;
use ports::notifications::DeliveryStore;
use ports::system::Clock;
use ports::wechat::{TemplateMessage, WechatApi, WechatFailure};
use serde::{Deserialize, Serialize};

use crate::jobs::{Job, JobError, JobOutcome};

/// The job: carry out the delivery of this cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deliver {
    /// The delivery's cause, which names one delivery whoever made it first.
    pub cause: String,
}

impl Job for Deliver {
    const NAME: &'static str = "notifications.deliver";
}

/// Carries out [`Deliver`]. However often it runs and wherever it dies, a person gets the notice at most once.
#[derive(Clone)]
pub struct Delivering {
    /// Deliveries.
    pub deliveries: Arc<dyn DeliveryStore>,
    /// WeChat.
    pub wechat: Arc<dyn WechatApi>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// How long a call to WeChat takes at most, retries and waiting for a token included. An attempt without outcome
    /// that is older belongs to a process that died.
    pub patience: Duration,
}

impl Delivering {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.notifications.deliver", skip_all)]
    pub async fn run(&self, job: &Deliver) -> JobOutcome {
        let found = self.deliveries.find_by_cause(&job.cause).await?;
        let mut delivery = found.ok_or_else(|| JobError::Never("the delivery is gone".to_owned()))?;
        let version = delivery.stored().version;
        let begun = delivery.begin(self.clock.now(), self.patience);
        if delivery.stored().version != version {
            // The attempt is durable before WeChat hears of it: this is what keeps a crash from sending twice.
            self.deliveries.save(&delivery, version).await?;
        }
        match begun {
            Ok(()) => self.attempt(delivery).await,
            Err(BeginRefusal::InFlight) => Err(JobError::Later {
                after: Some(self.patience),
                reason: "another attempt is under way".to_owned(),
            }),
            Err(BeginRefusal::Settled) => {
                count(&delivery);
                Ok(())
            }
        }
    }

    /// Marks a delivery whose job was given up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &Deliver) -> Result<(), StoreError> {
        let Some(mut delivery) = self.deliveries.find_by_cause(&job.cause).await? else {
            return Ok(());
        };
        let version = delivery.stored().version;
        delivery.give_up(self.clock.now());
        if delivery.stored().version == version {
            Ok(())
        } else {
            self.deliveries.save(&delivery, version).await
        }
    }

    async fn attempt(&self, mut delivery: Delivery) -> JobOutcome {
        let sent = self.send(&delivery).await;
        let version = delivery.stored().version;
        let later = match &sent {
            Err(WechatFailure::Later { after, .. }) => *after,
            _ => None,
        };
        delivery.conclude(outcome(sent), self.clock.now());
        count(&delivery);
        self.deliveries.save(&delivery, version).await?;
        match delivery.stored().state {
            DeliveryState::Pending => {
                let note = delivery
                    .stored()
                    .attempts
                    .last()
                    .and_then(|attempt| attempt.note.clone());
                Err(JobError::Later {
                    after: later,
                    reason: note.unwrap_or_default(),
                })
            }
            _ => Ok(()),
        }
    }

    async fn send(&self, delivery: &Delivery) -> Result<Option<String>, WechatFailure> {
        let stored = delivery.stored();
        match &stored.channel {
            Channel::Custom { text } => self.wechat.send_custom_text(&stored.person, text).await.map(|()| None),
            Channel::Template { template_id, fields } => {
                let message = TemplateMessage {
                    template_id: template_id.clone(),
                    fields: fields.clone(),
                    client_msg_id: client_msg_id(stored.id),
                };
                self.wechat.send_template(&stored.person, &message).await
            }
        }
    }
}

/// 32 hex digits, WeChat's longest.
fn client_msg_id(id: DeliveryId) -> String {
    id.uuid().simple().to_string()
}

fn outcome(sent: Result<Option<String>, WechatFailure>) -> AttemptOutcome {
    match sent {
        Ok(provider_message_id) => AttemptOutcome::Accepted { provider_message_id },
        Err(WechatFailure::Refused { code, note, .. }) => AttemptOutcome::Refused { code, note },
        Err(WechatFailure::Later { code, note, .. }) => AttemptOutcome::NotSent { code, note },
        Err(WechatFailure::Unanswered { note }) => AttemptOutcome::Unanswered { note },
    }
}

fn count(delivery: &Delivery) {
    let (channel, state) = (delivery.stored().channel.name(), delivery.stored().state.name());
    metrics::counter!("deliveries_total", "channel" => channel, "outcome" => state).increment(1);
}
