//! Follow a registration or check-in up: a notice and a tag.

use std::sync::Arc;

use domain::attendance::Attendee;
use domain::ids::{AttendeeId, DeliveryId};
use domain::notifications::{Delivery, Notice, NoticeKind};
use ports::attendance::{AttendanceReads, Tickets};
use ports::events::{EventCard, EventDirectory};
use ports::jobs::{JobEnvelope, RelaySignal};
use ports::notifications::DeliveryStore;
use ports::system::{Clock, Ids};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::compose;
use super::deliver::Deliver;
use super::tag_follower::TagFollower;
use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};

/// The job: somebody registered or came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FollowUp {
    /// Whom it is about.
    pub attendee_id: Uuid,
    /// A [`NoticeKind`] by name.
    pub kind: String,
}

impl Job for FollowUp {
    const NAME: &'static str = "notifications.follow_up";
}

/// Carries out [`FollowUp`]: makes the delivery, once per attendee and kind, and the jobs that carry it out.
#[derive(Clone)]
pub struct FollowUps {
    /// Attendees.
    pub attendance: Arc<dyn AttendanceReads>,
    /// Events.
    pub events: Arc<dyn EventDirectory>,
    /// Deliveries.
    pub deliveries: Arc<dyn DeliveryStore>,
    /// Ticket codes.
    pub tickets: Arc<dyn Tickets>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
    /// Wakes the relay.
    pub signal: Arc<dyn RelaySignal>,
}

impl FollowUps {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.notifications.follow_up", skip_all, fields(attendee.id = %job.attendee_id))]
    pub async fn run(&self, job: &FollowUp, context: &Context) -> JobOutcome {
        let kind =
            NoticeKind::from_name(&job.kind).ok_or_else(|| JobError::Never("unknown kind of notice".to_owned()))?;
        let id = AttendeeId::from_uuid(job.attendee_id);
        let attendee = self.attendance.find_attendee(id).await?;
        let attendee = attendee.ok_or_else(|| JobError::Never("the attendee is gone".to_owned()))?;
        let card = self.events.card(attendee.event).await?;
        let card = card.ok_or_else(|| JobError::Never("the event is gone".to_owned()))?;
        let delivery = self.delivery(kind, &card, &attendee);
        let jobs = self.jobs(&delivery, &card, &attendee, context);
        self.deliveries.add(&[delivery], &jobs).await?;
        self.signal.wake();
        Ok(())
    }

    fn delivery(&self, kind: NoticeKind, card: &EventCard, attendee: &Attendee) -> Delivery {
        let (channel, skipped) = compose::channel(kind, card, attendee, &self.tickets.code_for(attendee.id));
        let notice = Notice {
            cause: format!("attendee:{}:{}", attendee.id, kind.name()),
            person: attendee.person.clone(),
            event: Some(attendee.event),
            attendee: Some(attendee.id),
            broadcast: None,
            kind,
            channel,
        };
        let now = self.clock.now();
        let mut delivery = Delivery::pending(DeliveryId::from_uuid(self.ids.next()), notice, now);
        if let Some(reason) = skipped {
            delivery.skip(reason, now);
        }
        delivery
    }

    fn jobs(&self, delivery: &Delivery, card: &EventCard, attendee: &Attendee, context: &Context) -> Vec<JobEnvelope> {
        let (now, ids) = (self.clock.now(), self.ids.as_ref());
        let mut jobs = vec![context.job(
            &Deliver {
                cause: delivery.stored().cause.clone(),
            },
            now,
            ids,
        )];
        if card.wechat.user_tag_id().is_some() {
            jobs.push(context.job(
                &TagFollower {
                    attendee_id: attendee.id.uuid(),
                },
                now,
                ids,
            ));
        }
        jobs
    }
}
