//! Tell whether a person can be sent a customer-service message now.

use std::sync::Arc;

use domain::attendance::PersonRef;
use domain::notifications::{Channel, Delivery, DeliveryState};
use domain::time::Timestamp;
use domain::wechat::{ContactWindow, contact_window};
use ports::notifications::{DeliveryFilter, DeliveryReads};
use ports::system::Clock;
use ports::wechat::InteractionReads;
use ports::{PageQuery, StoreError};

/// Deliveries looked at: far more than a window takes messages, so that template messages among them hide none.
const DELIVERIES: PageQuery = PageQuery::Number { page: 1, size: 100 };

/// Answers whether people can be reached. To be asked before a customer-service message is sent: WeChat refuses others
/// with 45015 (window closed) and 45047 (messages used up).
#[derive(Clone)]
pub struct ReachablePerson {
    /// What people did.
    pub interactions: Arc<dyn InteractionReads>,
    /// What was sent to them.
    pub deliveries: Arc<dyn DeliveryReads>,
    /// Time.
    pub clock: Arc<dyn Clock>,
}

/// How a person can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// When the person last did something that opens a window.
    pub last_interaction_at: Option<Timestamp>,
    /// The open window, if any.
    pub window: Option<ContactWindow>,
}

impl ReachablePerson {
    /// The person's open window, if any. One with nothing remaining refuses messages like one that is closed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn window(&self, person: &PersonRef) -> Result<Option<ContactWindow>, StoreError> {
        Ok(self.contact(person).await?.window)
    }

    /// The window and the last interaction.
    ///
    /// # Errors
    /// When the store fails.
    #[tracing::instrument(name = "use_case.wechat.reachable_person", skip_all)]
    pub async fn contact(&self, person: &PersonRef) -> Result<Contact, StoreError> {
        let now = self.clock.now();
        let interactions = self.interactions.newest(person).await?;
        let last_interaction_at = interactions.iter().map(|interaction| interaction.at).max();
        if contact_window(&interactions, &[], now).is_none() {
            return Ok(Contact {
                last_interaction_at,
                window: None,
            });
        }
        let filter = DeliveryFilter {
            open_id: Some(person.open_id.clone()),
            ..DeliveryFilter::default()
        };
        let deliveries = self.deliveries.list(&filter, DELIVERIES).await?;
        let sent: Vec<_> = deliveries
            .items
            .iter()
            .filter(|delivery| delivery.stored().person == *person)
            .filter_map(sent_at)
            .collect();
        Ok(Contact {
            last_interaction_at,
            window: contact_window(&interactions, &sent, now),
        })
    }
}

/// When a customer-service message went out, or may have.
fn sent_at(delivery: &Delivery) -> Option<Timestamp> {
    let stored = delivery.stored();
    let is_custom = matches!(stored.channel, Channel::Custom { .. });
    let may_have_gone = match stored.state {
        DeliveryState::Sending | DeliveryState::Accepted | DeliveryState::Delivered | DeliveryState::Unknown => true,
        DeliveryState::Pending | DeliveryState::Failed => false,
    };
    let last = stored.attempts.last().filter(|_| is_custom && may_have_gone)?;
    Some(last.started_at)
}
