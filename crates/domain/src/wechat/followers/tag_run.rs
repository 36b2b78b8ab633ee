//! Giving a tag to many followers, or taking it from them.

use crate::ids::TagRunId;
use crate::time::Timestamp;

/// What is done with a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TagAction {
    /// It is given.
    Give,
    /// It is taken.
    Take,
}

impl TagAction {
    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Give => "give",
            Self::Take => "take",
        }
    }

    /// The action of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Give, Self::Take]
            .into_iter()
            .find(|action| action.name() == name)
    }
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TagRunState {
    /// Under way.
    Running,
    /// Everybody was dealt with; some may have been refused.
    Finished,
    /// It stopped: the tag is gone, or WeChat could not be asked for too long.
    Failed,
}

impl TagRunState {
    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Failed => "failed",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Running, Self::Finished, Self::Failed]
            .into_iter()
            .find(|state| state.name() == name)
    }
}

/// What became of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MemberOutcome {
    /// Not yet.
    Waiting,
    /// Done.
    Done,
    /// WeChat refused, with this code: 45059 (all the tags a person may have), 40003 or 49003 (no such follower).
    Refused(i64),
}

impl MemberOutcome {
    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Refused(_) => "refused",
        }
    }

    /// From name and code.
    #[must_use]
    pub fn from_parts(name: &str, code: Option<i64>) -> Option<Self> {
        match (name, code) {
            ("waiting", None) => Some(Self::Waiting),
            ("done", None) => Some(Self::Done),
            ("refused", Some(code)) => Some(Self::Refused(code)),
            _ => None,
        }
    }
}

/// What happened to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagRunHappened {
    /// It began.
    Started,
    /// It ended.
    Ended,
}

/// One run over many followers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagRun {
    /// Its id.
    pub id: TagRunId,
    /// Our name of the account.
    pub account: String,
    /// The tag.
    pub tag: i64,
    /// What is done with it.
    pub action: TagAction,
    /// Where it stands.
    pub state: TagRunState,
    /// People in all.
    pub total: u64,
    /// People it was done for.
    pub done: u64,
    /// People WeChat refused it for.
    pub refused: u64,
    /// Why it failed, safe to show.
    pub error: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it last came on.
    pub updated_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Counts steps from 1. A job carries out the step of its version; one of an earlier version is a twin.
    pub version: u64,
}

impl TagRun {
    /// Most people of one run.
    pub const MOST: usize = 10_000;

    /// One that begins now.
    #[must_use]
    pub fn start(id: TagRunId, account: &str, tag: i64, action: TagAction, total: u64, now: Timestamp) -> Self {
        Self {
            id,
            account: account.to_owned(),
            tag,
            action,
            state: TagRunState::Running,
            total,
            done: 0,
            refused: 0,
            error: None,
            created_at: now,
            updated_at: now,
            finished_at: None,
            version: 1,
        }
    }

    /// Notes what became of some people.
    pub fn came_on(&mut self, outcomes: &[MemberOutcome], now: Timestamp) -> Option<TagRunHappened> {
        for outcome in outcomes {
            match outcome {
                MemberOutcome::Waiting => {}
                MemberOutcome::Done => self.done += 1,
                MemberOutcome::Refused(_) => self.refused += 1,
            }
        }
        self.updated_at = now;
        self.version += 1;
        if self.done + self.refused < self.total {
            return None;
        }
        self.end(TagRunState::Finished, now)
    }

    /// Stops, because nobody else can be dealt with.
    pub fn fail(&mut self, error: String, now: Timestamp) -> Option<TagRunHappened> {
        if self.state != TagRunState::Running {
            return None;
        }
        self.error = Some(error);
        self.version += 1;
        self.end(TagRunState::Failed, now)
    }

    const fn end(&mut self, state: TagRunState, now: Timestamp) -> Option<TagRunHappened> {
        self.state = state;
        self.updated_at = now;
        self.finished_at = Some(now);
        Some(TagRunHappened::Ended)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_run_ends_when_everybody_was_dealt_with() {
        let now = Timestamp::from_unix_seconds(1);
        let mut run = TagRun::start(
            TagRunId::from_uuid(Uuid::nil()),
            "default",
            100,
            TagAction::Give,
            3,
            now,
        );
        assert_eq!(run.came_on(&[MemberOutcome::Done], now), None);
        let rest = [MemberOutcome::Done, MemberOutcome::Refused(45_059)];
        assert_eq!(run.came_on(&rest, now), Some(TagRunHappened::Ended));
        assert_eq!((run.done, run.refused, run.state), (2, 1, TagRunState::Finished));
        assert_eq!(run.fail("late".to_owned(), now), None);
    }
}
