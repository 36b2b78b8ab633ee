//! `POST /v2/events/{eventId}/check-ins`

use application::UseCases;
use application::attendance::{AttendeeDetails, CheckInCommand, CheckInError, CheckedIn, Subject};
use domain::attendance::{CheckInMethod, CheckInRefusal, Gate, ScanId};
use domain::ids::AttendeeId;
use domain::validation::FieldFaults;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::check_in_body::CheckedInBody;
use crate::answer::{Answer, Rendered};
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::wire::envelope::Success;

/// A scanned ticket.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CheckInRequest {
    /// The code on the ticket.
    #[serde(alias = "ticketCode")]
    #[schema(example = "NE1-06PX7N9WBKR0100000000000NC0K8V3QZ4T5W6X7Y8Z9A1B2C3")]
    code: String,
    /// Names this scan, so that its repeats give the first answer; 1 to 64 characters.
    #[schema(example = "gate-1-0001")]
    scan_id: Option<String>,
    /// Where the person comes in, 1 to 64 characters.
    #[schema(example = "北门")]
    gate: Option<String>,
}

/// A sound request.
struct Scan {
    ticket: AttendeeId,
    id: Option<ScanId>,
    gate: Option<Gate>,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::CheckIn),
        NotFound,
        TicketUnreadable,
        TicketForged,
        TicketUnknown,
        TicketForeign,
        AlreadyCheckedIn,
        CheckInNotOpen,
        EventOver,
        EventCancelled,
        ScanIdReused,
    )
    .once()
}

/// Check a person in by the code on the ticket.
#[utoipa::path(
    post,
    path = "/v2/events/{eventId}/check-ins",
    operation_id = "checkIn",
    tag = "attendance",
    params(("eventId" = uuid::Uuid, Path, description = "The event.")),
    request_body = CheckInRequest,
    responses(
        (status = 201, description = "The person is in.", body = Success<CheckedInBody>),
        (status = 200, description = "A repeat of the same scan: the first answer.", body = Success<CheckedInBody>)
    )
)]
async fn handle(call: Call, body: Submitted<CheckInRequest>) -> Result<Rendered, ApiError> {
    let (event, context, operator) = (call.event_id()?, call.context(), call.session()?.operator);
    let scan = body.value.read(call.app())?;
    once::create(&call, &body.bytes, move |app, id| async move {
        let command = CheckInCommand {
            event,
            subject: Subject::Ticket(scan.ticket),
            scan: scan.id_or(id)?,
            method: CheckInMethod::Ticket,
            gate: scan.gate,
            operator: Some(operator),
            context,
        };
        let outcome = app.desk.check_in(command).await;
        outcome
            .map(|checked_in| shown(&app, checked_in))
            .map_err(|error| refused(error, scan.ticket))
    })
    .await
}

impl CheckInRequest {
    fn read(self, app: &UseCases) -> Result<Scan, ApiError> {
        let mut faults = FieldFaults::default();
        let id = self.scan_id.and_then(|text| faults.keep("scanId", ScanId::new(&text)));
        let gate = self.gate.and_then(|text| faults.keep("gate", Gate::new(&text)));
        faults.check()?;
        Ok(Scan {
            ticket: app.adapters().tickets.read(&self.code)?,
            id,
            gate,
        })
    }
}

impl Scan {
    /// A scan without a name gets one of its own.
    fn id_or(&self, id: Uuid) -> Result<ScanId, ApiError> {
        match &self.id {
            Some(named) => Ok(named.clone()),
            None => ScanId::new(&id.to_string()).map_err(|fault| ApiError::invalid("scanId", fault.to_string())),
        }
    }
}

fn shown(
    app: &UseCases,
    CheckedIn {
        check_in,
        attendee,
        repeated,
    }: CheckedIn,
) -> Answer<CheckedInBody> {
    let ticket_code = app.adapters().tickets.code_for(attendee.id);
    let body = CheckedInBody {
        check_in: check_in.into(),
        repeated,
        attendee: AttendeeDetails { attendee, ticket_code }.into(),
    };
    if repeated {
        Answer::ok(body).saying("Checked in by this scan before")
    } else {
        Answer::created(body)
    }
}

fn refused(error: CheckInError, ticket: AttendeeId) -> ApiError {
    let is_second = matches!(error, CheckInError::Refused(CheckInRefusal::AlreadyCheckedIn { .. }));
    let error = ApiError::from(error);
    if is_second {
        error.detail("attendeeId", json!(ticket.uuid()))
    } else {
        error
    }
}
