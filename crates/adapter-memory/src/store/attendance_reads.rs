//! Reading attendance.

use async_trait::async_trait;
use domain::attendance::Attendee;
use domain::ids::{AttendeeId, EventId};
use ports::attendance::{AttendanceReads, AttendeeFilter, CheckInView, EventCounts};
use ports::{Page, PageQuery, StoreError, Total};

use super::MemoryStore;
use super::pages::{newest_first, page};
use super::state::State;

#[async_trait]
impl AttendanceReads for MemoryStore {
    async fn attendees(
        &self,
        event: EventId,
        filter: &AttendeeFilter,
        query: PageQuery,
    ) -> Result<Page<Attendee>, StoreError> {
        let state = self.read();
        let entries = || {
            state
                .attendees
                .values()
                .filter(|attendee| attendee.event == event && fits(attendee, filter))
        };
        let total = match filter.search {
            None => Total::Exactly(counted(&state, event, filter.checked_in)),
            Some(_) => Total::counted(entries().count() as u64),
        };
        let id = |attendee: &&Attendee| attendee.id.uuid();
        let listed = if filter.oldest_first {
            page(entries(), query, total, id, |attendee, last| id(attendee) > last)
        } else {
            page(entries().rev(), query, total, id, |attendee, last| id(attendee) < last)
        };
        Ok(listed.map(Clone::clone))
    }

    async fn attendee(&self, event: EventId, id: AttendeeId) -> Result<Option<Attendee>, StoreError> {
        let state = self.read();
        let found = state.attendees.get(&id).filter(|attendee| attendee.event == event);
        Ok(found.cloned())
    }

    async fn find_attendee(&self, id: AttendeeId) -> Result<Option<Attendee>, StoreError> {
        Ok(self.read().attendees.get(&id).cloned())
    }

    async fn check_ins(
        &self,
        event: EventId,
        gate: Option<&str>,
        query: PageQuery,
    ) -> Result<Page<CheckInView>, StoreError> {
        let state = self.read();
        let entries = state.check_ins.values().filter_map(|check_in| {
            let is_meant = check_in.event == event && gate.is_none_or(|gate| check_in.gate.as_deref() == Some(gate));
            let attendee = state.attendees.get(&check_in.attendee).filter(|_| is_meant)?;
            Some(CheckInView {
                check_in: check_in.clone(),
                person: attendee.person.clone(),
            })
        });
        Ok(newest_first(entries, query, |view| view.check_in.id.uuid()))
    }

    async fn counts(&self, event: EventId) -> Result<Option<EventCounts>, StoreError> {
        let state = self.read();
        let Some(roll) = state.roll(event) else {
            return Ok(None);
        };
        let attendees = state.attendees.values().filter(|attendee| attendee.event == event);
        let check_ins = state.check_ins.values().filter(|check_in| check_in.event == event);
        Ok(Some(EventCounts {
            capacity: roll.rules.capacity,
            taken: roll.taken,
            checked_in: roll.checked_in,
            last_registration_at: attendees.map(|attendee| attendee.registered_at).max(),
            last_check_in_at: check_ins.map(|check_in| check_in.at).max(),
        }))
    }
}

fn fits(attendee: &Attendee, filter: &AttendeeFilter) -> bool {
    let came = attendee.checked_in_at.is_some();
    let search = filter.search.as_ref();
    filter.checked_in.is_none_or(|wanted| wanted == came)
        && search.is_none_or(|search| attendee.person.open_id.starts_with(search.as_str()))
}

fn counted(state: &State, event: EventId, checked_in: Option<bool>) -> u64 {
    let counters = state.counters(event);
    u64::from(match checked_in {
        None => counters.taken,
        Some(true) => counters.checked_in,
        Some(false) => counters.taken.saturating_sub(counters.checked_in),
    })
}
