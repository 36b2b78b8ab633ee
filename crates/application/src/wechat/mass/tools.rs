//! The frame of every change of one mass message: load, check the version, one domain verb, store with log and jobs.

use std::sync::Arc;

use domain::ids::MassMessageId;
use domain::time::Timestamp;
use domain::wechat::MassReport;
use domain::wechat::mass::{MassHappened, MassMessage};
use ports::StoreError;
use ports::jobs::{JobEnvelope, RelaySignal};
use ports::log::LogEntry;
use ports::system::{Clock, Ids};
use ports::wechat::mass::{EarlyMassReports, MassChange, MassStore, PeopleChange};

use super::error::MassError;
use crate::context::Context;
use crate::log_wire;
use crate::retry::retry_on_contention;

/// What use cases about mass messages work with.
#[derive(Clone)]
pub struct MassTools {
    pub(super) store: Arc<dyn MassStore>,
    pub(super) reports: Arc<dyn EarlyMassReports>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn Ids>,
    pub(super) signal: Arc<dyn RelaySignal>,
}

/// A command about a mass message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MassCommand {
    /// Our name of the account.
    pub account: String,
    /// The message.
    pub id: MassMessageId,
    /// The version the caller saw, where the caller insists on it.
    pub expected_version: Option<u64>,
    /// Who and what.
    pub context: Context,
}

impl MassCommand {
    /// A command of the system itself.
    pub(super) fn of(message: &MassMessage, context: &Context) -> Self {
        Self {
            account: message.stored().account.clone(),
            id: message.stored().id,
            expected_version: None,
            context: context.clone(),
        }
    }
}

/// What a verb did, and what follows.
pub(super) struct Done {
    pub(super) happened: MassHappened,
    pub(super) people: PeopleChange,
    pub(super) jobs: Vec<JobEnvelope>,
}

impl Done {
    /// It happened, and these jobs follow.
    pub(super) fn with(happened: MassHappened, jobs: Vec<JobEnvelope>) -> Self {
        Self {
            happened,
            people: PeopleChange::Keep,
            jobs,
        }
    }
}

impl From<MassHappened> for Done {
    fn from(happened: MassHappened) -> Self {
        Self::with(happened, Vec::new())
    }
}

/// One change, given the message and the time. `None` leaves it as it is.
pub(super) type Verb<'a> = dyn Fn(&mut MassMessage, Timestamp) -> Result<Option<Done>, MassError> + Send + Sync + 'a;

impl MassTools {
    /// Carries out a verb; answers the message as it is now. Told the same twice or at once, it comes out the same.
    pub(super) async fn update(&self, command: &MassCommand, verb: &Verb<'_>) -> Result<MassMessage, MassError> {
        let updated = retry_on_contention(|| self.attempt(command, verb)).await;
        self.signal.wake();
        updated
    }

    async fn attempt(&self, command: &MassCommand, verb: &Verb<'_>) -> Result<MassMessage, MassError> {
        let mut message = self.find(&command.account, command.id).await?;
        let loaded = message.stored().version;
        if command.expected_version.is_some_and(|expected| expected != loaded) {
            return Err(MassError::Stale { actual: loaded });
        }
        let (needed, now) = (message.needs_people(), self.clock.now());
        let Some(done) = verb(&mut message, now)? else {
            return Ok(message);
        };
        let log = vec![self.entry(&message, &done.happened, &command.context, now)];
        if done.happened == MassHappened::Deleted {
            self.store.delete(command.id, loaded, &log).await?;
            return Ok(message);
        }
        let is_needless = needed && !message.needs_people() && done.people == PeopleChange::Keep;
        let change = MassChange {
            message,
            expected_version: loaded,
            people: if is_needless { PeopleChange::Forget } else { done.people },
            jobs: done.jobs,
            log,
        };
        self.store.apply(&change).await?;
        Ok(change.message)
    }

    pub(super) async fn find(&self, account: &str, id: MassMessageId) -> Result<MassMessage, MassError> {
        self.store.find(account, id).await?.ok_or(MassError::Unknown)
    }

    pub(super) fn entry(
        &self,
        message: &MassMessage,
        happened: &MassHappened,
        context: &Context,
        now: Timestamp,
    ) -> LogEntry {
        let wire = log_wire::mass_happened(message, happened);
        context.log_entry(wire, message.stored().version, now, self.ids.as_ref())
    }

    /// Takes a report on one of its parts.
    pub(super) async fn hear(&self, command: &MassCommand, report: &MassReport) -> Result<MassMessage, MassError> {
        let verb = |message: &mut MassMessage, now: Timestamp| Ok(message.hear(report, now).map(Done::from));
        self.update(command, &verb).await
    }
}

/// What a job cannot do anything about but fail.
pub(super) fn of_store(error: MassError) -> StoreError {
    match error {
        MassError::Store(error) => error,
        other => StoreError::Failed(other.to_string()),
    }
}
