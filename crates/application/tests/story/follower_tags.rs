//! Tags on followers, one by one and for many.

use std::collections::BTreeSet;
use std::time::Duration;

use adapter_memory::{FollowersCall, WechatCall};
use application::Context;
use application::wechat::followers::{FollowerError, TagCommand, TagPeopleCommand};
use domain::ids::TagRunId;
use domain::wechat::followers::{MemberOutcome, TagAction, TagRun, TagRunState};
use ports::wechat::WechatFailure;
use ports::wechat::followers::FollowerFilter;
use uuid::Uuid;

use crate::followers::{PAGE, profile};
use crate::world::{World, follows, person};

fn command() -> TagCommand {
    TagCommand {
        account: "default".to_owned(),
        context: Context::of("test"),
    }
}

impl World {
    async fn audience(&self, count: usize) -> Vec<String> {
        let mut open_ids = Vec::new();
        for number in 0..count {
            let name = format!("{number:04}");
            self.wechat.has_follower(&person(&name).open_id, profile(""));
            self.arrives(follows(&name, 0)).await;
            open_ids.push(person(&name).open_id);
        }
        self.works_off().await;
        open_ids
    }

    async fn guests(&self) -> i64 {
        self.cases.followers.tags.create("嘉宾", &command()).await.unwrap().id
    }

    async fn tags(
        &self,
        number: u128,
        tag: i64,
        action: TagAction,
        open_ids: &[String],
    ) -> Result<TagRun, FollowerError> {
        let command = TagPeopleCommand {
            id: TagRunId::from_uuid(Uuid::from_u128(number)),
            account: "default".to_owned(),
            tag,
            action,
            open_ids: open_ids.to_vec(),
            context: Context::of("test"),
        };
        self.cases.followers.tag_runs.start(command).await
    }

    async fn tagged(&self, tag: i64) -> usize {
        let filter = FollowerFilter {
            tag: Some(tag),
            ..FollowerFilter::default()
        };
        let page = self.cases.followers.read.list("default", &filter, PAGE).await.unwrap();
        page.items.len()
    }

    fn group_sizes(&self) -> Vec<usize> {
        let size = |call| match call {
            WechatCall::Followers(FollowersCall::Tag(_, _, size)) => Some(size),
            _ => None,
        };
        self.wechat.calls().into_iter().filter_map(size).collect()
    }
}

#[tokio::test]
async fn tags_are_made_renamed_and_ended() {
    let world = World::new();
    let desk = &world.cases.followers.tags;
    let names = async |refresh| {
        let tags = desk.list("default", refresh).await.unwrap();
        tags.into_iter().map(|known| known.tag.name).collect::<Vec<_>>()
    };
    assert_eq!(names(false).await, ["星标组"], "asked for when nothing is known");
    let tag = world.guests().await;
    assert!(matches!(
        desk.create("嘉宾", &command()).await,
        Err(FollowerError::TagExists)
    ));
    assert_eq!(desk.rename(tag, "讲师", &command()).await.unwrap().name, "讲师");
    assert_eq!(names(false).await, ["星标组", "讲师"]);
    for name in ["", &"签".repeat(31)] {
        assert!(matches!(
            desk.create(name, &command()).await,
            Err(FollowerError::Invalid(_))
        ));
        assert!(matches!(
            desk.rename(tag, name, &command()).await,
            Err(FollowerError::Invalid(_))
        ));
    }
    assert!(matches!(
        desk.rename(2, "x", &command()).await,
        Err(FollowerError::TagFixed(_))
    ));
    assert!(matches!(
        desk.delete(2, &command()).await,
        Err(FollowerError::TagFixed(_))
    ));
    assert!(matches!(
        desk.delete(999, &command()).await,
        Err(FollowerError::UnknownTag)
    ));
    desk.delete(tag, &command()).await.unwrap();
    assert!(matches!(
        desk.delete(tag, &command()).await,
        Err(FollowerError::UnknownTag)
    ));
    assert_eq!(names(true).await, ["星标组"]);
}

#[tokio::test]
async fn a_tag_whose_making_was_not_noted_is_found_again() {
    let world = World::new();
    world.cases.followers.tags.list("default", false).await.unwrap();
    let name = domain::wechat::followers::TagName::new("嘉宾").unwrap();
    let api = &world.cases.adapters().followers_api;
    let made = api.create_tag("default", &name).await.unwrap();
    assert_eq!(world.guests().await, made.id);
}

#[tokio::test]
async fn fifty_are_tagged_at_once_and_more_by_jobs_in_groups() {
    let world = World::new();
    let people = world.audience(120).await;
    let tag = world.guests().await;
    let run = world.tags(1, tag, TagAction::Give, &people[..50]).await.unwrap();
    assert_eq!((run.state, run.done, run.total), (TagRunState::Finished, 50, 50));
    let run = world.tags(2, tag, TagAction::Give, &people).await.unwrap();
    assert_eq!((run.state, run.done, run.total), (TagRunState::Running, 0, 120));
    world.works_off().await;
    let run = world.cases.followers.tag_runs.find("default", run.id).await.unwrap();
    assert_eq!((run.state, run.done), (TagRunState::Finished, 120));
    assert_eq!(world.group_sizes(), [50, 50, 50, 20]);
    assert_eq!(world.tagged(tag).await, 120);
    let again = world.tags(2, tag, TagAction::Give, &people).await.unwrap();
    assert_eq!(again, run, "the same run is not run again");
    world.tags(3, tag, TagAction::Take, &people[..2]).await.unwrap();
    assert_eq!(world.tagged(tag).await, 118);
    world.clock.advance(Duration::from_secs(120));
    world.works_off().await;
    assert_eq!(
        world.group_sizes().len(),
        5,
        "the job that was to take over finds nothing to do"
    );
}

#[tokio::test]
async fn one_refused_person_does_not_spoil_the_others() {
    let world = World::new();
    let mut people = world.audience(60).await;
    let tag = world.guests().await;
    let mut full = profile("");
    full.tags = (200..220).collect::<BTreeSet<_>>();
    world.wechat.has_follower(&people[7], full);
    people.push("o-stranger".to_owned());
    let run = world.tags(1, tag, TagAction::Give, &people).await.unwrap();
    world.works_off().await;
    let desk = &world.cases.followers.tag_runs;
    let run = desk.find("default", run.id).await.unwrap();
    assert_eq!((run.state, run.done, run.refused), (TagRunState::Finished, 59, 2));
    let refused = desk
        .members("default", run.id, Some("refused"), PAGE)
        .await
        .unwrap()
        .items;
    let told: Vec<_> = refused
        .iter()
        .map(|member| (member.open_id.as_str(), member.outcome))
        .collect();
    let expected = [
        (people[7].as_str(), MemberOutcome::Refused(45_059)),
        ("o-stranger", MemberOutcome::Refused(40_003)),
    ];
    assert_eq!(told, expected);
    assert_eq!(world.tagged(tag).await, 59);
}

#[tokio::test]
async fn a_run_with_a_tag_that_is_gone_fails_and_a_busy_wechat_delays_it() {
    let world = World::new();
    let people = world.audience(3).await;
    let run = world.tags(1, 999, TagAction::Give, &people).await.unwrap();
    assert_eq!(run.state, TagRunState::Failed);
    assert!(run.error.unwrap().contains("45159"));
    let tag = world.guests().await;
    world.wechat.fail_always(WechatFailure::Unanswered {
        note: "gone".to_owned(),
    });
    let run = world.tags(2, tag, TagAction::Give, &people).await.unwrap();
    assert_eq!(run.state, TagRunState::Running, "a worker will take it up");
    world.wechat.recover();
    world.clock.advance(Duration::from_secs(61));
    world.works_off().await;
    assert_eq!(
        world
            .cases
            .followers
            .tag_runs
            .find("default", run.id)
            .await
            .unwrap()
            .state,
        TagRunState::Finished
    );
}

#[tokio::test]
async fn people_are_named_once_and_within_bounds() {
    let world = World::new();
    let people = world.audience(2).await;
    let tag = world.guests().await;
    let twice = [people.clone(), people.clone()].concat();
    assert_eq!(world.tags(1, tag, TagAction::Give, &twice).await.unwrap().total, 2);
    let many: Vec<_> = (0..=TagRun::MOST).map(|number| number.to_string()).collect();
    for open_ids in [vec![], many, vec![" x".to_owned()], vec!["x".repeat(129)]] {
        let refused = world.tags(2, tag, TagAction::Give, &open_ids).await;
        assert!(matches!(refused, Err(FollowerError::Invalid(_))), "{refused:?}");
    }
    assert!(matches!(
        world
            .cases
            .followers
            .tag_runs
            .members("default", TagRunId::from_uuid(Uuid::nil()), None, PAGE)
            .await,
        Err(FollowerError::UnknownRun)
    ));
}
