//! One call of a message: at most a thousand members.

use std::fmt;
use std::time::Duration;

use crate::ids::StaffMessageId;
use crate::time::Timestamp;

/// Where a part stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartState {
    /// Not sent.
    Pending,
    /// An attempt began and nothing is known of its end.
    Sending,
    /// WeCom took it.
    Sent,
    /// WeCom refused it.
    Failed,
    /// It may have been sent, and the time in which a repetition is harmless is over.
    Unknown,
    /// It was sent and taken back.
    Recalled,
}

impl PartState {
    const ALL: [Self; 6] = [
        Self::Pending,
        Self::Sending,
        Self::Sent,
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

/// What is stored of a part. `Debug` shows no request.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredPart {
    /// The message.
    pub message: StaffMessageId,
    /// Its number in the message, from 1.
    pub number: u32,
    /// Where it stands.
    pub state: PartState,
    /// The request, byte for byte, while its end is open: WeCom drops a repetition only if it is identical.
    pub request: Option<String>,
    /// When that request first went out.
    pub first_attempt_at: Option<Timestamp>,
    /// Attempts so far.
    pub attempts: u32,
    /// When it was sent, failed or given up.
    pub settled_at: Option<Timestamp>,
    /// WeCom's id of it.
    pub msg_id: Option<String>,
    /// Why it failed or was not taken back: WeCom's code.
    pub code: Option<i64>,
    /// The same in words that are safe to show.
    pub note: Option<String>,
}

impl fmt::Debug for StoredPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredPart")
            .field("message", &self.message)
            .field("number", &self.number)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// One call of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessagePart(StoredPart);

impl MessagePart {
    /// How long before the end of the duplicate check a repetition counts as too late: longer than a call and the
    /// difference of two clocks.
    pub const MARGIN: Duration = Duration::from_secs(30);
    /// How long WeCom takes a message back.
    pub const RECALLABLE: Duration = Duration::from_hours(24);

    /// A part that nobody has begun.
    #[must_use]
    pub const fn planned(message: StaffMessageId, number: u32) -> Self {
        Self(StoredPart {
            message,
            number,
            state: PartState::Pending,
            request: None,
            first_attempt_at: None,
            attempts: 0,
            settled_at: None,
            msg_id: None,
            code: None,
            note: None,
        })
    }

    /// From storage.
    #[must_use]
    pub const fn restore(stored: StoredPart) -> Self {
        Self(stored)
    }

    /// For storage.
    #[must_use]
    pub const fn stored(&self) -> &StoredPart {
        &self.0
    }

    /// Whether something is left to do.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.0.state, PartState::Pending | PartState::Sending)
    }

    /// An attempt begins with this request. Nothing changes where one is under way or the part is settled.
    pub fn begin(&mut self, request: String, now: Timestamp) {
        if self.0.state == PartState::Pending {
            self.0.state = PartState::Sending;
            self.0.request = Some(request);
            self.0.first_attempt_at = Some(now);
            self.0.attempts += 1;
        }
    }

    /// An attempt whose end is unknown is repeated: WeCom drops the same request for `checked` after the first one.
    /// Answers whether that is still safe.
    #[must_use]
    pub fn repeat(&mut self, checked: Duration, now: Timestamp) -> bool {
        let is_safe = self
            .0
            .first_attempt_at
            .is_some_and(|first| now.plus(Self::MARGIN) < first.plus(checked));
        if self.0.state == PartState::Sending && is_safe {
            self.0.attempts += 1;
        }
        self.0.state == PartState::Sending && is_safe
    }

    /// The attempt certainly did nothing and no earlier one can have done anything: the next request may differ.
    pub fn put_back(&mut self) {
        if self.0.state == PartState::Sending {
            self.0.state = PartState::Pending;
            self.0.request = None;
            self.0.first_attempt_at = None;
        }
    }

    /// WeCom took it.
    pub fn sent(&mut self, msg_id: Option<String>, now: Timestamp) {
        self.settle(PartState::Sent, now);
        self.0.msg_id = msg_id;
    }

    /// WeCom refused it, or it was never tried.
    pub fn failed(&mut self, code: Option<i64>, note: String, now: Timestamp) {
        self.settle(PartState::Failed, now);
        (self.0.code, self.0.note) = (code, Some(note));
    }

    /// Nobody will know.
    pub fn lost(&mut self, now: Timestamp) {
        self.settle(PartState::Unknown, now);
        self.0.note = Some("no answer came while repeating it was safe".to_owned());
    }

    fn settle(&mut self, state: PartState, now: Timestamp) {
        self.0.state = state;
        self.0.settled_at = Some(now);
        self.0.request = None;
    }

    /// Whether WeCom can be asked to take it back.
    #[must_use]
    pub fn is_recallable(&self, now: Timestamp) -> bool {
        let in_time = self.0.settled_at.is_some_and(|at| now < at.plus(Self::RECALLABLE));
        self.0.state == PartState::Sent && self.0.msg_id.is_some() && in_time
    }

    /// It was taken back.
    pub fn recalled(&mut self) {
        self.0.state = PartState::Recalled;
        (self.0.code, self.0.note) = (None, None);
    }

    /// It was not taken back.
    pub fn not_recalled(&mut self, code: Option<i64>, note: String) {
        (self.0.code, self.0.note) = (code, Some(note));
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn part() -> MessagePart {
        MessagePart::planned(StaffMessageId::from_uuid(Uuid::nil()), 1)
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_seconds(seconds)
    }

    #[test]
    fn a_repetition_is_safe_while_the_first_request_is_remembered() {
        let mut part = part();
        part.begin("{}".to_owned(), at(0));
        part.begin("another".to_owned(), at(5));
        let checked = Duration::from_mins(30);
        assert!(part.repeat(checked, at(60)));
        assert!(part.repeat(checked, at(1_769)));
        assert!(!part.repeat(checked, at(1_770)));
        assert_eq!(
            (part.stored().attempts, part.stored().request.as_deref()),
            (3, Some("{}"))
        );
        part.lost(at(1_800));
        assert_eq!(
            (part.stored().state, part.stored().request.as_deref()),
            (PartState::Unknown, None)
        );
        assert!(!part.repeat(checked, at(61)));
    }

    #[test]
    fn what_was_certainly_not_sent_begins_anew() {
        let mut part = part();
        part.begin("{}".to_owned(), at(0));
        part.put_back();
        part.begin("other".to_owned(), at(9_000));
        assert_eq!(part.stored().first_attempt_at, Some(at(9_000)));
        assert_eq!(part.stored().request.as_deref(), Some("other"));
    }

    #[test]
    fn a_message_is_taken_back_for_a_day_where_it_has_an_id() {
        let mut part = part();
        assert!(!part.is_recallable(at(0)));
        part.begin("{}".to_owned(), at(0));
        part.sent(None, at(1));
        assert!(!part.is_recallable(at(2)));
        part.sent(Some("m".to_owned()), at(1));
        assert!(part.is_recallable(at(86_400)) && !part.is_recallable(at(86_401)));
        part.recalled();
        assert!(!part.is_recallable(at(2)) && !part.is_open());
    }
}
