//! Carry out one delivery: note the attempt, call WeChat, note the outcome.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::DeliveryId;
use domain::notifications::consent::{ConsentChange, ConsentEntry};
use domain::notifications::{AttemptOutcome, BeginRefusal, Channel, Delivery, DeliveryState};
use ports::StoreError;
use ports::system::Clock;
use ports::wechat::WechatFailure;
use ports::wechat::messaging::{FilledTemplate, MessagingApi};

use super::desk::DeliveryDesk;
use crate::jobs::{JobError, JobOutcome};

/// The person has not agreed, or no longer, or the consents are used up.
const NO_CONSENT: i64 = 43_101;

/// Sends deliveries. However often one is tried and wherever the process dies, the person gets it at most once.
#[derive(Clone)]
pub struct Sender {
    /// Where deliveries are stored.
    pub desk: DeliveryDesk,
    /// WeChat.
    pub messaging: Arc<dyn MessagingApi>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// How long a call to WeChat takes at most, retries and waiting for a token included. An attempt without outcome
    /// that is older belongs to a process that died.
    pub patience: Duration,
}

/// What came of carrying a delivery out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    /// It is settled, now or before.
    Settled(Box<Delivery>),
    /// It was not sent; it may be later.
    Later {
        /// As it is now: pending.
        delivery: Box<Delivery>,
        /// Not before this has passed, where that is known.
        after: Option<Duration>,
    },
    /// Another attempt is under way, or its process died a moment ago.
    InFlight,
}

impl Sender {
    /// Carries out a delivery.
    ///
    /// # Errors
    /// When the store fails; [`StoreError::VersionConflict`] when somebody else works on it.
    pub async fn carry_out(&self, mut delivery: Delivery) -> Result<Carried, StoreError> {
        let version = delivery.stored().version;
        let begun = delivery.begin(self.clock.now(), self.patience);
        if delivery.stored().version != version {
            // The attempt is durable before WeChat hears of it: this is what keeps a crash from sending twice.
            self.desk.save(&delivery, version).await?;
        }
        match begun {
            Ok(()) => self.attempt(delivery).await,
            Err(BeginRefusal::InFlight) => Ok(Carried::InFlight),
            Err(BeginRefusal::Settled) => {
                count(&delivery);
                Ok(Carried::Settled(Box::new(delivery)))
            }
        }
    }

    async fn attempt(&self, mut delivery: Delivery) -> Result<Carried, StoreError> {
        let sent = self.send(&delivery).await;
        let version = delivery.stored().version;
        let after = match &sent {
            Err(WechatFailure::Later { after, .. }) => *after,
            _ => None,
        };
        let outcome = outcome(sent);
        // Before the outcome: dying in between counts a message too many, which keeps us from one that is refused.
        if let Some(entry) = self.consent_entry(&delivery, &outcome) {
            self.desk.note(entry).await?;
        }
        delivery.conclude(outcome, self.clock.now());
        count(&delivery);
        self.desk.save(&delivery, version).await?;
        let delivery = Box::new(delivery);
        Ok(match delivery.stored().state {
            DeliveryState::Pending => Carried::Later { delivery, after },
            _ => Carried::Settled(delivery),
        })
    }

    async fn send(&self, delivery: &Delivery) -> Result<Option<String>, WechatFailure> {
        let stored = delivery.stored();
        let (wechat, person) = (&self.messaging, &stored.person);
        let filled =
            |template_id: &str, fields: &[(String, String)], link: &domain::notifications::Link| FilledTemplate {
                template_id: template_id.to_owned(),
                fields: fields.to_vec(),
                link: link.clone(),
            };
        match &stored.channel {
            Channel::Custom(message) => wechat.send_custom(person, message, None).await.map(|()| None),
            Channel::Template {
                template_id,
                fields,
                link,
            } => {
                let message = filled(template_id, fields, link);
                wechat.send_filled(person, &message, &client_msg_id(stored.id)).await
            }
            Channel::Subscribe {
                template_id,
                fields,
                link,
            } => wechat.send_subscribe(person, &filled(template_id, fields, link)).await,
            Channel::HandOver { agent } => wechat.hand_over(person, agent.as_deref()).await.map(|()| None),
        }
    }

    fn consent_entry(&self, delivery: &Delivery, outcome: &AttemptOutcome) -> Option<ConsentEntry> {
        let stored = delivery.stored();
        let Channel::Subscribe { template_id, .. } = &stored.channel else {
            return None;
        };
        let change = match outcome {
            AttemptOutcome::Accepted { .. } | AttemptOutcome::Unanswered { .. } => ConsentChange::Used,
            AttemptOutcome::Refused { code: NO_CONSENT, .. } => ConsentChange::Withdrawn,
            AttemptOutcome::Refused { .. } | AttemptOutcome::NotSent { .. } => return None,
        };
        Some(ConsentEntry {
            source: format!("delivery:{}", stored.id),
            person: stored.person.clone(),
            template_id: template_id.clone(),
            change,
            at: self.clock.now(),
        })
    }
}

impl Carried {
    /// What it means for a job about this one delivery.
    pub(super) fn into_outcome(self, patience: Duration) -> JobOutcome {
        match self {
            Self::Settled(_) => Ok(()),
            Self::InFlight => Err(JobError::Later {
                after: Some(patience),
                reason: "another attempt is under way".to_owned(),
            }),
            Self::Later { delivery, after } => {
                let last = delivery.stored().attempts.last();
                Err(JobError::Later {
                    after,
                    reason: last.and_then(|attempt| attempt.note.clone()).unwrap_or_default(),
                })
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
