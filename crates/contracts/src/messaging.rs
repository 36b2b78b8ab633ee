//! Batches of deliveries, templates, consents and broadcasts.

use std::time::Duration;

use domain::attendance::PersonRef;
use domain::ids::{BroadcastId, DeliveryId, MessageTemplateId};
use domain::notifications::broadcast::{AttendeeGroup, Audience, Broadcast, BroadcastContent, BroadcastState};
use domain::notifications::consent::{ConsentChange, ConsentEntry};
use domain::notifications::template::{FoundTemplate, MessageTemplate, TemplateKind};
use domain::notifications::{Channel, CustomMessage, Delivery, DeliveryState, Link, SkipReason, StoredDelivery};
use domain::wechat::{Article, Music};
use ports::notifications::broadcasts::{BroadcastChange, BroadcastFilter};
use ports::notifications::templates::TemplateChange;
use ports::notifications::{DeliveryChange, DeliveryFilter};
use ports::{StoreError, Total};

use crate::StoreWorld;
use crate::build::{a_delivery, a_job, a_log_entry, after, fresh, fresh_id, now};
use crate::pages::FIRST;
use crate::race::{persistently, race};

const PATIENCE: Duration = Duration::from_secs(30);

fn text(text: &str) -> String {
    text.to_owned()
}

/// Every way a notice can travel survives, with every word of it.
pub async fn every_channel_comes_back_unchanged(world: StoreWorld) {
    for (number, channel) in channels().into_iter().enumerate() {
        let stored = StoredDelivery {
            channel: channel.clone(),
            broadcast: Some(fresh(BroadcastId::from_uuid)),
            skipped: Some(SkipReason::NoConsent),
            state: DeliveryState::Skipped,
            ..a_delivery(&format!("channel {number}"))
        };
        let delivery = Delivery::restore(stored);
        world
            .deliveries
            .add(std::slice::from_ref(&delivery), &[])
            .await
            .unwrap();
        let found = world.deliveries.find(delivery.stored().id).await.unwrap().unwrap();
        assert!(found == delivery, "{channel:?}");
    }
}

fn channels() -> Vec<Channel> {
    let medium = || text("媒体 🎵");
    let fields = || vec![(text("thing2"), text("茶会 🍵")), (text("thing1"), text("第二"))];
    let custom = [
        CustomMessage::Text(text("您好 🎉")),
        CustomMessage::Image { media_id: medium() },
        CustomMessage::Voice { media_id: medium() },
        CustomMessage::Video {
            media_id: medium(),
            thumb_media_id: String::new(),
            title: text("题"),
            description: String::new(),
        },
        CustomMessage::Music(Music {
            title: text("题"),
            description: text("述"),
            url: text("https://example.com/a"),
            high_quality_url: String::new(),
            thumb_media_id: medium(),
        }),
        CustomMessage::News(Article {
            title: text("题"),
            description: String::new(),
            picture_url: String::new(),
            url: text("https://example.com"),
        }),
        CustomMessage::PublishedArticle { article_id: text("A") },
        CustomMessage::Menu {
            head: text("满意吗？"),
            answers: vec![(text("1"), text("满意")), (text("2"), text("不满意"))],
            tail: String::new(),
        },
        CustomMessage::Card { card_id: text("C") },
        CustomMessage::Link {
            title: text("题"),
            description: String::new(),
            url: text("https://example.com"),
            picture_url: String::new(),
        },
        CustomMessage::MiniProgramPage {
            title: text("题"),
            app_id: text("wxfake"),
            path: text("pages/index"),
            thumb_media_id: medium(),
        },
    ];
    let mut channels: Vec<_> = custom.into_iter().map(Channel::Custom).collect();
    for link in [
        Link::Nowhere,
        Link::Page(text("https://example.com")),
        Link::MiniProgram {
            app_id: text("wxfake"),
            path: text("pages/index"),
        },
    ] {
        channels.push(Channel::Template {
            template_id: text("T"),
            fields: fields(),
            link: link.clone(),
        });
        channels.push(Channel::Subscribe {
            template_id: text("T"),
            fields: fields(),
            link,
        });
    }
    channels.push(Channel::HandOver { agent: None });
    channels.push(Channel::HandOver {
        agent: Some(text("客服@gh_fake")),
    });
    channels
}

async fn added(world: &StoreWorld, count: usize, broadcast: Option<BroadcastId>) -> Vec<Delivery> {
    let tag = fresh_id();
    let deliveries: Vec<_> = (0..count)
        .map(|number| {
            Delivery::restore(StoredDelivery {
                broadcast,
                ..a_delivery(&format!("{tag} {number}"))
            })
        })
        .collect();
    world.deliveries.add(&deliveries, &[]).await.unwrap();
    deliveries
}

fn begun(delivery: &Delivery) -> DeliveryChange {
    let mut delivery = delivery.clone();
    let expected_version = delivery.stored().version;
    delivery.begin(after(1), PATIENCE).unwrap();
    DeliveryChange {
        delivery,
        expected_version,
    }
}

/// Deliveries are found by ids and by causes, however many; unknown ones are left out.
pub async fn many_deliveries_are_found_at_once(world: StoreWorld) {
    let deliveries = added(&world, 300, None).await;
    let mut ids: Vec<_> = deliveries.iter().map(|delivery| delivery.stored().id).collect();
    ids.push(fresh(DeliveryId::from_uuid));
    let mut found = world.deliveries.find_many(&ids).await.unwrap();
    found.sort_by_key(|delivery| delivery.stored().id);
    let mut expected = deliveries.clone();
    expected.sort_by_key(|delivery| delivery.stored().id);
    assert_eq!(found, expected);
    let causes: Vec<_> = deliveries
        .iter()
        .map(|delivery| delivery.stored().cause.clone())
        .collect();
    assert_eq!(world.deliveries.find_by_causes(&causes).await.unwrap().len(), 300);
    assert!(world.deliveries.find_many(&[]).await.unwrap().is_empty());
    assert!(world.deliveries.find_by_causes(&[]).await.unwrap().is_empty());
}

/// A batch stores what nobody changed and tells the rest; one lost update takes no other along.
pub async fn a_batch_stores_each_change_that_fits(world: StoreWorld) {
    let deliveries = added(&world, 200, None).await;
    let mut changes: Vec<_> = deliveries.iter().map(begun).collect();
    changes[7].expected_version = 9;
    changes.push(changes[0].clone());
    changes.push(begun(&Delivery::restore(a_delivery("never added"))));
    let saved = world.deliveries.save_many(&changes).await.unwrap();
    let expected: Vec<_> = (0..202).map(|place| place != 7 && place < 200).collect();
    assert_eq!(saved, expected);
    let stored = world.deliveries.find(deliveries[0].stored().id).await.unwrap();
    assert_eq!(stored.as_ref(), Some(&changes[0].delivery));
    let stale = world.deliveries.find(deliveries[7].stored().id).await.unwrap();
    assert_eq!(stale.as_ref(), Some(&deliveries[7]));
    assert_eq!(world.deliveries.find_by_cause("never added").await.unwrap(), None);
    assert!(world.deliveries.save_many(&[]).await.unwrap().is_empty());
}

/// Ten workers begin the same hundred in batches, each in another order; each delivery is begun once.
pub async fn each_delivery_of_overlapping_batches_is_begun_once(world: StoreWorld) {
    let deliveries = added(&world, 100, None).await;
    let outcomes = race(10, |worker| {
        let (world, mut mine) = (world.clone(), deliveries.clone());
        async move {
            mine.rotate_left(worker * 10);
            let changes: Vec<_> = mine.iter().map(begun).collect();
            let saved = persistently(|| world.deliveries.save_many(&changes)).await.unwrap();
            saved.into_iter().filter(|saved| *saved).count()
        }
    })
    .await;
    assert_eq!(outcomes.iter().sum::<usize>(), 100, "{outcomes:?}");
}

fn a_template(account: &str, template_id: &str) -> MessageTemplate {
    MessageTemplate {
        id: fresh(MessageTemplateId::from_uuid),
        account: account.to_owned(),
        found: FoundTemplate {
            template_id: template_id.to_owned(),
            kind: TemplateKind::SubscribeOnce,
            title: text("报名通知 🎉"),
            content: text("活动：{{thing1.DATA}}\n{{enum2.DATA}}"),
            example: String::new(),
            choices: vec![(text("enum2"), vec![text("室内"), text("户外")])],
        },
        mapping: vec![(text("thing1"), text("{{event.title}}")), (text("enum2"), text("室内"))],
        synced_at: now(),
        gone_at: None,
        version: 1,
    }
}

fn new(template: &MessageTemplate) -> TemplateChange {
    TemplateChange {
        template: template.clone(),
        expected_version: None,
    }
}

/// A template comes back as it was stored, at its account only, and changes under its version.
pub async fn a_template_comes_back_and_changes(world: StoreWorld) {
    let mut template = a_template("default", "T");
    let entry = a_log_entry(template.id.uuid(), 1, None);
    world.templates.save(&[new(&template)], &[entry]).await.unwrap();
    let found = world.templates.find("default", template.id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&template));
    assert_eq!(world.templates.find("other", template.id).await.unwrap(), None);
    assert_eq!(world.templates.list("default").await.unwrap(), [template.clone()]);
    assert!(world.templates.list("other").await.unwrap().is_empty());

    template.gone(after(1));
    let change = TemplateChange {
        template: template.clone(),
        expected_version: Some(1),
    };
    world.templates.save(std::slice::from_ref(&change), &[]).await.unwrap();
    let found = world.templates.find("default", template.id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&template));
    let lost = world.templates.save(&[change], &[]).await;
    assert!(matches!(lost, Err(StoreError::VersionConflict)), "{lost:?}");
}

/// An account has one template of WeChat's id; a refused batch leaves nothing.
pub async fn a_template_is_kept_once(world: StoreWorld) {
    world
        .templates
        .save(&[new(&a_template("default", "T"))], &[])
        .await
        .unwrap();
    world
        .templates
        .save(&[new(&a_template("other", "T"))], &[])
        .await
        .unwrap();
    let batch = [new(&a_template("default", "U")), new(&a_template("default", "T"))];
    let twice = world.templates.save(&batch, &[]).await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
    assert_eq!(world.templates.list("default").await.unwrap().len(), 1);
}

fn consent(source: &str, open_id: &str, change: ConsentChange, second: u64) -> ConsentEntry {
    ConsentEntry {
        source: source.to_owned(),
        person: PersonRef {
            account: text("default"),
            open_id: open_id.to_owned(),
        },
        template_id: text("T"),
        change,
        at: after(second),
    }
}

async fn left(world: &StoreWorld, open_id: &str) -> u32 {
    let left = world
        .consents
        .remaining("default", "T", &[text(open_id)])
        .await
        .unwrap();
    left.first().map_or(0, |(_, left)| *left)
}

/// A source is noted once, and what remains goes by the times of changes, not by their arrival.
pub async fn consents_are_counted_once_and_in_order_of_time(world: StoreWorld) {
    use ConsentChange::{Granted, Used, Withdrawn};
    let note = async |entries: &[ConsentEntry]| world.consents.note(entries).await.unwrap();
    note(&[consent("a", "oA", Granted, 1), consent("a", "oA", Granted, 1)]).await;
    note(&[consent("a", "oA", Granted, 1), consent("b", "oA", Granted, 9)]).await;
    assert_eq!(left(&world, "oA").await, 2);
    note(&[consent("c", "oA", Withdrawn, 5)]).await;
    assert_eq!(left(&world, "oA").await, 1, "what was given after the withdrawal stays");
    assert_eq!(left(&world, "oa").await, 0, "open ids are case-sensitive");
    assert_eq!(
        world.consents.reachable("default", "T").await.unwrap(),
        Total::Exactly(1)
    );
    note(&[consent("d", "oA", Used, 10)]).await;
    assert_eq!(left(&world, "oA").await, 0);
    assert_eq!(
        world.consents.reachable("default", "T").await.unwrap(),
        Total::Exactly(0)
    );
    let person = consent("", "oA", Used, 0).person;
    let seen = world.consents.of_person(&person).await.unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!((seen[0].remaining, seen[0].updated_at), (0, after(10)));
    note(&[]).await;
}

/// Twenty at once note a consent of one person each; all of them count.
pub async fn consents_noted_by_twenty_all_count(world: StoreWorld) {
    race(20, |number| {
        let world = world.clone();
        async move {
            let entries = [
                consent(&format!("mine {number}"), "oB", ConsentChange::Granted, 1),
                consent("ours", "oC", ConsentChange::Granted, 1),
            ];
            persistently(|| world.consents.note(&entries)).await.unwrap();
        }
    })
    .await;
    assert_eq!((left(&world, "oB").await, left(&world, "oC").await), (20, 1));
}

fn a_broadcast(account: &str) -> Broadcast {
    Broadcast {
        id: fresh(BroadcastId::from_uuid),
        account: account.to_owned(),
        title: text("明天见 🎉"),
        content: BroadcastContent::Template {
            kind: TemplateKind::Template,
            template_id: text("T"),
            mapping: vec![(text("thing2"), text("二")), (text("thing1"), text("一"))],
            link: Link::Page(text("https://example.com")),
        },
        audience: Audience::Event {
            event: fresh(domain::ids::EventId::from_uuid),
            group: AttendeeGroup::NotCheckedIn,
        },
        about: Some(fresh(domain::ids::EventId::from_uuid)),
        state: BroadcastState::Preparing,
        cursor: None,
        people: 0,
        paused_until: None,
        created_at: now(),
        updated_at: now(),
        version: 1,
    }
}

fn change(broadcast: &Broadcast, expected_version: u64) -> BroadcastChange {
    BroadcastChange {
        broadcast: broadcast.clone(),
        expected_version,
        deliveries: Vec::new(),
        jobs: Vec::new(),
        log: Vec::new(),
    }
}

/// A broadcast comes back as it was stored, with its people in their order.
pub async fn a_broadcast_comes_back_with_its_people(world: StoreWorld) {
    let people: Vec<_> = (0..1_100).map(|number| format!("oPerson{number}")).collect();
    let broadcast = a_broadcast("default");
    let jobs = [a_job("gather")];
    world.broadcasts.add(&broadcast, &people, &jobs, &[]).await.unwrap();
    assert_eq!(
        world.broadcasts.find(broadcast.id).await.unwrap().as_ref(),
        Some(&broadcast)
    );
    assert_eq!(
        world.broadcasts.people(broadcast.id, 0, 1_000).await.unwrap(),
        people[..1_000]
    );
    assert_eq!(
        world.broadcasts.people(broadcast.id, 1_000, 1_000).await.unwrap(),
        people[1_000..]
    );
    assert_eq!(world.relay_all(now()).await.len(), 1);
    let twice = world.broadcasts.add(&broadcast, &people, &jobs, &[]).await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
    let custom = Broadcast {
        content: BroadcastContent::Custom(CustomMessage::Text(text("您好"))),
        audience: Audience::Tag { tag: 101 },
        about: None,
        paused_until: Some(after(9)),
        ..a_broadcast("other")
    };
    world.broadcasts.add(&custom, &[], &[], &[]).await.unwrap();
    assert_eq!(world.broadcasts.find(custom.id).await.unwrap(), Some(custom));
}

/// A page of people is stored with its cursor, deliveries and jobs, or not at all.
pub async fn a_page_of_people_is_stored_whole_or_not_at_all(world: StoreWorld) {
    let mut broadcast = a_broadcast("default");
    world.broadcasts.add(&broadcast, &[], &[], &[]).await.unwrap();
    let id = broadcast.id;
    let delivery = |cause: &str| {
        Delivery::restore(StoredDelivery {
            broadcast: Some(id),
            ..a_delivery(cause)
        })
    };
    let deliveries = vec![delivery("one"), delivery("two")];
    broadcast.gathered(2, Some(text("2")), after(1));
    let page = BroadcastChange {
        deliveries: deliveries.clone(),
        jobs: vec![a_job("send")],
        ..change(&broadcast, 1)
    };
    world.broadcasts.apply(&page).await.unwrap();
    let twin = BroadcastChange {
        deliveries: vec![delivery("three")],
        ..page
    };
    let lost = world.broadcasts.apply(&twin).await;
    assert!(matches!(lost, Err(StoreError::VersionConflict)), "{lost:?}");
    assert_eq!(world.deliveries.find_by_cause("three").await.unwrap(), None);
    assert_eq!(world.broadcasts.pending(broadcast.id, 10).await.unwrap().len(), 2);
    assert_eq!(world.broadcasts.find(broadcast.id).await.unwrap(), Some(broadcast));
    assert_eq!(world.relay_all(now()).await.len(), 1);
}

/// The counts add up, whatever the states, and tell when nothing is open.
pub async fn deliveries_of_a_broadcast_are_counted(world: StoreWorld) {
    let broadcast = a_broadcast("default");
    world.broadcasts.add(&broadcast, &[], &[], &[]).await.unwrap();
    assert!(world.broadcasts.counts(broadcast.id).await.unwrap().is_empty());
    assert!(!world.broadcasts.has_open(broadcast.id).await.unwrap());
    let mut deliveries = added(&world, 5, Some(broadcast.id)).await;
    added(&world, 3, Some(fresh(BroadcastId::from_uuid))).await;
    added(&world, 3, None).await;
    assert!(world.broadcasts.has_open(broadcast.id).await.unwrap());
    let mut changes = vec![begun(&deliveries[0])];
    for (place, reason) in [
        (1, SkipReason::Cancelled),
        (2, SkipReason::Cancelled),
        (3, SkipReason::NoConsent),
    ] {
        deliveries[place].skip(reason, after(2));
        changes.push(DeliveryChange {
            delivery: deliveries[place].clone(),
            expected_version: 1,
        });
    }
    world.deliveries.save_many(&changes).await.unwrap();
    let counts = world.broadcasts.counts(broadcast.id).await.unwrap();
    let of = |state, reason| {
        let found = counts.iter().find(|one| one.state == state && one.reason == reason);
        found.map_or(0, |one| one.count)
    };
    assert_eq!(of(DeliveryState::Sending, None), 1);
    assert_eq!(of(DeliveryState::Pending, None), 1);
    assert_eq!(of(DeliveryState::Skipped, Some(SkipReason::Cancelled)), 2);
    assert_eq!(of(DeliveryState::Skipped, Some(SkipReason::NoConsent)), 1);
    assert_eq!(counts.iter().map(|one| one.count).sum::<u64>(), 5);
    let filter = DeliveryFilter {
        broadcast: Some(broadcast.id),
        state: Some(DeliveryState::Skipped),
        ..DeliveryFilter::default()
    };
    let page = world.delivery_reads.list(&filter, FIRST).await.unwrap();
    assert_eq!(page.items.len(), 3);
}

/// Broadcasts are listed newest first, by account and state.
pub async fn broadcasts_are_listed_by_account_and_state(world: StoreWorld) {
    let (mut first, second, foreign) = (a_broadcast("default"), a_broadcast("default"), a_broadcast("other"));
    for broadcast in [&first, &second, &foreign] {
        world.broadcasts.add(broadcast, &[], &[], &[]).await.unwrap();
    }
    first.cancel(after(1)).unwrap();
    world.broadcasts.apply(&change(&first, 1)).await.unwrap();
    let list = async |state| {
        let filter = BroadcastFilter {
            account: text("default"),
            state,
        };
        let page = world.broadcasts.list(&filter, FIRST).await.unwrap();
        page.items.iter().map(|broadcast| broadcast.id).collect::<Vec<_>>()
    };
    assert_eq!(list(None).await, [second.id, first.id]);
    assert_eq!(list(Some(BroadcastState::Cancelled)).await, [first.id]);
    assert_eq!(list(Some(BroadcastState::Done)).await, []);
}
