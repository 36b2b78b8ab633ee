//! An attendee as answers show one.

use application::attendance::AttendeeDetails;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::Instant;

/// One person's registration for one event (报名).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AttendeeBody {
    /// Its id.
    #[schema(example = "019ad3a5-7c4b-7000-8000-0000000000b1")]
    id: Uuid,
    /// The event.
    event_id: Uuid,
    /// WeChat's id of the person at that account.
    #[schema(example = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M")]
    open_id: String,
    /// Our name of the WeChat account.
    #[schema(example = "default")]
    account: String,
    /// `qr-code`, `interaction-code` or `walk-in`.
    #[schema(example = "qr-code")]
    source: &'static str,
    /// `registered` or `checked-in`.
    #[schema(example = "checked-in")]
    status: &'static str,
    /// The code on the ticket.
    #[schema(example = "NE1-06PX7N9WBKR0100000000000NC0K8V3QZ4T5W6X7Y8Z9A1B2C3")]
    ticket_code: String,
    /// When the person registered.
    registered_at: Instant,
    /// When the person came.
    checked_in_at: Option<Instant>,
    /// Where the person came in.
    #[schema(example = "北门")]
    checked_in_gate: Option<String>,
}

impl From<AttendeeDetails> for AttendeeBody {
    fn from(AttendeeDetails { attendee, ticket_code }: AttendeeDetails) -> Self {
        Self {
            id: attendee.id.uuid(),
            event_id: attendee.event.uuid(),
            open_id: attendee.person.open_id,
            account: attendee.person.account,
            source: attendee.source.name(),
            status: if attendee.checked_in_at.is_some() {
                "checked-in"
            } else {
                "registered"
            },
            ticket_code,
            registered_at: attendee.registered_at.into(),
            checked_in_at: attendee.checked_in_at.map(Into::into),
            checked_in_gate: attendee.checked_in_gate,
        }
    }
}
