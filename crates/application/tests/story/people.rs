//! One person under several open ids.

use std::sync::Arc;

use application::Context;
use application::identity::{LearnIdentityCommand, LearnIdentityError, UnionGoes};
use domain::attendance::PersonRef;
use domain::identity::{LearnedFrom, UnionId};
use domain::ids::PersonId;
use ports::identity::PersonView;

use crate::world::World;

fn at(account: &str, open_id: &str) -> PersonRef {
    PersonRef {
        account: account.to_owned(),
        open_id: open_id.to_owned(),
    }
}

fn learned(identity: PersonRef, union_id: Option<&str>) -> LearnIdentityCommand {
    LearnIdentityCommand {
        identity,
        union_id: union_id.map(str::to_owned),
        learned_from: LearnedFrom::WebLogin,
    }
}

impl World {
    async fn learns(&self, account: &str, open_id: &str, union_id: Option<&str>) -> PersonId {
        let command = learned(at(account, open_id), union_id);
        self.cases
            .learn_identity
            .run(command, &Context::of("test"))
            .await
            .unwrap()
    }

    async fn person(&self, id: PersonId) -> PersonView {
        self.cases.read_people.find(id).await.unwrap()
    }
}

#[tokio::test]
async fn a_first_sight_makes_a_person_and_a_second_finds_them() {
    let world = World::new();
    let person = world.learns("default", "o-ann", None).await;
    assert_eq!(world.learns("default", "o-ann", None).await, person);
    assert_ne!(
        world.learns("second", "o-ann", None).await,
        person,
        "open ids belong to their account"
    );
    let view = world.person(person).await;
    assert_eq!(view.identities.len(), 1);
    assert_eq!(view.person.stored().version, 1);
}

#[tokio::test]
async fn a_common_union_id_makes_two_people_one_and_the_older_stays() {
    let world = World::new();
    let follower = world.learns("default", "o-ann", None).await;
    let visitor = world.learns("mini", "m-ann", Some("u-ann")).await;
    assert_ne!(follower, visitor);
    assert_eq!(world.learns("default", "o-ann", Some("u-ann")).await, follower);
    let view = world.person(visitor).await;
    assert_eq!(view.person.id(), follower, "the old id leads to who it is now");
    assert_eq!(view.identities.len(), 2);
    assert_eq!((view.merges[0].from, view.merges[0].into), (visitor, follower));
    assert_eq!(view.merges[0].union_id, Some(UnionId::new("u-ann").unwrap()));
    let version = view.person.stored().version;
    assert_eq!(world.learns("mini", "m-ann", Some("u-ann")).await, follower);
    assert_eq!(
        world.person(follower).await.person.stored().version,
        version,
        "nothing new was learned"
    );
}

#[tokio::test]
async fn a_new_identity_with_a_known_union_id_needs_no_merge() {
    let world = World::new();
    let person = world.learns("default", "o-ann", Some("u-ann")).await;
    assert_eq!(world.learns("mini", "m-ann", Some("u-ann")).await, person);
    let view = world.person(person).await;
    assert_eq!((view.identities.len(), view.merges.len()), (2, 0));
}

#[tokio::test]
async fn an_empty_union_id_joins_nobody() {
    let world = World::new();
    let ann = world.learns("default", "o-ann", Some("")).await;
    assert_ne!(world.learns("mini", "m-ben", Some(" ")).await, ann);
    assert_eq!(world.person(ann).await.union_ids, []);
}

#[tokio::test]
async fn many_learners_at_once_come_out_the_same() {
    let world = Arc::new(World::new());
    let learning = (0..24).map(|number| {
        let world = Arc::clone(&world);
        tokio::spawn(async move {
            let account = ["default", "mini", "second"][number % 3];
            let union_id = (number % 2 == 0).then_some("u-ann");
            world.learns(account, "o-ann", union_id).await
        })
    });
    for task in learning.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let union_id = UnionId::new("u-ann").unwrap();
    let view = world.cases.read_people.by_union(&union_id).await.unwrap().unwrap();
    assert_eq!(view.identities.len(), 3);
    for account in ["default", "mini", "second"] {
        assert_eq!(world.learns(account, "o-ann", None).await, view.person.id());
    }
}

#[tokio::test]
async fn ids_that_are_none_are_refused_and_none_of_the_batch_is_learned() {
    let world = World::new();
    let long = "x".repeat(129);
    for (identity, union_id) in [
        (at("default", ""), None),
        (at("default", &long), None),
        (at("", "o-ann"), None),
        (at("default", "o\0ann"), None),
        (at("default", "o-ann"), Some(long.as_str())),
    ] {
        let batch = vec![learned(at("default", "o-ben"), None), learned(identity, union_id)];
        let outcome = world.cases.learn_identity.run_all(batch, &Context::of("test")).await;
        assert!(matches!(outcome, Err(LearnIdentityError::Invalid(_))), "{outcome:?}");
    }
    let nobody = world.cases.read_people.by_identity(&at("default", "o-ben")).await;
    assert_eq!(nobody.unwrap(), None);
}

#[tokio::test]
async fn a_union_id_goes_with_the_last_identity_that_needs_it() {
    let world = World::new();
    let context = Context::of("test");
    let person = world.learns("default", "o-ann", Some("u-ann")).await;
    world.learns("mini", "m-ann", Some("u-ann")).await;
    let forget = &world.cases.forget_union;
    let identity = at("default", "o-ann");
    forget.run(&identity, UnionGoes::UnlessNeeded, &context).await.unwrap();
    assert_eq!(world.person(person).await.union_ids.len(), 1);
    forget.run(&identity, UnionGoes::Always, &context).await.unwrap();
    forget.run(&identity, UnionGoes::Always, &context).await.unwrap();
    assert_eq!(world.person(person).await.union_ids, []);
    let nobody = at("default", "o-nobody");
    forget.run(&nobody, UnionGoes::Always, &context).await.unwrap();
}
