//! Publishing menus: whatever fails and whoever dies, WeChat ends up with what it shall have.

use std::time::Duration;

use application::Context;
use application::jobs::JobRunner;
use application::wechat::menus::{AddConditionalCommand, ConditionalDraft, EditMenuCommand, MenuCommand, MenuError};
use domain::ids::{ConditionalMenuId, JobId};
use domain::wechat::menus::{Audience, Button, Menu, Publication};
use ports::jobs::JobEnvelope;
use ports::wechat::WechatFailure;
use uuid::Uuid;

use crate::world::{World, morning};

fn command() -> MenuCommand {
    MenuCommand {
        account: "default".to_owned(),
        expected_edition: None,
        context: Context::of("test"),
    }
}

fn menu(name: &str) -> Menu {
    Menu {
        buttons: vec![Button {
            name: name.to_owned(),
            kind: Some("click".to_owned()),
            key: Some("K".to_owned()),
            ..Button::default()
        }],
    }
}

async fn edited(world: &World, name: &str) {
    let command = EditMenuCommand {
        on: command(),
        menu: menu(name),
    };
    world.cases.menus.edit.run(command).await.unwrap();
}

async fn with_conditional(world: &World, tags: std::ops::Range<i64>) {
    for tag in tags {
        let draft = ConditionalDraft {
            name: String::new(),
            audience: Audience {
                tag_id: Some(tag),
                platform: None,
            },
            menu: menu("c"),
        };
        let id = ConditionalMenuId::from_uuid(Uuid::from_u128(u128::from(tag.unsigned_abs()) + 1));
        let command = AddConditionalCommand {
            on: command(),
            id,
            draft,
        };
        world.cases.menus.add_conditional.run(command).await.unwrap();
    }
}

async fn state(world: &World) -> Publication {
    world
        .cases
        .menus
        .read
        .find("default")
        .await
        .unwrap()
        .unwrap()
        .publication()
}

fn job() -> JobEnvelope {
    JobEnvelope {
        id: JobId::from_uuid(Uuid::from_u128(1)),
        name: "wechat.publish_menu".to_owned(),
        payload: r#"{"account":"default"}"#.to_owned(),
        attempt: 1,
        created_at: morning(),
        not_before: morning(),
        traceparent: None,
    }
}

fn unanswered() -> WechatFailure {
    WechatFailure::Unanswered {
        note: "timed out".to_owned(),
    }
}

fn tags(world: &World) -> Vec<i64> {
    let there = world.wechat.menus().conditional;
    there.iter().filter_map(|one| one.audience.tag_id).collect()
}

#[tokio::test]
async fn a_publishing_that_loses_every_second_answer_ends_right_and_adds_nothing_twice() {
    let world = World::new();
    edited(&world, "a").await;
    with_conditional(&world, 0..5).await;
    world.cases.menus.publish.run(command()).await.unwrap();
    for _ in 0..20 {
        // The look succeeds, the change after it is carried out but not answered.
        let failing = world.cases.jobs.clone();
        if state(&world).await == Publication::Published {
            break;
        }
        world.wechat.fail_after(1, unanswered());
        let _ = failing.run(&job()).await;
    }
    assert_eq!(state(&world).await, Publication::Published);
    assert_eq!(tags(&world), [0, 1, 2, 3, 4]);
}

#[tokio::test]
async fn a_process_that_died_while_publishing_is_succeeded_after_its_turn() {
    let world = World::new();
    edited(&world, "a").await;
    world.cases.menus.publish.run(command()).await.unwrap();
    // It took the turn and died before it called WeChat.
    let mut tx = world.cases.adapters().menus.begin().await.unwrap();
    let mut board = tx.menus().find_for_update("default").await.unwrap().unwrap();
    let version = board.version();
    assert!(board.take(morning(), morning().plus(Duration::from_mins(1))));
    tx.menus().save(&board, version).await.unwrap();
    tx.commit().await.unwrap();
    world.cases.jobs.run(&job()).await.unwrap_err();
    let busy = world.cases.menus.withdraw.run(command()).await.unwrap_err();
    assert!(matches!(busy, MenuError::Busy), "{busy:?}");
    world.clock.advance(Duration::from_mins(1));
    world.cases.jobs.run(&job()).await.unwrap();
    assert_eq!(state(&world).await, Publication::Published);
    assert_eq!(world.wechat.menus().menu, Some(menu("a")));
}

#[tokio::test]
async fn what_is_published_is_what_was_asked_for_though_it_was_edited_since() {
    let world = World::new();
    edited(&world, "a").await;
    world.cases.menus.publish.run(command()).await.unwrap();
    edited(&world, "b").await;
    world.works_off().await;
    assert_eq!(world.wechat.menus().menu, Some(menu("a")));
    world.cases.menus.publish.run(command()).await.unwrap();
    world.works_off().await;
    assert_eq!(world.wechat.menus().menu, Some(menu("b")));
    let calls = world.wechat.menu_changes().len();
    world.cases.menus.publish.run(command()).await.unwrap();
    world.works_off().await;
    assert_eq!(world.wechat.menu_changes().len(), calls, "what is right takes no calls");
}

#[tokio::test]
async fn a_publishing_whose_job_died_says_so() {
    let world = World::new();
    edited(&world, "a").await;
    world.cases.menus.publish.run(command()).await.unwrap();
    world.wechat.fail_always(unanswered());
    world.cases.jobs.run(&job()).await.unwrap_err();
    assert_eq!(state(&world).await, Publication::Pending);
    world.cases.jobs.gave_up(&job()).await;
    world.cases.jobs.gave_up(&job()).await;
    assert_eq!(state(&world).await, Publication::Failed);
    let board = world.cases.menus.read.find("default").await.unwrap().unwrap();
    assert!(board.stored().failure.as_ref().unwrap().note.contains("timed out"));
    world.wechat.recover();
    world.cases.jobs.run(&job()).await.unwrap();
    assert_eq!(
        state(&world).await,
        Publication::Published,
        "a job dug up publishes after all"
    );
}

#[tokio::test]
async fn a_withdrawal_takes_back_a_wish_to_publish() {
    let world = World::new();
    edited(&world, "a").await;
    world.cases.menus.publish.run(command()).await.unwrap();
    world.cases.menus.withdraw.run(command()).await.unwrap();
    world.works_off().await;
    assert_eq!(world.wechat.menus().menu, None);
    assert_eq!(state(&world).await, Publication::None);
}
