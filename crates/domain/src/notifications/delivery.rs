//! A delivery: one notice to one person over one channel, with every attempt.

use std::time::Duration;

use super::channel::{Channel, NoticeKind};
use super::skip::SkipReason;
use crate::attendance::PersonRef;
use crate::ids::{AttendeeId, BroadcastId, DeliveryId, EventId};
use crate::time::Timestamp;

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    /// To be sent.
    Pending,
    /// An attempt is under way, or its process died.
    Sending,
    /// WeChat took it.
    Accepted,
    /// WeChat reported that it arrived.
    Delivered,
    /// It was refused, or WeChat reported that it did not arrive.
    Failed,
    /// It may or may not have been sent; it is not sent again.
    Unknown,
    /// It was not sent and will not be: the person cannot be reached, or its broadcast was cancelled.
    Skipped,
}

impl DeliveryState {
    /// All states.
    pub const ALL: [Self; 7] = [
        Self::Pending,
        Self::Sending,
        Self::Accepted,
        Self::Delivered,
        Self::Failed,
        Self::Unknown,
        Self::Skipped,
    ];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Accepted => "accepted",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Skipped => "skipped",
        }
    }

    /// Whether nothing more is to be done for it: what is accepted may still be reported on.
    #[must_use]
    pub const fn is_settled(self) -> bool {
        !matches!(self, Self::Pending | Self::Sending)
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// One call to WeChat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When it began.
    pub started_at: Timestamp,
    /// When its outcome was known.
    pub ended_at: Option<Timestamp>,
    /// WeChat's code, 0 for success, where it answered.
    pub code: Option<i64>,
    /// What is known of it, safe to show; no open id, no token.
    pub note: Option<String>,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// WeChat took it, under this message id where it gave one.
    Accepted {
        /// WeChat's message id.
        provider_message_id: Option<String>,
    },
    /// WeChat refused it for good.
    Refused {
        /// WeChat's code.
        code: i64,
        /// What is known, safe to show.
        note: String,
    },
    /// It certainly was not sent; it may be sent later.
    NotSent {
        /// WeChat's code, where it answered.
        code: Option<i64>,
        /// What is known, safe to show.
        note: String,
    },
    /// Nobody knows whether it was sent: no answer came.
    Unanswered {
        /// What is known, safe to show.
        note: String,
    },
}

/// Why an attempt may not begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BeginRefusal {
    /// It has its final state, or WeChat took it.
    #[error("the delivery is settled")]
    Settled,
    /// Another attempt may be under way; ask again later.
    #[error("another attempt is under way")]
    InFlight,
}

/// What WeChat reported afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Whether it arrived.
    pub delivered: bool,
    /// WeChat's status text.
    pub status: String,
}

/// All of a delivery, for adapters to store and restore it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDelivery {
    /// Its id; WeChat's `client_msg_id` is made from it.
    pub id: DeliveryId,
    /// What brought it about, unique: the same cause makes no second delivery.
    pub cause: String,
    /// Who gets it.
    pub person: PersonRef,
    /// The event it is about, where there is one.
    pub event: Option<EventId>,
    /// The registration it is about, where there is one.
    pub attendee: Option<AttendeeId>,
    /// The broadcast it belongs to, where it belongs to one.
    pub broadcast: Option<BroadcastId>,
    /// What it is about.
    pub kind: NoticeKind,
    /// How it travels.
    pub channel: Channel,
    /// Why it was skipped.
    pub skipped: Option<SkipReason>,
    /// Where it stands.
    pub state: DeliveryState,
    /// Every attempt, oldest first.
    pub attempts: Vec<Attempt>,
    /// WeChat's message id.
    pub provider_message_id: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Counts changes from 1.
    pub version: u64,
}

/// What is to be sent to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What brought it about, unique: the same cause makes no second delivery.
    pub cause: String,
    /// Who gets it.
    pub person: PersonRef,
    /// The event it is about, where there is one.
    pub event: Option<EventId>,
    /// The registration it is about, where there is one.
    pub attendee: Option<AttendeeId>,
    /// The broadcast it belongs to, where it belongs to one.
    pub broadcast: Option<BroadcastId>,
    /// What it is about.
    pub kind: NoticeKind,
    /// How it travels.
    pub channel: Channel,
}

/// One notice to one person over one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    stored: StoredDelivery,
}

impl Delivery {
    /// A new delivery, to be sent.
    #[must_use]
    pub fn pending(id: DeliveryId, notice: Notice, now: Timestamp) -> Self {
        let Notice {
            cause,
            person,
            event,
            attendee,
            broadcast,
            kind,
            channel,
        } = notice;
        let stored = StoredDelivery {
            id,
            cause,
            person,
            event,
            attendee,
            broadcast,
            kind,
            channel,
            skipped: None,
            state: DeliveryState::Pending,
            attempts: Vec::new(),
            provider_message_id: None,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        Self { stored }
    }

    /// Brings back what an adapter stored.
    #[must_use]
    pub const fn restore(stored: StoredDelivery) -> Self {
        Self { stored }
    }

    /// All of it.
    #[must_use]
    pub const fn stored(&self) -> &StoredDelivery {
        &self.stored
    }

    /// Begins an attempt, to be stored before WeChat is called. `patience` is how long an attempt may take at most:
    /// one that began earlier and has no outcome belongs to a process that died.
    ///
    /// # Errors
    /// When it is settled or another attempt may be under way. A dead attempt that cannot be repeated without
    /// reaching the person twice settles the delivery as [`DeliveryState::Unknown`]: store it then, too.
    pub fn begin(&mut self, now: Timestamp, patience: Duration) -> Result<(), BeginRefusal> {
        match self.stored.state {
            DeliveryState::Pending => {}
            DeliveryState::Sending => {
                let since = self
                    .stored
                    .attempts
                    .last()
                    .map_or(self.stored.updated_at, |last| last.started_at);
                if now.since(since) < patience {
                    return Err(BeginRefusal::InFlight);
                }
                self.close_attempt(None, Some("the sending process ended before an answer".to_owned()), now);
                if !self.is_repeatable(now) {
                    self.enter(DeliveryState::Unknown, now);
                    return Err(BeginRefusal::Settled);
                }
            }
            DeliveryState::Accepted
            | DeliveryState::Delivered
            | DeliveryState::Failed
            | DeliveryState::Unknown
            | DeliveryState::Skipped => return Err(BeginRefusal::Settled),
        }
        self.stored.attempts.push(Attempt {
            started_at: now,
            ended_at: None,
            code: None,
            note: None,
        });
        self.enter(DeliveryState::Sending, now);
        Ok(())
    }

    /// Notes what came of the attempt under way.
    pub fn conclude(&mut self, outcome: AttemptOutcome, now: Timestamp) {
        if self.stored.state != DeliveryState::Sending {
            return;
        }
        let state = match outcome {
            AttemptOutcome::Accepted { provider_message_id } => {
                self.close_attempt(Some(0), None, now);
                self.stored.provider_message_id = provider_message_id;
                DeliveryState::Accepted
            }
            AttemptOutcome::Refused { code, note } => {
                self.close_attempt(Some(code), Some(note), now);
                DeliveryState::Failed
            }
            AttemptOutcome::NotSent { code, note } => {
                self.close_attempt(code, Some(note), now);
                DeliveryState::Pending
            }
            AttemptOutcome::Unanswered { note } => {
                self.close_attempt(None, Some(note), now);
                if self.is_repeatable(now) {
                    DeliveryState::Pending
                } else {
                    DeliveryState::Unknown
                }
            }
        };
        self.enter(state, now);
    }

    /// Gives up on a delivery that was never sent, such as one whose job became too old.
    pub fn give_up(&mut self, now: Timestamp) {
        if self.stored.state == DeliveryState::Pending {
            self.enter(DeliveryState::Failed, now);
        }
    }

    /// Decides that it is not sent at all. `false` when an attempt began before: then it is too late.
    pub fn skip(&mut self, reason: SkipReason, now: Timestamp) -> bool {
        if self.stored.state != DeliveryState::Pending {
            return false;
        }
        self.stored.skipped = Some(reason);
        self.enter(DeliveryState::Skipped, now);
        true
    }

    /// Gives up on an attempt whose process died: nobody knows whether it was sent, and it is not tried again. `false` when
    /// there is none, or it may still be under way.
    pub fn abandon(&mut self, now: Timestamp, patience: Duration) -> bool {
        let began = self
            .stored
            .attempts
            .last()
            .map_or(self.stored.updated_at, |last| last.started_at);
        if self.stored.state != DeliveryState::Sending || now.since(began) < patience {
            return false;
        }
        self.close_attempt(None, Some("the sending process ended before an answer".to_owned()), now);
        self.enter(DeliveryState::Unknown, now);
        true
    }

    /// Notes the message id that WeChat named afterwards, where its answer named none.
    pub fn identify(&mut self, provider_message_id: &str) {
        if self.stored.provider_message_id.is_none() {
            self.stored.provider_message_id = Some(provider_message_id.to_owned());
        }
    }

    /// Takes WeChat's later report. It settles an unknown delivery, too. `false` when it changed nothing.
    pub fn report(&mut self, report: &Report, now: Timestamp) -> bool {
        if matches!(
            self.stored.state,
            DeliveryState::Delivered | DeliveryState::Failed | DeliveryState::Skipped
        ) {
            return false;
        }
        if let Some(last) = self.stored.attempts.last_mut() {
            last.note = Some(report.status.clone());
        }
        self.enter(
            if report.delivered {
                DeliveryState::Delivered
            } else {
                DeliveryState::Failed
            },
            now,
        );
        true
    }

    fn is_repeatable(&self, now: Timestamp) -> bool {
        let first = self.stored.attempts.first().map_or(now, |attempt| attempt.started_at);
        self.stored
            .channel
            .repeatable_for()
            .is_some_and(|window| now.since(first) < window)
    }

    fn close_attempt(&mut self, code: Option<i64>, note: Option<String>, now: Timestamp) {
        if let Some(last) = self.stored.attempts.last_mut()
            && last.ended_at.is_none()
        {
            last.ended_at = Some(now);
            last.code = code;
            last.note = note;
        }
    }

    const fn enter(&mut self, state: DeliveryState, now: Timestamp) {
        self.stored.state = state;
        self.stored.updated_at = now;
        self.stored.version += 1;
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(35);

    fn at(second: i64) -> Timestamp {
        Timestamp::from_unix_seconds(second)
    }

    fn delivery() -> Delivery {
        let notice = Notice {
            cause: "test".to_owned(),
            person: PersonRef {
                account: "default".to_owned(),
                open_id: "o-fake".to_owned(),
            },
            event: None,
            attendee: None,
            broadcast: None,
            kind: NoticeKind::Broadcast,
            channel: Channel::text("x"),
        };
        Delivery::pending(DeliveryId::from_uuid(Uuid::from_u128(1)), notice, at(0))
    }

    #[test]
    fn only_what_nobody_began_is_skipped() {
        let mut fresh = delivery();
        assert!(fresh.skip(SkipReason::Cancelled, at(1)));
        assert_eq!(fresh.begin(at(2), PATIENCE), Err(BeginRefusal::Settled));
        let mut begun = delivery();
        begun.begin(at(1), PATIENCE).unwrap();
        assert!(!begun.skip(SkipReason::Cancelled, at(2)));
        assert_eq!(begun.stored().state, DeliveryState::Sending);
    }

    #[test]
    fn a_dead_attempt_is_unknown_and_a_living_one_is_left_alone() {
        let mut begun = delivery();
        begun.begin(at(0), PATIENCE).unwrap();
        assert!(!begun.abandon(at(34), PATIENCE));
        assert!(begun.abandon(at(35), PATIENCE));
        assert_eq!(begun.stored().state, DeliveryState::Unknown);
    }
}
