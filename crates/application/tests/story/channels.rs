//! Channels: their codes register, are counted, and are made anew in time.

use std::sync::Arc;
use std::time::Duration;

use adapter_memory::WechatCall;
use application::Context;
use application::wechat::channels::{
    ChannelCommand, ChannelError, CreateChannelCommand, Days, IssueChannelCodeCommand, Renewed,
};
use domain::attendance::PersonRef;
use domain::events::{QrLifetime, QrPurpose};
use domain::ids::{ChannelId, EventId, QrCodeId};
use domain::wechat::{Channel, ChannelDraft, Incoming, IncomingKind, SceneCode};
use ports::wechat::{RefusalKind, SceneCodeFilter, WechatFailure};
use uuid::Uuid;

use crate::world::{World, scan};

const A_DAY: Duration = Duration::from_hours(24);

async fn channel(world: &World, event: Option<EventId>) -> Channel {
    let command = CreateChannelCommand {
        id: ChannelId::from_uuid(Uuid::from_u128(900)),
        account: "default".to_owned(),
        draft: ChannelDraft {
            name: "海报".to_owned(),
            note: String::new(),
            event,
        },
        context: Context::of("test"),
    };
    world.cases.create_channel.run(command).await.unwrap()
}

fn on(channel: &Channel) -> ChannelCommand {
    ChannelCommand {
        account: "default".to_owned(),
        channel: channel.stored().id,
        expected_version: None,
        context: Context::of("test"),
    }
}

async fn issue(world: &World, channel: &Channel, lifetime: QrLifetime) -> Result<SceneCode, ChannelError> {
    let command = IssueChannelCodeCommand {
        id: QrCodeId::from_uuid(Uuid::from_u128(901)),
        on: on(channel),
        lifetime,
    };
    world.cases.issue_channel_code.run(command).await
}

const THIRTY_DAYS: QrLifetime = QrLifetime::Temporary { seconds: 2_592_000 };

/// A follow through the code of a channel, told by WeChat.
fn followed(name: &str, code: &SceneCode, dedupe: u8) -> Incoming {
    Incoming {
        person: PersonRef {
            account: "default".to_owned(),
            open_id: format!("o-{name}"),
        },
        to_user: "gh_test".to_owned(),
        create_time: 0,
        msg_type: "event".to_owned(),
        event: Some("subscribe".to_owned()),
        event_key: None,
        msg_id: None,
        content: None,
        kind: IncomingKind::Scan {
            scene: code.scene.clone(),
            followed: true,
        },
        dedupe: [dedupe; 32],
        raw: "<xml/>".to_owned(),
    }
}

fn days() -> Days {
    Days {
        from: "2026-01-01".to_owned(),
        to: "2027-12-31".to_owned(),
    }
}

#[tokio::test]
async fn a_channels_scan_registers_for_its_event_and_counts() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let channel = channel(&world, Some(event)).await;
    let code = issue(&world, &channel, THIRTY_DAYS).await.unwrap();
    let reply = world.arrives(followed("one", &code, 1)).await;
    assert!(reply.contains("欢迎"), "{reply}");
    world.arrives(followed("one", &code, 1)).await;
    world.arrives(followed("two", &code, 2)).await;
    world.works_off().await;
    let scans = world
        .cases
        .read_channels
        .channel_scans("default", channel.stored().id, &days())
        .await;
    let scans = scans.unwrap();
    assert_eq!(scans.len(), 1);
    assert_eq!(
        (scans[0].scans, scans[0].new_followers),
        (2, 2),
        "a redelivery counts once"
    );
}

#[tokio::test]
async fn scans_of_an_events_code_and_of_nothing_are_counted() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let code = world.code(event, QrPurpose::Register).await;
    world.arrives(scan("one", &code)).await;
    let mut lost = scan("one", &code);
    lost.kind = IncomingKind::Scan {
        scene: "nowhere".to_owned(),
        followed: false,
    };
    world.arrives(lost).await;
    world.works_off().await;
    let reads = &world.cases.read_channels;
    let scans = reads.event_code_scans(event, code.id, &days()).await.unwrap();
    assert_eq!((scans[0].scans, scans[0].new_followers), (1, 0));
    assert_eq!(reads.unknown_scans("default", &days()).await.unwrap(), 1);
    let elsewhere = reads
        .event_code_scans(EventId::from_uuid(Uuid::from_u128(1)), code.id, &days())
        .await;
    assert!(matches!(elsewhere, Err(ChannelError::UnknownCode(_))));
}

#[tokio::test]
async fn a_code_is_made_anew_before_it_ends_under_the_same_scene() {
    let world = World::new();
    let channel = channel(&world, None).await;
    let code = issue(&world, &channel, THIRTY_DAYS).await.unwrap();
    assert_eq!(world.cases.renew_codes.round().await.unwrap(), Renewed::default());
    world.clock.advance(A_DAY * 28);
    let round = world.cases.renew_codes.round().await.unwrap();
    assert_eq!((round.taken, round.renewed, round.retired), (1, 1, 0));
    assert_eq!(world.cases.renew_codes.round().await.unwrap(), Renewed::default());
    let scenes: Vec<_> = world
        .wechat
        .calls()
        .into_iter()
        .filter_map(|call| match call {
            WechatCall::CreateQrCode { scene, .. } => Some(scene),
            _ => None,
        })
        .collect();
    assert_eq!(scenes, [code.scene.clone(), code.scene.clone()]);
    let reads = &world.cases.read_channels;
    let history = reads.code_history("default", code.id).await.unwrap();
    assert_eq!(history, [code.print]);
    let filter = SceneCodeFilter::default();
    let page = ports::PageQuery::Number { page: 1, size: 10 };
    let listed = reads.codes("default", filter, page).await.unwrap().items;
    assert_eq!(listed[0].renewals, 1);
}

#[tokio::test]
async fn a_code_that_wechat_does_not_make_anew_is_tried_again() {
    let world = World::new();
    let channel = channel(&world, None).await;
    issue(&world, &channel, THIRTY_DAYS).await.unwrap();
    world.clock.advance(A_DAY * 28);
    world.wechat.fail_next(WechatFailure::Later {
        code: Some(-1),
        after: None,
        note: "busy".to_owned(),
    });
    let round = world.cases.renew_codes.round().await.unwrap();
    assert_eq!((round.taken, round.renewed), (1, 0));
    assert_eq!(
        world.cases.renew_codes.round().await.unwrap().taken,
        0,
        "its taker may still be at it"
    );
    world.clock.advance(Duration::from_mins(6));
    assert_eq!(world.cases.renew_codes.round().await.unwrap().renewed, 1);
}

#[tokio::test]
async fn codes_that_nobody_wants_are_let_go() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let command = application::events::IssueQrCodeCommand {
        id: QrCodeId::from_uuid(Uuid::from_u128(77)),
        event,
        purpose: QrPurpose::Register,
        lifetime: THIRTY_DAYS,
        context: Context::of("test"),
    };
    world.cases.issue_qr_code.run(command).await.unwrap();
    let channel = channel(&world, None).await;
    issue(&world, &channel, THIRTY_DAYS).await.unwrap();
    world.cases.delete_channel.run(on(&channel)).await.unwrap();
    world.clock.advance(A_DAY * 28);
    let round = world.cases.renew_codes.round().await.unwrap();
    assert_eq!((round.taken, round.renewed, round.retired), (2, 0, 2));
    world.clock.advance(A_DAY * 28);
    assert_eq!(world.cases.renew_codes.round().await.unwrap().taken, 0);
}

#[tokio::test]
async fn wechats_word_that_all_codes_are_made_is_passed_on() {
    let world = World::new();
    let channel = channel(&world, None).await;
    world.wechat.fail_next(WechatFailure::Refused {
        code: 45_029,
        kind: RefusalKind::Configuration,
        note: String::new(),
    });
    let refused = issue(&world, &channel, QrLifetime::Permanent).await;
    assert!(matches!(refused, Err(ChannelError::CodesUsedUp { limit: 100_000 })));
}

#[tokio::test]
async fn a_channel_of_an_unknown_event_and_a_stale_change_are_refused() {
    let world = World::new();
    let channel = channel(&world, None).await;
    let unknown = EventId::from_uuid(Uuid::from_u128(5));
    let to_unknown = world
        .cases
        .change_channel
        .run(on(&channel), Arc::new(move |draft| draft.event = Some(unknown)));
    assert!(matches!(to_unknown.await, Err(ChannelError::UnknownEvent(_))));
    let stale = ChannelCommand {
        expected_version: Some(9),
        ..on(&channel)
    };
    let refused = world
        .cases
        .change_channel
        .run(stale, Arc::new(|draft| draft.name = "橱窗".to_owned()));
    assert!(matches!(
        refused.await,
        Err(ChannelError::Stale { expected: 9, actual: 1 })
    ));
    let elsewhere = ChannelCommand {
        account: "other".to_owned(),
        ..on(&channel)
    };
    assert!(matches!(
        world.cases.delete_channel.run(elsewhere).await,
        Err(ChannelError::Unknown(_))
    ));
}
