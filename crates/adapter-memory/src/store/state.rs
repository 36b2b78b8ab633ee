//! What is stored: a table for each kind, with the indexes that keep identities unique.

use std::collections::{BTreeMap, BTreeSet};

use domain::attendance::{AdmissionRules, Attendee, CheckIn, PersonRef, Roll, ScanId};
use domain::events::{Event, QrCode};
use domain::identity::{Operator, PhoneRecord, WecomLink};
use domain::ids::{
    AccountId, AttendeeId, BroadcastId, CheckInId, DeliveryId, EventId, JobId, MessageId, MessageTemplateId,
    OperatorId, PersonId, QrCodeId, ReplyRuleId,
};
use domain::notifications::Delivery;
use domain::notifications::broadcast::Broadcast;
use domain::notifications::consent::ConsentEntry;
use domain::notifications::template::MessageTemplate;
use domain::time::Timestamp;
use domain::wechat::menus::MenuBoard;
use domain::wechat::rules::ReplyRule;
use ports::StoreError;
use ports::idempotency::OnceAnswer;
use ports::jobs::{DeadLetter, JobEnvelope};
use ports::log::{LogEntry, LoggedEntry};
use ports::wechat::{Answer, KeptAccount, NewMessage, Sightings};
use uuid::Uuid;

use super::articles::ArticleState;
use super::channels::ChannelState;
use super::followers::Followers;
use super::mass::MassState;
use super::materials::MaterialState;
use super::mini_program::MiniProgramState;
use super::people::People;
use super::staff_messages::StaffState;
use super::wecom::CorpState;

#[derive(Clone, Default)]
pub(super) struct State {
    pub(super) events: BTreeMap<EventId, Event>,
    pub(super) counters: BTreeMap<EventId, Counters>,
    pub(super) qr_codes: BTreeMap<QrCodeId, QrCode>,
    pub(super) scenes: BTreeMap<(String, String), QrCodeId>,
    pub(super) channels: ChannelState,
    pub(super) mass: MassState,
    pub(super) mini_program: MiniProgramState,
    pub(super) phones: BTreeMap<PersonId, PhoneRecord>,
    pub(super) attendees: BTreeMap<AttendeeId, Attendee>,
    pub(super) people: BTreeMap<(EventId, PersonRef), AttendeeId>,
    pub(super) check_ins: BTreeMap<CheckInId, CheckIn>,
    pub(super) scans: BTreeMap<(EventId, ScanId), CheckInId>,
    pub(super) came: BTreeSet<AttendeeId>,
    pub(super) log: Vec<LoggedEntry>,
    pub(super) versions: BTreeSet<(String, Uuid, u64)>,
    pub(super) outbox: BTreeMap<(Uuid, u32), OutboxRow>,
    pub(super) dead_letters: BTreeMap<JobId, DeadLetter>,
    pub(super) messages: BTreeMap<MessageId, MessageRow>,
    pub(super) dedupe: BTreeMap<(String, [u8; 32]), MessageId>,
    pub(super) deliveries: BTreeMap<DeliveryId, Delivery>,
    pub(super) causes: BTreeMap<String, DeliveryId>,
    pub(super) templates: BTreeMap<MessageTemplateId, MessageTemplate>,
    pub(super) consents: BTreeMap<String, ConsentEntry>,
    pub(super) broadcasts: BTreeMap<BroadcastId, Broadcast>,
    pub(super) broadcast_people: BTreeMap<BroadcastId, Vec<String>>,
    pub(super) operators: BTreeMap<OperatorId, Operator>,
    pub(super) accounts: BTreeMap<AccountId, KeptAccount>,
    pub(super) account_revision: u64,
    pub(super) sightings: BTreeMap<String, Sightings>,
    pub(super) once: BTreeMap<(String, String), OnceRow>,
    pub(super) rules: BTreeMap<ReplyRuleId, ReplyRule>,
    pub(super) rule_revisions: BTreeMap<String, u64>,
    pub(super) menus: BTreeMap<String, MenuBoard>,
    pub(super) articles: ArticleState,
    pub(super) materials: MaterialState,
    pub(super) known_people: People,
    pub(super) audience: Followers,
    pub(super) corp: CorpState,
    pub(super) staff: StaffState,
    pub(super) wecom_links: BTreeMap<OperatorId, WecomLink>,
}

/// The counters of a roll.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counters {
    pub(super) taken: u32,
    pub(super) checked_in: u32,
}

/// A job in the outbox; nobody has claimed it without an instant.
#[derive(Debug, Clone)]
pub(super) struct OutboxRow {
    pub(super) job: JobEnvelope,
    pub(super) claimed_until: Option<Timestamp>,
}

/// A recorded message.
#[derive(Debug, Clone)]
pub(super) struct MessageRow {
    pub(super) message: NewMessage,
    pub(super) deliveries: u32,
    pub(super) answer: Option<Answer>,
    pub(super) lease_until: Timestamp,
}

/// A request under an idempotency key; an abandoned one has no lease.
#[derive(Debug, Clone)]
pub(super) struct OnceRow {
    pub(super) fingerprint: [u8; 32],
    pub(super) resource: Uuid,
    pub(super) began_at: Timestamp,
    pub(super) lease_until: Option<Timestamp>,
    pub(super) answer: Option<OnceAnswer>,
}

pub(super) fn duplicate(rule: &str) -> StoreError {
    StoreError::Duplicate(rule.to_owned())
}

impl State {
    /// Keeps jobs whose attempt is not there yet.
    pub(super) fn enqueue(&mut self, jobs: &[JobEnvelope]) {
        for job in jobs {
            self.outbox.entry(job.attempt_key()).or_insert_with(|| OutboxRow {
                job: job.clone(),
                claimed_until: None,
            });
        }
    }

    /// Appends to the log; a version that its stream has is refused.
    pub(super) fn append(&mut self, entries: &[LogEntry]) -> Result<(), StoreError> {
        for entry in entries {
            let version = (entry.stream_type.clone(), entry.stream_id, entry.version);
            if !self.versions.insert(version) {
                return Err(StoreError::VersionConflict);
            }
            self.log.push(LoggedEntry {
                position: self.log.len() as u64 + 1,
                entry: entry.clone(),
            });
        }
        Ok(())
    }

    pub(super) fn counters(&self, event: EventId) -> Counters {
        self.counters.get(&event).copied().unwrap_or_default()
    }

    /// The roll of an event with the rules in force.
    pub(super) fn roll(&self, id: EventId) -> Option<Roll> {
        let event = self.events.get(&id)?;
        let (details, Counters { taken, checked_in }) = (event.details(), self.counters(id));
        Some(Roll {
            event: id,
            rules: AdmissionRules {
                state: event.stored().state,
                deleted: event.stored().deleted_at.is_some(),
                capacity: details.capacity,
                ends_at: details.ends_at,
                registration_opens_at: details.registration_opens_at,
                registration_closes_at: details.registration_closes_at,
                check_in_opens_at: details.check_in_opens_at,
                walk_ins: details.walk_ins,
            },
            taken,
            checked_in,
        })
    }
}
