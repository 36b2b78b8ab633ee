//! Carry out a synchronisation step by step.
//!
//! Every step is one job: it asks WeCom, stores what it learned, and moves the synchronisation on together with the job
//! of the next step. A process that dies leaves the step to whoever receives its job again; a job delivered twice finds
//! the synchronisation at a later step and does nothing.

use std::sync::Arc;

use domain::wechat::wecom::{CorpSync, CorpSyncHappened, CorpSyncKind, CorpSyncPhase};
use ports::StoreError;
use ports::wechat::wecom::CorpTransaction;
use serde::{Deserialize, Serialize};

use super::sync_desk::log;
use super::tools::CorpTools;
use crate::context::Context;
use crate::jobs::{Job, JobOutcome};
use crate::retry::retry_on_contention;

/// The job: carry out this step of an account's synchronisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncCorp {
    /// Our name of the account.
    pub account: String,
    /// `directory` or `contacts`.
    pub kind: String,
    /// The version that the synchronisation has before the step.
    pub step: u64,
}

impl Job for SyncCorp {
    const NAME: &'static str = "wechat.sync_corp";
}

impl SyncCorp {
    /// The job of the step that a synchronisation is at.
    #[must_use]
    pub fn of(sync: &CorpSync) -> Self {
        let stored = sync.stored();
        Self {
            account: stored.account.clone(),
            kind: stored.kind.name().to_owned(),
            step: stored.version,
        }
    }
}

/// Carries out [`SyncCorp`].
#[derive(Clone)]
pub struct CorpSyncSteps {
    /// What it works with.
    pub tools: CorpTools,
}

/// How a synchronisation moves on; it may be asked several times.
pub(super) type Move = dyn Fn(&mut CorpSync) -> Option<CorpSyncHappened> + Send + Sync;

impl CorpSyncSteps {
    /// Runs it.
    ///
    /// # Errors
    /// When the step is to be tried again.
    #[tracing::instrument(name = "use_case.wechat.sync_corp", skip_all, fields(kind = job.kind, step = job.step))]
    pub async fn run(&self, job: &SyncCorp, context: &Context) -> JobOutcome {
        let Some(sync) = self.at_step(job).await? else {
            return Ok(());
        };
        let outcome = match sync.stored().phase {
            CorpSyncPhase::Departments => self.departments(&sync, context).await,
            CorpSyncPhase::Members => self.members(&sync, context).await,
            CorpSyncPhase::MemberIds => self.member_ids(&sync, context).await,
            CorpSyncPhase::Users => self.users(&sync, context).await,
            CorpSyncPhase::Contacts => self.contacts(&sync, context).await,
            CorpSyncPhase::OneByOne => self.one_by_one(&sync, context).await,
            CorpSyncPhase::Sweeping => match sync.stored().kind {
                CorpSyncKind::Directory => self.sweep_directory(&sync, context).await,
                CorpSyncKind::Contacts => self.sweep_contacts(&sync, context).await,
            },
        };
        match outcome {
            Ok(()) => Ok(()),
            Err(halt) => Ok(self.stop(job, &halt.reason()?, context).await?),
        }
    }

    /// Marks a synchronisation whose job was given up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &SyncCorp, context: &Context) -> Result<(), StoreError> {
        self.stop(job, "a step failed for too long", context).await
    }

    async fn at_step(&self, job: &SyncCorp) -> Result<Option<CorpSync>, StoreError> {
        let Some(kind) = CorpSyncKind::from_name(&job.kind) else {
            return Ok(None);
        };
        let found = self.tools.directory.sync(&job.account, kind).await?;
        Ok(found.filter(|sync| sync.is_running() && sync.stored().version == job.step))
    }

    async fn stop(&self, job: &SyncCorp, error: &str, context: &Context) -> Result<(), StoreError> {
        let Some(sync) = self.at_step(job).await? else {
            return Ok(());
        };
        let (now, error) = (self.tools.clock.now(), error.to_owned());
        self.advance(&sync, context, Arc::new(move |sync| sync.fail(error.clone(), now)))
            .await
    }

    pub(super) async fn advance(
        &self,
        sync: &CorpSync,
        context: &Context,
        advance: Arc<Move>,
    ) -> Result<(), StoreError> {
        retry_on_contention(|| async {
            let mut tx = self.tools.records.begin().await?;
            let Some(mut present) = self.unmoved(tx.as_mut(), sync).await? else {
                return Ok(());
            };
            let happened = advance(&mut present);
            self.keep(tx, sync, &present, happened, context).await
        })
        .await
    }

    /// The synchronisation, locked, unless another did this step or an operator ended it.
    pub(super) async fn unmoved(
        &self,
        tx: &mut dyn CorpTransaction,
        sync: &CorpSync,
    ) -> Result<Option<CorpSync>, StoreError> {
        let stored = sync.stored();
        let present = tx.syncs().find_for_update(&stored.account, stored.kind).await?;
        Ok(present.filter(|present| present.is_running() && present.stored().version == stored.version))
    }

    pub(super) async fn keep(
        &self,
        mut tx: Box<dyn CorpTransaction>,
        before: &CorpSync,
        present: &CorpSync,
        happened: Option<CorpSyncHappened>,
        context: &Context,
    ) -> Result<(), StoreError> {
        tx.syncs().save(present, Some(before.stored().version)).await?;
        if present.is_running() {
            self.tools.enqueue(tx.as_mut(), &SyncCorp::of(present), context).await?;
        }
        if let Some(happened) = happened {
            log(&self.tools, tx.as_mut(), present, &happened, context).await?;
        }
        tx.commit().await?;
        self.tools.signal.wake();
        Ok(())
    }
}
