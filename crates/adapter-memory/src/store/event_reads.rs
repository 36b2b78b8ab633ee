//! Reading events.

use std::cmp::Reverse;

use async_trait::async_trait;
use domain::events::{Event, QrCode};
use domain::ids::EventId;
use ports::events::{EventFilter, EventReads, EventSort, EventView};
use ports::{Page, PageQuery, StoreError, Total};

use super::MemoryStore;
use super::pages::{newest_first, page};
use super::state::State;

#[async_trait]
impl EventReads for MemoryStore {
    async fn find(&self, id: EventId) -> Result<Option<EventView>, StoreError> {
        let state = self.read();
        Ok(state
            .events
            .get(&id)
            .filter(|event| is_visible(event))
            .map(|event| view(&state, event)))
    }

    async fn list(&self, filter: &EventFilter, query: PageQuery) -> Result<Page<EventView>, StoreError> {
        let state = self.read();
        let mut events: Vec<_> = state.events.values().filter(|event| fits(event, filter)).collect();
        sort(&mut events, filter.sort);
        let total = Total::counted(events.len() as u64);
        let has_cursor = filter.sort == EventSort::CreatedDescending;
        let listed = page(
            events.into_iter(),
            query,
            total,
            |event| event.id().uuid(),
            |event, last| {
                let last = EventId::from_uuid(last);
                let mark = state.events.get(&last).map_or(event.stored().created_at, created_at);
                !has_cursor || (event.stored().created_at, event.id()) < (mark, last)
            },
        );
        let mut listed = listed.map(|event| view(&state, event));
        listed.next = listed.next.filter(|_| has_cursor);
        Ok(listed)
    }

    async fn qr_codes(&self, event: EventId, query: PageQuery) -> Result<Page<QrCode>, StoreError> {
        let state = self.read();
        let visible = state.events.get(&event).is_some_and(is_visible);
        let codes = state.qr_codes.values().filter(|code| visible && code.event == event);
        Ok(newest_first(codes, query, |code| code.id.uuid()).map(Clone::clone))
    }
}

fn is_visible(event: &Event) -> bool {
    event.stored().deleted_at.is_none()
}

fn created_at(event: &Event) -> domain::time::Timestamp {
    event.stored().created_at
}

fn view(state: &State, event: &Event) -> EventView {
    let counters = state.counters(event.id());
    EventView {
        event: event.clone(),
        taken: counters.taken,
        checked_in: counters.checked_in,
    }
}

fn fits(event: &Event, filter: &EventFilter) -> bool {
    let (stored, details) = (event.stored(), event.details());
    let holds = |text: &str, part: &str| text.to_lowercase().contains(part);
    is_visible(event)
        && filter.state.is_none_or(|state| state == stored.state)
        && filter.ends_after.is_none_or(|after| details.ends_at > after)
        && filter.starts_before.is_none_or(|before| details.starts_at < before)
        && filter.search.as_ref().is_none_or(|search| {
            let search = search.to_lowercase();
            holds(&details.title, &search) || holds(&details.location, &search)
        })
}

fn sort(events: &mut [&Event], order: EventSort) {
    match order {
        EventSort::CreatedDescending => events.sort_by_key(|event| Reverse((created_at(event), event.id()))),
        EventSort::CreatedAscending => events.sort_by_key(|event| (created_at(event), event.id())),
        EventSort::StartAscending => events.sort_by_key(|event| (event.details().starts_at, event.id())),
        EventSort::StartDescending => events.sort_by_key(|event| Reverse((event.details().starts_at, event.id()))),
        EventSort::TitleAscending => events.sort_by_cached_key(|event| (event.details().title.clone(), event.id())),
        EventSort::TitleDescending => {
            events.sort_by_cached_key(|event| Reverse((event.details().title.clone(), event.id())));
        }
    }
}
