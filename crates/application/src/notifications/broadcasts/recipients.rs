//! Make the delivery of each of a broadcast's people: filled with their facts, or skipped with the reason.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::attendance::PersonRef;
use domain::ids::DeliveryId;
use domain::notifications::broadcast::{Broadcast, BroadcastContent};
use domain::notifications::template::TemplateKind;
use domain::notifications::{Channel, Delivery, Notice, NoticeKind, SkipReason};
use domain::time::Timestamp;
use futures::{FutureExt, StreamExt, TryStreamExt};
use ports::StoreError;
use ports::attendance::Tickets;
use ports::events::{EventCard, EventDirectory};
use ports::notifications::consents::ConsentStore;
use ports::system::{Clock, Ids};

use super::audience::Recipient;
use crate::notifications::compose::{facts_of, filled_fields};
use crate::notifications::placeholders::Placeholders;
use crate::notifications::templates::channel_of;
use crate::wechat::ReachablePerson;

/// People whose windows are looked up at the same time.
const LOOKS: usize = 8;

/// Makes deliveries.
#[derive(Clone)]
pub struct Composing {
    /// Events.
    pub events: Arc<dyn EventDirectory>,
    /// Ticket codes.
    pub tickets: Arc<dyn Tickets>,
    /// Consents.
    pub consents: Arc<dyn ConsentStore>,
    /// Who may be written to.
    pub reachable: ReachablePerson,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
}

impl Composing {
    /// One delivery for each, in order.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn deliveries(&self, broadcast: &Broadcast, people: &[Recipient]) -> Result<Vec<Delivery>, StoreError> {
        let card = match broadcast.about {
            Some(event) => self.events.card(event).await?,
            None => None,
        };
        let barred = self.barred(broadcast, people).await?;
        let now = self.clock.now();
        let deliveries = people.iter().zip(barred).map(|(person, barred)| {
            let (channel, unfit) = self.channel(&broadcast.content, card.as_ref(), person);
            self.delivery(broadcast, person, channel, barred.or(unfit), now)
        });
        Ok(deliveries.collect())
    }

    fn delivery(
        &self,
        broadcast: &Broadcast,
        recipient: &Recipient,
        channel: Channel,
        skipped: Option<SkipReason>,
        now: Timestamp,
    ) -> Delivery {
        let notice = Notice {
            cause: format!("broadcast:{}:{}", broadcast.id, recipient.open_id),
            person: person(broadcast, recipient),
            event: broadcast.about,
            attendee: recipient.attendee.as_ref().map(|attendee| attendee.id),
            broadcast: Some(broadcast.id),
            kind: NoticeKind::Broadcast,
            channel,
        };
        let mut delivery = Delivery::pending(DeliveryId::from_uuid(self.ids.next()), notice, now);
        if let Some(reason) = skipped {
            delivery.skip(reason, now);
        }
        delivery
    }

    fn channel(
        &self,
        content: &BroadcastContent,
        card: Option<&EventCard>,
        recipient: &Recipient,
    ) -> (Channel, Option<SkipReason>) {
        let facts = match (card, &recipient.attendee) {
            (Some(card), Some(attendee)) => facts_of(card, attendee, &self.tickets.code_for(attendee.id)),
            (Some(card), None) => Placeholders::of_event(card),
            (None, _) => Placeholders::default(),
        }
        .completed();
        match content {
            BroadcastContent::Custom(message) => (Channel::Custom(message.filled(|text| facts.fill(text))), None),
            BroadcastContent::Template {
                kind,
                template_id,
                mapping,
                link,
            } => {
                let (fields, unfit) = filled_fields(mapping, &facts);
                (channel_of(*kind, template_id.clone(), fields, link.clone()), unfit)
            }
        }
    }

    /// Who cannot be reached, and why, in order.
    async fn barred(&self, broadcast: &Broadcast, people: &[Recipient]) -> Result<Vec<Option<SkipReason>>, StoreError> {
        match &broadcast.content {
            BroadcastContent::Custom(_) => self.out_of_window(broadcast, people).await,
            BroadcastContent::Template {
                kind: TemplateKind::SubscribeOnce,
                template_id,
                ..
            } => self.without_consent(&broadcast.account, template_id, people).await,
            BroadcastContent::Template { .. } => Ok(vec![None; people.len()]),
        }
    }

    async fn without_consent(
        &self,
        account: &str,
        template_id: &str,
        people: &[Recipient],
    ) -> Result<Vec<Option<SkipReason>>, StoreError> {
        let open_ids: Vec<_> = people.iter().map(|recipient| recipient.open_id.clone()).collect();
        let remaining = self.consents.remaining(account, template_id, &open_ids).await?;
        let allowed: BTreeMap<_, _> = remaining.into_iter().collect();
        let reason = |open_id| (!allowed.contains_key(open_id)).then_some(SkipReason::NoConsent);
        Ok(open_ids.iter().map(reason).collect())
    }

    async fn out_of_window(
        &self,
        broadcast: &Broadcast,
        people: &[Recipient],
    ) -> Result<Vec<Option<SkipReason>>, StoreError> {
        let people: Vec<_> = people.iter().map(|recipient| person(broadcast, recipient)).collect();
        let looks = people.into_iter().map(|person| self.look(person).boxed());
        futures::stream::iter(looks).buffered(LOOKS).try_collect().await
    }

    async fn look(&self, person: PersonRef) -> Result<Option<SkipReason>, StoreError> {
        let window = self.reachable.window(&person).await?;
        let is_open = window.is_some_and(|window| window.remaining > 0);
        Ok((!is_open).then_some(SkipReason::WindowClosed))
    }
}

fn person(broadcast: &Broadcast, recipient: &Recipient) -> PersonRef {
    PersonRef {
        account: broadcast.account.clone(),
        open_id: recipient.open_id.clone(),
    }
}
