//! One full synchronisation of an account's followers, step by step.

use crate::ids::{FollowerId, FollowerSyncId};
use crate::time::Timestamp;

/// Where a synchronisation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SyncState {
    /// Under way, or waiting for its next step.
    Running,
    /// Done.
    Finished,
    /// WeChat refused, or a step failed too often.
    Failed,
    /// An operator ended it.
    Cancelled,
}

impl SyncState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Running, Self::Finished, Self::Failed, Self::Cancelled];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What a synchronisation is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SyncPhase {
    /// Asking for open ids, 10,000 a step.
    Listing,
    /// Noting who is not in the list any more.
    Sweeping,
    /// Asking for profiles, 100 a call.
    Profiles,
    /// Asking who is on the black list, 1,000 a step.
    Blacklist,
}

impl SyncPhase {
    /// Every phase, in order.
    pub const ALL: [Self; 4] = [Self::Listing, Self::Sweeping, Self::Profiles, Self::Blacklist];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Listing => "listing",
            Self::Sweeping => "sweeping",
            Self::Profiles => "profiles",
            Self::Blacklist => "blacklist",
        }
    }

    /// The phase of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.name() == name)
    }

    fn after(self) -> Option<Self> {
        let place = Self::ALL.iter().position(|phase| *phase == self)?;
        Self::ALL.get(place + 1).copied()
    }
}

/// What happened to a synchronisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyncHappened {
    /// It began.
    Started,
    /// It goes on where it had stopped.
    Resumed,
    /// It is done.
    Finished {
        /// People in WeChat's list.
        fetched: u64,
        /// People who were no longer in it.
        unfollowed: u64,
    },
    /// It stopped.
    Failed {
        /// Why, safe to show.
        error: String,
    },
    /// An operator ended it.
    Cancelled,
}

/// Why a synchronisation does not do as told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SyncRefusal {
    /// One of the account is under way.
    #[error("a synchronisation of this account is running")]
    Running,
    /// None is under way.
    #[error("no synchronisation of this account is running")]
    NotRunning,
    /// The last one did not stop half-way.
    #[error("there is no synchronisation to go on with")]
    NothingToResume,
}

/// All of a synchronisation, for adapters to store and restore it.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredFollowerSync {
    /// Our name of the account.
    pub account: String,
    /// Its id.
    pub id: FollowerSyncId,
    /// Where it stands.
    pub state: SyncState,
    /// What it is busy with.
    pub phase: SyncPhase,
    /// Where the next page of open ids begins.
    pub next_open_id: Option<String>,
    /// The last follower whose profile was asked for.
    pub last_follower: Option<FollowerId>,
    /// Pages of open ids read.
    pub pages: u64,
    /// Open ids read.
    pub fetched: u64,
    /// How many there are, as WeChat says.
    pub total: Option<u64>,
    /// Profiles read.
    pub profiles: u64,
    /// People who were no longer in the list.
    pub unfollowed: u64,
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

impl std::fmt::Debug for StoredFollowerSync {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredFollowerSync")
            .field("account", &self.account)
            .field("id", &self.id)
            .field("state", &self.state)
            .field("phase", &self.phase)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// One full synchronisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowerSync {
    stored: StoredFollowerSync,
}

impl FollowerSync {
    /// One that begins now. `version` is that of the one before plus one, so that no job of it is mistaken for a twin.
    #[must_use]
    pub fn start(account: &str, id: FollowerSyncId, before: Option<&Self>, now: Timestamp) -> (Self, SyncHappened) {
        let stored = StoredFollowerSync {
            account: account.to_owned(),
            id,
            state: SyncState::Running,
            phase: SyncPhase::Listing,
            next_open_id: None,
            last_follower: None,
            pages: 0,
            fetched: 0,
            total: None,
            profiles: 0,
            unfollowed: 0,
            started_at: now,
            updated_at: now,
            finished_at: None,
            error: None,
            version: before.map_or(1, |before| before.stored.version + 1),
        };
        (Self { stored }, SyncHappened::Started)
    }

    /// Brings back what an adapter stored.
    #[must_use]
    pub const fn restore(stored: StoredFollowerSync) -> Self {
        Self { stored }
    }

    /// All of it.
    #[must_use]
    pub const fn stored(&self) -> &StoredFollowerSync {
        &self.stored
    }

    /// Whether it is under way.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        matches!(self.stored.state, SyncState::Running)
    }

    /// Goes on where it stopped.
    ///
    /// # Errors
    /// When it runs or is done.
    pub fn resume(&mut self, now: Timestamp) -> Result<SyncHappened, SyncRefusal> {
        match self.stored.state {
            SyncState::Running => Err(SyncRefusal::Running),
            SyncState::Finished => Err(SyncRefusal::NothingToResume),
            SyncState::Failed | SyncState::Cancelled => {
                self.stored.state = SyncState::Running;
                self.stored.finished_at = None;
                self.stored.error = None;
                self.advance(now);
                Ok(SyncHappened::Resumed)
            }
        }
    }

    /// Notes a page of open ids, `next` being where the page after it begins.
    pub fn listed(&mut self, count: u64, total: u64, next: Option<String>, now: Timestamp) -> Option<SyncHappened> {
        if count > 0 {
            self.stored.pages += 1;
            self.stored.fetched += count;
        }
        // The page after the last tells no total.
        if total > 0 || self.stored.total.is_none() {
            self.stored.total = Some(total);
        }
        self.turn(next, now)
    }

    /// Notes some people who were no longer in the list; `more` tells that there may be others.
    pub fn swept(&mut self, unfollowed: u64, more: bool, now: Timestamp) -> Option<SyncHappened> {
        self.stored.unfollowed += unfollowed;
        if more {
            self.advance(now);
            return None;
        }
        self.end_phase(now)
    }

    /// Notes some profiles; `last` is the last follower asked for, `None` at the end.
    pub fn profiled(&mut self, count: u64, last: Option<FollowerId>, now: Timestamp) -> Option<SyncHappened> {
        self.stored.profiles += count;
        if last.is_some() {
            self.stored.last_follower = last;
            self.advance(now);
            return None;
        }
        self.end_phase(now)
    }

    /// Notes a page of the black list.
    pub fn blacklisted(&mut self, next: Option<String>, now: Timestamp) -> Option<SyncHappened> {
        self.turn(next, now)
    }

    /// Stops, because a step cannot be done.
    pub fn fail(&mut self, error: String, now: Timestamp) -> Option<SyncHappened> {
        if !self.is_running() {
            return None;
        }
        self.end(SyncState::Failed, now);
        self.stored.error = Some(error.clone());
        Some(SyncHappened::Failed { error })
    }

    /// Ends it.
    ///
    /// # Errors
    /// When it does not run.
    pub fn cancel(&mut self, now: Timestamp) -> Result<SyncHappened, SyncRefusal> {
        if !self.is_running() {
            return Err(SyncRefusal::NotRunning);
        }
        self.end(SyncState::Cancelled, now);
        Ok(SyncHappened::Cancelled)
    }

    fn turn(&mut self, next: Option<String>, now: Timestamp) -> Option<SyncHappened> {
        let ends = next.is_none();
        self.stored.next_open_id = next;
        if ends {
            return self.end_phase(now);
        }
        self.advance(now);
        None
    }

    fn end_phase(&mut self, now: Timestamp) -> Option<SyncHappened> {
        if let Some(next) = self.stored.phase.after() {
            self.stored.phase = next;
            self.advance(now);
            return None;
        }
        self.end(SyncState::Finished, now);
        Some(SyncHappened::Finished {
            fetched: self.stored.fetched,
            unfollowed: self.stored.unfollowed,
        })
    }

    const fn end(&mut self, state: SyncState, now: Timestamp) {
        self.stored.state = state;
        self.stored.finished_at = Some(now);
        self.advance(now);
    }

    const fn advance(&mut self, now: Timestamp) {
        self.stored.updated_at = now;
        self.stored.version += 1;
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_unix_seconds(1)
    }

    fn started() -> FollowerSync {
        let id = FollowerSyncId::from_uuid(Uuid::from_u128(1));
        FollowerSync::start("default", id, None, now()).0
    }

    #[test]
    fn it_goes_through_its_phases_and_counts() {
        let mut sync = started();
        sync.listed(10_000, 10_002, Some("o".to_owned()), now());
        sync.listed(2, 10_002, Some("p".to_owned()), now());
        sync.listed(0, 0, None, now());
        assert_eq!(
            (sync.stored().pages, sync.stored().fetched, sync.stored().total),
            (2, 10_002, Some(10_002))
        );
        assert_eq!(sync.stored().phase, SyncPhase::Sweeping);
        sync.swept(3, true, now());
        sync.swept(0, false, now());
        sync.profiled(100, Some(FollowerId::from_uuid(Uuid::from_u128(7))), now());
        assert_eq!(sync.profiled(0, None, now()), None);
        let done = sync.blacklisted(None, now());
        assert_eq!(
            done,
            Some(SyncHappened::Finished {
                fetched: 10_002,
                unfollowed: 3
            })
        );
        assert!(!sync.is_running() && sync.stored().finished_at.is_some());
    }

    #[test]
    fn it_resumes_where_it_failed() {
        let mut sync = started();
        sync.listed(1, 9, Some("o".to_owned()), now());
        let version = sync.stored().version;
        assert_eq!(sync.resume(now()), Err(SyncRefusal::Running));
        assert!(sync.fail("quota".to_owned(), now()).is_some() && sync.fail("again".to_owned(), now()).is_none());
        assert_eq!(sync.cancel(now()), Err(SyncRefusal::NotRunning));
        assert_eq!(sync.resume(now()), Ok(SyncHappened::Resumed));
        assert_eq!(sync.stored().next_open_id.as_deref(), Some("o"));
        assert!(sync.stored().error.is_none() && sync.stored().version > version + 1);
    }
}
