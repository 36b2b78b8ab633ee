//! One message to members.

use std::time::Duration;

use super::audience::StaffAudience;
use super::content::{ContentForm, Safe, StaffMessageKind};
use super::part::{MessagePart, PartState};
use super::recipient::RecipientOutcome;
use crate::ids::StaffMessageId;
use crate::time::Timestamp;
use crate::validation::FieldFaults;

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StaffMessageState {
    /// Nothing was tried yet.
    Pending,
    /// Its parts are being sent.
    Sending,
    /// WeCom took it for everybody named.
    Sent,
    /// WeCom took it for some.
    PartlySent,
    /// It went to nobody.
    Failed,
    /// It may have gone out; no part of it certainly did.
    Unknown,
    /// All that went out was taken back.
    Recalled,
}

impl StaffMessageState {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Pending,
        Self::Sending,
        Self::Sent,
        Self::PartlySent,
        Self::Failed,
        Self::Unknown,
        Self::Recalled,
    ];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::PartlySent => "partly-sent",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Recalled => "recalled",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Where a recall stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecallState {
    /// Under way.
    Running,
    /// All that was sent was taken back.
    Done,
    /// Some of it was not: its part says why.
    Incomplete,
}

impl RecallState {
    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Incomplete => "incomplete",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Running, Self::Done, Self::Incomplete]
            .into_iter()
            .find(|state| state.name() == name)
    }
}

/// How a message goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageOptions {
    /// Whether members may pass it on.
    pub safe: Safe,
    /// For how many seconds WeCom drops a repetition of the same request: what makes a retry harmless.
    pub duplicate_check_seconds: u32,
}

impl MessageOptions {
    /// Least and most seconds of the duplicate check: less would not outlast the restart of a process, more WeCom refuses.
    pub const CHECKED: std::ops::RangeInclusive<u32> = 120..=14_400;

    /// The duplicate check as a time.
    #[must_use]
    pub fn checked(self) -> Duration {
        Duration::from_secs(self.duplicate_check_seconds.into())
    }
}

impl Default for MessageOptions {
    /// May be passed on; half an hour, as at WeCom.
    fn default() -> Self {
        Self {
            safe: Safe::No,
            duplicate_check_seconds: 1_800,
        }
    }
}

/// Recipients by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OutcomeCounts {
    /// WeCom took it for them.
    pub accepted: u64,
    /// There are no such, or the application does not see them.
    pub invalid: u64,
    /// Without a licence.
    pub unlicensed: u64,
    /// WeCom refused the call.
    pub failed: u64,
    /// Nobody knows.
    pub unknown: u64,
}

impl OutcomeCounts {
    fn add(&mut self, outcome: RecipientOutcome, count: u64) {
        match outcome {
            RecipientOutcome::Waiting => {}
            RecipientOutcome::Accepted => self.accepted += count,
            RecipientOutcome::Invalid => self.invalid += count,
            RecipientOutcome::Unlicensed => self.unlicensed += count,
            RecipientOutcome::Failed => self.failed += count,
            RecipientOutcome::Unknown => self.unknown += count,
        }
    }

    const fn missed(self) -> u64 {
        self.invalid + self.unlicensed + self.failed + self.unknown
    }
}

/// What is ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffMessageOrder {
    /// The id it gets.
    pub id: StaffMessageId,
    /// Our name of the WeCom account.
    pub account: String,
    /// What.
    pub content: ContentForm,
    /// How.
    pub options: MessageOptions,
    /// To whom.
    pub audience: StaffAudience,
}

/// What happened to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffMessageHappened {
    /// It was ordered.
    Ordered {
        /// What kind of message.
        kind: StaffMessageKind,
        /// To how many recipients.
        recipients: u64,
    },
    /// Every part is settled.
    Finished {
        /// How it ended.
        state: StaffMessageState,
        /// What became of its recipients.
        counts: OutcomeCounts,
    },
    /// It is to be taken back.
    RecallRequested,
    /// The recall ended.
    RecallEnded {
        /// How.
        recall: RecallState,
    },
    /// A card is to change for those who answered.
    CardUpdateRequested {
        /// For how many.
        people: u64,
    },
}

/// Why a message cannot be taken back now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecallRefusal {
    /// It is still being sent, or being taken back.
    #[error("the message is still under way")]
    UnderWay,
    /// No part of it went out, or all of it was taken back.
    #[error("nothing of the message can be taken back")]
    NothingSent,
    /// WeCom takes messages back for 24 hours.
    #[error("WeCom takes messages back for 24 hours only")]
    TooLate,
}

/// What is stored of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredStaffMessage {
    /// Its id.
    pub id: StaffMessageId,
    /// Our name of the WeCom account.
    pub account: String,
    /// What it holds.
    pub content: ContentForm,
    /// How it goes out.
    pub options: MessageOptions,
    /// Where it stands.
    pub state: StaffMessageState,
    /// Parts in all.
    pub parts: u32,
    /// Recipients in all.
    pub recipients: u64,
    /// What became of them.
    pub counts: OutcomeCounts,
    /// The recall, if there was one.
    pub recall: Option<RecallState>,
    /// Why it failed, safe to show.
    pub error: Option<String>,
    /// When it was ordered.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When its last part was settled.
    pub finished_at: Option<Timestamp>,
    /// Counts changes from 1.
    pub version: u64,
}

/// One message to members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffMessage(StoredStaffMessage);

impl StaffMessage {
    /// A message that is to be sent, and its parts.
    ///
    /// # Errors
    /// Under `safe`, `duplicateCheckSeconds` and `recipients`, when WeCom would not take them for this kind of message.
    pub fn order(
        order: StaffMessageOrder,
        now: Timestamp,
    ) -> Result<(Self, Vec<MessagePart>, StaffMessageHappened), FieldFaults> {
        check(&order)?;
        let audience = order.audience.parts();
        let recipients = audience.iter().map(|part| part.0.len() as u64).sum();
        let count = u32::try_from(audience.len()).unwrap_or(u32::MAX);
        let happened = StaffMessageHappened::Ordered {
            kind: order.content.kind,
            recipients,
        };
        let parts = (1..=count)
            .map(|number| MessagePart::planned(order.id, number))
            .collect();
        let message = Self(StoredStaffMessage {
            id: order.id,
            account: order.account,
            content: order.content,
            options: order.options,
            state: StaffMessageState::Pending,
            parts: count,
            recipients,
            counts: OutcomeCounts::default(),
            recall: None,
            error: None,
            created_at: now,
            updated_at: now,
            finished_at: None,
            version: 1,
        });
        Ok((message, parts, happened))
    }

    /// From storage.
    #[must_use]
    pub const fn restore(stored: StoredStaffMessage) -> Self {
        Self(stored)
    }

    /// For storage.
    #[must_use]
    pub const fn stored(&self) -> &StoredStaffMessage {
        &self.0
    }

    /// Whether parts of it are still to be sent.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.0.state, StaffMessageState::Pending | StaffMessageState::Sending)
    }

    /// An attempt begins.
    pub fn begin(&mut self, now: Timestamp) {
        if self.is_open() {
            self.0.state = StaffMessageState::Sending;
        }
        self.touch(now);
    }

    /// Notes what became of some recipients.
    pub fn settle(&mut self, outcomes: impl IntoIterator<Item = (RecipientOutcome, u64)>, now: Timestamp) {
        for (outcome, count) in outcomes {
            self.0.counts.add(outcome, count);
        }
        self.touch(now);
    }

    /// Notes why it stops.
    pub fn stop(&mut self, error: String) {
        self.0.error = Some(error);
    }

    /// Ends it, if every part is settled.
    pub fn conclude(&mut self, parts: &[MessagePart], now: Timestamp) -> Option<StaffMessageHappened> {
        if !self.is_open() || parts.iter().any(MessagePart::is_open) {
            return None;
        }
        let counts = self.0.counts;
        self.0.state = match (counts.accepted, counts.missed()) {
            (0, _) if counts.unknown > 0 => StaffMessageState::Unknown,
            (0, _) => StaffMessageState::Failed,
            (_, 0) => StaffMessageState::Sent,
            _ => StaffMessageState::PartlySent,
        };
        self.0.finished_at = Some(now);
        Some(StaffMessageHappened::Finished {
            state: self.0.state,
            counts,
        })
    }

    /// It is to be taken back.
    ///
    /// # Errors
    /// When it is under way, or nothing of it can be taken back.
    pub fn request_recall(
        &mut self,
        parts: &[MessagePart],
        now: Timestamp,
    ) -> Result<StaffMessageHappened, RecallRefusal> {
        if self.is_open() || self.0.recall == Some(RecallState::Running) {
            return Err(RecallRefusal::UnderWay);
        }
        let was_sent = |part: &MessagePart| part.stored().state == PartState::Sent && part.stored().msg_id.is_some();
        if !parts.iter().any(was_sent) {
            return Err(RecallRefusal::NothingSent);
        }
        if !parts.iter().any(|part| part.is_recallable(now)) {
            return Err(RecallRefusal::TooLate);
        }
        self.0.recall = Some(RecallState::Running);
        self.touch(now);
        Ok(StaffMessageHappened::RecallRequested)
    }

    /// Ends a recall: every part was tried.
    pub fn end_recall(&mut self, parts: &[MessagePart], now: Timestamp) -> Option<StaffMessageHappened> {
        if self.0.recall != Some(RecallState::Running) {
            return None;
        }
        let is_left = |part: &MessagePart| part.stored().state == PartState::Sent;
        let recall = if parts.iter().any(is_left) {
            RecallState::Incomplete
        } else {
            self.0.state = StaffMessageState::Recalled;
            RecallState::Done
        };
        self.0.recall = Some(recall);
        self.touch(now);
        Some(StaffMessageHappened::RecallEnded { recall })
    }

    /// A card is to change for so many who answered.
    pub fn card_update_requested(&mut self, people: u64, now: Timestamp) -> StaffMessageHappened {
        self.touch(now);
        StaffMessageHappened::CardUpdateRequested { people }
    }

    fn touch(&mut self, now: Timestamp) {
        self.0.updated_at = now;
        self.0.version += 1;
    }
}

fn check(order: &StaffMessageOrder) -> Result<(), FieldFaults> {
    let mut faults = FieldFaults::default();
    let kind = order.content.kind;
    if !order.options.safe.fits(kind) {
        faults.add(
            "safe",
            format!("{} does not go with {}", order.options.safe.name(), kind.name()),
        );
    }
    if !MessageOptions::CHECKED.contains(&order.options.duplicate_check_seconds) {
        let (least, most) = (MessageOptions::CHECKED.start(), MessageOptions::CHECKED.end());
        faults.add("duplicateCheckSeconds", format!("must be between {least} and {most}"));
    }
    if order.audience.is_everyone() && kind == StaffMessageKind::MiniProgramNotice {
        faults.add("recipients", "a mini-program notice does not go to everyone");
    }
    faults.check()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::audience::StaffAudienceDraft;
    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_unix_seconds(1)
    }

    fn order(kind: StaffMessageKind, safe: Safe, seconds: u32) -> StaffMessageOrder {
        StaffMessageOrder {
            id: StaffMessageId::from_uuid(Uuid::nil()),
            account: "app".to_owned(),
            content: ContentForm {
                kind,
                ordered: "{}".to_owned(),
                wire: "{}".to_owned(),
                materials: Vec::new(),
                task_id: None,
            },
            options: MessageOptions {
                safe,
                duplicate_check_seconds: seconds,
            },
            audience: StaffAudience::new(StaffAudienceDraft {
                everyone: true,
                ..StaffAudienceDraft::default()
            })
            .unwrap(),
        }
    }

    fn message() -> (StaffMessage, Vec<MessagePart>) {
        let (message, parts, _) = StaffMessage::order(order(StaffMessageKind::Text, Safe::No, 1_800), now()).unwrap();
        (message, parts)
    }

    fn ended(outcomes: &[(RecipientOutcome, u64)]) -> StaffMessageState {
        let (mut message, mut parts) = message();
        message.begin(now());
        assert_eq!(message.conclude(&parts, now()), None, "a part is open");
        parts[0].sent(Some("m".to_owned()), now());
        message.settle(outcomes.iter().copied(), now());
        assert!(message.conclude(&parts, now()).is_some());
        assert_eq!(message.conclude(&parts, now()), None, "it ends once");
        message.stored().state
    }

    #[test]
    fn the_end_is_told_by_what_became_of_the_recipients() {
        use RecipientOutcome::{Accepted, Failed, Invalid, Unknown};
        assert_eq!(ended(&[(Accepted, 2)]), StaffMessageState::Sent);
        assert_eq!(ended(&[(Accepted, 2), (Invalid, 1)]), StaffMessageState::PartlySent);
        assert_eq!(ended(&[(Accepted, 2), (Unknown, 1)]), StaffMessageState::PartlySent);
        assert_eq!(ended(&[(Invalid, 1), (Failed, 1)]), StaffMessageState::Failed);
        assert_eq!(ended(&[(Failed, 1), (Unknown, 1)]), StaffMessageState::Unknown);
    }

    #[test]
    fn what_wecom_would_refuse_is_refused() {
        use StaffMessageKind::{MiniProgramNotice, News, Text};
        for (kind, safe, seconds) in [
            (News, Safe::Confidential, 1_800),
            (Text, Safe::WithinCorp, 1_800),
            (Text, Safe::No, 119),
            (Text, Safe::No, 14_401),
            (MiniProgramNotice, Safe::No, 1_800),
        ] {
            assert!(
                StaffMessage::order(order(kind, safe, seconds), now()).is_err(),
                "{kind:?}"
            );
        }
    }

    #[test]
    fn a_recall_waits_for_the_end_and_is_complete_when_nothing_is_left() {
        let (mut message, mut parts) = message();
        assert_eq!(message.request_recall(&parts, now()), Err(RecallRefusal::UnderWay));
        parts[0].sent(Some("m".to_owned()), now());
        message.settle([(RecipientOutcome::Accepted, 1)], now());
        message.conclude(&parts, now());
        let late = Timestamp::from_unix_seconds(86_402);
        assert_eq!(message.request_recall(&parts, late), Err(RecallRefusal::TooLate));
        assert!(message.request_recall(&parts, now()).is_ok());
        assert_eq!(message.request_recall(&parts, now()), Err(RecallRefusal::UnderWay));
        message.end_recall(&parts, now());
        assert_eq!(message.stored().recall, Some(RecallState::Incomplete));
        assert!(message.request_recall(&parts, now()).is_ok(), "it may be tried again");
        parts[0].recalled();
        message.end_recall(&parts, now());
        assert_eq!(message.stored().state, StaffMessageState::Recalled);
        assert_eq!(message.request_recall(&parts, now()), Err(RecallRefusal::NothingSent));
    }

    #[test]
    fn names_lead_back() {
        for state in StaffMessageState::ALL {
            assert_eq!(StaffMessageState::from_name(state.name()), Some(state));
        }
    }
}
