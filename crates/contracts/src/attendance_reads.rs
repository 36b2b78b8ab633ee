//! Reading attendance.

use domain::attendance::{Attendee, PersonRef};
use domain::ids::{AttendeeId, EventId};
use ports::Total;
use ports::attendance::{AttendeeFilter, EventCounts};

use crate::StoreWorld;
use crate::build::{after, an_attendee, an_event, fresh, somebody};
use crate::pages::{FIRST, by_cursor, by_number, nothing};

async fn an_event_with(world: &StoreWorld, people: usize) -> (EventId, Vec<Attendee>) {
    let event = world
        .with_event(&an_event().with_capacity(100).published().build())
        .await;
    let people: Vec<_> = (0..people).map(somebody).collect();
    let attendees = world.with_registered(event, &people).await;
    (event, attendees)
}

fn called(open_id: &str) -> PersonRef {
    PersonRef {
        account: "default".to_owned(),
        open_id: open_id.to_owned(),
    }
}

fn ids(attendees: &[Attendee]) -> Vec<AttendeeId> {
    attendees.iter().map(|attendee| attendee.id).collect()
}

/// What nobody registered is not there, and no event shows another's attendees.
pub async fn attendees_belong_to_their_event(world: StoreWorld) {
    let (event, attendees) = an_event_with(&world, 2).await;
    let (other, _) = an_event_with(&world, 1).await;
    let reads = &world.attendance_reads;
    assert_eq!(reads.attendee(other, attendees[0].id).await.unwrap(), None);
    assert_eq!(reads.attendee(event, fresh(AttendeeId::from_uuid)).await.unwrap(), None);
    assert_eq!(reads.find_attendee(fresh(AttendeeId::from_uuid)).await.unwrap(), None);
    let page = reads.attendees(event, &AttendeeFilter::default(), FIRST).await.unwrap();
    assert_eq!((page.items.len(), page.total), (2, Total::Exactly(2)));
}

/// Newest first unless asked otherwise, by numbers and by cursors alike.
pub async fn attendee_pages_by_number_and_cursor_agree(world: StoreWorld) {
    let (event, attendees) = an_event_with(&world, 17).await;
    for oldest_first in [false, true] {
        let filter = AttendeeFilter {
            oldest_first,
            ..AttendeeFilter::default()
        };
        let mut wanted = ids(&attendees);
        if !oldest_first {
            wanted.reverse();
        }
        let list = |page| world.attendance_reads.attendees(event, &filter, page);
        assert_eq!(ids(&by_number(5, list).await), wanted);
        assert_eq!(ids(&by_cursor(5, list, nothing).await), wanted);
    }
}

/// Somebody who reads by cursor while people register sees everybody who was there once, in either order.
pub async fn cursors_visit_every_attendee_once_while_people_register(world: StoreWorld) {
    let (event, attendees) = an_event_with(&world, 11).await;
    let newcomers = std::sync::atomic::AtomicUsize::new(100);
    for oldest_first in [false, true] {
        let filter = AttendeeFilter {
            oldest_first,
            ..AttendeeFilter::default()
        };
        let visited = by_cursor(
            4,
            |page| world.attendance_reads.attendees(event, &filter, page),
            || async {
                let number = newcomers.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                if number < 106 {
                    world.with_registered(event, &[somebody(number)]).await;
                }
            },
        )
        .await;
        let mut known: Vec<_> = ids(&visited)
            .into_iter()
            .filter(|id| attendees.iter().any(|attendee| attendee.id == *id))
            .collect();
        if !oldest_first {
            known.reverse();
        }
        assert_eq!(known, ids(&attendees));
    }
}

/// Those who came and those who did not are told apart, with exact totals.
pub async fn attendees_are_filtered_by_whether_they_came(world: StoreWorld) {
    let (event, attendees) = an_event_with(&world, 7).await;
    for attendee in &attendees[..3] {
        world.with_checked_in(attendee, None, after(1)).await;
    }
    for (checked_in, wanted) in [(true, &attendees[..3]), (false, &attendees[3..])] {
        let filter = AttendeeFilter {
            checked_in: Some(checked_in),
            oldest_first: true,
            search: None,
        };
        let page = world.attendance_reads.attendees(event, &filter, FIRST).await.unwrap();
        assert_eq!(ids(&page.items), ids(wanted));
        assert_eq!(page.total, Total::Exactly(wanted.len() as u64));
        let list = |page| world.attendance_reads.attendees(event, &filter, page);
        assert_eq!(ids(&by_cursor(2, list, nothing).await), ids(wanted));
    }
}

/// A search compares an open id from its beginning, letter by letter, and knows no wildcards.
pub async fn attendees_are_searched_from_the_beginning_exactly(world: StoreWorld) {
    let event = world.with_event(&an_event().published().build()).await;
    let names = ["oAb_1", "oab_1", "oAbx1", "oAb%1", "xoAb_1", r"oAb\1"];
    let people: Vec<_> = names.iter().map(|name| called(name)).collect();
    world.with_registered(event, &people).await;
    for (search, wanted) in [
        ("oAb", &["oAb_1", "oAbx1", "oAb%1", r"oAb\1"][..]),
        ("oAb_", &["oAb_1"]),
        ("oAb%", &["oAb%1"]),
        (r"oAb\", &[r"oAb\1"]),
        ("oab_1", &["oab_1"]),
        ("%", &[]),
        ("Ab_1", &[]),
    ] {
        let filter = AttendeeFilter {
            search: Some(search.to_owned()),
            oldest_first: true,
            checked_in: None,
        };
        let page = world.attendance_reads.attendees(event, &filter, FIRST).await.unwrap();
        let found: Vec<_> = page
            .items
            .iter()
            .map(|attendee| attendee.person.open_id.as_str())
            .collect();
        assert_eq!(found, wanted, "search for {search}");
    }
}

/// A search may be joined with the question who came.
pub async fn a_search_goes_together_with_who_came(world: StoreWorld) {
    let event = world.with_event(&an_event().published().build()).await;
    let registered = world
        .with_registered(event, &[called("oA1"), called("oA2"), called("oB1")])
        .await;
    world.with_checked_in(&registered[0], None, after(1)).await;
    world.with_checked_in(&registered[2], None, after(1)).await;
    let filter = AttendeeFilter {
        checked_in: Some(true),
        search: Some("oA".to_owned()),
        oldest_first: false,
    };
    let page = world.attendance_reads.attendees(event, &filter, FIRST).await.unwrap();
    assert_eq!(ids(&page.items), [registered[0].id]);
}

/// Check-ins are listed newest first with the person, an event's own only, optionally of one gate.
pub async fn check_ins_are_listed_newest_first(world: StoreWorld) {
    let (event, attendees) = an_event_with(&world, 6).await;
    let (other, elsewhere) = an_event_with(&world, 1).await;
    world.with_checked_in(&elsewhere[0], Some("North"), after(1)).await;
    let gates = [
        Some("North"),
        Some("north"),
        None,
        Some("North"),
        Some("北门 ⛩"),
        Some("North"),
    ];
    let mut wanted = Vec::new();
    for (number, (attendee, gate)) in (0..).zip(attendees.iter().zip(gates)) {
        let (came, check_in) = world.with_checked_in(attendee, gate, after(number)).await;
        wanted.insert(
            0,
            ports::attendance::CheckInView {
                check_in,
                person: came.person,
            },
        );
    }
    let list = |page| world.attendance_reads.check_ins(event, None, page);
    assert_eq!(by_number(4, list).await, wanted);
    assert_eq!(by_cursor(4, list, nothing).await, wanted);
    let page = world.attendance_reads.check_ins(event, None, FIRST).await.unwrap();
    assert_eq!(page.total, Total::Exactly(6));
    let page = world.attendance_reads.check_ins(other, None, FIRST).await.unwrap();
    assert_eq!(page.items.len(), 1);

    wanted.retain(|view| view.check_in.gate.as_deref() == Some("North"));
    let list = |page| world.attendance_reads.check_ins(event, Some("North"), page);
    assert_eq!(by_cursor(2, list, nothing).await, wanted);
}

/// Counters tell seats, people and the latest of both.
pub async fn counters_tell_seats_people_and_the_latest(world: StoreWorld) {
    let event = world.with_event(&an_event().with_capacity(9).published().build()).await;
    let empty = EventCounts {
        capacity: Some(9),
        taken: 0,
        checked_in: 0,
        last_registration_at: None,
        last_check_in_at: None,
    };
    assert_eq!(world.attendance_reads.counts(event).await.unwrap(), Some(empty.clone()));
    let mut attendees = [an_attendee(event, somebody(1)), an_attendee(event, somebody(2))];
    attendees[1].registered_at = after(5);
    world.with_attendees(&attendees).await;
    world.with_checked_in(&attendees[0], None, after(11)).await;
    let full = EventCounts {
        taken: 2,
        checked_in: 1,
        last_registration_at: Some(after(5)),
        last_check_in_at: Some(after(11)),
        ..empty
    };
    assert_eq!(world.attendance_reads.counts(event).await.unwrap(), Some(full));
}

/// Nobody counts an event that is not there.
pub async fn an_unknown_event_has_no_counters(world: StoreWorld) {
    let unknown = fresh(EventId::from_uuid);
    assert_eq!(world.attendance_reads.counts(unknown).await.unwrap(), None);
}
