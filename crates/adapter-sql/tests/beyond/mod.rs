//! What the adapter promises beyond its ports, on every database.
#![expect(clippy::unwrap_used, reason = "all of this is test code")]

use std::sync::Arc;

use crate::support::{self, Guard, MARIADB, MYSQL, POSTGRES, Server};
use adapter_sql::{ServerKind, SqlOptions, SqlStore};
use contracts::build::{a_qr_code, an_attendee, an_event, somebody};
use domain::attendance::Attendee;
use domain::ids::EventId;
use ports::attendance::{AttendanceReads, AttendanceStore, AttendeeFilter};
use ports::events::{EventReads, EventsStore};
use ports::{PageQuery, StoreError};
use sea_orm::ConnectionTrait;

macro_rules! on_every_database {
    ($($promise:ident),+ $(,)?) => {
        on_every_database!(@on on_sqlite, None; $($promise),+);
        on_every_database!(@on on_mariadb, Some(super::MARIADB); $($promise),+);
        on_every_database!(@on on_mysql, Some(super::MYSQL); $($promise),+);
        on_every_database!(@on on_postgres, Some(super::POSTGRES); $($promise),+);
    };
    (@on $name:ident, $server:expr; $($promise:ident),+) => {
        mod $name {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $promise() {
                    super::$promise($server).await;
                }
            )+
        }
    };
}

on_every_database!(
    a_database_tells_who_it_is,
    a_closed_store_is_unavailable,
    broken_data_is_named_by_table_column_and_row,
    a_duplicate_names_its_rule_and_no_value,
    a_transaction_with_a_failed_statement_does_not_commit,
    an_unreadable_job_is_told,
    a_cursor_costs_a_page_however_many_rows_others_have,
    many_page_numbers_deep_is_the_same_list,
);

async fn stored_event(store: &SqlStore) -> EventId {
    let event = an_event().published().build();
    let mut tx = EventsStore::begin(store).await.unwrap();
    tx.events().add(&event).await.unwrap();
    tx.commit().await.unwrap();
    event.id()
}

async fn registered(store: &SqlStore, event: EventId, people: usize) -> Vec<Attendee> {
    let attendees: Vec<_> = (0..people).map(|number| an_attendee(event, somebody(number))).collect();
    let mut tx = AttendanceStore::begin(store).await.unwrap();
    tx.book().add_attendees(&attendees).await.unwrap();
    tx.commit().await.unwrap();
    attendees
}

async fn a_database_tells_who_it_is(server: Option<Server>) {
    let (store, guard) = support::fresh_store(server).await;
    let info = store.ping().await.unwrap();
    let wanted = match (&guard, server) {
        (Guard::Folder(_), _) | (_, None) => ServerKind::Sqlite,
        (_, Some(server)) if server == MARIADB => ServerKind::MariaDb,
        (_, Some(server)) if server == MYSQL => ServerKind::MySql,
        (_, Some(_)) => ServerKind::Postgres,
    };
    assert_eq!(info.kind, wanted);
    assert!(info.version.contains('.'), "{info:?}");
    let status = store.pool_status();
    assert!(status.size >= 1);
    assert_eq!(status.in_use, status.size - status.idle);
}

async fn a_closed_store_is_unavailable(server: Option<Server>) {
    let (store, _guard) = support::fresh_store(server).await;
    store.close().await;
    let refused = EventReads::find(&store, an_event().build().id()).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
}

async fn broken_data_is_named_by_table_column_and_row(server: Option<Server>) {
    let (store, _guard) = support::fresh_store(server).await;
    let event = stored_event(&store).await;
    store
        .connection()
        .execute_unprepared("UPDATE events SET zone = 'Mars/Olympus'")
        .await
        .unwrap();
    let card = ports::events::EventDirectory::card(&store, event).await;
    assert_eq!(card, Err(StoreError::Corrupt(format!("events.zone of id {event}"))));
}

async fn a_duplicate_names_its_rule_and_no_value(server: Option<Server>) {
    let (store, _guard) = support::fresh_store(server).await;
    let event = stored_event(&store).await;
    let mut tx = EventsStore::begin(&store).await.unwrap();
    tx.events()
        .add_qr_code(&a_qr_code(event, "secret scene"))
        .await
        .unwrap();
    let refused = tx.events().add_qr_code(&a_qr_code(event, "secret scene")).await;
    let Err(StoreError::Duplicate(rule)) = refused else {
        panic!("{refused:?}");
    };
    assert!(rule.contains("scene") && !rule.contains("secret"), "{rule}");
}

async fn a_transaction_with_a_failed_statement_does_not_commit(server: Option<Server>) {
    let (store, _guard) = support::fresh_store(server).await;
    let event = an_event().build();
    let mut tx = EventsStore::begin(&store).await.unwrap();
    tx.events().add(&event).await.unwrap();
    tx.events().add(&event).await.unwrap_err();
    tx.commit().await.unwrap_err();
    assert_eq!(EventReads::find(&store, event.id()).await.unwrap(), None);
}

async fn an_unreadable_job_is_told(server: Option<Server>) {
    let (store, guard) = support::fresh_store(server).await;
    let id = match (&guard, server) {
        (Guard::Slot(_), Some(server)) if server == POSTGRES => "'018f0000-0000-7000-8000-000000000000'",
        _ => "x'018f0000000070008000000000000000'",
    };
    let sql = format!(
        "INSERT INTO jobs (job_id, attempt, name, payload, created_at, not_before, due_at, handouts) VALUES \
         ({id}, -1, 'broken', 'raw text', '2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000', \
         '2026-01-01 00:00:00.000000', 0)"
    );
    store.connection().execute_unprepared(&sql).await.unwrap();
    let queue = support::a_queue(&store, std::time::Duration::from_secs(600));
    contracts::job_queue::something_unreadable_is_told_and_blocks_nothing(Arc::clone(&queue), "raw text").await;
}

/// MySQL and MariaDB count the rows that a session reads.
async fn a_cursor_costs_a_page_however_many_rows_others_have(server: Option<Server>) {
    let (store, guard) = support::fresh_store(server).await;
    let (quiet, busy) = (stored_event(&store).await, stored_event(&store).await);
    let old = registered(&store, quiet, 3_000).await;
    registered(&store, busy, 3_000).await;
    let newest = registered_later(&store, quiet).await;
    let Guard::Slot(slot) = &guard else { return };
    if server == Some(POSTGRES) {
        return;
    }
    let options = SqlOptions {
        max_connections: 1,
        ..SqlOptions::default()
    };
    let session = SqlStore::connect(&slot.url(), options).await.unwrap();
    session
        .connection()
        .execute_unprepared("ANALYZE TABLE attendees")
        .await
        .unwrap();
    let before = rows_read(&session).await;
    let page = PageQuery::After {
        last: newest.id.uuid(),
        size: 10,
    };
    let listed = AttendanceReads::attendees(&session, quiet, &AttendeeFilter::default(), page)
        .await
        .unwrap();
    assert_eq!(listed.items, old.into_iter().rev().take(10).collect::<Vec<_>>());
    let read = rows_read(&session).await - before;
    assert!(read < 100, "a page of 10 read {read} rows");
}

async fn registered_later(store: &SqlStore, event: EventId) -> Attendee {
    let attendee = an_attendee(event, somebody(99_999));
    let mut tx = AttendanceStore::begin(store).await.unwrap();
    tx.book().add_attendees(std::slice::from_ref(&attendee)).await.unwrap();
    tx.commit().await.unwrap();
    attendee
}

async fn rows_read(session: &SqlStore) -> i64 {
    let connection = session.connection();
    let question = "SHOW SESSION STATUS WHERE Variable_name IN \
        ('Handler_read_next', 'Handler_read_prev', 'Handler_read_rnd', 'Handler_read_rnd_next')";
    let statement = sea_orm::Statement::from_string(connection.get_database_backend(), question);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get_by::<String, _>(1).unwrap().parse::<i64>().unwrap())
        .sum()
}

async fn many_page_numbers_deep_is_the_same_list(server: Option<Server>) {
    let (store, _guard) = support::fresh_store(server).await;
    let event = stored_event(&store).await;
    let attendees = registered(&store, event, 500).await;
    let page = PageQuery::Number { page: 9, size: 50 };
    let filter = AttendeeFilter {
        oldest_first: true,
        ..AttendeeFilter::default()
    };
    let listed = AttendanceReads::attendees(&store, event, &filter, page).await.unwrap();
    assert_eq!(listed.items, attendees[400..450]);
    assert_eq!(listed.next, Some(attendees[449].id.uuid()));
}
