//! The event log.

use domain::ids::{EventId, LogEntryId};
use ports::log::{LogEntry, LogMetadata};
use ports::{StoreError, Total};
use uuid::Uuid;

use crate::StoreWorld;
use crate::build::{a_log_entry, after, fresh, fresh_id};
use crate::pages::{FIRST, by_cursor, by_number, nothing};
use crate::race::{persistently, race};

async fn appended(world: &StoreWorld, entries: &[LogEntry]) {
    let mut tx = world.begin_events().await;
    tx.log().append(entries).await.unwrap();
    tx.commit().await.unwrap();
}

async fn history(world: &StoreWorld, event: EventId) -> Vec<LogEntry> {
    let page = world.history.history(event, None, FIRST).await.unwrap();
    page.items.into_iter().map(|logged| logged.entry).collect()
}

/// An entry is read back to the byte, with all or nothing told about its cause.
pub async fn a_log_entry_comes_back_unchanged(world: StoreWorld) {
    let event = fresh(EventId::from_uuid);
    let metadata = LogMetadata {
        user_id: Some("操作员".to_owned()),
        session_id: Some("s-1".to_owned()),
        source: "wechat".to_owned(),
        trace_id: Some("4bf92f3577b34da6a3ce929d0e0e4736".to_owned()),
        request_id: Some("r-🍵".to_owned()),
    };
    let full = LogEntry {
        metadata,
        stream_type: "attendee".to_owned(),
        occurred_at: after(5),
        ..a_log_entry(fresh_id(), 7, Some(event))
    };
    let bare = a_log_entry(event.uuid(), 1, Some(event));
    appended(&world, &[full.clone(), bare.clone()]).await;
    let mut wanted = vec![full, bare];
    wanted.sort_by_key(|entry| std::cmp::Reverse(entry.id.uuid()));
    assert_eq!(history(&world, event).await, wanted);
}

/// An event's history is its own, newest first, and can be narrowed to a kind of stream.
pub async fn history_is_about_one_event(world: StoreWorld) {
    let (event, other) = (fresh(EventId::from_uuid), fresh(EventId::from_uuid));
    let mine = a_log_entry(event.uuid(), 1, Some(event));
    let attendees = LogEntry {
        stream_type: "attendee".to_owned(),
        ..a_log_entry(fresh_id(), 1, Some(event))
    };
    let elses = a_log_entry(other.uuid(), 1, Some(other));
    let nobodys = a_log_entry(fresh_id(), 1, None);
    appended(&world, &[mine.clone(), elses, nobodys]).await;
    appended(&world, std::slice::from_ref(&attendees)).await;

    assert_eq!(history(&world, event).await, [attendees.clone(), mine]);
    let narrowed = world.history.history(event, Some("attendee"), FIRST).await.unwrap();
    assert_eq!(narrowed.items.len(), 1);
    assert_eq!(narrowed.items[0].entry, attendees);
}

/// Places in the log ascend in the order of appending.
pub async fn places_in_the_log_ascend(world: StoreWorld) {
    let event = fresh(EventId::from_uuid);
    for version in 1..=5 {
        appended(&world, &[a_log_entry(event.uuid(), version, Some(event))]).await;
    }
    let page = world.history.history(event, None, FIRST).await.unwrap();
    let places: Vec<_> = page.items.iter().map(|logged| logged.position).collect();
    assert!(places.is_sorted_by(|newer, older| newer > older), "{places:?}");
}

/// A version can be written once per stream, and the failed transaction leaves nothing.
pub async fn a_stream_has_each_version_once(world: StoreWorld) {
    let event = fresh(EventId::from_uuid);
    let first = a_log_entry(event.uuid(), 1, Some(event));
    appended(&world, std::slice::from_ref(&first)).await;
    let mut tx = world.begin_events().await;
    let again = async {
        tx.log().append(&[a_log_entry(event.uuid(), 2, Some(event))]).await?;
        tx.log().append(&[a_log_entry(event.uuid(), 1, Some(event))]).await
    }
    .await;
    assert!(
        matches!(again, Err(StoreError::VersionConflict | StoreError::Duplicate(_))),
        "{again:?}"
    );
    drop(tx);
    assert_eq!(history(&world, event).await, [first]);
}

/// The same number in another stream is another version.
pub async fn versions_of_different_streams_do_not_clash(world: StoreWorld) {
    let event = fresh(EventId::from_uuid);
    let same_id_other_type = LogEntry {
        stream_type: "attendee".to_owned(),
        ..a_log_entry(event.uuid(), 1, Some(event))
    };
    let other_id = a_log_entry(fresh_id(), 1, Some(event));
    appended(
        &world,
        &[a_log_entry(event.uuid(), 1, Some(event)), same_id_other_type, other_id],
    )
    .await;
    assert_eq!(history(&world, event).await.len(), 3);
}

/// Ten writers append the same version at the same instant; one of them does.
pub async fn a_version_is_written_once_by_ten(world: StoreWorld) {
    let (event, stream) = (fresh(EventId::from_uuid), fresh_id());
    let outcomes = race(10, |_| {
        let world = world.clone();
        let entry = a_log_entry(stream, 1, Some(event));
        async move {
            loop {
                match append_one(&world, &entry).await {
                    Err(StoreError::Contention(_)) => tokio::task::yield_now().await,
                    outcome => return outcome,
                }
            }
        }
    })
    .await;
    assert_eq!(
        outcomes.iter().filter(|outcome| outcome.is_ok()).count(),
        1,
        "{outcomes:?}"
    );
    assert_eq!(history(&world, event).await.len(), 1);
}

async fn append_one(world: &StoreWorld, entry: &LogEntry) -> Result<(), StoreError> {
    let mut tx = world.events.begin().await?;
    tx.log().append(std::slice::from_ref(entry)).await?;
    tx.commit().await
}

/// Numbers and cursors lead through the same history.
pub async fn history_pages_by_number_and_cursor_agree(world: StoreWorld) {
    let event = fresh(EventId::from_uuid);
    let entries: Vec<_> = (1..=12)
        .map(|version| a_log_entry(event.uuid(), version, Some(event)))
        .collect();
    appended(&world, &entries).await;
    let numbered = by_number(5, |page| world.history.history(event, None, page)).await;
    let cursored = by_cursor(5, |page| world.history.history(event, None, page), nothing).await;
    assert_eq!(numbered, cursored);
    let ids: Vec<LogEntryId> = numbered.iter().map(|logged| logged.entry.id).collect();
    assert_eq!(ids, entries.iter().rev().map(|entry| entry.id).collect::<Vec<_>>());
    let page = world.history.history(event, None, FIRST).await.unwrap();
    assert_eq!(page.total, Total::Exactly(12));
}

/// Somebody who reads by cursor while entries are added sees every entry that was there once.
pub async fn cursors_visit_every_log_entry_once_while_entries_are_added(world: StoreWorld) {
    let event = fresh(EventId::from_uuid);
    let entries: Vec<_> = (1..=9)
        .map(|version| a_log_entry(event.uuid(), version, Some(event)))
        .collect();
    appended(&world, &entries).await;
    let visited = by_cursor(
        4,
        |page| world.history.history(event, None, page),
        || async { appended(&world, &[a_log_entry(fresh_id(), 1, Some(event))]).await },
    )
    .await;
    let seen: Vec<Uuid> = visited.iter().map(|logged| logged.entry.id.uuid()).collect();
    assert_eq!(
        seen,
        entries.iter().rev().map(|entry| entry.id.uuid()).collect::<Vec<_>>()
    );
}

/// Appending nothing changes nothing.
pub async fn appending_no_entries_does_nothing(world: StoreWorld) {
    persistently(|| async {
        let mut tx = world.events.begin().await?;
        tx.log().append(&[]).await?;
        tx.outbox().enqueue(&[]).await?;
        tx.commit().await
    })
    .await
    .unwrap();
}
