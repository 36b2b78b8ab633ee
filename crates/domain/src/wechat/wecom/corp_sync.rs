//! One full synchronisation of what WeCom knows of a corporation, step by step.

use std::fmt;

use uuid::Uuid;

use crate::time::Timestamp;
use crate::wechat::followers::{SyncRefusal, SyncState};

/// What is read anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CorpSyncKind {
    /// Departments and members.
    Directory,
    /// External contacts.
    Contacts,
}

impl CorpSyncKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Directory, Self::Contacts];

    /// The stable name, used in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Directory => "directory",
            Self::Contacts => "contacts",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    const fn begins_with(self) -> CorpSyncPhase {
        match self {
            Self::Directory => CorpSyncPhase::Departments,
            Self::Contacts => CorpSyncPhase::Users,
        }
    }

    const fn goes_on_with(self) -> CorpSyncPhase {
        match self {
            Self::Directory => CorpSyncPhase::Members,
            Self::Contacts => CorpSyncPhase::Contacts,
        }
    }
}

/// What a synchronisation is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CorpSyncPhase {
    /// Directory: asking for all departments.
    Departments,
    /// Directory: asking for members, a department a step.
    Members,
    /// Directory: asking for ids of members only, because WeCom tells this caller no more.
    MemberIds,
    /// Contacts: asking which members have customer contact.
    Users,
    /// Contacts: asking for the contacts of up to 100 members at once.
    Contacts,
    /// Contacts: asking for the contacts of one member one by one, because WeCom refused them together.
    OneByOne,
    /// Noting who is not in the lists any more.
    Sweeping,
}

impl CorpSyncPhase {
    /// Every phase.
    pub const ALL: [Self; 7] = [
        Self::Departments,
        Self::Members,
        Self::MemberIds,
        Self::Users,
        Self::Contacts,
        Self::OneByOne,
        Self::Sweeping,
    ];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Departments => "departments",
            Self::Members => "members",
            Self::MemberIds => "member-ids",
            Self::Users => "users",
            Self::Contacts => "contacts",
            Self::OneByOne => "one-by-one",
            Self::Sweeping => "sweeping",
        }
    }

    /// The phase of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.name() == name)
    }
}

/// What happened to a synchronisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CorpSyncHappened {
    /// It began.
    Started,
    /// It is done.
    Finished {
        /// Members or contacts read.
        read: u64,
        /// Members, or contacts of a member, that were no longer there.
        gone: u64,
        /// Whether everything was read; nobody was marked as gone otherwise.
        complete: bool,
    },
    /// It stopped.
    Failed {
        /// Why, safe to show.
        error: String,
    },
    /// An operator ended it.
    Cancelled,
}

/// What a step read.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Walked {
    /// Members or contacts.
    pub read: u64,
    /// The last department or member that is done with this step; `None`: this one goes on.
    pub done: Option<String>,
    /// How many departments or members are done with this step.
    pub sources: u64,
    /// Where the next part begins of the one that goes on.
    pub cursor: Option<String>,
    /// Departments or members that WeCom did not tell of.
    pub skipped: u64,
    /// Departments of whose members WeCom told less than it could.
    pub reduced: u64,
}

/// All of a synchronisation, for adapters to store and restore it. `Debug` shows no position: it names people.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredCorpSync {
    /// Our name of the account.
    pub account: String,
    /// What is read.
    pub kind: CorpSyncKind,
    /// Its id.
    pub id: Uuid,
    /// Where it stands.
    pub state: SyncState,
    /// What it is busy with.
    pub phase: CorpSyncPhase,
    /// The last department or member that is done.
    pub last: Option<String>,
    /// Where the next part begins of the one that goes on.
    pub cursor: Option<String>,
    /// Up to and with which member contacts are read one by one.
    pub until: Option<String>,
    /// Departments to ask for members, or members to ask for contacts.
    pub total: Option<u64>,
    /// How many of them are done.
    pub walked: u64,
    /// Members or contacts read.
    pub read: u64,
    /// Departments of whose members WeCom told less than it could.
    pub reduced: u64,
    /// Departments or members that WeCom did not tell of.
    pub skipped: u64,
    /// Members, or contacts of a member, that were no longer there.
    pub gone: u64,
    /// When it began.
    pub started_at: Timestamp,
    /// When it last came on.
    pub updated_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Why it failed, safe to show.
    pub error: Option<String>,
    /// Counts steps from 1. A job carries out the step of its version; one of an earlier version is a twin.
    pub version: u64,
}

impl fmt::Debug for StoredCorpSync {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredCorpSync")
            .field("account", &self.account)
            .field("kind", &self.kind)
            .field("state", &self.state)
            .field("phase", &self.phase)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// One full synchronisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorpSync {
    stored: StoredCorpSync,
}

impl CorpSync {
    /// One that begins now. `version` is that of the one before plus one, so that no job of it is mistaken for a twin.
    #[must_use]
    pub fn start(
        account: &str,
        kind: CorpSyncKind,
        id: Uuid,
        before: Option<&Self>,
        now: Timestamp,
    ) -> (Self, CorpSyncHappened) {
        let stored = StoredCorpSync {
            account: account.to_owned(),
            kind,
            id,
            state: SyncState::Running,
            phase: kind.begins_with(),
            last: None,
            cursor: None,
            until: None,
            total: None,
            walked: 0,
            read: 0,
            reduced: 0,
            skipped: 0,
            gone: 0,
            started_at: now,
            updated_at: now,
            finished_at: None,
            error: None,
            version: before.map_or(1, |before| before.stored.version + 1),
        };
        (Self { stored }, CorpSyncHappened::Started)
    }

    /// Brings back what an adapter stored.
    #[must_use]
    pub const fn restore(stored: StoredCorpSync) -> Self {
        Self { stored }
    }

    /// All of it.
    #[must_use]
    pub const fn stored(&self) -> &StoredCorpSync {
        &self.stored
    }

    /// Whether it is under way.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        matches!(self.stored.state, SyncState::Running)
    }

    /// Notes how many departments or members there are to ask; asking them begins.
    pub const fn sources_listed(&mut self, total: u64, now: Timestamp) {
        self.stored.total = Some(total);
        self.stored.phase = self.stored.kind.goes_on_with();
        self.advance(now);
    }

    /// Notes what a step read.
    pub fn walked(&mut self, step: &Walked, now: Timestamp) {
        self.stored.read += step.read;
        self.stored.walked += step.sources;
        self.stored.skipped += step.skipped;
        self.stored.reduced += step.reduced;
        self.stored.cursor.clone_from(&step.cursor);
        if step.done.is_some() {
            self.stored.last.clone_from(&step.done);
        }
        if self.stored.phase == CorpSyncPhase::OneByOne && self.stored.until <= self.stored.last {
            self.stored.phase = CorpSyncPhase::Contacts;
            self.stored.until = None;
        }
        self.advance(now);
    }

    /// WeCom tells no more than ids of members: they are all asked for anew.
    pub fn take_ids_only(&mut self, now: Timestamp) {
        self.stored.phase = CorpSyncPhase::MemberIds;
        self.stored.cursor = None;
        self.stored.reduced = self.stored.total.unwrap_or_default();
        self.advance(now);
    }

    /// WeCom refused to tell of these members together: up to and with `until` they are asked one by one.
    pub fn take_one_by_one(&mut self, until: &str, now: Timestamp) {
        self.stored.phase = CorpSyncPhase::OneByOne;
        self.stored.until = Some(until.to_owned());
        self.stored.cursor = None;
        self.advance(now);
    }

    /// Everybody was asked. Who was not told of is gone only if everything was told, and not just nothing.
    pub fn read_all(&mut self, now: Timestamp) -> Option<CorpSyncHappened> {
        if self.stored.skipped == 0 && self.stored.read > 0 {
            self.stored.phase = CorpSyncPhase::Sweeping;
            self.stored.cursor = None;
            self.advance(now);
            return None;
        }
        Some(self.finish(now))
    }

    /// Notes some who were no longer there; `more` tells that there may be others.
    pub fn swept(&mut self, gone: u64, more: bool, now: Timestamp) -> Option<CorpSyncHappened> {
        self.stored.gone += gone;
        if more {
            self.advance(now);
            return None;
        }
        Some(self.finish(now))
    }

    /// Stops, because a step cannot be done.
    pub fn fail(&mut self, error: String, now: Timestamp) -> Option<CorpSyncHappened> {
        if !self.is_running() {
            return None;
        }
        self.end(SyncState::Failed, now);
        self.stored.error = Some(error.clone());
        Some(CorpSyncHappened::Failed { error })
    }

    /// Ends it.
    ///
    /// # Errors
    /// When it does not run.
    pub fn cancel(&mut self, now: Timestamp) -> Result<CorpSyncHappened, SyncRefusal> {
        if !self.is_running() {
            return Err(SyncRefusal::NotRunning);
        }
        self.end(SyncState::Cancelled, now);
        Ok(CorpSyncHappened::Cancelled)
    }

    /// Whether everything was read; `None` before it ended so.
    #[must_use]
    pub fn is_complete(&self) -> Option<bool> {
        (self.stored.state == SyncState::Finished).then_some(self.stored.skipped == 0)
    }

    fn finish(&mut self, now: Timestamp) -> CorpSyncHappened {
        self.end(SyncState::Finished, now);
        CorpSyncHappened::Finished {
            read: self.stored.read,
            gone: self.stored.gone,
            complete: self.stored.skipped == 0,
        }
    }

    fn end(&mut self, state: SyncState, now: Timestamp) {
        self.stored.state = state;
        self.stored.finished_at = Some(now);
        // A position names people; nobody goes on from here.
        self.stored.last = None;
        self.stored.cursor = None;
        self.stored.until = None;
        self.advance(now);
    }

    const fn advance(&mut self, now: Timestamp) {
        self.stored.updated_at = now;
        self.stored.version += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_unix_seconds(1)
    }

    fn started(kind: CorpSyncKind) -> CorpSync {
        CorpSync::start("corp", kind, Uuid::from_u128(1), None, now()).0
    }

    fn walked(read: u64, done: Option<&str>, cursor: Option<&str>) -> Walked {
        Walked {
            read,
            done: done.map(str::to_owned),
            sources: u64::from(done.is_some()),
            cursor: cursor.map(str::to_owned),
            ..Walked::default()
        }
    }

    #[test]
    fn a_complete_one_sweeps_and_counts() {
        let mut sync = started(CorpSyncKind::Directory);
        sync.sources_listed(2, now());
        sync.walked(&walked(3, Some("1"), None), now());
        sync.walked(&walked(2, Some("2"), None), now());
        assert_eq!(sync.read_all(now()), None);
        assert_eq!(sync.stored().phase, CorpSyncPhase::Sweeping);
        assert_eq!(sync.swept(4, true, now()), None);
        let done = sync.swept(1, false, now());
        let expected = CorpSyncHappened::Finished {
            read: 5,
            gone: 5,
            complete: true,
        };
        assert_eq!((done, sync.is_complete()), (Some(expected), Some(true)));
    }

    #[test]
    fn nobody_is_gone_when_something_was_not_told_or_nothing_was() {
        let mut partial = started(CorpSyncKind::Directory);
        partial.sources_listed(2, now());
        let skipped = Walked {
            skipped: 1,
            ..walked(3, Some("1"), None)
        };
        partial.walked(&skipped, now());
        let mut empty = started(CorpSyncKind::Contacts);
        empty.sources_listed(0, now());
        for (mut sync, complete) in [(partial, false), (empty, true)] {
            assert!(sync.read_all(now()).is_some(), "no sweep");
            assert_eq!((sync.stored().gone, sync.is_complete()), (0, Some(complete)));
        }
    }

    #[test]
    fn one_by_one_ends_with_the_members_that_were_refused_together() {
        let mut sync = started(CorpSyncKind::Contacts);
        sync.sources_listed(300, now());
        sync.take_one_by_one("b", now());
        sync.walked(&walked(20, None, Some("wm20")), now());
        sync.walked(&walked(5, Some("a"), None), now());
        assert_eq!(sync.stored().phase, CorpSyncPhase::OneByOne);
        sync.walked(&walked(1, Some("b"), None), now());
        assert_eq!(sync.stored().phase, CorpSyncPhase::Contacts);
        assert_eq!(sync.stored().last.as_deref(), Some("b"));
    }

    #[test]
    fn an_ended_one_does_not_go_on() {
        let mut sync = started(CorpSyncKind::Contacts);
        assert!(sync.cancel(now()).is_ok());
        assert_eq!(sync.cancel(now()), Err(SyncRefusal::NotRunning));
        assert_eq!(sync.fail("late".to_owned(), now()), None);
        let (next, _) = CorpSync::start("corp", CorpSyncKind::Contacts, Uuid::from_u128(2), Some(&sync), now());
        assert!(next.stored().version > sync.stored().version);
    }
}
