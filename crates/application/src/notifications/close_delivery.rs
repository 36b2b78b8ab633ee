//! Take WeChat's report of what became of a template message.

use std::sync::Arc;
use std::time::Duration;

use domain::notifications::Report;
use ports::notifications::DeliveryStore;
use ports::system::Clock;
use serde::{Deserialize, Serialize};

use crate::jobs::{Job, JobError, JobOutcome};

/// The job: WeChat reported on a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CloseDelivery {
    /// Our name of the account.
    pub account: String,
    /// WeChat's message id.
    pub provider_message_id: String,
    /// Whether it arrived.
    pub delivered: bool,
    /// WeChat's status text.
    pub status: String,
}

impl Job for CloseDelivery {
    const NAME: &'static str = "notifications.close_delivery";
}

/// Carries out [`CloseDelivery`].
#[derive(Clone)]
pub struct CloseDeliveries {
    /// Deliveries.
    pub deliveries: Arc<dyn DeliveryStore>,
    /// Time.
    pub clock: Arc<dyn Clock>,
}

impl CloseDeliveries {
    /// Runs it. `first_attempt_age` is how long ago the report came.
    ///
    /// # Errors
    /// What to do about the failure. A report may come before the send's own answer is stored; after two minutes it
    /// concerns a message that is not ours.
    #[tracing::instrument(name = "use_case.notifications.close_delivery", skip_all)]
    pub async fn run(&self, job: &CloseDelivery, first_attempt_age: Duration) -> JobOutcome {
        let found = self
            .deliveries
            .find_by_provider_message(&job.account, &job.provider_message_id)
            .await?;
        let Some(mut delivery) = found else {
            if first_attempt_age > Duration::from_mins(2) {
                tracing::info!("WeChat reported on a message that is not ours");
                return Ok(());
            }
            return Err(JobError::Later {
                after: None,
                reason: "the message is not known yet".to_owned(),
            });
        };
        let version = delivery.stored().version;
        let report = Report {
            delivered: job.delivered,
            status: job.status.clone(),
        };
        if delivery.report(&report, self.clock.now()) {
            let (channel, state) = (delivery.stored().channel.name(), delivery.stored().state.name());
            metrics::counter!("deliveries_total", "channel" => channel, "outcome" => state).increment(1);
            self.deliveries.save(&delivery, version).await?;
        }
        Ok(())
    }
}
