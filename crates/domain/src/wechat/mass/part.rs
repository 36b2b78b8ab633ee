//! One call of WeChat's sending, and what became of it.

use crate::time::Timestamp;
use crate::wechat::MassCopyright;

/// Where a part stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartState {
    /// WeChat certainly has not got it.
    Pending,
    /// An attempt was begun; whether WeChat took it is not known yet.
    Sending,
    /// WeChat took it and is sending.
    Accepted,
    /// WeChat sent it.
    Finished,
    /// It was not sent.
    Failed,
    /// It was called off before an attempt.
    Cancelled,
    /// What became of it cannot be known.
    Unknown,
}

impl PartState {
    /// All states.
    pub const ALL: [Self; 7] = [
        Self::Pending,
        Self::Sending,
        Self::Accepted,
        Self::Finished,
        Self::Failed,
        Self::Cancelled,
        Self::Unknown,
    ];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Accepted => "accepted",
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Unknown => "unknown",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether WeChat has still to be called.
    #[must_use]
    pub const fn is_to_be_sent(self) -> bool {
        matches!(self, Self::Pending | Self::Sending)
    }
}

/// How many people, as WeChat's report counts them; approximate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MassCounts {
    /// People it was meant for.
    pub total: u64,
    /// Of these, people who may receive it.
    pub filtered: u64,
    /// Of these, people who received it.
    pub sent: u64,
    /// Of these, people for whom it failed.
    pub failed: u64,
}

impl MassCounts {
    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            total: self.total.saturating_add(other.total),
            filtered: self.filtered.saturating_add(other.filtered),
            sent: self.sent.saturating_add(other.sent),
            failed: self.failed.saturating_add(other.failed),
        }
    }
}

/// Whose word a failure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureSource {
    /// WeChat's report: the code is the `N` of `err(N)`, 0 for a plain failure.
    Report,
    /// WeChat's answer: the code is its `errcode`.
    Call,
    /// Our own; the code is 0.
    Ours,
}

impl FailureSource {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Report, Self::Call, Self::Ours];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Call => "call",
            Self::Ours => "ours",
        }
    }

    /// The source of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.name() == name)
    }
}

/// Why it was not sent, or why nobody knows. Safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MassFailure {
    /// Whose word it is.
    pub source: FailureSource,
    /// Its code.
    pub code: i64,
    /// What is known.
    pub note: String,
}

impl MassFailure {
    /// One of our own.
    #[must_use]
    pub fn ours(note: &str) -> Self {
        Self {
            source: FailureSource::Ours,
            code: 0,
            note: note.to_owned(),
        }
    }
}

/// One call of WeChat's sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MassPart {
    /// Its place among the parts, from 0.
    pub number: u32,
    /// The place of its first person in the list.
    pub first: u32,
    /// How many people of the list are its own; 0 where WeChat finds them itself.
    pub people: u32,
    /// Where it stands.
    pub state: PartState,
    /// Attempts begun.
    pub attempts: u32,
    /// When the first attempt was begun of which nobody knows whether WeChat took it.
    pub attempted_at: Option<Timestamp>,
    /// Since when it waits for the account's administrator.
    pub waiting_since: Option<Timestamp>,
    /// The draft that the attempt named.
    pub draft_media_id: Option<String>,
    /// WeChat's number of it.
    pub msg_id: Option<u64>,
    /// Names its articles in statistics.
    pub msg_data_id: Option<u64>,
    /// When WeChat took it.
    pub accepted_at: Option<Timestamp>,
    /// WeChat's report has come.
    pub reported: bool,
    /// How many people it reached.
    pub counts: Option<MassCounts>,
    /// Why it was not sent.
    pub failure: Option<MassFailure>,
    /// The check for originality of its articles.
    pub copyright: Option<MassCopyright>,
    /// Addresses of its articles by position, from 1.
    pub articles: Vec<(u32, String)>,
}

impl MassPart {
    /// One that was not attempted yet.
    #[must_use]
    pub const fn new(number: u32, first: u32, people: u32) -> Self {
        Self {
            number,
            first,
            people,
            state: PartState::Pending,
            attempts: 0,
            attempted_at: None,
            waiting_since: None,
            draft_media_id: None,
            msg_id: None,
            msg_data_id: None,
            accepted_at: None,
            reported: false,
            counts: None,
            failure: None,
            copyright: None,
            articles: Vec::new(),
        }
    }
}
