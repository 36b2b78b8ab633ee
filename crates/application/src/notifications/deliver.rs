//! Carry out the delivery of a cause.

use std::sync::Arc;

use ports::StoreError;
use ports::notifications::DeliveryStore;
use serde::{Deserialize, Serialize};

use super::sending::Sender;
use crate::jobs::{Job, JobError, JobOutcome};

/// The job: carry out the delivery of this cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deliver {
    /// The delivery's cause, which names one delivery whoever made it first.
    pub cause: String,
}

impl Job for Deliver {
    const NAME: &'static str = "notifications.deliver";
}

/// Carries out [`Deliver`].
#[derive(Clone)]
pub struct Delivering {
    /// Deliveries.
    pub deliveries: Arc<dyn DeliveryStore>,
    /// Sends them.
    pub sender: Sender,
}

impl Delivering {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.notifications.deliver", skip_all)]
    pub async fn run(&self, job: &Deliver) -> JobOutcome {
        let found = self.sender.desk.find(&job.cause).await?;
        let delivery = found.ok_or_else(|| JobError::Never("the delivery is gone".to_owned()))?;
        let carried = self.sender.carry_out(delivery).await?;
        carried.into_outcome(self.sender.patience)
    }

    /// Marks a delivery whose job was given up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &Deliver) -> Result<(), StoreError> {
        let Some(mut delivery) = self.deliveries.find_by_cause(&job.cause).await? else {
            return Ok(());
        };
        let version = delivery.stored().version;
        delivery.give_up(self.sender.clock.now());
        if delivery.stored().version == version {
            Ok(())
        } else {
            self.deliveries.save(&delivery, version).await
        }
    }
}
