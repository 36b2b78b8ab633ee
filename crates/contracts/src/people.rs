//! Who is the same person.

use domain::attendance::PersonRef;
use domain::identity::{LearnedFrom, Person, PersonMerge, UnionId};
use domain::ids::PersonId;
use ports::StoreError;
use ports::identity::{PeopleTransaction, PersonView};

use crate::StoreWorld;
use crate::build::{after, fresh, next_now, now};
use crate::race::{persistently, race};

fn named(name: &str) -> PersonRef {
    PersonRef {
        account: "default".to_owned(),
        open_id: format!("oPerson_{name}"),
    }
}

const WEB: LearnedFrom = LearnedFrom::WebLogin;

fn union(text: &str) -> UnionId {
    UnionId::new(text).unwrap()
}

fn a_person() -> Person {
    Person::appear(fresh(PersonId::from_uuid), WEB, next_now()).0
}

async fn begin(world: &StoreWorld) -> Box<dyn PeopleTransaction> {
    world.people.begin().await.unwrap()
}

/// Stores a new person with one identity.
async fn seen(world: &StoreWorld, identity: &PersonRef) -> Person {
    let person = a_person();
    let mut tx = begin(world).await;
    tx.people().add(&person).await.unwrap();
    tx.people().add_identity(person.id(), identity, now()).await.unwrap();
    tx.commit().await.unwrap();
    person
}

async fn joined(world: &StoreWorld, person: &Person, union_id: &str) {
    let mut tx = begin(world).await;
    tx.people()
        .add_union(person.id(), &union(union_id), WEB, now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// Makes two people one; answers the survivor.
async fn merged(world: &StoreWorld, one: PersonId, other: PersonId) -> Result<PersonId, StoreError> {
    let mut tx = world.people.begin().await?;
    let mut people = tx.people().find_for_update(&[one, other]).await?;
    let (Some(second), Some(first)) = (people.pop(), people.pop()) else {
        return Ok(one);
    };
    let Ok((survivor, gone, _)) = Person::merge(first, second, WEB) else {
        return Err(StoreError::Contention("merged meanwhile".to_owned()));
    };
    let merge = PersonMerge {
        from: gone.id(),
        into: survivor.id(),
        union_id: Some(union("u-merge")),
        learned_from: WEB,
        at: next_now(),
    };
    tx.people().save(&gone, gone.stored().version - 1).await?;
    tx.people().record_merge(&merge).await?;
    tx.people().save(&survivor, survivor.stored().version - 1).await?;
    tx.commit().await?;
    Ok(survivor.id())
}

async fn view(world: &StoreWorld, id: PersonId) -> PersonView {
    world.people_reads.find(id).await.unwrap().unwrap()
}

fn open_ids(view: &PersonView) -> Vec<&str> {
    let mut ids: Vec<_> = view
        .identities
        .iter()
        .map(|known| known.identity.open_id.as_str())
        .collect();
    ids.sort_unstable();
    ids
}

/// Identities, union ids and instants survive, inside the transaction and out.
pub async fn a_person_comes_back_with_everything(world: StoreWorld) {
    let identity = PersonRef {
        account: "品牌号".to_owned(),
        open_id: "oÄ".to_owned(),
    };
    let person = seen(&world, &identity).await;
    joined(&world, &person, "u1").await;
    joined(&world, &person, "u2").await;
    let mut tx = begin(&world).await;
    assert_eq!(
        tx.people().owner_of_identity(&identity).await.unwrap(),
        Some(person.id())
    );
    assert_eq!(
        tx.people().owner_of_union(&union("u2")).await.unwrap(),
        Some(person.id())
    );
    let (identities, mut unions) = tx.people().belongings(person.id()).await.unwrap();
    unions.sort();
    assert_eq!((identities, unions), (1, vec![union("u1"), union("u2")]));
    drop(tx);
    let found = view(&world, person.id()).await;
    assert_eq!(found.person, person);
    assert_eq!(found.identities[0].identity, identity);
    assert_eq!(found.identities[0].first_seen_at, now());
    assert_eq!(found.union_ids, [union("u1"), union("u2")]);
    assert_eq!(found.merges, []);
    let by_identity = world.people_reads.find_by_identity(&identity).await.unwrap();
    let by_union = world.people_reads.find_by_union(&union("u1")).await.unwrap();
    assert_eq!((by_identity.as_ref(), by_union.as_ref()), (Some(&found), Some(&found)));
}

/// Nobody is found under what nobody has.
pub async fn an_unknown_person_is_none(world: StoreWorld) {
    let reads = &world.people_reads;
    assert_eq!(reads.find(fresh(PersonId::from_uuid)).await.unwrap(), None);
    assert_eq!(reads.find_by_identity(&named("x")).await.unwrap(), None);
    assert_eq!(reads.find_by_union(&union("x")).await.unwrap(), None);
    let mut tx = begin(&world).await;
    let nobody = fresh(PersonId::from_uuid);
    assert_eq!(tx.people().find_for_update(&[nobody]).await.unwrap(), []);
}

/// Ids that a forgiving collation takes for one belong to several people.
pub async fn identities_and_unions_compare_exactly(world: StoreWorld) {
    for name in ["zoe", "Zoe", "zoë", "zoe ", "🍵", "🍺"] {
        let identity = PersonRef {
            account: "default".to_owned(),
            open_id: name.to_owned(),
        };
        let person = seen(&world, &identity).await;
        joined(&world, &person, &format!("{name}·")).await;
        let found = world.people_reads.find_by_identity(&identity).await.unwrap();
        assert_eq!(found.unwrap().person.id(), person.id());
        let found = world
            .people_reads
            .find_by_union(&union(&format!("{name}·")))
            .await
            .unwrap();
        assert_eq!(found.unwrap().person.id(), person.id());
    }
}

/// What belongs to somebody cannot be given to somebody else; the same open id at another account is another identity.
pub async fn an_identity_or_union_has_one_owner(world: StoreWorld) {
    let person = seen(&world, &named("a")).await;
    joined(&world, &person, "u").await;
    let other = a_person();
    let mut tx = begin(&world).await;
    tx.people().add(&other).await.unwrap();
    let elsewhere = PersonRef {
        account: "second".to_owned(),
        ..named("a")
    };
    tx.people().add_identity(other.id(), &elsewhere, now()).await.unwrap();
    let again = tx.people().add_identity(other.id(), &named("a"), now()).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
    let mut tx = {
        drop(tx);
        begin(&world).await
    };
    let again = tx.people().add_union(person.id(), &union("u"), WEB, now()).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
}

/// The survivor has what both had, and the merge is told with its cause.
pub async fn a_merge_gives_everything_to_the_survivor(world: StoreWorld) {
    let older = seen(&world, &named("a")).await;
    let younger = seen(&world, &named("b")).await;
    joined(&world, &younger, "u").await;
    assert_eq!(merged(&world, younger.id(), older.id()).await, Ok(older.id()));
    let found = view(&world, older.id()).await;
    assert_eq!(open_ids(&found), [named("a").open_id, named("b").open_id]);
    assert_eq!(found.union_ids, [union("u")]);
    assert_eq!(found.merges.len(), 1);
    let merge = &found.merges[0];
    assert_eq!((merge.from, merge.into), (younger.id(), older.id()));
    assert_eq!((&merge.union_id, merge.learned_from), (&Some(union("u-merge")), WEB));
    let mut tx = begin(&world).await;
    let owner = tx.people().owner_of_identity(&named("b")).await.unwrap();
    assert_eq!(owner, Some(older.id()));
}

/// Merges in a chain: every old id leads to the one who is left, whose history tells of all.
pub async fn old_ids_lead_to_who_it_is_now(world: StoreWorld) {
    let first = seen(&world, &named("a")).await.id();
    let second = seen(&world, &named("b")).await.id();
    let third = seen(&world, &named("c")).await.id();
    merged(&world, second, third).await.unwrap();
    merged(&world, first, second).await.unwrap();
    for id in [first, second, third] {
        let found = view(&world, id).await;
        assert_eq!(found.person.id(), first);
        assert_eq!(found.identities.len(), 3);
        let merges: Vec<_> = found.merges.iter().map(|merge| (merge.from, merge.into)).collect();
        assert_eq!(merges, [(second, first), (third, second)]);
    }
}

/// Neither the person nor the record of merges holds a union id that was forgotten.
pub async fn forgotten_unions_are_gone_from_everywhere(world: StoreWorld) {
    let one = seen(&world, &named("a")).await;
    let other = seen(&world, &named("b")).await;
    joined(&world, &one, "u").await;
    merged(&world, one.id(), other.id()).await.unwrap();
    let mut tx = begin(&world).await;
    tx.people().forget_unions(one.id()).await.unwrap();
    tx.commit().await.unwrap();
    let found = view(&world, one.id()).await;
    assert_eq!((found.union_ids.len(), found.merges[0].union_id.clone()), (0, None));
    assert_eq!(world.people_reads.find_by_union(&union("u")).await.unwrap(), None);
}

/// Who saves over another's change is told.
pub async fn a_lost_update_of_a_person_is_a_conflict(world: StoreWorld) {
    let person = seen(&world, &named("a")).await;
    let mut tx = begin(&world).await;
    let outcome = tx.people().save(&person, 7).await;
    assert_eq!(outcome, Err(StoreError::VersionConflict));
}

/// What was not committed did not happen.
pub async fn a_dropped_people_transaction_leaves_nothing(world: StoreWorld) {
    let person = a_person();
    let mut tx = begin(&world).await;
    tx.people().add(&person).await.unwrap();
    tx.people().add_identity(person.id(), &named("a"), now()).await.unwrap();
    tx.people()
        .add_union(person.id(), &union("u"), WEB, after(1))
        .await
        .unwrap();
    drop(tx);
    assert_eq!(world.people_reads.find(person.id()).await.unwrap(), None);
    assert_eq!(world.people_reads.find_by_identity(&named("a")).await.unwrap(), None);
    assert_eq!(world.people_reads.find_by_union(&union("u")).await.unwrap(), None);
}

/// Twenty see the same identity for the first time at once; one of them makes the person.
pub async fn an_identity_is_seen_first_by_one_of_twenty(world: StoreWorld) {
    let outcomes = race(20, |_| {
        let world = world.clone();
        async move {
            let person = a_person();
            persistently(|| async {
                let mut tx = world.people.begin().await?;
                tx.people().add(&person).await?;
                tx.people().add_identity(person.id(), &named("a"), now()).await?;
                tx.commit().await
            })
            .await
        }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let others = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Err(StoreError::Duplicate(_))));
    assert_eq!(others.count(), 19, "{outcomes:?}");
}

/// Twenty-one people in a chain, each pair merged by another racer at once: one person is left, with everything.
pub async fn chains_of_merges_by_twenty_leave_one_person(world: StoreWorld) {
    let mut people = Vec::new();
    for number in 0..21 {
        people.push(seen(&world, &named(&format!("{number:02}"))).await.id());
    }
    race(20, |number| {
        let (world, one, other) = (world.clone(), people[number], people[number + 1]);
        async move {
            persistently(|| async {
                let one = view(&world, one).await.person.id();
                let other = view(&world, other).await.person.id();
                if one == other {
                    return Ok(one);
                }
                merged(&world, one, other).await
            })
            .await
            .unwrap();
        }
    })
    .await;
    for id in &people {
        let found = view(&world, *id).await;
        assert_eq!((found.person.id(), found.identities.len()), (people[0], 21));
        assert_eq!(found.merges.len(), 20);
    }
}
