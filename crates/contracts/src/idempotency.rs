//! Once-only requests.

use ports::idempotency::{Once, OnceAnswer, OnceRequest};
use uuid::Uuid;

use crate::StoreWorld;
use crate::build::{after, before, fresh_id, now};
use crate::race::{persistently, race};

fn a_request(key: &str) -> OnceRequest {
    OnceRequest {
        scope: "operator 1 POST /v2/events".to_owned(),
        key: key.to_owned(),
        fingerprint: [7; 32],
        resource: fresh_id(),
    }
}

fn an_answer() -> OnceAnswer {
    OnceAnswer {
        status: 201,
        headers: vec![
            ("Location".to_owned(), "/v2/events/1".to_owned()),
            ("ETag".to_owned(), "\"1\"".to_owned()),
        ],
        body: format!("{{\"b\": 1,\"a\":\"{}\"}}", "🍵".repeat(10_000)),
    }
}

async fn begun(world: &StoreWorld, request: &OnceRequest) -> Once {
    world.once.begin(request, now(), after(30)).await.unwrap()
}

/// The first request runs under its own id; the same one meanwhile is told so.
pub async fn the_first_request_runs_and_the_next_waits(world: StoreWorld) {
    let first = a_request("key");
    assert_eq!(begun(&world, &first).await, Once::Run(first.resource));
    assert_eq!(begun(&world, &a_request("key")).await, Once::Running);
}

/// The same request again gets the first answer to the byte; the answer may be bare.
pub async fn the_same_request_gets_the_first_answer(world: StoreWorld) {
    let bare = OnceAnswer {
        status: 204,
        headers: vec![],
        body: String::new(),
    };
    for (key, answer) in [("full", an_answer()), ("bare", bare)] {
        let request = a_request(key);
        begun(&world, &request).await;
        world.once.finish(&request.scope, key, &answer).await.unwrap();
        assert_eq!(begun(&world, &a_request(key)).await, Once::Answered(answer.clone()));
        let much_later = world.once.begin(&request, after(86_400), after(86_430)).await.unwrap();
        assert_eq!(much_later, Once::Answered(answer));
    }
}

/// The same key with another body is refused, while the first runs and after it was answered.
pub async fn another_body_under_the_same_key_is_told(world: StoreWorld) {
    let first = a_request("key");
    let other = OnceRequest {
        fingerprint: [8; 32],
        ..a_request("key")
    };
    begun(&world, &first).await;
    assert_eq!(begun(&world, &other).await, Once::OtherBody);
    world.once.finish(&first.scope, "key", &an_answer()).await.unwrap();
    assert_eq!(begun(&world, &other).await, Once::OtherBody);
}

/// Keys and scopes that a forgiving collation takes for one are several.
pub async fn keys_and_scopes_compare_exactly(world: StoreWorld) {
    let requests: Vec<_> = ["key", "Key", "key ", "kéy", "🍵", "🍺"]
        .into_iter()
        .map(a_request)
        .collect();
    let elsewhere = OnceRequest {
        scope: "operator 1 POST /v2/Events".to_owned(),
        ..a_request("key")
    };
    for request in requests.iter().chain([&elsewhere]) {
        assert_eq!(begun(&world, request).await, Once::Run(request.resource));
    }
}

/// Scope and key may be as long as they may be, in the widest characters.
pub async fn the_longest_scope_and_key_are_kept(world: StoreWorld) {
    let request = OnceRequest {
        scope: "🍵".repeat(200),
        ..a_request(&"🍺".repeat(128))
    };
    assert_eq!(begun(&world, &request).await, Once::Run(request.resource));
    assert_eq!(begun(&world, &request).await, Once::Running);
}

/// Twenty equal requests arrive at the same instant; one runs.
pub async fn one_of_twenty_requests_runs(world: StoreWorld) {
    let outcomes = race(20, |_| {
        let (world, request) = (world.clone(), a_request("contended"));
        async move {
            let outcome = persistently(|| world.once.begin(&request, now(), after(30)))
                .await
                .unwrap();
            (request.resource, outcome)
        }
    })
    .await;
    assert_only_one_runs(&outcomes, None);
}

/// A request whose process died is run once more, by one of twenty, under the id of the dead one.
pub async fn the_successor_of_a_dead_request_inherits_its_id(world: StoreWorld) {
    let dead = a_request("orphaned");
    begun(&world, &dead).await;
    let early = world
        .once
        .begin(&a_request("orphaned"), after(29), after(59))
        .await
        .unwrap();
    assert_eq!(early, Once::Running);
    let outcomes = race(20, |_| {
        let (world, request) = (world.clone(), a_request("orphaned"));
        async move {
            let outcome = persistently(|| world.once.begin(&request, after(31), after(61)))
                .await
                .unwrap();
            (request.resource, outcome)
        }
    })
    .await;
    assert_only_one_runs(&outcomes, Some(dead.resource));
}

fn assert_only_one_runs(outcomes: &[(Uuid, Once)], inherited: Option<Uuid>) {
    let running = outcomes.iter().filter(|(_, outcome)| *outcome == Once::Running).count();
    assert_eq!(running, outcomes.len() - 1, "{outcomes:?}");
    let (own, run) = outcomes.iter().find(|(_, outcome)| *outcome != Once::Running).unwrap();
    assert_eq!(*run, Once::Run(inherited.unwrap_or(*own)));
}

/// A request that failed is run again at once, under the id it had.
pub async fn an_abandoned_request_runs_again_under_its_id(world: StoreWorld) {
    let failed = a_request("failed");
    begun(&world, &failed).await;
    world.once.abandon(&failed.scope, "failed").await.unwrap();
    assert_eq!(begun(&world, &a_request("failed")).await, Once::Run(failed.resource));
    assert_eq!(begun(&world, &a_request("failed")).await, Once::Running);
}

/// Old requests are forgotten and counted, younger ones stay.
pub async fn old_requests_are_purged(world: StoreWorld) {
    for (key, began) in [("old", before(100)), ("older", before(200)), ("young", now())] {
        world.once.begin(&a_request(key), began, after(30)).await.unwrap();
    }
    world
        .once
        .finish(&a_request("").scope, "old", &an_answer())
        .await
        .unwrap();
    assert_eq!(world.once.purge(before(50)).await.unwrap(), 2);
    assert_eq!(world.once.purge(before(50)).await.unwrap(), 0);
    let anew = a_request("old");
    assert_eq!(begun(&world, &anew).await, Once::Run(anew.resource));
    assert_eq!(begun(&world, &a_request("young")).await, Once::Running);
}
