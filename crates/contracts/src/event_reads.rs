//! Reading events.

use domain::events::{EventState, QrCode};
use domain::ids::EventId;
use ports::events::{EventFilter, EventSort};
use ports::{PageQuery, Total};

use crate::StoreWorld;
use crate::build::{a_qr_code, after, an_event, somebody};
use crate::pages::{FIRST, by_cursor, by_number, nothing};

async fn titles(world: &StoreWorld, filter: &EventFilter) -> Vec<String> {
    let page = world.event_reads.list(filter, FIRST).await.unwrap();
    assert_eq!(
        page.total,
        Total::Exactly(page.items.len() as u64),
        "the total counts what is listed"
    );
    page.items
        .into_iter()
        .map(|view| view.event.details().title.clone())
        .collect()
}

async fn with_titles(world: &StoreWorld, titles: &[&str]) -> Vec<EventId> {
    let mut ids = Vec::new();
    for (number, title) in titles.iter().enumerate() {
        let event = an_event().titled(title).created_at(after(number as u64)).build();
        ids.push(world.with_event(&event).await);
    }
    ids
}

fn searching(text: &str) -> EventFilter {
    EventFilter {
        search: Some(text.to_owned()),
        ..EventFilter::default()
    }
}

/// An event is shown with its seats taken and the people who came.
pub async fn an_event_is_shown_with_its_counters(world: StoreWorld) {
    let id = world.with_event(&an_event().published().build()).await;
    let attendees = world
        .with_registered(id, &[somebody(1), somebody(2), somebody(3)])
        .await;
    world.with_checked_in(&attendees[0], None, after(1)).await;
    let view = world.event_reads.find(id).await.unwrap().unwrap();
    assert_eq!((view.taken, view.checked_in), (3, 1));
    let list = world.event_reads.list(&EventFilter::default(), FIRST).await.unwrap();
    assert_eq!(list.items, [view]);
}

/// Each order is kept; equal entries follow by id.
pub async fn events_are_listed_in_every_order(world: StoreWorld) {
    for (title, created, starts) in [("b", 1, 300), ("c", 2, 100), ("a", 3, 200)] {
        let event = an_event()
            .titled(title)
            .created_at(after(created))
            .between(after(starts), after(1_000))
            .build();
        world.with_event(&event).await;
    }
    for (sort, wanted) in [
        (EventSort::CreatedDescending, "acb"),
        (EventSort::CreatedAscending, "bca"),
        (EventSort::StartAscending, "cab"),
        (EventSort::StartDescending, "bac"),
        (EventSort::TitleAscending, "abc"),
        (EventSort::TitleDescending, "cba"),
    ] {
        let filter = EventFilter {
            sort,
            ..EventFilter::default()
        };
        assert_eq!(titles(&world, &filter).await.concat(), wanted, "{sort:?}");
    }
}

/// Pages by number hold each of many equal entries once, in every order.
pub async fn equal_entries_are_on_one_page_only(world: StoreWorld) {
    for _ in 0..11 {
        world
            .with_event(&an_event().titled("same").created_at(after(1)).build())
            .await;
    }
    for sort in [
        EventSort::CreatedAscending,
        EventSort::StartAscending,
        EventSort::StartDescending,
        EventSort::TitleAscending,
        EventSort::TitleDescending,
    ] {
        let filter = EventFilter {
            sort,
            ..EventFilter::default()
        };
        let mut ids: Vec<_> = by_number(3, |page| world.event_reads.list(&filter, page))
            .await
            .iter()
            .map(|view| view.event.id())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 11, "{sort:?}");
    }
}

/// A cursor leads through events made at the same instant without losing one.
pub async fn events_of_one_instant_are_visited_once_by_cursor(world: StoreWorld) {
    for _ in 0..11 {
        world.with_event(&an_event().created_at(after(1)).build()).await;
    }
    let filter = EventFilter::default();
    let visited = by_cursor(3, |page| world.event_reads.list(&filter, page), nothing).await;
    let mut ids: Vec<_> = visited.iter().map(|view| view.event.id()).collect();
    assert_eq!(ids.len(), 11);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 11);
}

/// A search finds part of the title or of the location, in any case.
pub async fn a_search_finds_parts_of_title_and_location(world: StoreWorld) {
    let by_place = an_event().titled("Concert").located("Shanghai Tea House").build();
    world.with_event(&by_place).await;
    world.with_event(&an_event().titled("Afternoon TEA 茶会").build()).await;
    world
        .with_event(&an_event().titled("Other").described("tea").build())
        .await;
    assert_eq!(
        titles(&world, &searching("tea")).await,
        ["Afternoon TEA 茶会", "Concert"]
    );
    assert_eq!(titles(&world, &searching("茶")).await, ["Afternoon TEA 茶会"]);
    assert_eq!(titles(&world, &searching("nothing")).await, Vec::<String>::new());
}

/// Characters that a pattern language knows are plain text in a search.
pub async fn a_search_takes_wildcards_for_plain_text(world: StoreWorld) {
    with_titles(&world, &["100% fun", "1000 fun", "a_b", "aXb", r"back\slash", "it's"]).await;
    for (search, wanted) in [
        ("100%", "100% fun"),
        ("a_b", "a_b"),
        (r"k\s", r"back\slash"),
        ("t's", "it's"),
    ] {
        assert_eq!(titles(&world, &searching(search)).await, [wanted], "{search}");
    }
    assert_eq!(titles(&world, &searching("%%")).await, Vec::<String>::new());
}

/// Filters by state and time hold, alone and together.
pub async fn events_are_filtered_by_state_and_time(world: StoreWorld) {
    for (title, from, to) in [("early", 10, 20), ("late", 30, 40)] {
        let event = an_event().titled(title).between(after(from), after(to));
        world.with_event(&event.clone().published().build()).await;
        let draft = event
            .with_id(crate::build::fresh(EventId::from_uuid))
            .titled("draft")
            .build();
        world.with_event(&draft).await;
    }
    let published = EventFilter {
        state: Some(EventState::Published),
        ..EventFilter::default()
    };
    assert_eq!(titles(&world, &published).await, ["late", "early"]);
    let running = EventFilter {
        ends_after: Some(after(20)),
        ..published.clone()
    };
    assert_eq!(
        titles(&world, &running).await,
        ["late"],
        "an event that ends at the instant does not end after it"
    );
    let begun = EventFilter {
        starts_before: Some(after(30)),
        ..published
    };
    assert_eq!(
        titles(&world, &begun).await,
        ["early"],
        "an event that starts at the instant does not start before it"
    );
}

/// Numbers and cursors lead through the same list, and a filter holds on every page.
pub async fn event_pages_by_number_and_cursor_agree(world: StoreWorld) {
    for number in 0..23_u64 {
        let event = an_event().titled(if number % 3 == 0 { "odd" } else { "even" });
        world.with_event(&event.created_at(after(number)).build()).await;
    }
    for filter in [EventFilter::default(), searching("even")] {
        let numbered = by_number(5, |page| world.event_reads.list(&filter, page)).await;
        let cursored = by_cursor(5, |page| world.event_reads.list(&filter, page), nothing).await;
        assert_eq!(numbered, cursored);
        assert_eq!(numbered.len(), if filter.search.is_some() { 15 } else { 23 });
    }
}

/// Somebody who reads by cursor while events are added sees every event that was there once.
pub async fn cursors_visit_every_event_once_while_events_are_added(world: StoreWorld) {
    let names: Vec<_> = (0..12).map(|number| format!("e{number}")).collect();
    let mut ids = with_titles(&world, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let filter = EventFilter::default();
    let visited = by_cursor(
        5,
        |page| world.event_reads.list(&filter, page),
        || async {
            world
                .with_event(&an_event().titled("meanwhile").created_at(after(100)).build())
                .await;
        },
    )
    .await;
    ids.reverse();
    assert_eq!(visited.iter().map(|view| view.event.id()).collect::<Vec<_>>(), ids);
}

/// A page beyond the end is empty and still tells the total.
pub async fn a_page_beyond_the_end_is_empty(world: StoreWorld) {
    with_titles(&world, &["one", "two"]).await;
    let far = PageQuery::Number { page: 9, size: 10 };
    let page = world.event_reads.list(&EventFilter::default(), far).await.unwrap();
    assert_eq!((page.items.len(), page.total, page.next), (0, Total::Exactly(2), None));
}

/// A list that fills its last page exactly does not lead on.
pub async fn a_full_last_page_leads_nowhere(world: StoreWorld) {
    with_titles(&world, &["one", "two"]).await;
    let page = PageQuery::Number { page: 1, size: 2 };
    let page = world.event_reads.list(&EventFilter::default(), page).await.unwrap();
    assert_eq!((page.items.len(), page.next), (2, None));
}

/// An event's scene codes are listed newest first, its own only.
pub async fn scene_codes_are_listed_newest_first(world: StoreWorld) {
    let id = world.with_event(&an_event().build()).await;
    let other = world.with_event(&an_event().build()).await;
    world.with_qr_code(&a_qr_code(other, "elsewhere")).await;
    let mut codes = Vec::new();
    for number in 0..7_u64 {
        let code = QrCode {
            created_at: after(number),
            ..a_qr_code(id, &format!("scene{number}"))
        };
        world.with_qr_code(&code).await;
        codes.insert(0, code);
    }
    assert_eq!(by_number(3, |page| world.event_reads.qr_codes(id, page)).await, codes);
    assert_eq!(
        by_cursor(3, |page| world.event_reads.qr_codes(id, page), nothing).await,
        codes
    );
    let page = world.event_reads.qr_codes(id, FIRST).await.unwrap();
    assert_eq!(page.total, Total::Exactly(7));
}
