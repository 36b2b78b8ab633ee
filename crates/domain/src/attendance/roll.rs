//! An event's roll: seats taken, people who came, and every decision about both.
//!
//! A store locks the roll while decisions are made and saved, so that a seat is taken once.

use super::admission::{AdmissionRules, CheckInRefusal, RegisterRefusal};
use super::attendee::{Attendee, AttendeeSource, PersonRef};
use super::check_in::{CheckIn, CheckInMethod, Gate, ScanId};
use crate::ids::{AttendeeId, CheckInId, EventId, MessageId, OperatorId};
use crate::time::Timestamp;

/// An event's counters and rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roll {
    /// The event.
    pub event: EventId,
    /// Its rules.
    pub rules: AdmissionRules,
    /// Seats taken.
    pub taken: u32,
    /// People who came.
    pub checked_in: u32,
}

/// Somebody wants a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationRequest {
    /// The id a new registration gets.
    pub id: AttendeeId,
    /// Who.
    pub person: PersonRef,
    /// What brought it about.
    pub source: AttendeeSource,
    /// The message that asks.
    pub cause: Option<MessageId>,
}

/// The person has a seat now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Registration {
    /// It was given now.
    Registered(Attendee),
    /// The person had it before.
    AlreadyRegistered(Attendee),
}

/// Somebody is to be checked in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckInRequest {
    /// The id a new check-in gets.
    pub id: CheckInId,
    /// The scan.
    pub scan: ScanId,
    /// What was scanned.
    pub method: CheckInMethod,
    /// Where.
    pub gate: Option<Gate>,
    /// Who scanned a ticket.
    pub operator: Option<OperatorId>,
}

impl Roll {
    /// Gives a seat, or says that the person `holds` one already: that is no refusal, whatever the rules say by now.
    ///
    /// # Errors
    /// Why there is no seat.
    pub fn register(
        &mut self,
        request: RegistrationRequest,
        holds: Option<&Attendee>,
        now: Timestamp,
    ) -> Result<Registration, RegisterRefusal> {
        if self.rules.deleted {
            return Err(RegisterRefusal::NoSuchEvent);
        }
        if let Some(attendee) = holds {
            return Ok(Registration::AlreadyRegistered(attendee.clone()));
        }
        self.rules.registration_open(now)?;
        self.take_seat(request, now).map(Registration::Registered)
    }

    /// Gives a seat to somebody who stands at the door. Registration windows do not matter there, seats do.
    ///
    /// # Errors
    /// That the event takes no walk-ins or has no seat.
    pub fn walk_in(&mut self, request: RegistrationRequest, now: Timestamp) -> Result<Attendee, CheckInRefusal> {
        self.rules.check_in_open(now)?;
        if !self.rules.walk_ins {
            return Err(CheckInRefusal::NotRegistered { walk_in: None });
        }
        self.take_seat(request, now)
            .map_err(|full| CheckInRefusal::NotRegistered { walk_in: Some(full) })
    }

    /// Checks in somebody with a seat.
    ///
    /// # Errors
    /// Why not; a second check-in says when and where the first was.
    pub fn check_in(
        &mut self,
        request: CheckInRequest,
        attendee: &mut Attendee,
        now: Timestamp,
    ) -> Result<CheckIn, CheckInRefusal> {
        if let Some(at) = attendee.checked_in_at {
            return Err(CheckInRefusal::AlreadyCheckedIn {
                at,
                gate: attendee.checked_in_gate.clone(),
            });
        }
        self.rules.check_in_open(now)?;
        self.checked_in += 1;
        let gate = request.gate.map(|gate| gate.as_str().to_owned());
        attendee.checked_in_at = Some(now);
        attendee.checked_in_gate.clone_from(&gate);
        attendee.version += 1;
        Ok(CheckIn {
            id: request.id,
            event: self.event,
            attendee: attendee.id,
            scan: request.scan,
            method: request.method,
            gate,
            operator: request.operator,
            at: now,
        })
    }

    fn take_seat(&mut self, request: RegistrationRequest, now: Timestamp) -> Result<Attendee, RegisterRefusal> {
        if self.rules.capacity.is_some_and(|seats| seats <= self.taken) {
            return Err(RegisterRefusal::Full);
        }
        self.taken += 1;
        Ok(Attendee {
            id: request.id,
            event: self.event,
            person: request.person,
            source: request.source,
            cause: request.cause,
            registered_at: now,
            checked_in_at: None,
            checked_in_gate: None,
            version: 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::events::EventState;

    fn roll(capacity: Option<u32>) -> Roll {
        Roll {
            event: EventId::from_uuid(Uuid::nil()),
            rules: AdmissionRules {
                state: EventState::Published,
                deleted: false,
                capacity,
                ends_at: Timestamp::from_unix_seconds(1_000),
                registration_opens_at: None,
                registration_closes_at: None,
                check_in_opens_at: None,
                walk_ins: true,
            },
            taken: 0,
            checked_in: 0,
        }
    }

    fn somebody(n: u128) -> RegistrationRequest {
        RegistrationRequest {
            id: AttendeeId::from_uuid(Uuid::from_u128(n)),
            person: PersonRef {
                account: "default".to_owned(),
                open_id: format!("o{n}"),
            },
            source: AttendeeSource::QrCode,
            cause: None,
        }
    }

    fn scan(n: u128) -> CheckInRequest {
        CheckInRequest {
            id: CheckInId::from_uuid(Uuid::from_u128(n)),
            scan: ScanId::new(&format!("s{n}")).unwrap(),
            method: CheckInMethod::Ticket,
            gate: Some(Gate::new("North").unwrap()),
            operator: None,
        }
    }

    fn seated(roll: &mut Roll, n: u128, now: Timestamp) -> Attendee {
        match roll.register(somebody(n), None, now).unwrap() {
            Registration::Registered(attendee) => attendee,
            Registration::AlreadyRegistered(_) => panic!("nobody held a seat"),
        }
    }

    const NOW: Timestamp = Timestamp::MIN;

    #[test]
    fn the_seat_after_the_last_is_refused() {
        let mut roll = roll(Some(1));
        seated(&mut roll, 1, NOW);
        assert_eq!(roll.register(somebody(2), None, NOW), Err(RegisterRefusal::Full));
        assert_eq!(roll.taken, 1);
    }

    #[test]
    fn somebody_with_a_seat_keeps_it_even_when_the_event_is_full() {
        let mut roll = roll(Some(1));
        let attendee = seated(&mut roll, 1, NOW);
        let again = roll.register(somebody(1), Some(&attendee), NOW);
        assert_eq!(again, Ok(Registration::AlreadyRegistered(attendee)));
        assert_eq!(roll.taken, 1);
    }

    #[test]
    fn nobody_registers_at_the_instant_the_event_ends() {
        let mut roll = roll(None);
        let end = roll.rules.ends_at;
        assert_eq!(roll.register(somebody(1), None, end), Err(RegisterRefusal::Over));
    }

    #[test]
    fn a_draft_is_not_open_yet_and_a_cancelled_event_says_so() {
        let mut roll = roll(None);
        roll.rules.state = EventState::Draft;
        assert_eq!(
            roll.register(somebody(1), None, NOW),
            Err(RegisterRefusal::NotOpenYet { opens_at: None })
        );
        roll.rules.state = EventState::Cancelled;
        assert_eq!(roll.register(somebody(1), None, NOW), Err(RegisterRefusal::Cancelled));
    }

    #[test]
    fn the_second_check_in_says_when_and_where_the_first_was() {
        let mut roll = roll(None);
        let mut attendee = seated(&mut roll, 1, NOW);
        let first = Timestamp::from_unix_seconds(10);
        roll.check_in(scan(1), &mut attendee, first).unwrap();
        let second = roll.check_in(scan(2), &mut attendee, Timestamp::from_unix_seconds(20));
        assert_eq!(
            second,
            Err(CheckInRefusal::AlreadyCheckedIn {
                at: first,
                gate: Some("North".to_owned())
            })
        );
        assert_eq!(roll.checked_in, 1);
    }

    #[test]
    fn a_walk_in_needs_a_seat_and_the_organizers_consent() {
        let mut full = roll(Some(0));
        assert_eq!(
            full.walk_in(somebody(1), NOW),
            Err(CheckInRefusal::NotRegistered {
                walk_in: Some(RegisterRefusal::Full)
            })
        );
        let mut closed = roll(None);
        closed.rules.walk_ins = false;
        assert_eq!(
            closed.walk_in(somebody(1), NOW),
            Err(CheckInRefusal::NotRegistered { walk_in: None })
        );
    }
}
