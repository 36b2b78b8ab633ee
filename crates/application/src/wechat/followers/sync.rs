//! Begin, go on with and end the synchronisation of an account's followers.

use domain::ids::FollowerSyncId;
use domain::text::single_line;
use domain::validation::FieldFaults;
use domain::wechat::followers::{FollowerSync, SyncHappened, SyncRefusal};
use ports::StoreError;
use ports::wechat::followers::FollowersTransaction;

use super::error::FollowerError;
use super::sync_steps::SyncFollowers;
use super::tools::{FollowerTools, contended};
use crate::context::Context;
use crate::log_wire;
use crate::retry::retry_on_contention;

/// Begins and ends synchronisations, one at a time per account.
#[derive(Clone)]
pub struct FollowerSyncDesk(pub FollowerTools);

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncCommand {
    /// Our name of the account.
    pub account: String,
    /// Who and what.
    pub context: Context,
}

impl FollowerSyncDesk {
    /// Begins one, or goes on with one that stopped half-way.
    ///
    /// # Errors
    /// When one runs, there is nothing to go on with, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.start_follower_sync", skip_all)]
    pub async fn start(&self, command: &SyncCommand, resume: bool) -> Result<FollowerSync, FollowerError> {
        let mut faults = FieldFaults::default();
        faults.keep("account", single_line(&command.account, 1..=64));
        faults.check()?;
        let sync = retry_on_contention(|| self.begin(command, resume)).await?;
        self.0.signal.wake();
        Ok(sync)
    }

    async fn begin(&self, command: &SyncCommand, resume: bool) -> Result<FollowerSync, FollowerError> {
        let mut tx = self.0.store.begin().await?;
        let now = self.0.clock.now();
        let before = tx.syncs().find_for_update(&command.account).await?;
        let expected = before.as_ref().map(|before| before.stored().version);
        let (sync, happened) = match (before, resume) {
            (Some(before), _) if before.is_running() => return Err(SyncRefusal::Running.into()),
            (Some(mut before), true) => {
                let happened = before.resume(now)?;
                (before, happened)
            }
            (None, true) => return Err(SyncRefusal::NothingToResume.into()),
            (before, false) => {
                let id = FollowerSyncId::from_uuid(self.0.ids.next());
                FollowerSync::start(&command.account, id, before.as_ref(), now)
            }
        };
        tx.syncs().save(&sync, expected).await.map_err(contended)?;
        enqueue_next(&self.0, tx.as_mut(), &sync, &command.context).await?;
        log(&self.0, tx.as_mut(), &sync, &happened, &command.context).await?;
        tx.commit().await.map_err(contended)?;
        Ok(sync)
    }

    /// Ends the one that runs. What it read stays.
    ///
    /// # Errors
    /// When none runs, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.cancel_follower_sync", skip_all)]
    pub async fn cancel(&self, command: &SyncCommand) -> Result<FollowerSync, FollowerError> {
        retry_on_contention(|| async {
            let mut tx = self.0.store.begin().await?;
            let found = tx.syncs().find_for_update(&command.account).await?;
            let mut sync = found.ok_or(FollowerError::NeverSynchronised)?;
            let version = sync.stored().version;
            let happened = sync.cancel(self.0.clock.now())?;
            tx.syncs().save(&sync, Some(version)).await?;
            log(&self.0, tx.as_mut(), &sync, &happened, &command.context).await?;
            tx.commit().await?;
            Ok(sync)
        })
        .await
    }
}

/// Enqueues the job of the step that a synchronisation is at.
pub(super) async fn enqueue_next(
    tools: &FollowerTools,
    tx: &mut dyn FollowersTransaction,
    sync: &FollowerSync,
    context: &Context,
) -> Result<(), StoreError> {
    let job = SyncFollowers {
        account: sync.stored().account.clone(),
        step: sync.stored().version,
    };
    let job = context.job(&job, tools.clock.now(), tools.ids.as_ref());
    tx.outbox().enqueue(&[job]).await
}

/// Appends what happened to the log of the transaction.
pub(super) async fn log(
    tools: &FollowerTools,
    tx: &mut dyn FollowersTransaction,
    sync: &FollowerSync,
    happened: &SyncHappened,
    context: &Context,
) -> Result<(), StoreError> {
    let stored = sync.stored();
    let wire = log_wire::sync_happened(stored.id, &stored.account, happened);
    let entry = context.log_entry(wire, stored.version, tools.clock.now(), tools.ids.as_ref());
    tx.log().append(&[entry]).await
}
