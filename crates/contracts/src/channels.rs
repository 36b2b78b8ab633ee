//! Promotion channels, scene codes and counted scans.

use std::time::Duration;

use domain::events::QrLifetime;
use domain::ids::{ChannelId, MessageId, QrCodeId};
use domain::wechat::{Channel, ChannelDraft, SceneCode, ScenePrint, SceneTarget};
use ports::StoreError;
use ports::wechat::{CountedScan, SceneCodeFilter};

use crate::StoreWorld;
use crate::build::{a_qr_code, after, an_event, fresh, now};
use crate::pages::{FIRST, by_cursor, by_number, nothing};
use crate::race::{persistently, race};

fn a_channel(name: &str) -> Channel {
    let draft = ChannelDraft {
        name: name.to_owned(),
        note: "门口 🎪".to_owned(),
        event: None,
    };
    Channel::create(fresh(ChannelId::from_uuid), "default", draft, now())
        .unwrap()
        .0
}

fn a_code(channel: &Channel, lifetime: QrLifetime) -> SceneCode {
    let id = fresh(QrCodeId::from_uuid);
    let expires_at = match lifetime {
        QrLifetime::Permanent => None,
        QrLifetime::Temporary { seconds } => Some(after(seconds.into())),
    };
    SceneCode {
        id,
        account: channel.stored().account.clone(),
        scene: format!("ch-{}", id.uuid().simple()),
        target: SceneTarget::Channel(channel.stored().id),
        lifetime,
        print: ScenePrint {
            ticket: "票🎫".to_owned(),
            url: "http://weixin.qq.com/q/1".to_owned(),
            image_url: "https://example.com/1".to_owned(),
            expires_at,
            made_at: now(),
        },
        renewals: 0,
        created_at: now(),
    }
}

const AN_HOUR: QrLifetime = QrLifetime::Temporary { seconds: 3_600 };

async fn stored(world: &StoreWorld, channel: &Channel, codes: &[SceneCode]) {
    let mut tx = world.channels.begin().await.unwrap();
    tx.channels().add(channel).await.unwrap();
    for code in codes {
        tx.channels().add_code(code).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn a_scan(code: &SceneCode, day: &str, followed: bool) -> CountedScan {
    CountedScan {
        message: fresh(MessageId::from_uuid),
        account: code.account.clone(),
        scene: code.scene.clone(),
        day: day.to_owned(),
        followed,
    }
}

/// A channel and its codes come back as they were stored.
pub async fn a_channel_and_its_codes_come_back(world: StoreWorld) {
    let channel = a_channel("海报");
    let codes = [a_code(&channel, AN_HOUR), a_code(&channel, QrLifetime::Permanent)];
    stored(&world, &channel, &codes).await;
    let id = channel.stored().id;
    assert_eq!(
        world.channel_reads.find("default", id).await.unwrap(),
        Some(channel.clone())
    );
    assert_eq!(world.channel_reads.find("other", id).await.unwrap(), None);
    for code in &codes {
        assert_eq!(world.scene_codes.find_code(code.id).await.unwrap().as_ref(), Some(code));
    }
    assert_eq!(world.scene_codes.permanent_codes("default").await.unwrap(), 1);
    assert_eq!(world.scene_codes.permanent_codes("other").await.unwrap(), 0);
}

/// A lost update fails; a deleted channel is out of sight but found by who changes it.
pub async fn channels_change_by_version(world: StoreWorld) {
    let mut channel = a_channel("海报");
    stored(&world, &channel, &[]).await;
    let id = channel.stored().id;
    channel.delete(after(1));
    let mut tx = world.channels.begin().await.unwrap();
    tx.channels().save(&channel, 1).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.channel_reads.find("default", id).await.unwrap(), None);
    assert_eq!(world.channel_reads.list("default", FIRST).await.unwrap().items, []);
    let mut tx = world.channels.begin().await.unwrap();
    assert_eq!(tx.channels().find_for_update(id).await.unwrap(), Some(channel.clone()));
    let lost = tx.channels().save(&channel, 1).await;
    assert_eq!(lost, Err(StoreError::VersionConflict));
}

/// A scene leads to one place, whether an event or a channel has it.
pub async fn a_scene_belongs_to_one_code(world: StoreWorld) {
    let event = world.with_event(&an_event().build()).await;
    let mut tx = world.begin_events().await;
    tx.events().add_qr_code(&a_qr_code(event, "taken")).await.unwrap();
    tx.commit().await.unwrap();
    let channel = a_channel("海报");
    let code = SceneCode {
        scene: "taken".to_owned(),
        ..a_code(&channel, AN_HOUR)
    };
    let mut tx = world.channels.begin().await.unwrap();
    tx.channels().add(&channel).await.unwrap();
    let account = a_qr_code(event, "taken").account;
    let code = SceneCode { account, ..code };
    assert!(matches!(
        tx.channels().add_code(&code).await,
        Err(StoreError::Duplicate(_))
    ));
}

/// Codes of events are among the codes; filters and pages hold.
pub async fn codes_of_every_kind_are_listed(world: StoreWorld) {
    let event = world.with_event(&an_event().build()).await;
    let of_event = a_qr_code(event, "scene-1");
    let mut tx = world.begin_events().await;
    tx.events().add_qr_code(&of_event).await.unwrap();
    tx.commit().await.unwrap();
    let channel = a_channel("海报");
    let mut codes: Vec<_> = (0..5).map(|_| a_code(&channel, AN_HOUR)).collect();
    for code in &mut codes {
        code.account.clone_from(&of_event.account);
    }
    stored(&world, &channel, &codes).await;
    codes.reverse();
    let account = of_event.account.clone();
    let list = |filter, page| {
        let (world, account) = (world.clone(), account.clone());
        async move { world.scene_codes.list_codes(&account, filter, page).await }
    };
    let of_channel = SceneCodeFilter {
        channel: Some(channel.stored().id),
        event: None,
    };
    let wanted: Vec<_> = codes.clone();
    assert_eq!(by_cursor(2, |page| list(of_channel, page), nothing).await, wanted);
    assert_eq!(by_number(2, |page| list(of_channel, page)).await, wanted);
    let only_event = SceneCodeFilter {
        event: Some(event),
        channel: None,
    };
    assert_eq!(list(only_event, FIRST).await.unwrap().items, [of_event.as_scene_code()]);
    assert_eq!(list(SceneCodeFilter::default(), FIRST).await.unwrap().items.len(), 6);
}

/// A scan of a channel's code leads to the channel's event, as long as the channel is there.
pub async fn a_channels_scene_leads_to_its_event(world: StoreWorld) {
    let event = world.with_event(&an_event().build()).await;
    let mut channel = a_channel("海报");
    let draft = ChannelDraft {
        event: Some(event),
        ..channel.stored().draft.clone()
    };
    channel.change(draft, after(1)).unwrap();
    let code = a_code(&channel, AN_HOUR);
    stored(&world, &channel, std::slice::from_ref(&code)).await;
    let scene = [(code.account.clone(), code.scene.clone())];
    let routes = world.directory.routes(&scene).await.unwrap();
    assert_eq!(routes.len(), 1);
    assert_eq!(
        (routes[0].event.id, routes[0].purpose),
        (event, domain::events::QrPurpose::Register)
    );
    let version = channel.stored().version;
    channel.delete(after(2));
    let mut tx = world.channels.begin().await.unwrap();
    tx.channels().save(&channel, version).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.directory.routes(&scene).await.unwrap(), []);
}

fn made_anew(code: &SceneCode) -> SceneCode {
    let mut anew = code.clone();
    anew.renewed(ScenePrint {
        ticket: "another".to_owned(),
        expires_at: Some(after(7_200)),
        made_at: after(3_500),
        ..code.print.clone()
    });
    anew
}

/// A code is taken when it is due and by one of many; made anew once; what it replaced is kept.
pub async fn a_code_is_made_anew_once(world: StoreWorld) {
    let channel = a_channel("海报");
    let code = a_code(&channel, AN_HOUR);
    stored(
        &world,
        &channel,
        &[code.clone(), a_code(&channel, QrLifetime::Permanent)],
    )
    .await;
    let early = world.renewals.claim(now(), after(10), 10).await.unwrap();
    assert_eq!(early, []);
    let takers = race(10, |_| {
        let world = world.clone();
        async move {
            persistently(|| world.renewals.claim(after(3_500), after(4_000), 10))
                .await
                .unwrap()
        }
    })
    .await;
    let taken: Vec<_> = takers.into_iter().flatten().collect();
    assert_eq!(taken, std::slice::from_ref(&code));

    let anew = made_anew(&code);
    let stored_by = race(10, |_| {
        let (world, anew) = (world.clone(), anew.clone());
        async move { persistently(|| world.renewals.renewed(&anew)).await.unwrap() }
    })
    .await;
    assert_eq!(stored_by.into_iter().filter(|stored| *stored).count(), 1);
    assert_eq!(
        world.scene_codes.find_code(code.id).await.unwrap().as_ref(),
        Some(&anew)
    );
    assert_eq!(world.renewals.history(code.id).await.unwrap(), [code.print]);
    assert_eq!(world.renewals.claim(after(4_001), after(5_000), 10).await.unwrap(), []);
}

/// A code that nobody makes anew in time is taken again; one that is retired is not.
pub async fn a_code_left_behind_is_taken_again(world: StoreWorld) {
    let channel = a_channel("海报");
    let code = a_code(&channel, AN_HOUR);
    stored(&world, &channel, std::slice::from_ref(&code)).await;
    let claim = |at: u64| {
        let world = world.clone();
        async move {
            world
                .renewals
                .claim(after(at), after(at + 100), 10)
                .await
                .unwrap()
                .len()
        }
    };
    assert_eq!((claim(3_500).await, claim(3_550).await, claim(3_600).await), (1, 0, 1));
    world.renewals.retire(code.id).await.unwrap();
    assert_eq!(claim(90_000).await, 0);
}

/// Where an event lists a code, the list shows what was made last.
pub async fn an_events_list_shows_the_renewed_code(world: StoreWorld) {
    let event = world.with_event(&an_event().build()).await;
    let of_event = a_qr_code(event, "scene-1");
    let mut tx = world.begin_events().await;
    tx.events().add_qr_code(&of_event).await.unwrap();
    tx.commit().await.unwrap();
    let anew = made_anew(&of_event.as_scene_code());
    assert!(world.renewals.renewed(&anew).await.unwrap());
    let listed = world.event_reads.qr_codes(event, FIRST).await.unwrap().items;
    assert_eq!(
        (listed[0].ticket.as_str(), listed[0].expires_at),
        ("another", anew.print.expires_at)
    );
}

/// Each message counts once, however often and by however many it is told; days and followers are apart.
pub async fn scans_are_counted_once(world: StoreWorld) {
    let channel = a_channel("海报");
    let (code, other) = (a_code(&channel, AN_HOUR), a_code(&channel, AN_HOUR));
    stored(&world, &channel, &[code.clone(), other.clone()]).await;
    let scans = [
        a_scan(&code, "2026-12-01", true),
        a_scan(&code, "2026-12-01", false),
        a_scan(&code, "2026-12-02", false),
        a_scan(&other, "2026-12-01", false),
    ];
    race(10, |_| {
        let (world, scans) = (world.clone(), scans.clone());
        async move {
            persistently(|| world.scan_counts.count(&scans)).await.unwrap();
            persistently(|| world.scan_counts.count(&scans[..2])).await.unwrap();
        }
    })
    .await;
    let counts = world
        .scan_counts
        .counts(&[code.id, other.id], "2026-12-01", "2026-12-02")
        .await
        .unwrap();
    let told: Vec<_> = counts
        .iter()
        .map(|count| {
            (
                count.code == code.id,
                count.day.as_str(),
                count.scans,
                count.new_followers,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (true, "2026-12-01", 2, 1),
            (false, "2026-12-01", 1, 0),
            (true, "2026-12-02", 1, 0)
        ]
    );
    let one_day = world
        .scan_counts
        .counts(&[code.id], "2026-12-02", "2026-12-09")
        .await
        .unwrap();
    assert_eq!(one_day.len(), 1);
    assert_eq!(
        world.scan_counts.counts(&[], "2026-12-01", "2026-12-02").await.unwrap(),
        []
    );
}

/// A scan of a scene that leads nowhere is counted for its account.
pub async fn scans_that_lead_nowhere_are_counted(world: StoreWorld) {
    let lost = |account: &str| CountedScan {
        message: fresh(MessageId::from_uuid),
        account: account.to_owned(),
        scene: "nowhere".to_owned(),
        day: "2026-12-01".to_owned(),
        followed: false,
    };
    world
        .scan_counts
        .count(&[lost("a"), lost("a"), lost("b")])
        .await
        .unwrap();
    let unknown = |account: &'static str, to: &'static str| {
        let world = world.clone();
        async move {
            world
                .scan_counts
                .unknown_scans(account, "2026-11-30", to)
                .await
                .unwrap()
        }
    };
    assert_eq!(
        (unknown("a", "2026-12-01").await, unknown("b", "2026-12-31").await),
        (2, 1)
    );
    assert_eq!(unknown("a", "2026-11-30").await, 0);
}

/// Marks of counted messages can be cleared out by age; the counts stay.
pub async fn counted_marks_are_forgotten_by_age(world: StoreWorld) {
    let channel = a_channel("海报");
    let code = a_code(&channel, AN_HOUR);
    stored(&world, &channel, std::slice::from_ref(&code)).await;
    world
        .scan_counts
        .count(&[a_scan(&code, "2026-12-01", false)])
        .await
        .unwrap();
    let made = fresh(MessageId::from_uuid).made_at();
    let forget = |at| {
        let world = world.clone();
        async move { world.scan_counts.forget_counted(at).await.unwrap() }
    };
    assert_eq!(forget(made.minus(Duration::from_hours(1))).await, 0);
    assert_eq!(forget(made.plus(Duration::from_hours(1))).await, 1);
    let counts = world
        .scan_counts
        .counts(&[code.id], "2026-12-01", "2026-12-01")
        .await
        .unwrap();
    assert_eq!(counts[0].scans, 1);
}
