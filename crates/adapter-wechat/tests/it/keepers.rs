//! Several processes share one account: each with its own client, all with one token store.

use std::sync::Arc;

use adapter_wechat::WechatClient;
use futures::future::join_all;
use ports::wechat::WechatFailure;

use crate::support::{World, say};

const PROCESSES: usize = 4;
const CALLS: usize = 32;

fn processes(world: &World) -> Vec<Arc<WechatClient>> {
    (0..PROCESSES)
        .map(|number| Arc::new(world.another_process(&format!("process {number}"))))
        .collect()
}

/// Calls from all processes at once, on as many threads as there are.
async fn wave(processes: &[Arc<WechatClient>]) -> Vec<Result<(), WechatFailure>> {
    let calls = processes
        .iter()
        .flat_map(|process| (0..CALLS).map(move |_| process.clone()));
    let tasks = calls.map(|process| tokio::spawn(async move { say(&process, "text").await }));
    join_all(tasks).await.into_iter().map(Result::unwrap).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_lifetime_of_the_token_takes_one_or_two_questions_and_no_call_notices_its_end() {
    let world = World::new().await;
    let processes = processes(&world);
    for round in 0..240 {
        let sent = wave(&processes).await;
        assert!(
            sent.iter().all(Result::is_ok),
            "round {round}: {:?}",
            sent.iter().find(|sent| sent.is_err())
        );
        world.clock.advance(120);
    }
    let lifetimes = world.platform.issued();
    assert!(lifetimes >= 4, "{lifetimes}");
    assert!(
        world.platform.fetches() <= 2 * lifetimes,
        "{} for {lifetimes}",
        world.platform.fetches()
    );
    assert_eq!((world.platform.forced(), world.platform.rejections()), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_a_night_without_calls_the_storm_asks_once() {
    let world = World::new().await;
    let processes = processes(&world);
    for night in 1..=10 {
        let sent = wave(&processes).await;
        assert!(sent.iter().all(Result::is_ok), "night {night}: {sent:?}");
        assert_eq!((world.platform.fetches(), world.platform.rejections()), (night, 0));
        world.clock.advance(36_000);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_token_killed_under_way_costs_each_call_one_rejection_and_all_of_them_one_fetch() {
    let world = World::new().await;
    let processes = processes(&world);
    for killed in 1..=10 {
        let before = world.platform.rejections();
        let sent = wave(&processes).await;
        assert!(sent.iter().all(Result::is_ok), "after {killed}: {sent:?}");
        assert_eq!((world.platform.fetches(), world.platform.forced()), (killed, 0));
        assert!(world.platform.rejections() - before <= u32::try_from(PROCESSES * CALLS).unwrap());
        world.platform.revoke();
    }
}
