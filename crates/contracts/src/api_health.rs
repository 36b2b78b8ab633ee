//! The statistics of calls.

use std::sync::Arc;

use domain::time::Timestamp;
use ports::wechat::{ApiCalls, ApiHealthLog, ApiHealthReads, CallCounts, CallError, CallMinute, CallReport};

use crate::build::now;
use crate::race::race;

/// Both sides of one place for statistics.
#[derive(Clone)]
pub struct ApiHealthWorld {
    /// Where processes report to.
    pub log: Arc<dyn ApiHealthLog>,
    /// Where it is read.
    pub reads: Arc<dyn ApiHealthReads>,
}

const SEND: &str = "/cgi-bin/message/custom/send";
const MENU: &str = "/cgi-bin/menu/create";

/// Counts that are all different.
const COUNTS: CallCounts = CallCounts {
    calls: 10,
    done: 7,
    refused: 2,
    failed: 1,
    latency_micros: 123_456,
};

fn at(minute: i64) -> Timestamp {
    Timestamp::from_unix_seconds(1_800_000_000 + minute * 60)
}

fn a_minute(account: &str, api: &str, minute: i64) -> CallMinute {
    CallMinute {
        account: account.to_owned(),
        api: api.to_owned(),
        minute: at(minute),
        counts: COUNTS,
    }
}

fn an_error(api: &str, number: i64) -> CallError {
    CallError {
        account: "default".to_owned(),
        api: api.to_owned(),
        at: now(),
        code: Some(number),
        note: format!("number {number}"),
        rid: Some("5f2b9f3a-6a2c1d4e-2b3c4d5e".to_owned()),
    }
}

fn minutes(minutes: Vec<CallMinute>) -> CallReport {
    CallReport {
        minutes,
        errors: vec![],
    }
}

fn errors(errors: Vec<CallError>) -> CallReport {
    CallReport {
        minutes: vec![],
        errors,
    }
}

fn times(counts: CallCounts, factor: u64) -> CallCounts {
    CallCounts {
        calls: counts.calls * factor,
        done: counts.done * factor,
        refused: counts.refused * factor,
        failed: counts.failed * factor,
        latency_micros: counts.latency_micros * factor,
    }
}

/// An empty report changes nothing, and there is nothing to read.
pub async fn nothing_reported_is_nothing_read(world: ApiHealthWorld) {
    world.log.add(&CallReport::default()).await.unwrap();
    assert_eq!(world.reads.calls("default", at(0)).await.unwrap(), []);
    assert_eq!(world.reads.minutes("default", None, at(0)).await.unwrap(), []);
    assert_eq!(world.reads.errors("default").await.unwrap(), []);
    assert_eq!(world.log.forget(at(9)).await.unwrap(), 0);
}

/// Counts of the same minute add up, also when twenty report at once.
pub async fn reports_of_many_processes_add_up(world: ApiHealthWorld) {
    let log = &world.log;
    race(20, |_| {
        let log = Arc::clone(log);
        async move { log.add(&minutes(vec![a_minute("default", SEND, 0)])).await.unwrap() }
    })
    .await;
    let found = world.reads.minutes("default", None, at(0)).await.unwrap();
    let expected = CallMinute {
        counts: times(COUNTS, 20),
        ..a_minute("default", SEND, 0)
    };
    assert_eq!(found, [expected]);
}

/// Sums cover the minutes that began then or later, one line per API in the order of paths.
pub async fn calls_are_summed_by_api_since_an_instant(world: ApiHealthWorld) {
    let reported = (0..5).flat_map(|minute| [a_minute("default", SEND, minute), a_minute("default", MENU, minute)]);
    world.log.add(&minutes(reported.collect())).await.unwrap();
    let line = |api: &str| ApiCalls {
        api: api.to_owned(),
        counts: times(COUNTS, 3),
    };
    assert_eq!(
        world.reads.calls("default", at(2)).await.unwrap(),
        [line(MENU), line(SEND)]
    );
    assert_eq!(world.reads.calls("default", at(5)).await.unwrap(), []);
}

/// Nobody sees another account's calls, and one API can be picked.
pub async fn accounts_and_apis_are_kept_apart(world: ApiHealthWorld) {
    let mine = [
        a_minute("default", MENU, 0),
        a_minute("default", SEND, 0),
        a_minute("default", SEND, 1),
    ];
    let mut reported = mine.to_vec();
    reported.push(a_minute("Default", SEND, 0));
    world.log.add(&minutes(reported)).await.unwrap();
    world.log.add(&errors(vec![an_error(SEND, 1)])).await.unwrap();
    assert_eq!(world.reads.minutes("default", None, at(0)).await.unwrap(), mine);
    assert_eq!(
        world.reads.minutes("default", Some(SEND), at(0)).await.unwrap(),
        mine[1..]
    );
    assert_eq!(world.reads.minutes("Default", None, at(0)).await.unwrap().len(), 1);
    assert_eq!(world.reads.errors("Default").await.unwrap(), []);
}

/// An error with and without code and rid is read as it was reported.
pub async fn an_error_comes_back_unchanged(world: ApiHealthWorld) {
    let bare = CallError {
        code: None,
        rid: None,
        note: "没有回答 🍵".to_owned(),
        ..an_error(SEND, 0)
    };
    let large = an_error(SEND, i64::MIN);
    world.log.add(&errors(vec![bare.clone(), large.clone()])).await.unwrap();
    assert_eq!(world.reads.errors("default").await.unwrap(), [large, bare]);
}

/// Twenty of each API stay, the newest, newest first; another API's stay untouched.
pub async fn the_newest_errors_of_each_api_are_kept(world: ApiHealthWorld) {
    world.log.add(&errors(vec![an_error(MENU, 0)])).await.unwrap();
    for first in [1, 11, 21] {
        let batch = (first..first + 10).map(|number| an_error(SEND, number));
        world.log.add(&errors(batch.collect())).await.unwrap();
    }
    let found = world.reads.errors("default").await.unwrap();
    let codes: Vec<_> = found.iter().filter_map(|error| error.code).collect();
    let expected: Vec<_> = (11..=30).rev().chain([0]).collect();
    assert_eq!(codes, expected);
}

/// Minutes before an instant go, the others stay.
pub async fn old_minutes_are_forgotten(world: ApiHealthWorld) {
    let reported = (0..4).map(|minute| a_minute("default", SEND, minute));
    world.log.add(&minutes(reported.collect())).await.unwrap();
    assert_eq!(world.log.forget(at(3)).await.unwrap(), 3);
    assert_eq!(
        world.reads.minutes("default", None, at(0)).await.unwrap(),
        [a_minute("default", SEND, 3)]
    );
}

/// A report of a thousand minutes and errors loses none of the former.
pub async fn a_large_report_is_taken_whole(world: ApiHealthWorld) {
    let report = CallReport {
        minutes: (0..1_000).map(|minute| a_minute("default", SEND, minute)).collect(),
        errors: (0..1_000).map(|number| an_error(SEND, number)).collect(),
    };
    world.log.add(&report).await.unwrap();
    let sums = world.reads.calls("default", at(0)).await.unwrap();
    assert_eq!(sums[0].counts, times(COUNTS, 1_000));
    assert_eq!(world.reads.errors("default").await.unwrap().len(), 20);
}
