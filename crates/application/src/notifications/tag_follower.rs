//! Give an attendee the event's follower tag.

use std::sync::Arc;

use domain::ids::AttendeeId;
use ports::attendance::AttendanceReads;
use ports::events::EventDirectory;
use ports::wechat::WechatApi;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::jobs::{Job, JobOutcome};

/// The job: tag this attendee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TagFollower {
    /// Whom.
    pub attendee_id: Uuid,
}

impl Job for TagFollower {
    const NAME: &'static str = "wechat.tag_follower";
}

/// Carries out [`TagFollower`]; WeChat takes the same tag twice without harm.
#[derive(Clone)]
pub struct Tagging {
    /// Attendees.
    pub attendance: Arc<dyn AttendanceReads>,
    /// Events.
    pub events: Arc<dyn EventDirectory>,
    /// WeChat.
    pub wechat: Arc<dyn WechatApi>,
}

impl Tagging {
    /// Runs it. An attendee or tag that is gone needs no tagging.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.wechat.tag_follower", skip_all, fields(attendee.id = %job.attendee_id))]
    pub async fn run(&self, job: &TagFollower) -> JobOutcome {
        let id = AttendeeId::from_uuid(job.attendee_id);
        let Some(attendee) = self.attendance.find_attendee(id).await? else {
            return Ok(());
        };
        let card = self.events.card(attendee.event).await?;
        let Some(tag) = card.and_then(|card| card.wechat.user_tag_id()) else {
            return Ok(());
        };
        Ok(self.wechat.tag_follower(&attendee.person, tag).await?)
    }
}
