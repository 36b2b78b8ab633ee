//! Events: created once, changed only as seen, logged.

use application::Context;
use application::events::{ChangeEventCommand, CreateEventCommand, EventCommand, EventError, IssueQrCodeError};
use domain::events::{EventRefusal, EventState, QrPurpose};
use domain::ids::EventId;
use ports::PageQuery;
use ports::wechat::{RefusalKind, WechatFailure};
use uuid::Uuid;

use crate::world::{World, draft, morning, scan};

const PAGE: PageQuery = PageQuery::Number { page: 1, size: 50 };

fn on(event: EventId, expected_version: Option<u64>) -> EventCommand {
    EventCommand {
        event,
        expected_version,
        context: Context::of("test"),
    }
}

#[tokio::test]
async fn creating_twice_under_one_id_creates_once() {
    let world = World::new();
    let id = EventId::from_uuid(Uuid::from_u128(7));
    let command = CreateEventCommand {
        id,
        draft: draft(morning()),
        context: Context::of("test"),
    };
    let first = world.cases.create_event.run(command.clone()).await.unwrap();
    let second = world.cases.create_event.run(command).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(
        world
            .cases
            .read_events
            .history(id, None, PAGE)
            .await
            .unwrap()
            .items
            .len(),
        1
    );
}

#[tokio::test]
async fn a_change_of_a_version_that_is_gone_is_refused() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let rename = |expected| ChangeEventCommand {
        on: on(event, expected),
        edit: Box::new(|draft| draft.title = "新标题".to_owned()),
    };
    let stale = world.cases.change_event.run(rename(Some(1))).await;
    assert!(
        matches!(stale, Err(EventError::Stale { expected: 1, actual: 2 })),
        "{stale:?}"
    );
    let changed = world.cases.change_event.run(rename(Some(2))).await.unwrap();
    assert_eq!(changed.event.details().title, "新标题");
}

#[tokio::test]
async fn a_change_that_changes_nothing_is_not_logged() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let nothing = ChangeEventCommand {
        on: on(event, None),
        edit: Box::new(|_| {}),
    };
    assert_eq!(world.cases.change_event.run(nothing).await.unwrap().event.version(), 2);
}

#[tokio::test]
async fn capacity_does_not_fall_below_the_seats_taken() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let code = world.code(event, QrPurpose::Register).await;
    world.arrives(scan("ann", &code)).await;
    world.arrives(scan("bob", &code)).await;
    let shrink = ChangeEventCommand {
        on: on(event, None),
        edit: Box::new(|draft| draft.capacity = Some(1)),
    };
    let refused = world.cases.change_event.run(shrink).await;
    let expected = EventRefusal::CapacityBelowTaken { taken: 2, wanted: 1 };
    assert!(matches!(refused, Err(EventError::Refused(why)) if why == expected));
}

#[tokio::test]
async fn a_cancelled_event_can_neither_be_published_nor_completed() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let cancel = application::events::CancelEventCommand {
        on: on(event, None),
        reason: None,
    };
    world.cases.cancel_event.run(cancel).await.unwrap();
    for refused in [
        world.cases.publish_event.run(on(event, None)).await,
        world.cases.complete_event.run(on(event, None)).await,
    ] {
        let is_refused = matches!(
            refused,
            Err(EventError::Refused(EventRefusal::WrongState {
                state: EventState::Cancelled,
                ..
            }))
        );
        assert!(is_refused, "{refused:?}");
    }
}

#[tokio::test]
async fn no_code_is_kept_when_wechat_makes_none() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let failure = WechatFailure::Refused {
        code: 40013,
        kind: RefusalKind::Configuration,
        note: String::new(),
    };
    world.wechat.fail_next(failure);
    let command = application::events::IssueQrCodeCommand {
        id: domain::ids::QrCodeId::from_uuid(Uuid::from_u128(8)),
        event,
        purpose: QrPurpose::Register,
        lifetime: domain::events::QrLifetime::Permanent,
        context: Context::of("test"),
    };
    let refused = world.cases.issue_qr_code.run(command.clone()).await;
    assert!(matches!(refused, Err(IssueQrCodeError::Wechat(_))), "{refused:?}");
    assert!(
        world
            .cases
            .read_events
            .qr_codes(event, PAGE)
            .await
            .unwrap()
            .items
            .is_empty()
    );

    let made = world.cases.issue_qr_code.run(command.clone()).await.unwrap();
    assert_eq!(
        world.cases.issue_qr_code.run(command).await.unwrap(),
        made,
        "repeated, it is the same code"
    );
}

#[tokio::test]
async fn the_history_holds_what_happened_to_the_event_and_its_people() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let code = world.code(event, QrPurpose::CheckIn).await;
    world.arrives(scan("ann", &code)).await;
    let history = world.cases.read_events.history(event, None, PAGE).await.unwrap();
    let kinds: Vec<_> = history
        .items
        .iter()
        .rev()
        .map(|logged| logged.entry.kind.as_str())
        .collect();
    let expected = [
        "event.created",
        "event.published",
        "event.qr_code_issued",
        "attendee.registered",
        "attendee.checked_in",
    ];
    assert_eq!(kinds, expected);
}
