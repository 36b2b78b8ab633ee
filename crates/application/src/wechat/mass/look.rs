//! Look what became of a mass message whose report does not come.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::MassMessageId;
use domain::time::Timestamp;
use domain::wechat::mass::{Looked, MassMessage, PartState};
use ports::StoreError;
use ports::jobs::JobEnvelope;
use ports::system::Ids;
use ports::wechat::mass::MassApi;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::send::of_job;
use super::tools::{Done, MassCommand, MassTools, of_store};
use crate::context::Context;
use crate::jobs::{Job, JobOutcome};

/// How long after the acceptance, and then after the look before, WeChat is asked. After the last look nobody waits
/// for news any more.
const LOOKS: [Duration; 5] = [
    Duration::from_mins(10),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(8),
    Duration::from_hours(24),
];
/// Early reports are of use for so long.
const REPORT_AGE: Duration = Duration::from_hours(72);

/// The job: look at this part, unless its report has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LookAtMass {
    /// Our name of the account.
    pub account: String,
    /// The message.
    pub mass_id: Uuid,
    /// The part.
    pub part: u32,
    /// Which look it is, from 0.
    pub look: usize,
}

impl Job for LookAtMass {
    const NAME: &'static str = "wechat.look_at_mass_message";
}

impl LookAtMass {
    /// The first look at a part.
    pub(super) fn first(message: &MassMessage, part: u32) -> Self {
        Self {
            account: message.stored().account.clone(),
            mass_id: message.stored().id.uuid(),
            part,
            look: 0,
        }
    }

    fn next(&self) -> Option<Self> {
        let look = self.look + 1;
        (look < LOOKS.len()).then(|| Self { look, ..self.clone() })
    }

    /// The job, due in its time.
    pub(super) fn envelope(&self, command: &MassCommand, now: Timestamp, ids: &dyn Ids) -> JobEnvelope {
        let mut job = command.context.job(self, now, ids);
        job.not_before = now.plus(LOOKS.get(self.look).copied().unwrap_or_default());
        job
    }
}

/// Carries out [`LookAtMass`]: at most five times for a part.
#[derive(Clone)]
pub struct LookingAtMass {
    pub(super) tools: MassTools,
    pub(super) api: Arc<dyn MassApi>,
}

impl LookingAtMass {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.wechat.look_at_mass", skip_all, fields(mass.id = %job.mass_id))]
    pub async fn run(&self, job: &LookAtMass, context: &Context) -> JobOutcome {
        let now = self.tools.clock.now();
        self.tools.reports.forget(now.minus(REPORT_AGE)).await?;
        let id = MassMessageId::from_uuid(job.mass_id);
        let Some(message) = self.tools.store.find(&job.account, id).await? else {
            return Ok(());
        };
        let mut parts = message.stored().parts.iter();
        let part = parts.find(|part| part.number == job.part && part.state == PartState::Accepted);
        let Some(msg_id) = part.and_then(|part| part.msg_id) else {
            return Ok(());
        };
        let looked = match self.api.look(&job.account, msg_id).await {
            Ok(looked) => looked,
            Err(failure) => {
                tracing::warn!(error = %failure, "WeChat does not tell how far a mass message is");
                Looked::UnderWay
            }
        };
        self.note(job, looked, &MassCommand::of(&message, context)).await
    }

    /// Ends the waiting for news of a part whose job was given up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &LookAtMass, context: &Context) -> Result<(), StoreError> {
        let id = MassMessageId::from_uuid(job.mass_id);
        let Some(message) = self.tools.store.find(&job.account, id).await? else {
            return Ok(());
        };
        let verb = |message: &mut MassMessage, now: Timestamp| Ok(message.lost_sight(job.part, now).map(Done::from));
        let command = MassCommand::of(&message, context);
        self.tools.update(&command, &verb).await.map(drop).map_err(of_store)
    }

    async fn note(&self, job: &LookAtMass, looked: Looked, command: &MassCommand) -> JobOutcome {
        if let (Looked::UnderWay, Some(next)) = (looked, job.next()) {
            return self.come_again(&next, command).await;
        }
        let verb = |message: &mut MassMessage, now: Timestamp| {
            let happened = match looked {
                Looked::UnderWay => message.lost_sight(job.part, now),
                looked => message.looked(job.part, looked, now),
            };
            Ok(happened.map(Done::from))
        };
        self.tools.update(command, &verb).await.map(drop).map_err(of_job)
    }

    async fn come_again(&self, next: &LookAtMass, command: &MassCommand) -> JobOutcome {
        let job = next.envelope(command, self.tools.clock.now(), self.tools.ids.as_ref());
        self.tools.store.enqueue(&[job]).await?;
        self.tools.signal.wake();
        Ok(())
    }
}
