//! `GET /v2/events/{eventId}/statistics`

use ports::attendance::EventCounts;
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::Instant;
use crate::wire::envelope::Success;

/// An event's counts as of now.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Statistics {
    /// Seats; `null` for no limit.
    #[schema(example = 300)]
    capacity: Option<u32>,
    /// People registered.
    #[schema(example = 12)]
    registered: u32,
    /// People who came.
    #[schema(example = 3)]
    checked_in: u32,
    /// Seats left; `null` for no limit.
    #[schema(example = 288)]
    seats_left: Option<u32>,
    /// People who came per person registered, 0 to 1; 0 when nobody is registered.
    #[schema(example = 0.25)]
    check_in_rate: f64,
    /// The latest registration.
    last_registration_at: Option<Instant>,
    /// The latest check-in.
    last_check_in_at: Option<Instant>,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadEvents), NotFound)
}

/// Count registrations and check-ins.
#[utoipa::path(
    get,
    path = "/v2/events/{eventId}/statistics",
    operation_id = "getEventStatistics",
    tag = "attendance",
    params(("eventId" = uuid::Uuid, Path, description = "The event.")),
    responses((status = 200, description = "Counts.", body = Success<Statistics>))
)]
async fn handle(call: Call) -> Result<Answer<Statistics>, ApiError> {
    let event = call.event_id()?;
    let counts = call
        .work(move |app| async move { app.read_attendance.counts(event).await })
        .await?;
    Ok(Answer::ok(counts.into()))
}

impl From<EventCounts> for Statistics {
    fn from(counts: EventCounts) -> Self {
        let registered = f64::from(counts.taken);
        Self {
            capacity: counts.capacity,
            registered: counts.taken,
            checked_in: counts.checked_in,
            seats_left: counts.capacity.map(|seats| seats.saturating_sub(counts.taken)),
            check_in_rate: if counts.taken == 0 {
                0.0
            } else {
                f64::from(counts.checked_in) / registered
            },
            last_registration_at: counts.last_registration_at.map(Into::into),
            last_check_in_at: counts.last_check_in_at.map(Into::into),
        }
    }
}
