//! One transaction over many asks: read what they concern, decide each in order, save what changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::attendance::{
    AttendanceHappened, Attendee, AttendeeSource, CheckIn, CheckInMethod, CheckInRefusal, CheckInRequest, PersonRef,
    RegisterRefusal, Registration, RegistrationRequest, Roll, ScanId,
};
use domain::ids::{AttendeeId, CheckInId, EventId};
use domain::notifications::NoticeKind;
use domain::time::Timestamp;
use ports::StoreError;
use ports::attendance::AttendanceTransaction;
use ports::jobs::JobEnvelope;
use ports::log::LogEntry;

use super::check_in::{CheckInCommand, CheckInError, CheckedIn, Subject};
use super::desk::{Ask, DeskTools};
use super::register::{RegisterCommand, Registered};
use crate::context::Context;
use crate::log_wire;
use crate::notifications::FollowUp;

/// The answer to one ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Register(Result<Registered, RegisterRefusal>),
    CheckIn(Result<CheckedIn, CheckInError>),
}

/// The state of the asks' world, as read and as decided so far.
pub(super) struct Batch<'a> {
    tools: &'a DeskTools,
    now: Timestamp,
    rolls: BTreeMap<EventId, Roll>,
    attendees: HashMap<AttendeeId, Attendee>,
    by_person: HashMap<(EventId, PersonRef), AttendeeId>,
    scans: HashMap<(EventId, ScanId), CheckIn>,
    added: BTreeSet<AttendeeId>,
    came: BTreeSet<AttendeeId>,
    check_ins: Vec<CheckIn>,
    log: Vec<LogEntry>,
    jobs: Vec<JobEnvelope>,
}

impl<'a> Batch<'a> {
    /// Decides `asks` in their order and commits.
    pub(super) async fn run(tools: &'a DeskTools, asks: &[Ask]) -> Result<Vec<Verdict>, StoreError> {
        let mut tx = tools.store.begin().await?;
        let mut batch = Self::read(tools, tx.as_mut(), asks).await?;
        let verdicts = asks.iter().map(|ask| batch.decide(ask)).collect();
        if !batch.log.is_empty() {
            batch.save(tx.as_mut()).await?;
            tx.commit().await?;
        }
        Ok(verdicts)
    }

    async fn read(tools: &'a DeskTools, tx: &mut dyn AttendanceTransaction, asks: &[Ask]) -> Result<Self, StoreError> {
        let book = tx.book();
        let rolls = book.lock_rolls(&asks.iter().map(event_of).collect()).await?;
        let tickets: Vec<_> = asks.iter().filter_map(ticket_of).collect();
        let people: Vec<_> = asks
            .iter()
            .filter_map(|ask| Some((event_of(ask), person_of(ask)?)))
            .collect();
        let scans: Vec<_> = asks
            .iter()
            .filter_map(|ask| Some((event_of(ask), scan_of(ask)?)))
            .collect();
        let mut attendees = book.attendees(&tickets).await?;
        attendees.extend(book.attendees_of(&people).await?);
        let check_ins = book.check_ins_of(&scans).await?;
        let missing: Vec<_> = check_ins.iter().map(|check_in| check_in.attendee).collect();
        let known: BTreeSet<_> = attendees.iter().map(|attendee| attendee.id).collect();
        let missing: Vec<_> = missing.into_iter().filter(|id| !known.contains(id)).collect();
        attendees.extend(book.attendees(&missing).await?);
        let by_person = attendees
            .iter()
            .map(|one| ((one.event, one.person.clone()), one.id))
            .collect();
        Ok(Self {
            tools,
            now: tools.clock.now(),
            rolls: rolls.into_iter().map(|roll| (roll.event, roll)).collect(),
            attendees: attendees.into_iter().map(|one| (one.id, one)).collect(),
            by_person,
            scans: check_ins
                .into_iter()
                .map(|one| ((one.event, one.scan.clone()), one))
                .collect(),
            added: BTreeSet::new(),
            came: BTreeSet::new(),
            check_ins: Vec::new(),
            log: Vec::new(),
            jobs: Vec::new(),
        })
    }

    fn decide(&mut self, ask: &Ask) -> Verdict {
        match ask {
            Ask::Register(command) => Verdict::Register(self.register(command)),
            Ask::CheckIn(command) => Verdict::CheckIn(self.check_in(command)),
        }
    }

    fn register(&mut self, command: &RegisterCommand) -> Result<Registered, RegisterRefusal> {
        let holds = self.seat_of(command.event, &command.person).cloned();
        let request = RegistrationRequest {
            id: AttendeeId::from_uuid(self.tools.ids.next()),
            person: command.person.clone(),
            source: command.source,
            cause: command.cause,
        };
        let roll = self.rolls.get_mut(&command.event).ok_or(RegisterRefusal::NoSuchEvent)?;
        match roll.register(request, holds.as_ref(), self.now)? {
            Registration::AlreadyRegistered(attendee) => {
                // The same message again, after a crash perhaps: it made this registration, so its answer is the same.
                let is_new = command.cause.is_some() && attendee.cause == command.cause;
                Ok(Registered { attendee, is_new })
            }
            Registration::Registered(attendee) => {
                self.seat(&attendee, &command.context);
                self.follow_up(&attendee, NoticeKind::Registered, &command.context);
                Ok(Registered { attendee, is_new: true })
            }
        }
    }

    fn check_in(&mut self, command: &CheckInCommand) -> Result<CheckedIn, CheckInError> {
        if let Some(first) = self.scans.get(&(command.event, command.scan.clone())) {
            return self.first_answer(command, first.clone());
        }
        if !self.rolls.contains_key(&command.event) {
            return Err(CheckInRefusal::NoSuchEvent.into());
        }
        let mut attendee = self.subject(command)?;
        let request = CheckInRequest {
            id: CheckInId::from_uuid(self.tools.ids.next()),
            scan: command.scan.clone(),
            method: command.method,
            gate: command.gate.clone(),
            operator: command.operator,
        };
        let roll = self.rolls.get_mut(&command.event).ok_or(CheckInRefusal::NoSuchEvent)?;
        let check_in = roll.check_in(request, &mut attendee, self.now)?;
        self.came_in(&attendee, &check_in, &command.context);
        Ok(CheckedIn {
            check_in,
            attendee,
            repeated: false,
        })
    }

    fn first_answer(&self, command: &CheckInCommand, first: CheckIn) -> Result<CheckedIn, CheckInError> {
        let attendee = self
            .attendees
            .get(&first.attendee)
            .cloned()
            .ok_or(CheckInError::UnknownTicket)?;
        let same = match &command.subject {
            Subject::Ticket(id) => *id == attendee.id,
            Subject::Person(person, _) => *person == attendee.person,
        };
        if same {
            Ok(CheckedIn {
                check_in: first,
                attendee,
                repeated: true,
            })
        } else {
            Err(CheckInError::ScanIdReused)
        }
    }

    fn subject(&mut self, command: &CheckInCommand) -> Result<Attendee, CheckInError> {
        match &command.subject {
            Subject::Ticket(id) => match self.attendees.get(id) {
                None => Err(CheckInError::UnknownTicket),
                Some(attendee) if attendee.event != command.event => Err(CheckInError::ForeignTicket),
                Some(attendee) => Ok(attendee.clone()),
            },
            Subject::Person(person, cause) => match self.seat_of(command.event, person) {
                Some(attendee) => Ok(attendee.clone()),
                None => self.walk_in(command, person, *cause),
            },
        }
    }

    fn walk_in(
        &mut self,
        command: &CheckInCommand,
        person: &PersonRef,
        cause: domain::ids::MessageId,
    ) -> Result<Attendee, CheckInError> {
        let request = RegistrationRequest {
            id: AttendeeId::from_uuid(self.tools.ids.next()),
            person: person.clone(),
            source: match command.method {
                CheckInMethod::InteractionCode => AttendeeSource::InteractionCode,
                CheckInMethod::QrCode | CheckInMethod::Ticket => AttendeeSource::WalkIn,
            },
            cause: Some(cause),
        };
        let roll = self.rolls.get_mut(&command.event).ok_or(CheckInRefusal::NoSuchEvent)?;
        let attendee = roll.walk_in(request, self.now)?;
        self.seat(&attendee, &command.context);
        Ok(attendee)
    }

    fn seat_of(&self, event: EventId, person: &PersonRef) -> Option<&Attendee> {
        self.attendees.get(self.by_person.get(&(event, person.clone()))?)
    }

    fn seat(&mut self, attendee: &Attendee, context: &Context) {
        let happened = AttendanceHappened::Registered {
            event: attendee.event,
            source: attendee.source,
        };
        self.note(attendee, &happened, context);
        self.added.insert(attendee.id);
        self.by_person
            .insert((attendee.event, attendee.person.clone()), attendee.id);
        self.attendees.insert(attendee.id, attendee.clone());
    }

    fn came_in(&mut self, attendee: &Attendee, check_in: &CheckIn, context: &Context) {
        let happened = AttendanceHappened::CheckedIn {
            event: check_in.event,
            check_in: check_in.id,
            method: check_in.method,
            gate: check_in.gate.clone(),
        };
        self.note(attendee, &happened, context);
        self.came.insert(attendee.id);
        self.attendees.insert(attendee.id, attendee.clone());
        self.scans
            .insert((check_in.event, check_in.scan.clone()), check_in.clone());
        self.check_ins.push(check_in.clone());
        self.follow_up(attendee, NoticeKind::CheckedIn, context);
    }

    fn note(&mut self, attendee: &Attendee, happened: &AttendanceHappened, context: &Context) {
        let wire = log_wire::attendance_happened(attendee.id, happened);
        self.log
            .push(context.log_entry(wire, attendee.version, self.now, self.tools.ids.as_ref()));
    }

    fn follow_up(&mut self, attendee: &Attendee, kind: NoticeKind, context: &Context) {
        let job = FollowUp {
            attendee_id: attendee.id.uuid(),
            kind: kind.name().to_owned(),
        };
        self.jobs.push(context.job(&job, self.now, self.tools.ids.as_ref()));
    }

    async fn save(&self, tx: &mut dyn AttendanceTransaction) -> Result<(), StoreError> {
        let pick = |ids: &BTreeSet<AttendeeId>| -> Vec<Attendee> {
            ids.iter().filter_map(|id| self.attendees.get(id).cloned()).collect()
        };
        let came_later: BTreeSet<_> = self.came.difference(&self.added).copied().collect();
        let rolls: Vec<_> = self.rolls.values().cloned().collect();
        let book = tx.book();
        book.add_attendees(&pick(&self.added)).await?;
        book.save_checked_in(&pick(&came_later)).await?;
        book.add_check_ins(&self.check_ins).await?;
        book.save_rolls(&rolls).await?;
        tx.log().append(&self.log).await?;
        tx.outbox().enqueue(&self.jobs).await
    }
}

fn event_of(ask: &Ask) -> EventId {
    match ask {
        Ask::Register(command) => command.event,
        Ask::CheckIn(command) => command.event,
    }
}

fn ticket_of(ask: &Ask) -> Option<AttendeeId> {
    match ask {
        Ask::CheckIn(CheckInCommand {
            subject: Subject::Ticket(id),
            ..
        }) => Some(*id),
        _ => None,
    }
}

fn person_of(ask: &Ask) -> Option<PersonRef> {
    match ask {
        Ask::Register(command) => Some(command.person.clone()),
        Ask::CheckIn(CheckInCommand {
            subject: Subject::Person(person, _),
            ..
        }) => Some(person.clone()),
        Ask::CheckIn(_) => None,
    }
}

fn scan_of(ask: &Ask) -> Option<ScanId> {
    match ask {
        Ask::CheckIn(command) => Some(command.scan.clone()),
        Ask::Register(_) => None,
    }
}
