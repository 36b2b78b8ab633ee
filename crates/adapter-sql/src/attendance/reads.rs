//! Reading attendance outside a transaction.

use std::collections::HashMap;

use async_trait::async_trait;
use domain::attendance::Attendee;
use domain::ids::{AttendeeId, EventId};
use ports::attendance::{AttendanceReads, AttendeeFilter, CheckInView, EventCounts};
use ports::{Page, PageQuery, StoreError, Total};

use super::rows::{
    ATTENDEE_COLUMNS, ATTENDEES, CHECK_IN_COLUMNS, CHECK_INS, ROLLS, to_attendee, to_check_in, to_counts, to_view,
};
use crate::sql::{Conditions, Direction, List, Sql, all, asked, one};
use crate::store::SqlStore;
use crate::telemetry::call;

#[async_trait]
impl AttendanceReads for SqlStore {
    async fn attendees(
        &self,
        event: EventId,
        filter: &AttendeeFilter,
        page: PageQuery,
    ) -> Result<Page<Attendee>, StoreError> {
        call("attendance_reads.attendees", self.list_attendees(event, filter, page)).await
    }

    async fn attendee(&self, event: EventId, id: AttendeeId) -> Result<Option<Attendee>, StoreError> {
        Ok(self.find_attendee(id).await?.filter(|attendee| attendee.event == event))
    }

    async fn find_attendee(&self, id: AttendeeId) -> Result<Option<Attendee>, StoreError> {
        let text = format!("SELECT {ATTENDEE_COLUMNS} FROM attendees WHERE id = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        let row = call("attendance_reads.attendee", one(self.reader(), ATTENDEES, sql)).await?;
        row.as_ref().map(to_attendee).transpose()
    }

    async fn check_ins(
        &self,
        event: EventId,
        gate: Option<&str>,
        page: PageQuery,
    ) -> Result<Page<CheckInView>, StoreError> {
        call("attendance_reads.check_ins", self.list_check_ins(event, gate, page)).await
    }

    async fn counts(&self, event: EventId) -> Result<Option<EventCounts>, StoreError> {
        let sql = Sql::new(
            self.dialect(),
            "SELECT r.event_id, e.capacity, r.taken, r.checked_in, r.last_registration_at, r.last_check_in_at \
             FROM event_rolls r JOIN events e ON e.id = r.event_id WHERE r.event_id = ?",
        )
        .with(event.uuid());
        let row = call("attendance_reads.counts", one(self.reader(), ROLLS, sql)).await?;
        row.as_ref().map(to_counts).transpose()
    }
}

impl SqlStore {
    async fn list_attendees(
        &self,
        event: EventId,
        filter: &AttendeeFilter,
        page: PageQuery,
    ) -> Result<Page<Attendee>, StoreError> {
        let search = filter.search.as_deref().filter(|search| !search.is_empty());
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_with("event_id = ?", event.uuid())
            .and_if("came = ?", filter.checked_in);
        if let Some(search) = search {
            conditions
                .and_with("open_id >= ?", search)
                .and_with("open_id < ?", after_all_that_begin_with(search));
        }
        let list = List {
            table: ATTENDEES,
            columns: ATTENDEE_COLUMNS,
            order: "id",
            direction: if filter.oldest_first {
                Direction::Ascending
            } else {
                Direction::Descending
            },
            // A search may leave one row or all of them: there the optimizer knows better.
            index: match (search, filter.checked_in) {
                (Some(_), _) => None,
                (None, Some(_)) => Some("ix_attendees_came"),
                (None, None) => Some("ix_attendees_event"),
            },
            conditions,
        };
        let id = |attendee: &Attendee| attendee.id.uuid();
        if search.is_some() {
            return list.page(self.reader(), page, to_attendee, id).await;
        }
        let total = self.attendees_in_all(event, filter.checked_in).await?;
        list.page_of(self.reader(), page, total, to_attendee, id).await
    }

    async fn attendees_in_all(&self, event: EventId, came: Option<bool>) -> Result<Total, StoreError> {
        let Some(counts) = self.counts(event).await? else {
            return Ok(Total::Exactly(0));
        };
        let people = match came {
            None => counts.taken,
            Some(true) => counts.checked_in,
            Some(false) => counts.taken.saturating_sub(counts.checked_in),
        };
        Ok(Total::Exactly(people.into()))
    }

    async fn list_check_ins(
        &self,
        event: EventId,
        gate: Option<&str>,
        page: PageQuery,
    ) -> Result<Page<CheckInView>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_with("event_id = ?", event.uuid())
            .and_if("gate = ?", gate);
        let list = List {
            table: CHECK_INS,
            columns: CHECK_IN_COLUMNS,
            order: "id",
            direction: Direction::Descending,
            index: Some(gate.map_or("ix_check_ins_event", |_| "ix_check_ins_gate")),
            conditions,
        };
        let id = |check_in: &domain::attendance::CheckIn| check_in.id.uuid();
        let check_ins = if gate.is_some() {
            list.page(self.reader(), page, to_check_in, id).await?
        } else {
            let total = self.attendees_in_all(event, Some(true)).await?;
            list.page_of(self.reader(), page, total, to_check_in, id).await?
        };
        self.with_people(check_ins).await
    }

    async fn with_people(&self, page: Page<domain::attendance::CheckIn>) -> Result<Page<CheckInView>, StoreError> {
        let ids: Vec<_> = page.items.iter().map(|check_in| check_in.attendee).collect();
        let mut people = HashMap::with_capacity(ids.len());
        for ids in asked(&ids) {
            let mut sql = Sql::new(
                self.dialect(),
                "SELECT id, account, open_id FROM attendees WHERE id IN (",
            );
            sql.marks(ids.len()).push(")");
            for id in ids {
                sql.bind(id.uuid());
            }
            for row in all(self.reader(), ATTENDEES, sql).await? {
                people.insert(AttendeeId::from_uuid(row.id("id")?), row);
            }
        }
        let mut items = Vec::with_capacity(page.items.len());
        for check_in in page.items {
            let person = people
                .get(&check_in.attendee)
                .ok_or_else(|| StoreError::Corrupt(format!("check_ins.attendee_id of id {}", check_in.id)))?;
            items.push(to_view(check_in, person)?);
        }
        Ok(Page {
            items,
            total: page.total,
            next: page.next,
        })
    }
}

/// The least text greater than every one that begins with `prefix`, in byte order as far as texts hold characters:
/// U+10FFFF is no character and stands in no open id.
fn after_all_that_begin_with(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}
