//! Rolls, registrations and check-ins inside transactions.

use std::collections::BTreeSet;

use async_trait::async_trait;
use domain::attendance::{Attendee, CheckIn, PersonRef, Roll, ScanId};
use domain::ids::{AttendeeId, EventId};
use ports::StoreError;
use ports::attendance::{AttendanceStore, AttendanceTransaction, RollBook};
use ports::jobs::Outbox;
use ports::log::EventLog;

use super::MemoryStore;
use super::state::{Counters, State, duplicate};
use super::transaction::Transaction;

#[async_trait]
impl AttendanceStore for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn AttendanceTransaction>, StoreError> {
        Ok(Box::new(self.transaction().await))
    }
}

#[async_trait]
impl AttendanceTransaction for Transaction {
    fn book(&mut self) -> &mut dyn RollBook {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.finish()
    }
}

#[async_trait]
impl RollBook for Transaction {
    async fn lock_rolls(&mut self, events: &BTreeSet<EventId>) -> Result<Vec<Roll>, StoreError> {
        self.look(|state| events.iter().filter_map(|id| state.roll(*id)).collect())
    }

    async fn save_rolls(&mut self, rolls: &[Roll]) -> Result<(), StoreError> {
        self.change(|state| {
            for roll in rolls {
                let counters = Counters {
                    taken: roll.taken,
                    checked_in: roll.checked_in,
                };
                state.counters.insert(roll.event, counters);
            }
            Ok(())
        })
    }

    async fn attendees_of(&mut self, people: &[(EventId, PersonRef)]) -> Result<Vec<Attendee>, StoreError> {
        self.look(|state| {
            let asked: BTreeSet<_> = people.iter().collect();
            asked
                .into_iter()
                .filter_map(|person| state.attendees.get(state.people.get(person)?).cloned())
                .collect()
        })
    }

    async fn attendees(&mut self, ids: &[AttendeeId]) -> Result<Vec<Attendee>, StoreError> {
        self.look(|state| {
            let asked: BTreeSet<_> = ids.iter().collect();
            asked
                .into_iter()
                .filter_map(|id| state.attendees.get(id).cloned())
                .collect()
        })
    }

    async fn check_ins_of(&mut self, scans: &[(EventId, ScanId)]) -> Result<Vec<CheckIn>, StoreError> {
        self.look(|state| {
            let asked: BTreeSet<_> = scans.iter().collect();
            asked
                .into_iter()
                .filter_map(|scan| state.check_ins.get(state.scans.get(scan)?).cloned())
                .collect()
        })
    }

    async fn add_attendees(&mut self, attendees: &[Attendee]) -> Result<(), StoreError> {
        self.change(|state| attendees.iter().try_for_each(|attendee| add_attendee(state, attendee)))
    }

    async fn save_checked_in(&mut self, attendees: &[Attendee]) -> Result<(), StoreError> {
        self.change(|state| {
            attendees
                .iter()
                .try_for_each(|attendee| save_checked_in(state, attendee))
        })
    }

    async fn add_check_ins(&mut self, check_ins: &[CheckIn]) -> Result<(), StoreError> {
        self.change(|state| check_ins.iter().try_for_each(|check_in| add_check_in(state, check_in)))
    }
}

fn add_attendee(state: &mut State, attendee: &Attendee) -> Result<(), StoreError> {
    let person = (attendee.event, attendee.person.clone());
    if state.people.insert(person, attendee.id).is_some() {
        return Err(duplicate("attendees.person"));
    }
    if state.attendees.insert(attendee.id, attendee.clone()).is_some() {
        return Err(duplicate("attendees.id"));
    }
    Ok(())
}

fn save_checked_in(state: &mut State, attendee: &Attendee) -> Result<(), StoreError> {
    let stored = state
        .attendees
        .get_mut(&attendee.id)
        .filter(|stored| stored.checked_in_at.is_none())
        .ok_or(StoreError::VersionConflict)?;
    stored.checked_in_at = attendee.checked_in_at;
    stored.checked_in_gate.clone_from(&attendee.checked_in_gate);
    stored.version = attendee.version;
    Ok(())
}

fn add_check_in(state: &mut State, check_in: &CheckIn) -> Result<(), StoreError> {
    let scan = (check_in.event, check_in.scan.clone());
    if state.scans.insert(scan, check_in.id).is_some() {
        return Err(duplicate("check_ins.scan"));
    }
    if !state.came.insert(check_in.attendee) {
        return Err(duplicate("check_ins.attendee"));
    }
    if state.check_ins.insert(check_in.id, check_in.clone()).is_some() {
        return Err(duplicate("check_ins.id"));
    }
    Ok(())
}
