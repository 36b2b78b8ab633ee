//! Which event a message means.

use domain::events::{EventState, QrPurpose};
use ports::events::EventCard;

use crate::StoreWorld;
use crate::build::{a_qr_code, after, an_event};

fn scenes(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(account, scene)| ((*account).to_owned(), (*scene).to_owned()))
        .collect()
}

async fn titles_by_code(world: &StoreWorld, code: &str) -> Vec<String> {
    let cards = world.directory.by_interaction_codes(&[code.to_owned()]).await.unwrap();
    cards.into_iter().map(|card| card.title).collect()
}

/// Many scenes are looked up at once; unknown ones are left out, and no account answers for another.
pub async fn scenes_lead_to_their_events(world: StoreWorld) {
    let spring = an_event().titled("春 🌸").published().build();
    let autumn = an_event().titled("秋").build();
    world.with_event(&spring).await;
    world.with_event(&autumn).await;
    world.with_qr_code(&a_qr_code(spring.id(), "s")).await;
    let mut code = a_qr_code(autumn.id(), "a");
    code.account = "other".to_owned();
    code.purpose = QrPurpose::CheckIn;
    world.with_qr_code(&code).await;

    let asked = scenes(&[
        ("default", "s"),
        ("other", "a"),
        ("other", "s"),
        ("default", "a"),
        ("default", "x"),
    ]);
    let mut routes = world.directory.routes(&asked).await.unwrap();
    routes.sort_by(|one, other| one.scene.cmp(&other.scene));
    assert_eq!(routes.len(), 2, "{routes:?}");
    assert_eq!(
        (routes[0].account.as_str(), routes[0].purpose),
        ("other", QrPurpose::CheckIn)
    );
    assert_eq!(routes[0].event.id, autumn.id());
    assert_eq!(
        (routes[1].account.as_str(), routes[1].purpose),
        ("default", QrPurpose::Register)
    );
    assert_eq!(routes[1].event.title, "春 🌸");
}

/// Asked for nothing, the directory answers nothing.
pub async fn no_scenes_and_no_codes_lead_nowhere(world: StoreWorld) {
    world.with_event(&an_event().build()).await;
    assert_eq!(world.directory.routes(&[]).await.unwrap(), []);
    assert_eq!(world.directory.by_interaction_codes(&[]).await.unwrap(), []);
}

/// A card tells what the chat shows of an event.
pub async fn a_card_tells_all_the_chat_shows(world: StoreWorld) {
    let event = an_event()
        .titled("茶会 🍵")
        .located("上海 🏛")
        .with_interaction_code("Tea26")
        .with(|draft| {
            draft.check_in_opens_at = Some(after(60));
            draft.zone = "Europe/Paris".to_owned();
            draft.wechat.user_tag_id = Some(7);
        })
        .cancelled("下雨 ☔")
        .build();
    world.with_event(&event).await;
    let details = event.details();
    let wanted = EventCard {
        id: event.id(),
        title: details.title.clone(),
        location: details.location.clone(),
        starts_at: details.starts_at,
        ends_at: details.ends_at,
        zone: details.zone.clone(),
        state: EventState::Cancelled,
        cancel_reason: Some("下雨 ☔".to_owned()),
        deleted: false,
        check_in_opens_at: Some(after(60)),
        wechat: details.wechat.clone(),
    };
    assert_eq!(world.directory.card(event.id()).await.unwrap(), Some(wanted.clone()));
    assert_eq!(
        world
            .directory
            .by_interaction_codes(&["TEA26".to_owned()])
            .await
            .unwrap(),
        [wanted]
    );
}

/// A code is found however its organizer wrote its ASCII letters, and by nothing that merely resembles it.
pub async fn interaction_codes_compare_without_ascii_case_only(world: StoreWorld) {
    for code in ["Cafe", "CAFÉ", "ＣＡＦＥ", "茶🍵", "茶🍺"] {
        world
            .with_event(&an_event().titled(code).with_interaction_code(code).build())
            .await;
    }
    for (typed, wanted) in [
        ("CAFE", "Cafe"),
        ("CAFÉ", "CAFÉ"),
        ("ＣＡＦＥ", "ＣＡＦＥ"),
        ("茶🍵", "茶🍵"),
    ] {
        assert_eq!(titles_by_code(&world, typed).await, [wanted]);
    }
    assert_eq!(titles_by_code(&world, "CAF").await, Vec::<String>::new());
}

/// Of many events with one code the twenty that start latest are told.
pub async fn at_most_twenty_events_share_a_code_latest_first(world: StoreWorld) {
    for number in 0..22_u64 {
        let event = an_event()
            .titled(&format!("{number}"))
            .between(after(1_000 + number), after(5_000))
            .with_interaction_code("SAME");
        world.with_event(&event.build()).await;
    }
    world
        .with_event(&an_event().titled("single").with_interaction_code("SINGLE").build())
        .await;
    let wanted: Vec<_> = (2..22).rev().map(|number| number.to_string()).collect();
    assert_eq!(titles_by_code(&world, "SAME").await, wanted);

    let codes = ["SAME".to_owned(), "SINGLE".to_owned()];
    let cards = world.directory.by_interaction_codes(&codes).await.unwrap();
    assert_eq!(cards.len(), 21, "the limit is one per code");
}

/// A changed code leads to its event, the old one no longer.
pub async fn a_changed_interaction_code_replaces_the_old_one(world: StoreWorld) {
    let event = an_event().with_interaction_code("OLD").build();
    world.with_event(&event).await;
    world
        .with_changed_event(event.id(), |event| {
            let mut draft = event.details().to_draft();
            draft.wechat.interaction_code = Some("new".to_owned());
            let details = domain::events::EventDetails::check(draft).unwrap();
            event.change(details, 0, after(1)).unwrap();
        })
        .await;
    assert_eq!(titles_by_code(&world, "OLD").await.len(), 0);
    assert_eq!(titles_by_code(&world, "NEW").await.len(), 1);
}
