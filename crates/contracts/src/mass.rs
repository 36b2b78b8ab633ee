//! Mass messages.

use domain::ids::{DraftId, MassMessageId, MaterialId};
use domain::wechat::Comments;
use domain::wechat::mass::{FailureSource, MassAudience, MassContent, MassFailure, MassMessage, MassState};
use domain::wechat::{CopyrightFinding, MassCopyright, MassReport};
use ports::StoreError;
use ports::wechat::mass::{MassChange, MassFilter, PeopleChange};

use crate::StoreWorld;
use crate::build::{a_job, a_log_entry, after, fresh, fresh_id, now};
use crate::pages::{by_cursor, by_number, nothing};
use crate::race::race;

const ACCOUNT: &str = "default";
/// More than a database's signed number holds.
const NUMBER: u64 = u64::MAX - 1;

fn drafted(content: MassContent, audience: MassAudience) -> MassMessage {
    MassMessage::draft(fresh(MassMessageId::from_uuid), ACCOUNT, content, audience, now()).0
}

fn a_text() -> MassMessage {
    drafted(MassContent::Text("您好 🎉".to_owned()), MassAudience::Everybody)
}

fn every_content() -> Vec<MassContent> {
    let material = || fresh(MaterialId::from_uuid);
    vec![
        MassContent::Text("四字节 😀 \"引号\"\n".to_owned()),
        MassContent::Images {
            materials: (0..20).map(|_| material()).collect(),
            recommend: Some("推荐 🌸".to_owned()),
            comments: Comments::Followers,
        },
        MassContent::Images {
            materials: vec![material()],
            recommend: None,
            comments: Comments::Everybody,
        },
        MassContent::Voice(material()),
        MassContent::Video {
            material: material(),
            title: Some("标题".to_owned()),
            description: None,
        },
        MassContent::Articles {
            draft: fresh(DraftId::from_uuid),
            send_reprints: true,
        },
    ]
}

fn a_report(status: &str) -> MassReport {
    MassReport {
        msg_id: NUMBER,
        status: status.to_owned(),
        total: 10_000_000,
        filtered: 9,
        sent: 8,
        failed: 1,
        copyright: Some(MassCopyright {
            state: 3,
            findings: vec![CopyrightFinding {
                index: 1,
                original_url: Some("https://example.com/原?a=\"b\"".to_owned()),
                can_reprint: false,
                replaces_content: true,
                shows_source: true,
            }],
        }),
        articles: vec![(1, "https://example.com/茶".to_owned())],
    }
}

fn a_change(message: &MassMessage, expected_version: u64) -> MassChange {
    MassChange {
        message: message.clone(),
        expected_version,
        people: PeopleChange::Keep,
        jobs: Vec::new(),
        log: Vec::new(),
    }
}

async fn is_read_back(world: &StoreWorld, message: &MassMessage) {
    let found = world.mass.find(ACCOUNT, message.stored().id).await.unwrap();
    assert_eq!(found.as_ref(), Some(message));
    assert_eq!(world.mass.find("Default", message.stored().id).await.unwrap(), None);
}

/// Changes it and stores that.
async fn step<T>(world: &StoreWorld, message: &mut MassMessage, change: impl FnOnce(&mut MassMessage) -> T) {
    let version = message.stored().version;
    change(message);
    world.mass.apply(&a_change(message, version)).await.unwrap();
    is_read_back(world, message).await;
}

/// Every field survives, in every state.
pub async fn a_mass_message_with_everything_comes_back_unchanged(world: StoreWorld) {
    let audiences = [
        MassAudience::Everybody,
        MassAudience::Tag(i64::from(i32::MAX)),
        MassAudience::People(3),
        MassAudience::Followers { tag: 0 },
    ];
    for (place, content) in every_content().into_iter().enumerate() {
        let message = drafted(content, audiences[place % audiences.len()]);
        world.mass.add(&message, &[], &[]).await.unwrap();
        is_read_back(&world, &message).await;
    }
    let content = every_content().remove(5);
    let mut message = drafted(content, MassAudience::Followers { tag: 2 });
    world.mass.add(&message, &[], &[]).await.unwrap();
    let refused = MassFailure {
        source: FailureSource::Call,
        code: -89_504,
        note: "等待 🕑".to_owned(),
    };
    let last = Some(fresh_id());
    step(&world, &mut message, |message| message.order(after(1)).unwrap()).await;
    step(&world, &mut message, |message| {
        message.gathered(None, 15_000, last, after(2))
    })
    .await;
    step(&world, &mut message, |message| {
        message.gathered(last, 15_000, None, after(3))
    })
    .await;
    step(&world, &mut message, |message| {
        message.attempt(0, Some("MEDIA-id"), after(4))
    })
    .await;
    step(&world, &mut message, |message| message.waits(0, &refused, after(5))).await;
    step(&world, &mut message, |message| {
        message.accepted(0, NUMBER, Some(u64::MAX), after(6))
    })
    .await;
    step(&world, &mut message, |message| message.attempt(1, None, after(7))).await;
    step(&world, &mut message, |message| {
        message.refused(1, refused.clone(), after(8))
    })
    .await;
    step(&world, &mut message, |message| message.cancel(after(9)).unwrap()).await;
    step(&world, &mut message, |message| {
        message.hear(&a_report("send success"), after(10))
    })
    .await;
    step(&world, &mut message, |message| message.withdrawn(Some(8), after(11))).await;
    step(&world, &mut message, |message| message.withdrawn(None, after(12))).await;
    let mut nobody = drafted(MassContent::Text("a".to_owned()), MassAudience::Followers { tag: 2 });
    world.mass.add(&nobody, &[], &[]).await.unwrap();
    step(&world, &mut nobody, |message| message.order(after(1)).unwrap()).await;
    step(&world, &mut nobody, |message| message.gathered(None, 1, None, after(2))).await;
}

/// An id is used once.
pub async fn a_known_mass_message_is_a_duplicate(world: StoreWorld) {
    let message = a_text();
    world.mass.add(&message, &[], &[]).await.unwrap();
    let again = world.mass.add(&message, &[], &[]).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
}

/// A change of an old version is refused with all that comes with it.
pub async fn a_lost_update_of_a_mass_message_is_a_conflict(world: StoreWorld) {
    let mut message = a_text();
    world.mass.add(&message, &[], &[]).await.unwrap();
    message.order(after(1)).unwrap();
    let stale = MassChange {
        people: PeopleChange::Replace(vec!["oPerson_1".to_owned()]),
        jobs: vec![a_job("never")],
        ..a_change(&message, 7)
    };
    assert_eq!(world.mass.apply(&stale).await, Err(StoreError::VersionConflict));
    let id = message.stored().id;
    assert_eq!(world.mass.delete(id, 7, &[]).await, Err(StoreError::VersionConflict));
    assert!(world.mass.people(id, 0, 10).await.unwrap().is_empty());
    assert!(world.relay_all(now()).await.is_empty());
    let unknown = a_change(&a_text(), 1);
    assert_eq!(world.mass.apply(&unknown).await, Err(StoreError::VersionConflict));
}

/// Of twenty who change it at once one does.
pub async fn one_of_twenty_changes_of_a_mass_message_wins(world: StoreWorld) {
    let mut message = a_text();
    world.mass.add(&message, &[], &[]).await.unwrap();
    message.order(after(1)).unwrap();
    let change = a_change(&message, 1);
    let racers = world.clone();
    let outcomes = race(20, move |_| {
        let (store, change) = (racers.mass.clone(), change.clone());
        async move {
            loop {
                match store.apply(&change).await {
                    Err(StoreError::Contention(_)) => {}
                    outcome => return outcome,
                }
            }
        }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert!(
        outcomes
            .iter()
            .flat_map(|outcome| outcome.as_ref().err())
            .all(|error| *error == StoreError::VersionConflict)
    );
}

/// The change, its log entries, its jobs and its people are there together.
pub async fn a_mass_message_commits_with_its_log_jobs_and_people(world: StoreWorld) {
    let mut message = drafted(MassContent::Text("a".to_owned()), MassAudience::People(2));
    let id = message.stored().id;
    let people = ["oPerson_1".to_owned(), "oPerson_2".to_owned()];
    world
        .mass
        .add(&message, &people, &[a_log_entry(id.uuid(), 1, None)])
        .await
        .unwrap();
    message.order(after(1)).unwrap();
    let job = a_job("together");
    let change = MassChange {
        jobs: vec![job.clone()],
        log: vec![a_log_entry(id.uuid(), 2, None)],
        ..a_change(&message, 1)
    };
    world.mass.apply(&change).await.unwrap();
    assert_eq!(world.mass.people(id, 0, 10).await.unwrap(), people);
    assert_eq!(world.relay_all(now()).await, [job]);
    let version = message.stored().version;
    message.cancel(after(2)).unwrap();
    let known = MassChange {
        log: vec![a_log_entry(id.uuid(), 2, None)],
        ..a_change(&message, version)
    };
    assert!(
        world.mass.apply(&known).await.is_err(),
        "the log has this version already"
    );
    assert_ne!(world.mass.find(ACCOUNT, id).await.unwrap(), Some(message));
}

/// A list keeps its order however long it is; what was there behind a continuation goes.
pub async fn a_list_of_people_is_replaced_continued_and_forgotten(world: StoreWorld) {
    let people = |from: u32, to: u32| {
        (from..to)
            .map(|number| format!("oPerson_{number:05}"))
            .collect::<Vec<_>>()
    };
    let mut message = drafted(MassContent::Text("a".to_owned()), MassAudience::People(3_000));
    let id = message.stored().id;
    world.mass.add(&message, &people(0, 3_000), &[]).await.unwrap();
    assert_eq!(world.mass.people(id, 0, 10_000).await.unwrap(), people(0, 3_000));
    assert_eq!(world.mass.people(id, 1_499, 2).await.unwrap(), people(1_499, 1_501));
    let append = PeopleChange::Append {
        after: 2,
        people: people(7, 9),
    };
    let steps = [
        (PeopleChange::Replace(people(5, 8)), people(5, 8)),
        (PeopleChange::Keep, people(5, 8)),
        (append, [people(5, 7), people(7, 9)].concat()),
        (PeopleChange::Forget, Vec::new()),
    ];
    for (number, (change, expected)) in steps.into_iter().enumerate() {
        let version = message.stored().version;
        let content = MassContent::Text(number.to_string());
        message.edit(content, MassAudience::People(3_000), after(1)).unwrap();
        let change = MassChange {
            people: change,
            ..a_change(&message, version)
        };
        world.mass.apply(&change).await.unwrap();
        assert_eq!(world.mass.people(id, 0, 10_000).await.unwrap(), expected);
    }
    let other = fresh(MassMessageId::from_uuid);
    assert!(world.mass.people(other, 0, 10).await.unwrap().is_empty());
}

/// A number of 64 bits finds the order, at its account alone.
pub async fn wechats_number_finds_its_mass_message(world: StoreWorld) {
    let mut message = a_text();
    let id = message.stored().id;
    world.mass.add(&message, &[], &[]).await.unwrap();
    assert_eq!(world.mass.find_by_msg_id(ACCOUNT, NUMBER).await.unwrap(), None);
    step(&world, &mut message, |message| message.order(after(1)).unwrap()).await;
    step(&world, &mut message, |message| message.attempt(0, None, after(2))).await;
    step(&world, &mut message, |message| {
        message.accepted(0, NUMBER, None, after(3))
    })
    .await;
    step(&world, &mut message, |message| {
        message.hear(&a_report("err(1)"), after(4))
    })
    .await;
    assert_eq!(world.mass.find_by_msg_id(ACCOUNT, NUMBER).await.unwrap(), Some(id));
    assert_eq!(world.mass.find_by_msg_id(ACCOUNT, NUMBER - 1).await.unwrap(), None);
    assert_eq!(world.mass.find_by_msg_id("Default", NUMBER).await.unwrap(), None);
}

/// A deleted order is gone with its list.
pub async fn a_deleted_mass_message_leaves_nothing(world: StoreWorld) {
    let message = drafted(MassContent::Text("a".to_owned()), MassAudience::People(2));
    let id = message.stored().id;
    let people = ["oPerson_1".to_owned(), "oPerson_2".to_owned()];
    world.mass.add(&message, &people, &[]).await.unwrap();
    world
        .mass
        .delete(id, 1, &[a_log_entry(id.uuid(), 2, None)])
        .await
        .unwrap();
    assert_eq!(world.mass.find(ACCOUNT, id).await.unwrap(), None);
    assert!(world.mass.people(id, 0, 10).await.unwrap().is_empty());
    assert_eq!(world.mass.delete(id, 1, &[]).await, Err(StoreError::VersionConflict));
}

/// Orders are listed newest first, by account and by state.
pub async fn mass_messages_are_listed(world: StoreWorld) {
    let mut messages = Vec::new();
    for number in 0..7 {
        let mut message = a_text();
        if number % 3 == 0 {
            message.order(after(1)).unwrap();
        }
        world.mass.add(&message, &[], &[]).await.unwrap();
        messages.push(message);
    }
    messages.reverse();
    let of = |account: &str, state| MassFilter {
        account: account.to_owned(),
        state,
    };
    let list = |filter: MassFilter| {
        let store = world.mass.clone();
        move |page| {
            let (store, filter) = (store.clone(), filter.clone());
            async move { store.list(&filter, page).await }
        }
    };
    assert_eq!(by_cursor(3, list(of(ACCOUNT, None)), nothing).await, messages);
    let mut queued = messages.clone();
    queued.retain(|message| message.state() == MassState::Queued);
    assert_eq!(queued.len(), 3);
    assert_eq!(by_number(2, list(of(ACCOUNT, Some(MassState::Queued)))).await, queued);
    assert_eq!(by_number(2, list(of(ACCOUNT, Some(MassState::Failed)))).await, []);
    assert_eq!(by_number(2, list(of("other", None))).await, []);
}

/// The first report on a number stays, at its account, until it is forgotten.
pub async fn the_first_report_on_a_mass_message_stays(world: StoreWorld) {
    let reports = &world.mass_reports;
    assert_eq!(reports.find(ACCOUNT, NUMBER).await.unwrap(), None);
    let first = a_report("send success");
    reports.keep(ACCOUNT, &first, now()).await.unwrap();
    reports.keep(ACCOUNT, &a_report("send fail"), after(1)).await.unwrap();
    assert_eq!(reports.find(ACCOUNT, NUMBER).await.unwrap(), Some(first));
    assert_eq!(reports.find("other", NUMBER).await.unwrap(), None);
    assert_eq!(reports.find(ACCOUNT, NUMBER - 1).await.unwrap(), None);
    assert_eq!(reports.forget(now()).await.unwrap(), 0);
    assert_eq!(reports.forget(after(1)).await.unwrap(), 1);
    assert_eq!(reports.find(ACCOUNT, NUMBER).await.unwrap(), None);
}

/// Log entries and jobs are stored without a change of an order.
pub async fn what_happens_at_wechat_alone_is_noted(world: StoreWorld) {
    let stream = fresh_id();
    world.mass.note(&[a_log_entry(stream, 1, None)]).await.unwrap();
    assert!(world.mass.note(&[a_log_entry(stream, 1, None)]).await.is_err());
    let job = a_job("later");
    world.mass.enqueue(std::slice::from_ref(&job)).await.unwrap();
    assert_eq!(world.relay_all(now()).await, [job]);
}
