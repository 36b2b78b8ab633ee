//! What people did of late.

use domain::attendance::PersonRef;
use domain::time::Timestamp;
use domain::wechat::{Interaction, InteractionKind};
use ports::wechat::NewMessage;

use crate::StoreWorld;
use crate::build::{a_message, a_text_message};

fn named(name: &str) -> PersonRef {
    PersonRef {
        account: "default".to_owned(),
        open_id: format!("oPerson_{name}"),
    }
}

async fn recorded(world: &StoreWorld, messages: Vec<NewMessage>) {
    world.messages.record(&messages).await.unwrap();
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_unix_seconds(second)
}

fn said(person: &PersonRef, second: i64) -> NewMessage {
    let mut message = a_text_message(person.clone(), "你好");
    message.incoming.create_time = second;
    message
}

fn event(person: &PersonRef, name: &str, second: i64) -> NewMessage {
    let mut message = a_message(person.clone());
    message.incoming.create_time = second;
    message.incoming.event = Some(name.to_owned());
    message
}

async fn newest(world: &StoreWorld, person: &PersonRef) -> Vec<Interaction> {
    let mut found = world.interactions.newest(person).await.unwrap();
    found.sort_by_key(|interaction| std::cmp::Reverse(interaction.at));
    found
}

fn did(kind: InteractionKind, second: i64) -> Interaction {
    Interaction { kind, at: at(second) }
}

/// Messages and events are told at WeChat's time; of many, the newest are among them.
pub async fn the_newest_message_and_event_are_found(world: StoreWorld) {
    let person = named("a");
    assert_eq!(newest(&world, &person).await, []);
    let mut messages: Vec<_> = (100..150).map(|second| said(&person, second)).collect();
    messages.extend((200..250).map(|second| event(&person, "CLICK", second)));
    recorded(&world, messages).await;
    let found = newest(&world, &person).await;
    assert!(found.contains(&did(InteractionKind::Message, 149)), "{found:?}");
    assert_eq!(found[0], did(InteractionKind::MenuTap, 249));
    assert!(found.len() <= 40);
}

/// However many reports, locations and views came since, what the person did is found.
pub async fn reports_of_the_platform_hide_nothing(world: StoreWorld) {
    let person = named("a");
    let mut messages = vec![said(&person, 100), event(&person, "SCAN", 101)];
    for second in 200..260 {
        let name = ["TEMPLATESENDJOBFINISH", "LOCATION", "VIEW"][second as usize % 3];
        messages.push(event(&person, name, second));
    }
    recorded(&world, messages).await;
    let expected = [did(InteractionKind::Scan, 101), did(InteractionKind::Message, 100)];
    assert_eq!(newest(&world, &person).await, expected);
}

/// A text that a tap on a menu message sent counts as a tap.
pub async fn a_tap_on_a_menu_item_is_no_message(world: StoreWorld) {
    let person = named("a");
    let mut tap = said(&person, 100);
    tap.incoming.raw = "<xml><bizmsgmenuid>101</bizmsgmenuid></xml>".to_owned();
    recorded(&world, vec![tap]).await;
    assert_eq!(newest(&world, &person).await, [did(InteractionKind::MenuTap, 100)]);
}

/// Neither another person's nor another account's messages count.
pub async fn people_and_accounts_have_their_own_interactions(world: StoreWorld) {
    let person = named("a");
    let elsewhere = PersonRef {
        account: "second".to_owned(),
        ..person.clone()
    };
    recorded(
        &world,
        vec![
            said(&person, 100),
            said(&elsewhere, 200),
            said(&named("A"), 300),
            said(&named("b"), 400),
        ],
    )
    .await;
    assert_eq!(newest(&world, &person).await, [did(InteractionKind::Message, 100)]);
    assert_eq!(newest(&world, &elsewhere).await, [did(InteractionKind::Message, 200)]);
}
