//! Take WeChat's report of what became of a subscribe notification.

use std::sync::Arc;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::notifications::{Channel, Delivery, DeliveryState, Report};
use domain::wechat::{IncomingKind, Signal, SubscriptionReport};
use ports::notifications::{DeliveryFilter, DeliveryReads, DeliveryStore};
use ports::system::Clock;
use ports::wechat::RecordedMessage;
use ports::{PageQuery, StoreError};

use crate::context::Context;
use crate::jobs::JobOutcome;
use crate::retry::retry_on_contention;
use crate::wechat::TakesNote;

/// A person's deliveries looked at: reports come within seconds, so that the one meant is among the newest.
const NEWEST: PageQuery = PageQuery::Number { page: 1, size: 200 };

/// Closes deliveries of subscribe notifications. WeChat's answer to the send names no message, so the report goes to
/// the oldest delivery of its person and template that has none yet.
#[derive(Clone)]
pub struct SubscriptionReportListener {
    /// Deliveries.
    pub deliveries: Arc<dyn DeliveryStore>,
    /// Deliveries of a person.
    pub reads: Arc<dyn DeliveryReads>,
    /// Time.
    pub clock: Arc<dyn Clock>,
}

#[async_trait]
impl TakesNote for SubscriptionReportListener {
    async fn note(&self, message: &RecordedMessage, _: &Context) -> JobOutcome {
        let IncomingKind::Signal(Signal::SubscriptionReports(reports)) = &message.incoming.kind else {
            return Ok(());
        };
        for report in reports {
            retry_on_contention(|| self.close(&message.incoming.person, report)).await?;
        }
        Ok(())
    }
}

impl SubscriptionReportListener {
    async fn close(&self, person: &PersonRef, report: &SubscriptionReport) -> Result<(), StoreError> {
        let Some(mut delivery) = self.meant(person, report).await? else {
            tracing::info!("WeChat reported on a subscribe notification that is not ours");
            return Ok(());
        };
        let version = delivery.stored().version;
        delivery.identify(&report.msg_id);
        let outcome = Report {
            delivered: report.error_code == 0,
            status: report.status.clone(),
        };
        if delivery.report(&outcome, self.clock.now()) {
            self.deliveries.save(&delivery, version).await?;
        }
        Ok(())
    }

    async fn meant(&self, person: &PersonRef, report: &SubscriptionReport) -> Result<Option<Delivery>, StoreError> {
        let known = self
            .deliveries
            .find_by_provider_message(&person.account, &report.msg_id)
            .await?;
        if known.is_some() {
            return Ok(known);
        }
        let filter = DeliveryFilter {
            open_id: Some(person.open_id.clone()),
            ..DeliveryFilter::default()
        };
        let newest = self.reads.list(&filter, NEWEST).await?;
        let fits = |delivery: &Delivery| is_meant(delivery, person, &report.template_id);
        Ok(newest.items.into_iter().rev().find(fits))
    }
}

fn is_meant(delivery: &Delivery, person: &PersonRef, template: &str) -> bool {
    let stored = delivery.stored();
    let is_of_template = matches!(&stored.channel, Channel::Subscribe { template_id, .. } if template_id == template);
    let may_have_gone = matches!(
        stored.state,
        DeliveryState::Sending | DeliveryState::Accepted | DeliveryState::Unknown
    );
    is_of_template && may_have_gone && stored.person == *person && stored.provider_message_id.is_none()
}
