//! Stored operators.

use domain::identity::Username;
use domain::ids::OperatorId;
use ports::StoreError;

use crate::StoreWorld;
use crate::build::{an_operator, fresh};
use crate::race::{persistently, race};

/// An operator is read as stored, by name and by id; nobody else is.
pub async fn an_operator_comes_back_unchanged(world: StoreWorld) {
    let store = &world.operators;
    let operator = an_operator("小王 🍵");
    assert_eq!(store.find(fresh(OperatorId::from_uuid)).await.unwrap(), None);
    assert_eq!(store.find_by_username(&operator.username).await.unwrap(), None);
    store.add(&operator).await.unwrap();
    assert_eq!(
        store.find_by_username(&operator.username).await.unwrap().as_ref(),
        Some(&operator)
    );
    assert_eq!(store.find(operator.id).await.unwrap(), Some(operator));
}

/// A new store has no operator, which is when the first one is made.
pub async fn a_store_tells_whether_it_has_operators(world: StoreWorld) {
    assert!(world.operators.is_empty().await.unwrap());
    world.operators.add(&an_operator("first")).await.unwrap();
    assert!(!world.operators.is_empty().await.unwrap());
}

/// A name is taken once, in whatever case it is written.
pub async fn a_known_username_is_a_duplicate(world: StoreWorld) {
    let first = an_operator("Admin");
    world.operators.add(&first).await.unwrap();
    let again = world.operators.add(&an_operator("ADMIN")).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
    let found = world
        .operators
        .find_by_username(&Username::new("admin").unwrap())
        .await
        .unwrap();
    assert_eq!(found, Some(first));
}

/// Names that a forgiving collation takes for one belong to several people.
pub async fn usernames_with_and_without_accents_differ(world: StoreWorld) {
    for name in ["zoe", "zoë", "ｚｏｅ", "🍵", "🍺"] {
        let operator = an_operator(name);
        world.operators.add(&operator).await.unwrap();
        let found = world.operators.find_by_username(&operator.username).await.unwrap();
        assert_eq!(found, Some(operator));
    }
}

/// Ten processes start at once and add the first administrator; one of them does.
pub async fn a_username_is_taken_once_by_ten(world: StoreWorld) {
    let outcomes = race(10, |_| {
        let world = world.clone();
        async move {
            let operator = an_operator("admin");
            persistently(|| world.operators.add(&operator)).await
        }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let refused = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Err(StoreError::Duplicate(_))));
    assert_eq!(refused.count(), 9, "{outcomes:?}");
}
