//! The store of access tokens.

use std::sync::Arc;
use std::time::Duration;

use ports::wechat::{AccessToken, AccessTokenStore};

use crate::build::{after, before};
use crate::race::{eventually, race};

type Store = Arc<dyn AccessTokenStore>;

const LONG: Duration = Duration::from_secs(600);
const SHORT: Duration = Duration::from_millis(50);

fn a_token(value: &str) -> AccessToken {
    AccessToken {
        value: value.to_owned(),
        expires_at: after(7_200),
    }
}

async fn stored(store: &Store, app_id: &str, token: &AccessToken) {
    assert!(store.try_lease(app_id, "keeper", LONG).await.unwrap());
    assert!(store.put(app_id, "keeper", token).await.unwrap());
}

/// Waits until the lease of `app_id` has run out; nobody has it then.
async fn lease_passes(store: &Store, app_id: &str) {
    eventually(|| async { store.try_lease(app_id, "latecomer", LONG).await.unwrap().then_some(()) }).await;
    store.release(app_id, "latecomer").await.unwrap();
}

/// There is no token before one was put.
pub async fn an_unknown_app_has_no_token(store: Store) {
    assert_eq!(store.current("wx1").await.unwrap(), None);
}

/// A token is read as it was put, to the microsecond, by its own app only; an expired one, too.
pub async fn a_token_comes_back_whatever_its_age(store: Store) {
    let fresh = a_token(&"字a_-".repeat(128));
    let expired = AccessToken {
        expires_at: before(1_000_000_000),
        ..a_token("expired")
    };
    stored(&store, "wx1", &fresh).await;
    stored(&store, "wx2", &expired).await;
    assert_eq!(store.current("wx1").await.unwrap(), Some(fresh));
    assert_eq!(store.current("wx2").await.unwrap(), Some(expired));
    assert_eq!(store.current("wx3").await.unwrap(), None);
}

/// One holder has the lease; it gets it again, others do not.
pub async fn a_lease_belongs_to_its_holder(store: Store) {
    assert!(store.try_lease("wx1", "a", LONG).await.unwrap());
    assert!(!store.try_lease("wx1", "b", LONG).await.unwrap());
    assert!(store.try_lease("wx1", "a", LONG).await.unwrap());
    assert!(
        store.try_lease("wx2", "b", LONG).await.unwrap(),
        "each app has a lease of its own"
    );
}

/// Twenty want the lease at the same instant; one gets it.
pub async fn one_of_twenty_gets_the_lease(store: Store) {
    let outcomes = race(20, |number| {
        let store = Arc::clone(&store);
        async move { store.try_lease("wx1", &format!("holder {number}"), LONG).await.unwrap() }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|granted| **granted).count(), 1);
}

/// Putting a token gives up the lease.
pub async fn putting_a_token_frees_the_lease(store: Store) {
    stored(&store, "wx1", &a_token("first")).await;
    assert!(store.try_lease("wx1", "b", LONG).await.unwrap());
}

/// Who has no lease changes nothing.
pub async fn a_put_without_the_lease_changes_nothing(store: Store) {
    assert!(!store.put("wx1", "a", &a_token("unleased")).await.unwrap());
    assert_eq!(store.current("wx1").await.unwrap(), None);
    assert!(store.try_lease("wx1", "b", LONG).await.unwrap());
    assert!(!store.put("wx1", "a", &a_token("elses lease")).await.unwrap());
    assert_eq!(store.current("wx1").await.unwrap(), None);
    assert!(
        store.put("wx1", "b", &a_token("leased")).await.unwrap(),
        "the lease was left alone"
    );
}

/// A holder that died keeps its lease no longer than it said.
pub async fn a_lease_passes(store: Store) {
    assert!(store.try_lease("wx1", "dead", SHORT).await.unwrap());
    lease_passes(&store, "wx1").await;
    assert!(store.try_lease("wx1", "b", LONG).await.unwrap());
}

/// A holder that was too slow may not put, though nobody else took the lease.
pub async fn a_put_after_the_lease_passed_changes_nothing(store: Store) {
    assert!(store.try_lease("wx1", "slow", SHORT).await.unwrap());
    // A lease of the same length, taken later, shows when the first has run out.
    assert!(store.try_lease("wx2", "slow", SHORT).await.unwrap());
    lease_passes(&store, "wx2").await;
    assert!(!store.put("wx1", "slow", &a_token("late")).await.unwrap());
    assert_eq!(store.current("wx1").await.unwrap(), None);
}

/// A holder that was too slow may not put while its successor has the lease, nor afterwards.
pub async fn a_put_over_a_successor_changes_nothing(store: Store) {
    assert!(store.try_lease("wx1", "slow", SHORT).await.unwrap());
    lease_passes(&store, "wx1").await;
    assert!(store.try_lease("wx1", "keeper", LONG).await.unwrap());
    assert!(!store.put("wx1", "slow", &a_token("late")).await.unwrap());
    assert!(store.put("wx1", "keeper", &a_token("good")).await.unwrap());
    assert!(!store.put("wx1", "slow", &a_token("late")).await.unwrap());
    assert_eq!(store.current("wx1").await.unwrap(), Some(a_token("good")));
}

/// A lease asked for again lasts as long as asked for the second time.
pub async fn a_lease_is_renewed_by_its_holder(store: Store) {
    assert!(store.try_lease("wx1", "a", SHORT).await.unwrap());
    assert!(store.try_lease("wx1", "a", LONG).await.unwrap());
    // A second short lease shows when the first has run out.
    assert!(store.try_lease("wx2", "a", SHORT).await.unwrap());
    lease_passes(&store, "wx2").await;
    assert!(!store.try_lease("wx1", "b", LONG).await.unwrap());
}

/// Only the holder gives up a lease.
pub async fn a_lease_is_released_by_its_holder_only(store: Store) {
    assert!(store.try_lease("wx1", "a", LONG).await.unwrap());
    store.release("wx1", "b").await.unwrap();
    assert!(!store.try_lease("wx1", "b", LONG).await.unwrap());
    store.release("wx1", "a").await.unwrap();
    assert!(store.try_lease("wx1", "b", LONG).await.unwrap());
    store.release("wx9", "a").await.unwrap();
}

/// A token that WeChat refused is forgotten, but never its successor.
pub async fn only_the_named_token_is_invalidated(store: Store) {
    stored(&store, "wx1", &a_token("old")).await;
    stored(&store, "wx1", &a_token("new")).await;
    assert!(!store.invalidate("wx1", "old").await.unwrap());
    assert_eq!(store.current("wx1").await.unwrap(), Some(a_token("new")));
    assert!(store.invalidate("wx1", "new").await.unwrap());
    assert_eq!(store.current("wx1").await.unwrap(), None);
    assert!(!store.invalidate("wx1", "new").await.unwrap());
}

/// Twenty callers report the same refused token; one of them removed it, and the lease is left alone.
pub async fn a_token_is_invalidated_once_by_twenty(store: Store) {
    stored(&store, "wx1", &a_token("old")).await;
    assert!(store.try_lease("wx1", "keeper", LONG).await.unwrap());
    let outcomes = race(20, |_| {
        let store = Arc::clone(&store);
        async move { store.invalidate("wx1", "old").await.unwrap() }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|removed| **removed).count(), 1);
    assert!(store.put("wx1", "keeper", &a_token("new")).await.unwrap());
}
