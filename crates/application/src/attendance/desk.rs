//! The attendance desk: registrations and check-ins of one moment share a transaction.

use std::sync::Arc;

use futures::FutureExt;
use ports::StoreError;
use ports::attendance::AttendanceStore;
use ports::jobs::RelaySignal;
use ports::system::{Clock, Ids};

use super::batch::{Batch, Verdict};
use super::check_in::{CheckInCommand, CheckInError, CheckedIn};
use super::register::{RegisterCommand, RegisterError, Registered};
use crate::batching::{BatchLimits, GroupCommit, NotTaken};
use crate::retry::retry_on_contention;

/// The desk could not decide.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeskFailure {
    /// Too much is waiting, or the batch broke down.
    #[error(transparent)]
    NotTaken(#[from] NotTaken),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the desk works with.
#[derive(Clone)]
pub struct DeskTools {
    /// Transactions.
    pub store: Arc<dyn AttendanceStore>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
    /// Wakes the relay after a commit.
    pub signal: Arc<dyn RelaySignal>,
}

/// What is asked of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ask {
    Register(RegisterCommand),
    CheckIn(CheckInCommand),
}

/// Decides on seats and check-ins, many at a time.
#[derive(Clone)]
pub struct AttendanceDesk {
    commits: Arc<GroupCommit<Ask, Result<Verdict, StoreError>>>,
}

impl AttendanceDesk {
    /// Opens the desk on the present runtime.
    #[must_use]
    pub fn open(tools: DeskTools, limits: BatchLimits) -> Self {
        let commits = GroupCommit::start(limits, move |asks| {
            let tools = tools.clone();
            async move { decide(&tools, asks).await }.boxed()
        });
        Self {
            commits: Arc::new(commits),
        }
    }

    /// Gives a person a seat.
    ///
    /// # Errors
    /// Why there is none.
    #[tracing::instrument(name = "use_case.attendance.register", skip_all, fields(event.id = %command.event))]
    pub async fn register(&self, command: RegisterCommand) -> Result<Registered, RegisterError> {
        match self.ask(Ask::Register(command)).await? {
            Verdict::Register(outcome) => Ok(outcome?),
            Verdict::CheckIn(_) => Err(DeskFailure::NotTaken(NotTaken::Lost).into()),
        }
    }

    /// Checks a person in.
    ///
    /// # Errors
    /// Why not.
    #[tracing::instrument(name = "use_case.attendance.check_in", skip_all, fields(event.id = %command.event))]
    pub async fn check_in(&self, command: CheckInCommand) -> Result<CheckedIn, CheckInError> {
        match self.ask(Ask::CheckIn(command)).await? {
            Verdict::CheckIn(outcome) => outcome,
            Verdict::Register(_) => Err(DeskFailure::NotTaken(NotTaken::Lost).into()),
        }
    }

    async fn ask(&self, ask: Ask) -> Result<Verdict, DeskFailure> {
        Ok(self.commits.submit(ask).await??)
    }
}

/// Decides a batch in one transaction; where that fails for good, each ask in its own, so that one cannot spoil all.
async fn decide(tools: &DeskTools, asks: Vec<Ask>) -> Vec<Result<Verdict, StoreError>> {
    metrics::histogram!("attendance_batch_size").record(asks.len() as f64);
    match attempts(tools, &asks).await {
        Ok(verdicts) => verdicts.into_iter().map(Ok).collect(),
        Err(error) if asks.len() == 1 || matches!(error, StoreError::Unavailable(_)) => {
            tracing::error!(error = %error, detail = error.detail(), "deciding on attendance failed");
            vec![Err(error); asks.len()]
        }
        Err(_) => {
            let mut verdicts = Vec::with_capacity(asks.len());
            for ask in asks {
                let alone = attempts(tools, &[ask]).await;
                verdicts.push(alone.and_then(|mut one| one.pop().ok_or(StoreError::Failed("no verdict".to_owned()))));
            }
            verdicts
        }
    }
}

async fn attempts(tools: &DeskTools, asks: &[Ask]) -> Result<Vec<Verdict>, StoreError> {
    let verdicts = retry_on_contention(|| async {
        match Batch::run(tools, asks).await {
            // Another instance stored the same registration or scan in between: the next attempt reads it.
            Err(StoreError::Duplicate(rule)) => Err(StoreError::Contention(rule)),
            outcome => outcome,
        }
    })
    .await?;
    tools.signal.wake();
    Ok(verdicts)
}
