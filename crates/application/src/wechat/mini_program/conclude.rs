//! The frame of every change of one content check: lock, one domain verb, save, log, jobs.

use std::sync::Arc;

use domain::ids::ContentCheckId;
use domain::time::Timestamp;
use domain::validation::FieldFaults;
use domain::wechat::MediaVerdict;
use domain::wechat::mini_program::{CheckHappened, ContentCheck, Heard};
use ports::StoreError;
use ports::jobs::{JobEnvelope, RelaySignal};
use ports::system::{Clock, Ids};
use ports::wechat::mini_program::{ContentCheckReads, ContentChecksStore, EarlyVerdicts};

use super::accounts::AccountRefusal;
use super::submit_media::SubmitMediaCheck;
use crate::context::Context;
use crate::log_wire;
use crate::retry::retry_on_contention;

/// Content was not taken in for a check.
#[derive(Debug, thiserror::Error)]
pub enum ContentCheckError {
    /// The account is not to be had.
    #[error(transparent)]
    Account(#[from] AccountRefusal),
    /// What was submitted breaks a rule.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What use cases about content checks work with.
#[derive(Clone)]
pub(super) struct CheckTools {
    pub(super) store: Arc<dyn ContentChecksStore>,
    pub(super) reads: Arc<dyn ContentCheckReads>,
    pub(super) verdicts: Arc<dyn EarlyVerdicts>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn Ids>,
    pub(super) signal: Arc<dyn RelaySignal>,
}

/// What a verb did, and the jobs that follow.
pub(super) type Done = Option<(CheckHappened, Vec<JobEnvelope>)>;

impl CheckTools {
    /// Stores a new check with its jobs. One that is there already is answered instead.
    pub(super) async fn add(
        &self,
        check: ContentCheck,
        happened: &CheckHappened,
        jobs: &[JobEnvelope],
        context: &Context,
    ) -> Result<ContentCheck, StoreError> {
        let added = retry_on_contention(|| self.add_once(&check, happened, jobs, context)).await;
        let stored = check.stored();
        if let Err(StoreError::Duplicate(_)) = added
            && let Some(there) = self.reads.find(&stored.person.account, stored.id).await?
        {
            return Ok(there);
        }
        added?;
        self.signal.wake();
        Ok(check)
    }

    async fn add_once(
        &self,
        check: &ContentCheck,
        happened: &CheckHappened,
        jobs: &[JobEnvelope],
        context: &Context,
    ) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        tx.checks().add(check).await?;
        let wire = log_wire::content_check_happened(check.stored().id, happened);
        let entry = context.log_entry(
            wire,
            check.stored().version,
            check.stored().created_at,
            self.ids.as_ref(),
        );
        tx.log().append(&[entry]).await?;
        tx.outbox().enqueue(jobs).await?;
        tx.commit().await
    }

    /// Carries out a verb on a check; answers the check as it is then, `None` when there is none. A verb that did
    /// nothing leaves it as it is.
    pub(super) async fn update(
        &self,
        id: ContentCheckId,
        context: &Context,
        verb: &(dyn Fn(&mut ContentCheck, Timestamp) -> Done + Send + Sync),
    ) -> Result<Option<ContentCheck>, StoreError> {
        let updated = retry_on_contention(|| self.attempt(id, context, verb)).await;
        self.signal.wake();
        updated
    }

    async fn attempt(
        &self,
        id: ContentCheckId,
        context: &Context,
        verb: &(dyn Fn(&mut ContentCheck, Timestamp) -> Done + Send + Sync),
    ) -> Result<Option<ContentCheck>, StoreError> {
        let mut tx = self.store.begin().await?;
        let Some(mut check) = tx.checks().find_for_update(id).await? else {
            return Ok(None);
        };
        let (version, now) = (check.stored().version, self.clock.now());
        let Some((happened, jobs)) = verb(&mut check, now) else {
            return Ok(Some(check));
        };
        tx.checks().save(&check, version).await?;
        let wire = log_wire::content_check_happened(id, &happened);
        let entry = context.log_entry(wire, check.stored().version, now, self.ids.as_ref());
        tx.log().append(&[entry]).await?;
        tx.outbox().enqueue(&jobs).await?;
        tx.commit().await?;
        if let CheckHappened::Concluded { kind, finding, .. } = happened {
            count(kind.name(), finding.verdict.name());
        }
        Ok(Some(check))
    }

    /// Takes a verdict on a check; one that cannot be fetched is submitted again after a pause.
    pub(super) async fn hear(
        &self,
        id: ContentCheckId,
        verdict: &MediaVerdict,
        context: &Context,
    ) -> Result<(), StoreError> {
        let verb = |check: &mut ContentCheck, now: Timestamp| match check.hear(verdict, now) {
            Heard::Ignored => None,
            Heard::Concluded(happened) => Some((happened, Vec::new())),
            Heard::Again(happened, pause) => {
                let again = SubmitMediaCheck::of(check);
                let mut job = context.job(&again, now, self.ids.as_ref());
                job.not_before = now.plus(pause);
                Some((happened, vec![job]))
            }
        };
        self.update(id, context, &verb).await.map(drop)
    }
}

/// Counts a concluded check.
pub(super) fn count(kind: &'static str, verdict: &'static str) {
    metrics::counter!("content_checks_total", "kind" => kind, "verdict" => verdict).increment(1);
}
