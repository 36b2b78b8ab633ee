//! When a person can be sent a customer-service message.

use std::time::Duration;

use domain::events::QrPurpose;
use domain::wechat::InteractionKind;

use crate::world::{World, person, scan, text};

#[tokio::test]
async fn a_message_opens_a_window_that_notices_use_up() {
    let world = World::new();
    let ann = person("ann");
    let reach = &world.cases.reachable_person;
    assert_eq!(reach.window(&ann).await.unwrap(), None);
    let event = world.event(|_| {}).await;
    let code = world.code(event, QrPurpose::Register).await;
    world.arrives(text("ann", "你好")).await;
    let window = reach.window(&ann).await.unwrap().unwrap();
    assert_eq!((window.remaining, window.opened_by), (5, InteractionKind::Message));
    world.arrives(scan("ann", &code)).await;
    world.works_off().await;
    let window = reach.window(&ann).await.unwrap().unwrap();
    assert_eq!(
        (window.remaining, window.opened_by),
        (4, InteractionKind::Message),
        "one notice was sent"
    );
    world.clock.advance(Duration::from_hours(48));
    let contact = reach.contact(&ann).await.unwrap();
    assert_eq!(contact.window, None);
    assert!(contact.last_interaction_at.is_some());
}

#[tokio::test]
async fn a_scan_opens_a_minute() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let code = world.code(event, QrPurpose::Register).await;
    world.arrives(scan("ann", &code)).await;
    let reach = &world.cases.reachable_person;
    let window = reach.window(&person("ann")).await.unwrap().unwrap();
    assert_eq!((window.remaining, window.opened_by), (3, InteractionKind::Scan));
    world.clock.advance(Duration::from_secs(60));
    assert_eq!(reach.window(&person("ann")).await.unwrap(), None);
}
