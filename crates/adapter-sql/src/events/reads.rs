//! Reading events.

use async_trait::async_trait;
use domain::events::QrCode;
use domain::ids::EventId;
use ports::events::{EventFilter, EventReads, EventSort, EventView};
use ports::{Page, PageQuery, StoreError};

use super::qr_codes::{self, QR_CODES};
use super::rows::{EVENT_COLUMNS, EVENTS, to_view};
use crate::sql::{Conditions, Direction, List, Sql, all, one, total_unless_known};
use crate::store::SqlStore;
use crate::telemetry::call;

#[async_trait]
impl EventReads for SqlStore {
    async fn find(&self, id: EventId) -> Result<Option<EventView>, StoreError> {
        let text = format!("{} WHERE e.id = ? AND e.deleted_at IS NULL", select_views());
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        let row = call("event_reads.find", one(self.reader(), EVENTS, sql)).await?;
        row.as_ref().map(to_view).transpose()
    }

    async fn list(&self, filter: &EventFilter, page: PageQuery) -> Result<Page<EventView>, StoreError> {
        call("event_reads.list", self.list_events(filter, page)).await
    }

    async fn qr_codes(&self, event: EventId, page: PageQuery) -> Result<Page<QrCode>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions.and_with("event_id = ?", event.uuid());
        let list = List {
            table: QR_CODES,
            columns: qr_codes::COLUMNS,
            order: "id",
            direction: Direction::Descending,
            index: Some("ix_qr_codes_event"),
            conditions,
        };
        let codes = list.page(self.reader(), page, qr_codes::to_domain, |code| code.id.uuid());
        call("event_reads.qr_codes", codes).await
    }
}

impl SqlStore {
    async fn list_events(&self, filter: &EventFilter, page: PageQuery) -> Result<Page<EventView>, StoreError> {
        let page = match page {
            PageQuery::After { size, .. } if filter.sort != EventSort::CreatedDescending => {
                PageQuery::Number { page: 1, size }
            }
            page => page,
        };
        let conditions = self.conditions(filter);
        let mut sql = Sql::new(self.dialect(), select_views());
        let mut narrowed = conditions.clone();
        if let Some(last) = page.cursor() {
            // Creation is not in the cursor; equal instants are told apart by id.
            let created = "(SELECT created_at FROM events WHERE id = ?)";
            narrowed.and_with(
                &format!("(e.created_at < {created} OR (e.created_at = {created} AND e.id < ?))"),
                last,
            );
            narrowed.bind(last).bind(last);
        }
        narrowed.write(&mut sql);
        sql.push(&format!(" ORDER BY {} LIMIT ? OFFSET ?", order(filter.sort)))
            .bind(i64::from(page.size()) + 1)
            .bind(page.offset());
        let rows = all(self.reader(), EVENTS, sql).await?;
        let views = rows.iter().map(to_view).collect::<Result<Vec<_>, _>>()?;
        let total = total_unless_known(self.reader(), "events e", &conditions, page, views.len()).await?;
        Ok(Page::from_probe(views, page.size(), total, |view| {
            view.event.id().uuid()
        }))
    }

    fn conditions(&self, filter: &EventFilter) -> Conditions {
        let mut conditions = Conditions::none(self.dialect());
        conditions.and("e.deleted_at IS NULL");
        if let Some(search) = filter.search.as_deref().filter(|search| !search.is_empty()) {
            conditions.and_with(&self.dialect().contains("e.search_text"), search.to_lowercase());
        }
        conditions
            .and_if("e.state = ?", filter.state.map(|state| state.name()))
            .and_if("e.ends_at > ?", filter.ends_after)
            .and_if("e.starts_at < ?", filter.starts_before);
        conditions
    }
}

fn select_views() -> String {
    format!("SELECT {EVENT_COLUMNS}, r.taken, r.checked_in FROM events e JOIN event_rolls r ON r.event_id = e.id")
}

const fn order(sort: EventSort) -> &'static str {
    match sort {
        EventSort::CreatedDescending => "e.created_at DESC, e.id DESC",
        EventSort::CreatedAscending => "e.created_at, e.id",
        EventSort::StartAscending => "e.starts_at, e.id",
        EventSort::StartDescending => "e.starts_at DESC, e.id DESC",
        EventSort::TitleAscending => "e.title, e.id",
        EventSort::TitleDescending => "e.title DESC, e.id DESC",
    }
}
