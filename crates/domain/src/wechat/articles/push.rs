//! Where a draft stands at WeChat.

use crate::time::Timestamp;

/// What WeChat has of a draft, and what is under way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pushed {
    /// What WeChat has.
    pub there: Option<At>,
    /// The edition that was last asked to be pushed; cleared when it is there.
    pub wanted: Option<u64>,
    /// An addition that began and was not answered as far as is known.
    pub attempt: Option<AddAttempt>,
    /// Why the last push failed; cleared when one succeeds.
    pub failure: Option<PushFailure>,
    /// When WeChat took the draft away because it was published or sent.
    pub used_up_at: Option<Timestamp>,
    /// One process alone pushes until then.
    pub busy_until: Option<Timestamp>,
}

/// What WeChat has of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At {
    /// WeChat's id of it.
    pub media_id: String,
    /// The edition.
    pub edition: u64,
    /// How many articles it has there: an update cannot change the number.
    pub articles: u32,
    /// Since when.
    pub since: Timestamp,
}

/// An addition that began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddAttempt {
    /// Of this edition.
    pub edition: u64,
    /// When.
    pub began_at: Timestamp,
}

/// Why a push failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushFailure {
    /// Why; safe to show.
    pub note: String,
    /// When.
    pub at: Timestamp,
    /// Whether it is given up until somebody asks again.
    pub is_final: bool,
}

/// What a push has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PushPlan {
    /// WeChat has the newest edition.
    Nothing {
        /// Under this id.
        media_id: String,
    },
    /// WeChat has another edition with as many articles: each is replaced where it is.
    Update {
        /// WeChat's id.
        media_id: String,
    },
    /// WeChat has none, or one with another number of articles, which goes once the new one is there.
    Add {
        /// An addition of before that may have been carried out: it is looked for first.
        unanswered: Option<AddAttempt>,
    },
}

/// Where a push stands, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PushState {
    /// WeChat does not have it.
    Absent,
    /// It is on its way.
    Pending,
    /// WeChat has the newest edition.
    Current,
    /// WeChat has an older edition.
    Outdated,
    /// The last push was given up.
    Failed,
}

impl PushState {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Pending => "pending",
            Self::Current => "current",
            Self::Outdated => "outdated",
            Self::Failed => "failed",
        }
    }
}

impl Pushed {
    /// Where it stands when `edition` is the newest.
    #[must_use]
    pub fn state(&self, edition: u64) -> PushState {
        let gave_up = self.failure.as_ref().is_some_and(|failure| failure.is_final);
        match &self.there {
            _ if self.wanted.is_some() && gave_up => PushState::Failed,
            _ if self.wanted.is_some() => PushState::Pending,
            Some(there) if there.edition == edition => PushState::Current,
            Some(_) => PushState::Outdated,
            None => PushState::Absent,
        }
    }
}
