//! People: those who attend and those who operate.

use domain::attendance::{Attendee, AttendeeSource, CheckIn, CheckInMethod, PersonRef, RegistrationRequest, ScanId};
use domain::identity::{Operator, Role, Username};
use domain::ids::{AttendeeId, CheckInId, EventId, OperatorId};
use domain::time::Timestamp;

use super::{fresh, fresh_id, now};

/// The person of that number, at the account `default`.
#[must_use]
pub fn somebody(number: usize) -> PersonRef {
    PersonRef {
        account: "default".to_owned(),
        open_id: format!("oPerson_{number:06}-Ab"),
    }
}

/// Somebody who wants a seat.
#[must_use]
pub fn a_seeker(person: PersonRef) -> RegistrationRequest {
    RegistrationRequest {
        id: fresh(AttendeeId::from_uuid),
        person,
        source: AttendeeSource::QrCode,
        cause: None,
    }
}

/// Somebody with a seat who has not come yet.
#[must_use]
pub fn an_attendee(event: EventId, person: PersonRef) -> Attendee {
    Attendee {
        id: fresh(AttendeeId::from_uuid),
        event,
        person,
        source: AttendeeSource::QrCode,
        cause: None,
        registered_at: now(),
        checked_in_at: None,
        checked_in_gate: None,
        version: 1,
    }
}

/// The attendee after coming, with the check-in, by a ticket under a fresh scan.
///
/// # Panics
/// Never: a fresh scan is a sound one.
#[must_use]
pub fn a_check_in(attendee: &Attendee, gate: Option<&str>, at: Timestamp) -> (Attendee, CheckIn) {
    let mut attendee = attendee.clone();
    attendee.checked_in_at = Some(at);
    attendee.checked_in_gate = gate.map(str::to_owned);
    attendee.version += 1;
    let check_in = CheckIn {
        id: fresh(CheckInId::from_uuid),
        event: attendee.event,
        attendee: attendee.id,
        scan: ScanId::new(&fresh_id().to_string()).unwrap(),
        method: CheckInMethod::Ticket,
        gate: gate.map(str::to_owned),
        operator: None,
        at,
    };
    (attendee, check_in)
}

/// An administrator of that name.
///
/// # Panics
/// When the name breaks a rule.
#[must_use]
pub fn an_operator(username: &str) -> Operator {
    Operator {
        id: fresh(OperatorId::from_uuid),
        username: Username::new(username).unwrap(),
        password_hash: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g".to_owned(),
        role: Role::Administrator,
        created_at: now(),
    }
}
