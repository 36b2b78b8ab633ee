//! Begin and end synchronisations of directories and external contacts.

use domain::wechat::wecom::{CorpSync, CorpSyncHappened, CorpSyncKind};
use ports::StoreError;
use ports::wechat::wecom::CorpTransaction;

use super::error::CorpError;
use super::sync_steps::SyncCorp;
use super::tools::{CorpTools, contended};
use crate::context::Context;
use crate::log_wire;
use crate::retry::retry_on_contention;

/// Begins and ends synchronisations, one of each kind at a time per account.
#[derive(Clone)]
pub struct CorpSyncDesk(pub CorpTools);

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorpSyncCommand {
    /// Our name of the account.
    pub account: String,
    /// What is to be read.
    pub kind: CorpSyncKind,
    /// Who and what.
    pub context: Context,
}

impl CorpSyncDesk {
    /// Begins one; the one that runs is answered if there is one.
    ///
    /// # Errors
    /// When the account is no WeCom application, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.start_corp_sync", skip_all, fields(kind = command.kind.name()))]
    pub async fn start(&self, command: &CorpSyncCommand) -> Result<CorpSync, CorpError> {
        self.0.check(&command.account).await?;
        let sync = retry_on_contention(|| self.begin(command)).await?;
        self.0.signal.wake();
        Ok(sync)
    }

    async fn begin(&self, command: &CorpSyncCommand) -> Result<CorpSync, CorpError> {
        let (tools, context) = (&self.0, &command.context);
        let mut tx = tools.records.begin().await?;
        let before = tx.syncs().find_for_update(&command.account, command.kind).await?;
        if let Some(running) = before.as_ref().filter(|before| before.is_running()) {
            return Ok(running.clone());
        }
        let (id, now) = (tools.ids.next(), tools.clock.now());
        let (sync, happened) = CorpSync::start(&command.account, command.kind, id, before.as_ref(), now);
        let expected = before.map(|before| before.stored().version);
        tx.syncs().save(&sync, expected).await.map_err(contended)?;
        tools.enqueue(tx.as_mut(), &SyncCorp::of(&sync), context).await?;
        log(tools, tx.as_mut(), &sync, &happened, context).await?;
        tx.commit().await.map_err(contended)?;
        Ok(sync)
    }

    /// Ends the one that runs. What it read stays.
    ///
    /// # Errors
    /// When none runs, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.cancel_corp_sync", skip_all, fields(kind = command.kind.name()))]
    pub async fn cancel(&self, command: &CorpSyncCommand) -> Result<CorpSync, CorpError> {
        self.0.check(&command.account).await?;
        retry_on_contention(|| async {
            let mut tx = self.0.records.begin().await?;
            let found = tx.syncs().find_for_update(&command.account, command.kind).await?;
            let mut sync = found.ok_or(CorpError::NeverSynchronised)?;
            let version = sync.stored().version;
            let happened = sync.cancel(self.0.clock.now())?;
            tx.syncs().save(&sync, Some(version)).await?;
            log(&self.0, tx.as_mut(), &sync, &happened, &command.context).await?;
            tx.commit().await?;
            Ok(sync)
        })
        .await
    }

    /// The present or last one.
    ///
    /// # Errors
    /// When the account is no WeCom application, there was none, or the store fails.
    pub async fn find(&self, account: &str, kind: CorpSyncKind) -> Result<CorpSync, CorpError> {
        self.0.check(account).await?;
        let found = self.0.directory.sync(account, kind).await?;
        found.ok_or(CorpError::NeverSynchronised)
    }
}

/// Appends what happened to the log of the transaction.
pub(super) async fn log(
    tools: &CorpTools,
    tx: &mut dyn CorpTransaction,
    sync: &CorpSync,
    happened: &CorpSyncHappened,
    context: &Context,
) -> Result<(), StoreError> {
    let stored = sync.stored();
    let wire = log_wire::corp_sync_happened(stored, happened);
    let entry = context.log_entry(wire, stored.version, tools.clock.now(), tools.ids.as_ref());
    tx.log().append(&[entry]).await
}
