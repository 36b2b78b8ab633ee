//! The outbox, inside transactions and at the relay.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::time::Timestamp;
use ports::StoreError;
use ports::jobs::JobEnvelope;

use crate::StoreWorld;
use crate::build::{a_job, after, before, fresh, now};
use crate::race::{persistently, race};

async fn claim(world: &StoreWorld, at: Timestamp, max: u32) -> Vec<JobEnvelope> {
    let until = at.plus(Duration::from_secs(30));
    let mut jobs = world.outbox.claim(at, until, max).await.unwrap();
    jobs.sort_by_key(JobEnvelope::attempt_key);
    jobs
}

/// A job is claimed as it was enqueued: microseconds, text, trace.
pub async fn a_claimed_job_is_the_one_enqueued(world: StoreWorld) {
    let traced = JobEnvelope {
        traceparent: Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".to_owned()),
        attempt: 17,
        created_at: before(1),
        ..a_job("notifications.deliver")
    };
    let long = JobEnvelope {
        payload: format!(r#"{{"text":"{}"}}"#, "🍵".repeat(10_000)),
        ..a_job("long")
    };
    world.with_jobs(&[traced.clone(), long.clone()]).await;
    assert_eq!(claim(&world, now(), 10).await, [traced, long]);
}

/// A job of a rolled-back transaction never existed; one of a committed transaction does.
pub async fn a_job_of_a_rolled_back_transaction_is_never_claimed(world: StoreWorld) {
    for commits in [false, true] {
        let mut tx = world.begin_events().await;
        let job = a_job(if commits { "kept" } else { "dropped" });
        tx.outbox().enqueue(&[job]).await.unwrap();
        if commits {
            tx.commit().await.unwrap();
        }
    }
    let claimed = claim(&world, after(60), 10).await;
    assert_eq!(
        claimed.iter().map(|job| job.name.as_str()).collect::<Vec<_>>(),
        ["kept"]
    );
}

/// A job waits until it is due.
pub async fn a_job_is_not_claimed_before_it_is_due(world: StoreWorld) {
    let due_later = JobEnvelope {
        not_before: after(10),
        ..a_job("later")
    };
    world.with_jobs(std::slice::from_ref(&due_later)).await;
    let a_microsecond_early = Timestamp::from_unix_micros(after(10).unix_micros() - 1);
    assert_eq!(claim(&world, a_microsecond_early, 10).await, []);
    assert_eq!(world.outbox.waiting().await.unwrap(), 1, "it waits all the same");
    assert_eq!(claim(&world, after(10), 10).await, [due_later]);
}

/// No more is claimed than wanted, and the rest comes next.
pub async fn no_more_jobs_are_claimed_than_wanted(world: StoreWorld) {
    let jobs: Vec<_> = (0..7).map(|_| a_job("one of seven")).collect();
    world.with_jobs(&jobs).await;
    let mut claimed = claim(&world, now(), 5).await;
    assert_eq!(claimed.len(), 5);
    claimed.extend(claim(&world, now(), 5).await);
    claimed.sort_by_key(JobEnvelope::attempt_key);
    assert_eq!(claimed, jobs);
}

/// Jobs that wait while newer ones keep coming get their turn.
pub async fn the_longest_due_job_is_claimed_first(world: StoreWorld) {
    let overdue = JobEnvelope {
        not_before: before(60),
        ..a_job("overdue")
    };
    let fresh_jobs: Vec<_> = (0..5).map(|_| a_job("fresh")).collect();
    world.with_jobs(&fresh_jobs[..3]).await;
    world.with_jobs(std::slice::from_ref(&overdue)).await;
    world.with_jobs(&fresh_jobs[3..]).await;
    assert_eq!(claim(&world, now(), 1).await, [overdue]);
}

/// Ten relays claim at the same instant until nothing is left; each job goes to one.
pub async fn each_job_is_claimed_by_one_of_ten_relays(world: StoreWorld) {
    let jobs: Vec<_> = (0..40).map(|_| a_job("contended")).collect();
    world.with_jobs(&jobs).await;
    let claims = race(10, |_| {
        let world = world.clone();
        async move {
            let mut mine = Vec::new();
            loop {
                let part = persistently(|| world.outbox.claim(now(), after(60), 3)).await.unwrap();
                if part.is_empty() {
                    return mine;
                }
                mine.extend(part);
            }
        }
    })
    .await;
    let mut claimed = claims.concat();
    // A store that skips rows others have locked may answer an empty claim while jobs are left.
    claimed.extend(claim(&world, now(), 100).await);
    claimed.sort_by_key(JobEnvelope::attempt_key);
    assert_eq!(claimed, jobs);
}

/// A job whose transaction began first and committed last is not skipped.
pub async fn a_job_committed_late_is_still_claimed(world: StoreWorld) {
    let (slow, quick) = (a_job("slow"), a_job("quick"));
    let mut tx = world.begin_events().await;
    tx.outbox().enqueue(std::slice::from_ref(&slow)).await.unwrap();
    let mut overtaking = tokio::spawn({
        let (world, quick) = (world.clone(), quick.clone());
        async move {
            persistently(|| world.outbox.enqueue(std::slice::from_ref(&quick)))
                .await
                .unwrap();
            persistently(|| world.outbox.claim(now(), after(60), 10)).await.unwrap()
        }
    });
    // A store with one writer at a time lets nobody overtake: then the slow one commits first.
    let overtaken = tokio::time::timeout(Duration::from_millis(300), &mut overtaking).await;
    tx.commit().await.unwrap();
    let mut claimed = match overtaken {
        Ok(claimed) => claimed.unwrap(),
        Err(_) => overtaking.await.unwrap(),
    };
    claimed.extend(claim(&world, now(), 10).await);
    claimed.sort_by_key(JobEnvelope::attempt_key);
    assert_eq!(claimed, [slow, quick]);
}

/// A relay that died keeps its jobs no longer than it said.
pub async fn a_claimed_job_comes_back_after_its_lease(world: StoreWorld) {
    let job = a_job("orphaned");
    world.with_jobs(std::slice::from_ref(&job)).await;
    assert_eq!(
        world.outbox.claim(now(), after(30), 10).await.unwrap(),
        std::slice::from_ref(&job)
    );
    assert_eq!(claim(&world, after(29), 10).await, []);
    assert_eq!(claim(&world, after(31), 10).await, [job]);
    assert_eq!(
        claim(&world, after(32), 10).await,
        [],
        "the second claim has a lease, too"
    );
}

/// What the queue has confirmed is forgotten, even after the lease.
pub async fn a_relayed_job_is_gone(world: StoreWorld) {
    let jobs = [a_job("relayed"), a_job("kept")];
    world.with_jobs(&jobs).await;
    claim(&world, now(), 10).await;
    world.outbox.relayed(&jobs[..1]).await.unwrap();
    assert_eq!(claim(&world, after(60), 10).await, &jobs[1..]);
    assert_eq!(world.outbox.waiting().await.unwrap(), 1);
}

/// What a relay gives back is claimed at once.
pub async fn a_job_given_back_is_claimed_at_once(world: StoreWorld) {
    let jobs = [a_job("given back"), a_job("kept")];
    world.with_jobs(&jobs).await;
    claim(&world, now(), 10).await;
    world.outbox.give_back(&jobs[..1]).await.unwrap();
    assert_eq!(claim(&world, now(), 10).await, &jobs[..1]);
}

/// An attempt that waits is not replaced, not doubled, and not taken from its relay.
pub async fn an_attempt_is_kept_once(world: StoreWorld) {
    let first = a_job("first");
    let other_text = JobEnvelope {
        payload: "{}".to_owned(),
        ..first.clone()
    };
    world.with_jobs(std::slice::from_ref(&first)).await;
    world.with_jobs(&[other_text.clone(), a_job("another")]).await;
    assert_eq!(
        world.outbox.waiting().await.unwrap(),
        2,
        "the newcomer beside it is stored"
    );
    assert_eq!(claim(&world, now(), 10).await[0], first);
    world.with_jobs(&[other_text]).await;
    assert_eq!(claim(&world, now(), 10).await, []);
}

/// The next attempt of a job is a row of its own.
pub async fn attempts_of_one_job_are_kept_apart(world: StoreWorld) {
    let first = a_job("retried");
    let second = JobEnvelope {
        attempt: 2,
        ..first.clone()
    };
    world.with_jobs(&[first.clone(), second.clone()]).await;
    world.outbox.relayed(&[first]).await.unwrap();
    assert_eq!(claim(&world, now(), 10).await, [second]);
}

/// Twenty processes enqueue the same attempt; it is there once, and nobody fails.
pub async fn an_attempt_enqueued_by_twenty_is_kept_once(world: StoreWorld) {
    let job = a_job("contended");
    let outcomes = race(20, |_| {
        let (world, job) = (world.clone(), job.clone());
        async move { persistently(|| world.outbox.enqueue(std::slice::from_ref(&job))).await }
    })
    .await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(claim(&world, now(), 10).await, [job]);
}

/// A thousand jobs fit into one call each.
pub async fn a_thousand_jobs_fit_into_one_call(world: StoreWorld) {
    let jobs: Vec<_> = (0..1_000).map(|_| a_job("one of many")).collect();
    world.with_jobs(&jobs).await;
    assert_eq!(world.outbox.waiting().await.unwrap(), 1_000);
    assert_eq!(claim(&world, now(), 1_000).await, jobs);
    world.outbox.give_back(&jobs).await.unwrap();
    assert_eq!(claim(&world, now(), 1_000).await, jobs);
    world.outbox.relayed(&jobs).await.unwrap();
    assert_eq!(world.outbox.waiting().await.unwrap(), 0);
}

/// Empty calls do nothing, and unknown jobs are no fault.
pub async fn empty_and_unknown_jobs_change_nothing(world: StoreWorld) {
    let kept = a_job("kept");
    world.with_jobs(std::slice::from_ref(&kept)).await;
    let calls: [&[JobEnvelope]; 2] = [&[], &[a_job("unknown")]];
    for jobs in calls {
        world.outbox.relayed(jobs).await.unwrap();
        world.outbox.give_back(jobs).await.unwrap();
    }
    world.outbox.enqueue(&[]).await.unwrap();
    assert_eq!(claim(&world, now(), 10).await, [kept]);
}

/// While transactions with jobs commit and roll back at random and relays claim, each committed job is claimed once.
pub async fn jobs_committed_amid_claims_are_claimed_once(world: StoreWorld) {
    let claims = race(12, |number| {
        let world = world.clone();
        async move {
            if number < 4 {
                return claim_some(&world).await;
            }
            for round in 0..5 {
                let job = JobEnvelope {
                    id: fresh(domain::ids::JobId::from_uuid),
                    ..a_job(&format!("{number}-{round}"))
                };
                persistently(|| enqueue_or_not(&world, &job, round != 3)).await.unwrap();
            }
            Vec::new()
        }
    })
    .await;
    let mut counted: BTreeMap<String, u32> = BTreeMap::new();
    let rest = claim(&world, after(1), 1_000).await;
    for job in claims.into_iter().flatten().chain(rest) {
        *counted.entry(job.name).or_default() += 1;
    }
    assert_eq!(counted.len(), 8 * 4, "{counted:?}");
    assert!(counted.values().all(|times| *times == 1), "{counted:?}");
    assert!(counted.keys().all(|name| !name.ends_with("-3")), "{counted:?}");
}

async fn claim_some(world: &StoreWorld) -> Vec<JobEnvelope> {
    let mut mine = Vec::new();
    for _ in 0..10 {
        mine.extend(persistently(|| world.outbox.claim(now(), after(60), 4)).await.unwrap());
        tokio::task::yield_now().await;
    }
    mine
}

async fn enqueue_or_not(world: &StoreWorld, job: &JobEnvelope, commits: bool) -> Result<(), StoreError> {
    let mut tx = world.events.begin().await?;
    tx.outbox().enqueue(std::slice::from_ref(job)).await?;
    if commits { tx.commit().await } else { Ok(()) }
}
