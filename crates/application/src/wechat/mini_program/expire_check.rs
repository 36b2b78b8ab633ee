//! End the waiting for a verdict.

use std::time::Duration;

use domain::ids::ContentCheckId;
use domain::time::Timestamp;
use domain::wechat::mini_program::ContentCheck;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::conclude::CheckTools;
use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};

/// Early verdicts are of use for so long.
const VERDICT_AGE: Duration = Duration::from_hours(24);
/// What two clocks may differ by: a job that runs so much too early comes again.
const CLOCK_SKEW: Duration = Duration::from_mins(2);

/// The job: see whether this check's time is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExpireContentCheck {
    /// The check.
    pub check_id: Uuid,
}

impl Job for ExpireContentCheck {
    const NAME: &'static str = "wechat.expire_content_check";
}

impl ExpireContentCheck {
    /// The job of a check.
    pub(super) fn of(check: &ContentCheck) -> Self {
        Self {
            check_id: check.stored().id.uuid(),
        }
    }
}

/// Carries out [`ExpireContentCheck`]. Every submission has such a job of its own, so one that finds a later end has
/// nothing to do.
#[derive(Clone)]
pub struct ExpireContentChecks {
    pub(super) tools: CheckTools,
}

impl ExpireContentChecks {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.mini_program.expire_check", skip_all, fields(check.id = %job.check_id))]
    pub async fn run(&self, job: &ExpireContentCheck, context: &Context) -> JobOutcome {
        let id = ContentCheckId::from_uuid(job.check_id);
        let verb = |check: &mut ContentCheck, now: Timestamp| Some((check.time_out(now)?, Vec::new()));
        let check = self.tools.update(id, context, &verb).await?;
        let now = self.tools.clock.now();
        self.tools.verdicts.forget(now.minus(VERDICT_AGE)).await?;
        let left = check
            .filter(ContentCheck::is_waiting)
            .map(|check| check.stored().due_at.since(now));
        match left {
            Some(left) if left <= CLOCK_SKEW => Err(JobError::Later {
                after: Some(left),
                reason: "the waiting is not over yet".to_owned(),
            }),
            _ => Ok(()),
        }
    }
}
