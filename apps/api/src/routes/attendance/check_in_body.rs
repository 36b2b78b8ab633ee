//! A check-in as answers show it.

use domain::attendance::CheckIn;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::body::AttendeeBody;
use crate::wire::Instant;

/// One check-in (签到).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckInBody {
    /// Its id.
    #[schema(example = "019ad3a5-7c4b-7000-8000-0000000000c1")]
    id: Uuid,
    /// The event.
    event_id: Uuid,
    /// Who came.
    attendee_id: Uuid,
    /// The scan that did it.
    #[schema(example = "gate-1-0001")]
    scan_id: String,
    /// `ticket`, `qr-code` or `interaction-code`.
    #[schema(example = "ticket")]
    method: &'static str,
    /// Where.
    #[schema(example = "北门")]
    gate: Option<String>,
    /// When.
    checked_in_at: Instant,
    /// The staff member who scanned; `null` when the person scanned.
    operator_id: Option<Uuid>,
}

/// The answer to a scan.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckedInBody {
    /// The check-in.
    #[serde(flatten)]
    pub(super) check_in: CheckInBody,
    /// Whether this scan was answered before.
    #[schema(example = false)]
    pub(super) repeated: bool,
    /// Who came.
    pub(super) attendee: AttendeeBody,
}

/// A check-in in the list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListedCheckIn {
    /// The check-in.
    #[serde(flatten)]
    pub(super) check_in: CheckInBody,
    /// WeChat's id of the person.
    #[schema(example = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M")]
    pub(super) open_id: String,
    /// Our name of the WeChat account.
    #[schema(example = "default")]
    pub(super) account: String,
}

impl From<CheckIn> for CheckInBody {
    fn from(check_in: CheckIn) -> Self {
        Self {
            id: check_in.id.uuid(),
            event_id: check_in.event.uuid(),
            attendee_id: check_in.attendee.uuid(),
            scan_id: check_in.scan.as_str().to_owned(),
            method: check_in.method.name(),
            gate: check_in.gate,
            checked_in_at: check_in.at.into(),
            operator_id: check_in.operator.map(domain::ids::OperatorId::uuid),
        }
    }
}
