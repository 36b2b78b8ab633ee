//! Events inside transactions.

use domain::events::{
    AutoReply, Event, EventDraft, EventState, NoticeTemplate, QrCode, QrPurpose, StoredEvent, WechatConfigDraft,
};
use domain::ids::{EventId, QrCodeId};
use domain::time::Timestamp;
use ports::StoreError;

use crate::build::{a_job, a_log_entry, a_qr_code, after, an_event, before, fresh, now, somebody};
use crate::pages::FIRST;
use crate::race::{persistently, race};
use crate::world::lock_roll;
use crate::{StoreWorld, build};

/// What `find_for_update` and the reading side tell of an event.
async fn both_views(world: &StoreWorld, id: EventId) -> (Event, Event) {
    let mut tx = world.begin_events().await;
    let locked = tx.events().find_for_update(id).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    (locked, world.event_reads.find(id).await.unwrap().unwrap().event)
}

async fn comes_back(world: &StoreWorld, event: &Event) {
    world.with_event(event).await;
    let (locked, read) = both_views(world, event.id()).await;
    assert_eq!(&locked, event);
    assert_eq!(&read, event);
}

fn everything_set(draft: &mut EventDraft) {
    draft.registration_opens_at = Some(before(86_399));
    draft.registration_closes_at = Some(after(3_601));
    draft.check_in_opens_at = Some(after(1_801));
    draft.zone = "Europe/Paris".to_owned();
    draft.walk_ins = true;
    draft.wechat = WechatConfigDraft {
        interaction_code: Some("Spring春26".to_owned()),
        scan_message: Some("欢迎 {{person}} 🌸\n第二行".to_owned()),
        user_tag_id: Some(i64::from(i32::MAX)),
        auto_reply: AutoReply::Text("谢谢 🙏".to_owned()),
        notice_template: Some(NoticeTemplate {
            template_id: "ngqIpbwh8bUfcSsECmogfXcV14J0tQlEpBO27izEYtY".to_owned(),
            fields: vec![
                ("thing9".to_owned(), "{{event.title}} 🍵".to_owned()),
                ("thing1".to_owned(), "second".to_owned()),
            ],
        }),
    };
}

/// A transaction finds no event that nobody added.
pub async fn an_unknown_event_is_none(world: StoreWorld) {
    let id = fresh(EventId::from_uuid);
    let mut tx = world.begin_events().await;
    assert_eq!(tx.events().find_for_update(id).await.unwrap(), None);
    assert_eq!(
        tx.events().find_qr_code(fresh(QrCodeId::from_uuid)).await.unwrap(),
        None
    );
    drop(tx);
    assert_eq!(world.event_reads.find(id).await.unwrap(), None);
    assert_eq!(world.directory.card(id).await.unwrap(), None);
}

/// Every fact of an event survives: microseconds, four-byte characters, order of template fields.
pub async fn an_event_with_everything_comes_back_unchanged(world: StoreWorld) {
    let event = an_event()
        .titled("Tea & 'quotes' \"茶会\" 🍵 \\ %_ 100%")
        .described("第一行\n\t第二行 𠮷野家")
        .located("上海 🏛️")
        .with_capacity(1_000_000)
        .with(everything_set)
        .cancelled("下雨 ☔")
        .build();
    let stored = StoredEvent {
        published_at: Some(after(1)),
        deleted_at: None,
        created_at: before(2),
        updated_at: after(3),
        version: 1,
        ..event.stored().clone()
    };
    comes_back(&world, &Event::restore(stored)).await;
}

/// What is absent stays absent and does not become empty or zero.
pub async fn an_event_with_little_comes_back_unchanged(world: StoreWorld) {
    comes_back(&world, &an_event().build()).await;
}

/// A typed code may be answered in three ways; each survives.
pub async fn every_auto_reply_survives(world: StoreWorld) {
    for reply in [
        AutoReply::ScanMessage,
        AutoReply::Silent,
        AutoReply::Text("silent".to_owned()),
    ] {
        let event = an_event().with(|draft| draft.wechat.auto_reply = reply.clone()).build();
        comes_back(&world, &event).await;
    }
}

/// Every state survives under its own name.
pub async fn every_state_of_an_event_survives(world: StoreWorld) {
    for (state, _) in EventState::NAMES {
        let stored = StoredEvent {
            state,
            ..an_event().build().stored().clone()
        };
        comes_back(&world, &Event::restore(stored)).await;
    }
}

/// Organizers may write any instant from the year 1 to the year 9999.
pub async fn the_edges_of_time_survive(world: StoreWorld) {
    let event = an_event().between(Timestamp::MIN, Timestamp::MAX).build();
    comes_back(&world, &event).await;
    let one_microsecond = Timestamp::from_unix_micros(Timestamp::MAX.unix_micros() - 1);
    comes_back(&world, &an_event().between(one_microsecond, Timestamp::MAX).build()).await;
}

/// A description of the greatest length in the widest characters survives.
pub async fn ten_thousand_four_byte_characters_survive(world: StoreWorld) {
    let event = an_event()
        .described(&"🍵".repeat(10_000))
        .titled(&"𠮷".repeat(200))
        .located(&"🏛".repeat(300))
        .build();
    comes_back(&world, &event).await;
}

/// Adding an event twice fails, and the first stays.
pub async fn a_known_event_is_a_duplicate(world: StoreWorld) {
    let first = an_event().titled("first").build();
    world.with_event(&first).await;
    let mut tx = world.begin_events().await;
    let again = tx
        .events()
        .add(&an_event().with_id(first.id()).titled("second").build())
        .await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
    drop(tx);
    assert_eq!(world.event_reads.find(first.id()).await.unwrap().unwrap().event, first);
}

/// A change is stored with its version.
pub async fn a_saved_change_is_read_back(world: StoreWorld) {
    let id = world.with_event(&an_event().build()).await;
    world
        .with_changed_event(id, |event| {
            event.publish(after(1)).unwrap();
        })
        .await;
    let (locked, read) = both_views(&world, id).await;
    assert_eq!(locked.stored().state, EventState::Published);
    assert_eq!(locked.stored().published_at, Some(after(1)));
    assert_eq!(locked.version(), 2);
    assert_eq!(locked, read);
}

/// What was never committed was never there: event, log, job.
pub async fn a_dropped_event_transaction_leaves_nothing(world: StoreWorld) {
    let event = an_event().build();
    let code = a_qr_code(event.id(), "dropped");
    let mut tx = world.begin_events().await;
    tx.events().add(&event).await.unwrap();
    tx.events().add_qr_code(&code).await.unwrap();
    tx.log()
        .append(&[a_log_entry(event.id().uuid(), 1, Some(event.id()))])
        .await
        .unwrap();
    tx.outbox().enqueue(&[a_job("dropped")]).await.unwrap();
    drop(tx);

    assert_eq!(world.event_reads.find(event.id()).await.unwrap(), None);
    assert_eq!(world.attendance_reads.counts(event.id()).await.unwrap(), None);
    assert_eq!(world.relay_all(after(60)).await, []);
    let scene = [("default".to_owned(), "dropped".to_owned())];
    assert_eq!(world.directory.routes(&scene).await.unwrap(), []);
    let history = world.history.history(event.id(), None, FIRST).await.unwrap();
    assert_eq!(history.items, []);
    world.with_event(&event).await;
    world.with_qr_code(&code).await;
}

/// A transaction sees its own writes before anybody else does.
pub async fn a_transaction_reads_its_own_writes(world: StoreWorld) {
    let event = an_event().build();
    let code = a_qr_code(event.id(), "own");
    let mut tx = world.begin_events().await;
    tx.events().add(&event).await.unwrap();
    tx.events().add_qr_code(&code).await.unwrap();
    assert_eq!(
        tx.events().find_for_update(event.id()).await.unwrap(),
        Some(event.clone())
    );
    assert_eq!(tx.events().find_qr_code(code.id).await.unwrap(), Some(code));
    assert_eq!(tx.events().seats_taken(event.id()).await.unwrap(), 0);
    tx.commit().await.unwrap();
}

/// Saving over somebody else's change fails and changes nothing.
pub async fn a_lost_update_of_an_event_is_a_conflict(world: StoreWorld) {
    let event = an_event().build();
    world.with_event(&event).await;
    world
        .with_changed_event(event.id(), |event| drop(event.publish(after(1))))
        .await;

    let mut stale = event;
    drop(stale.cancel(None, after(2)).unwrap());
    let mut tx = world.begin_events().await;
    let lost = tx.events().save(&stale, 1).await;
    assert!(matches!(lost, Err(StoreError::VersionConflict)), "{lost:?}");
    drop(tx);
    let stored = world.event_reads.find(stale.id()).await.unwrap().unwrap().event;
    assert_eq!(stored.stored().state, EventState::Published);
}

/// Twenty writers change one event at the same instant; every change is there afterwards.
pub async fn twenty_writers_of_one_event_lose_no_update(world: StoreWorld) {
    let id = world.with_event(&an_event().described("").build()).await;
    race(20, |number| {
        let world = world.clone();
        async move {
            persistently(|| append_to_description(&world, id, number))
                .await
                .unwrap();
        }
    })
    .await;
    let event = world.event_reads.find(id).await.unwrap().unwrap().event;
    assert_eq!(event.version(), 21);
    let mut words: Vec<_> = event.details().description.split_whitespace().collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), 20, "each writer's word is there");
}

async fn append_to_description(world: &StoreWorld, id: EventId, number: usize) -> Result<(), StoreError> {
    let mut tx = world.events.begin().await?;
    let mut event = tx.events().find_for_update(id).await?.unwrap();
    tokio::task::yield_now().await;
    let version = event.version();
    let mut draft = event.details().to_draft();
    draft.description = format!("{} w{number}", draft.description);
    let details = domain::events::EventDetails::check(draft).unwrap();
    event.change(details, 0, after(number as u64)).unwrap();
    tx.events().save(&event, version).await?;
    tx.commit().await
}

/// The event tells how many seats its roll has given away.
pub async fn seats_taken_are_those_of_the_roll(world: StoreWorld) {
    let id = world.with_event(&an_event().published().build()).await;
    world.with_registered(id, &[somebody(1), somebody(2)]).await;
    let mut tx = world.begin_events().await;
    assert_eq!(tx.events().seats_taken(id).await.unwrap(), 2);
}

/// While people take seats an organizer cuts the capacity to what is taken: nobody may sit on a seat that is gone.
pub async fn capacity_never_falls_below_the_seats_taken_meanwhile(world: StoreWorld) {
    let id = world
        .with_event(&an_event().with_capacity(40).published().build())
        .await;
    world.with_registered(id, &[somebody(100)]).await;
    race(21, |number| {
        let world = world.clone();
        async move {
            if number == 10 {
                persistently(|| cut_capacity(&world, id)).await.unwrap();
            } else {
                drop(
                    persistently(|| crate::attendance::seek_a_seat(&world, id, number))
                        .await
                        .unwrap(),
                );
            }
        }
    })
    .await;
    let view = world.event_reads.find(id).await.unwrap().unwrap();
    let seats = view.event.details().capacity.unwrap();
    assert!(view.taken <= seats, "{} people sit on {seats} seats", view.taken);
}

async fn cut_capacity(world: &StoreWorld, id: EventId) -> Result<(), StoreError> {
    let mut tx = world.events.begin().await?;
    let mut event = tx.events().find_for_update(id).await?.unwrap();
    let taken = tx.events().seats_taken(id).await?;
    let mut draft = event.details().to_draft();
    draft.capacity = Some(i64::from(taken));
    let version = event.version();
    let details = domain::events::EventDetails::check(draft).unwrap();
    event.change(details, taken, after(1)).unwrap();
    tokio::task::yield_now().await;
    tx.events().save(&event, version).await?;
    tx.commit().await
}

/// A new event has an empty roll.
pub async fn a_new_event_has_an_empty_roll(world: StoreWorld) {
    let id = world.with_event(&an_event().with_capacity(3).published().build()).await;
    let mut tx = world.begin_attendance().await;
    let roll = lock_roll(&mut *tx, id).await.unwrap();
    assert_eq!((roll.taken, roll.checked_in), (0, 0));
}

/// Nobody sees a deleted event in lists, but it can be locked, and its scene codes still lead to it.
pub async fn a_deleted_event_is_out_of_sight_but_known(world: StoreWorld) {
    let event = an_event().with_interaction_code("GONE").published().build();
    world.with_event(&event).await;
    world.with_qr_code(&a_qr_code(event.id(), "gone")).await;
    world
        .with_changed_event(event.id(), |event| drop(event.delete(after(9))))
        .await;

    assert_eq!(world.event_reads.find(event.id()).await.unwrap(), None);
    let list = world
        .event_reads
        .list(&ports::events::EventFilter::default(), FIRST)
        .await
        .unwrap();
    assert_eq!((list.items.len(), list.total), (0, ports::Total::Exactly(0)));
    assert_eq!(
        world
            .directory
            .by_interaction_codes(&["GONE".to_owned()])
            .await
            .unwrap(),
        []
    );

    let mut tx = world.begin_events().await;
    let locked = tx.events().find_for_update(event.id()).await.unwrap().unwrap();
    assert_eq!(locked.stored().deleted_at, Some(after(9)));
    drop(tx);
    assert!(world.directory.card(event.id()).await.unwrap().unwrap().deleted);
    let scene = [("default".to_owned(), "gone".to_owned())];
    assert!(world.directory.routes(&scene).await.unwrap()[0].event.deleted);
}

/// Every fact of a scene code survives.
pub async fn a_scene_code_comes_back_unchanged(world: StoreWorld) {
    let id = world.with_event(&an_event().build()).await;
    let temporary = QrCode {
        account: "品牌号".to_owned(),
        purpose: QrPurpose::CheckIn,
        scene: "场景 🎟 \\ '".to_owned(),
        ticket: "t".repeat(256),
        url: format!("http://weixin.qq.com/q/{}", "u".repeat(200)),
        expires_at: Some(after(2_592_000)),
        created_at: after(1),
        ..a_qr_code(id, "")
    };
    for code in [temporary, a_qr_code(id, "permanent")] {
        world.with_qr_code(&code).await;
        let mut tx = world.begin_events().await;
        assert_eq!(tx.events().find_qr_code(code.id).await.unwrap(), Some(code));
    }
}

/// A scene leads to one event per account; so does an id.
pub async fn a_known_scene_or_code_is_a_duplicate(world: StoreWorld) {
    let id = world.with_event(&an_event().build()).await;
    let first = a_qr_code(id, "door");
    world.with_qr_code(&first).await;
    let same_scene = a_qr_code(id, "door");
    let same_id = QrCode {
        id: first.id,
        ..a_qr_code(id, "window")
    };
    for code in [same_scene, same_id] {
        let mut tx = world.begin_events().await;
        let refused = tx.events().add_qr_code(&code).await;
        assert!(matches!(refused, Err(StoreError::Duplicate(_))), "{refused:?}");
    }
    let elsewhere = QrCode {
        account: "other".to_owned(),
        ..a_qr_code(id, "door")
    };
    world.with_qr_code(&elsewhere).await;
}

/// Scenes that a forgiving collation takes for one are several.
pub async fn scenes_compare_exactly(world: StoreWorld) {
    let scenes = ["door", "Door", "door ", "dóor", "🍵", "🍺"];
    for scene in scenes {
        let id = world.with_event(&an_event().titled(scene).build()).await;
        world.with_qr_code(&a_qr_code(id, scene)).await;
    }
    for scene in scenes {
        let routes = world
            .directory
            .routes(&[("default".to_owned(), scene.to_owned())])
            .await
            .unwrap();
        let found: Vec<_> = routes
            .iter()
            .map(|route| (route.scene.as_str(), route.event.title.as_str()))
            .collect();
        assert_eq!(found, [(scene, scene.trim())]);
    }
}

/// Twenty processes store one scene; one of them does.
pub async fn a_scene_is_taken_once_by_twenty(world: StoreWorld) {
    let id = world.with_event(&an_event().build()).await;
    let outcomes = race(20, |_| {
        let world = world.clone();
        async move {
            let code = a_qr_code(id, "contended");
            persistently(|| async {
                let mut tx = world.events.begin().await?;
                tx.events().add_qr_code(&code).await?;
                tx.commit().await
            })
            .await
        }
    })
    .await;
    let taken = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(taken, 1);
    assert!(
        outcomes
            .iter()
            .all(|outcome| matches!(outcome, Ok(()) | Err(StoreError::Duplicate(_)))),
        "{outcomes:?}"
    );
}

/// Committing an event commits its log and its jobs with it.
pub async fn a_commit_keeps_event_log_and_jobs_together(world: StoreWorld) {
    let event = an_event().build();
    let entry = a_log_entry(event.id().uuid(), 1, Some(event.id()));
    let job = build::a_job("together");
    let mut tx = world.begin_events().await;
    tx.events().add(&event).await.unwrap();
    tx.log().append(std::slice::from_ref(&entry)).await.unwrap();
    tx.outbox().enqueue(std::slice::from_ref(&job)).await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!(world.relay_all(now()).await, [job]);
    let history = world.history.history(event.id(), None, FIRST).await.unwrap();
    assert_eq!(history.items[0].entry, entry);
}
