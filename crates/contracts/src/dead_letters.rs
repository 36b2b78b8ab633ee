//! The graveyard of jobs.

use domain::ids::JobId;
use ports::Total;
use ports::jobs::{DeadLetter, JobEnvelope};

use crate::StoreWorld;
use crate::build::{a_dead_letter, after, fresh};
use crate::pages::{FIRST, by_cursor, by_number, nothing};
use crate::race::{persistently, race};

async fn buried(world: &StoreWorld, letter: &DeadLetter) {
    world.dead_letters.bury(letter).await.unwrap();
}

/// A dead letter is read as it was buried.
pub async fn a_dead_letter_comes_back_unchanged(world: StoreWorld) {
    let bare = a_dead_letter("bare");
    let full = DeadLetter {
        job: JobEnvelope {
            traceparent: Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".to_owned()),
            payload: format!("not even JSON: {}", "🍵".repeat(10_000)),
            ..a_dead_letter("unreadable").job
        },
        ..a_dead_letter("unreadable")
    };
    buried(&world, &bare).await;
    buried(&world, &full).await;
    let page = world.dead_letters.list(None, FIRST).await.unwrap();
    let mut wanted = vec![bare, full];
    wanted.sort_by_key(|letter| std::cmp::Reverse(letter.job.id));
    assert_eq!(page.items, wanted);
}

/// Burying a job again replaces what is there.
pub async fn a_job_is_buried_once(world: StoreWorld) {
    let first = a_dead_letter("twice");
    buried(&world, &first).await;
    let second = DeadLetter {
        reason: "worse".to_owned(),
        died_at: after(100),
        job: JobEnvelope {
            attempt: 9,
            ..first.job
        },
    };
    buried(&world, &second).await;
    let page = world.dead_letters.list(None, FIRST).await.unwrap();
    assert_eq!((page.items, page.total), (vec![second], Total::Exactly(1)));
}

/// Ten workers bury one job at the same instant; it lies there once, and nobody fails.
pub async fn a_job_buried_by_ten_lies_there_once(world: StoreWorld) {
    let letter = a_dead_letter("contended");
    let outcomes = race(10, |_| {
        let (world, letter) = (world.clone(), letter.clone());
        async move { persistently(|| world.dead_letters.bury(&letter)).await }
    })
    .await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(world.dead_letters.list(None, FIRST).await.unwrap().items, [letter]);
}

/// Newest job first, by numbers and by cursors alike, optionally of one name.
pub async fn dead_letters_are_listed_newest_first(world: StoreWorld) {
    let mut letters = Vec::new();
    for number in 0..9 {
        let letter = a_dead_letter(if number % 3 == 0 { "rare" } else { "common" });
        buried(&world, &letter).await;
        letters.insert(0, letter);
    }
    for name in [None, Some("common"), Some("Common")] {
        let mut wanted = letters.clone();
        wanted.retain(|letter| name.is_none_or(|name| letter.job.name == name));
        let list = |page| world.dead_letters.list(name, page);
        assert_eq!(by_number(4, list).await, wanted);
        assert_eq!(by_cursor(4, list, nothing).await, wanted);
        let page = world.dead_letters.list(name, FIRST).await.unwrap();
        assert_eq!(page.total, Total::Exactly(wanted.len() as u64));
    }
}

/// A replayed job leaves the graveyard for the outbox: first attempt, due at once.
pub async fn a_replayed_job_is_due_as_its_first_attempt(world: StoreWorld) {
    let letter = a_dead_letter("replayed");
    buried(&world, &letter).await;
    assert!(world.dead_letters.replay(letter.job.id, after(500)).await.unwrap());
    assert_eq!(world.dead_letters.list(None, FIRST).await.unwrap().items, []);
    let due = world.relay_all(after(500)).await;
    assert_eq!(due.len(), 1);
    assert_eq!(
        (due[0].id, due[0].attempt, due[0].not_before),
        (letter.job.id, 1, after(500))
    );
    assert_eq!((&due[0].name, &due[0].payload), (&letter.job.name, &letter.job.payload));
}

/// Ten replays at the same instant enqueue a job once.
pub async fn a_dead_letter_is_replayed_once_by_ten(world: StoreWorld) {
    let letter = a_dead_letter("contended");
    buried(&world, &letter).await;
    let outcomes = race(10, |_| {
        let (world, id) = (world.clone(), letter.job.id);
        async move { persistently(|| world.dead_letters.replay(id, after(1))).await.unwrap() }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|replayed| **replayed).count(), 1);
    assert_eq!(world.relay_all(after(1)).await.len(), 1);
}

/// A dropped letter is gone and cannot be replayed; an unknown one can be neither.
pub async fn a_dropped_letter_is_gone(world: StoreWorld) {
    let (dropped, kept) = (a_dead_letter("dropped"), a_dead_letter("kept"));
    buried(&world, &dropped).await;
    buried(&world, &kept).await;
    assert!(world.dead_letters.drop_letter(dropped.job.id).await.unwrap());
    for id in [dropped.job.id, fresh(JobId::from_uuid)] {
        assert!(!world.dead_letters.drop_letter(id).await.unwrap());
        assert!(!world.dead_letters.replay(id, after(1)).await.unwrap());
    }
    assert_eq!(world.dead_letters.list(None, FIRST).await.unwrap().items, [kept]);
    assert_eq!(world.relay_all(after(60)).await, []);
}
