//! Jobs: unknown ones and hopeless ones die visibly, and can be given another life.

use std::time::Duration;

use domain::ids::JobId;
use domain::time::Timestamp;
use ports::PageQuery;
use ports::jobs::JobEnvelope;
use ports::wechat::WechatFailure;
use uuid::Uuid;

use crate::world::{World, scan};
use domain::events::QrPurpose;

const PAGE: PageQuery = PageQuery::Number { page: 1, size: 50 };

fn job(name: &str, payload: &str, now: Timestamp) -> JobEnvelope {
    JobEnvelope {
        id: JobId::from_uuid(Uuid::from_u128(99)),
        name: name.to_owned(),
        payload: payload.to_owned(),
        attempt: 1,
        created_at: now,
        not_before: now,
        traceparent: None,
    }
}

#[tokio::test]
async fn a_job_that_nobody_knows_dies_at_once_with_its_reason() {
    let world = World::new();
    let unknown = job("nobody.knows", "{}", crate::world::morning());
    world.cases.adapters().outbox.enqueue(&[unknown]).await.unwrap();
    world.works_off().await;
    let letters = world.cases.dead_letters.list(None, PAGE).await.unwrap();
    assert_eq!(letters.items.len(), 1);
    assert!(letters.items[0].reason.contains("no job has this name"));
}

#[tokio::test]
async fn a_payload_that_cannot_be_read_dies_at_once() {
    let world = World::new();
    let broken = job("notifications.deliver", "{\"cause\": 7}", crate::world::morning());
    world.cases.adapters().outbox.enqueue(&[broken]).await.unwrap();
    world.works_off().await;
    assert_eq!(world.cases.dead_letters.list(None, PAGE).await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn a_job_that_fails_for_a_day_dies_and_a_replay_carries_it_out() {
    let world = World::new();
    let event = world.event(|draft| draft.wechat.user_tag_id = Some(7)).await;
    let code = world.code(event, QrPurpose::Register).await;
    world.arrives(scan("ann", &code)).await;
    world.wechat.fail_always(WechatFailure::Later {
        code: Some(-1),
        after: None,
        note: "busy".to_owned(),
    });
    for _ in 0..400 {
        world.works_off().await;
        world.clock.advance(Duration::from_mins(13));
    }
    let letters = world
        .cases
        .dead_letters
        .list(Some("wechat.tag_follower"), PAGE)
        .await
        .unwrap()
        .items;
    assert_eq!(letters.len(), 1, "the tag was given up");

    world.wechat.recover();
    world.cases.dead_letters.replay(letters[0].job.id).await.unwrap();
    world.works_off().await;
    assert!(
        world
            .cases
            .dead_letters
            .list(Some("wechat.tag_follower"), PAGE)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    let tagged = |call: &adapter_memory::WechatCall| matches!(call, adapter_memory::WechatCall::Tag { tag: 7, .. });
    assert!(world.wechat.calls().last().is_some_and(tagged));
}

#[tokio::test]
async fn a_job_in_the_queue_waits_for_its_settlement_only() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let code = world.code(event, QrPurpose::Register).await;
    world.arrives(scan("ann", &code)).await;
    world.works_off().await;
    world.clock.advance(crate::world::JOB_LEASE * 2);
    world.works_off().await;
    assert_eq!(world.custom_texts().len(), 1, "a settled job does not come back");
}
