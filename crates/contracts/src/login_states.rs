//! Sign-ins under way.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::PersonId;
use ports::identity::PersonSession;
use ports::wechat::login::{BegunLogin, LoginEnd, LoginKey, LoginScope, LoginStates, TakenLogin};
use uuid::Uuid;

use crate::build::{after, now};
use crate::race::{eventually, race};

type States = Arc<dyn LoginStates>;

const LONG: Duration = Duration::from_secs(600);
const SHORT: Duration = Duration::from_millis(200);

const fn key(number: u8) -> LoginKey {
    LoginKey([number; 32])
}

fn a_login() -> BegunLogin {
    BegunLogin {
        account: "default".to_owned(),
        scope: LoginScope::UserInfo,
        return_to: format!("https://a.example/e?x=1&y={}#part", "%E6%B4%BB".repeat(200)),
    }
}

fn signed_in() -> LoginEnd {
    LoginEnd::SignedIn(PersonSession {
        id: Uuid::from_u128(7).to_string(),
        person: PersonId::from_uuid(Uuid::from_u128(8)),
        account: a_login().account,
        issued_at: now(),
        expires_at: after(3_600),
    })
}

/// What was never put cannot be taken, and nothing else about it matters.
pub async fn an_unknown_login_is_none(states: States) {
    assert_eq!(states.take(&key(1)).await.unwrap(), None);
    states.give_back(&key(1)).await.unwrap();
    states.end(&key(1), &LoginEnd::Snapshot).await.unwrap();
    states.forget(&key(1)).await.unwrap();
    assert_eq!(states.take(&key(1)).await.unwrap(), None);
}

/// A login comes back as it was put, to the first who takes it; the next one hears that it is running.
pub async fn a_login_is_taken_once(states: States) {
    for (number, scope) in (1..).zip(LoginScope::ALL) {
        let login = BegunLogin { scope, ..a_login() };
        states.put(&key(number), &login, LONG).await.unwrap();
        let taken = states.take(&key(number)).await.unwrap();
        assert_eq!(taken, Some(TakenLogin::First(login.clone())));
        let again = states.take(&key(number)).await.unwrap();
        assert_eq!(again, Some(TakenLogin::Running(login)));
    }
}

/// Twenty come back at the same instant; one of them is the first.
pub async fn one_of_twenty_takes_a_login(states: States) {
    states.put(&key(1), &a_login(), LONG).await.unwrap();
    let outcomes = race(20, |_| {
        let states = Arc::clone(&states);
        async move { states.take(&key(1)).await.unwrap().unwrap() }
    })
    .await;
    let first = outcomes.iter().filter(|taken| matches!(taken, TakenLogin::First(_)));
    assert_eq!(first.count(), 1);
    let running = outcomes.iter().filter(|taken| matches!(taken, TakenLogin::Running(_)));
    assert_eq!(running.count(), 19);
}

/// Whoever comes after the end hears it, with the session unchanged to the microsecond.
pub async fn an_ended_login_tells_its_end(states: States) {
    for (number, end) in (1..).zip([signed_in(), LoginEnd::Snapshot]) {
        states.put(&key(number), &a_login(), LONG).await.unwrap();
        states.take(&key(number)).await.unwrap();
        states.end(&key(number), &end).await.unwrap();
        for _ in 0..2 {
            let again = states.take(&key(number)).await.unwrap();
            assert_eq!(again, Some(TakenLogin::Ended(a_login(), end.clone())));
        }
    }
}

/// What was given back is taken again, once.
pub async fn a_login_given_back_is_taken_again(states: States) {
    states.put(&key(1), &a_login(), LONG).await.unwrap();
    states.take(&key(1)).await.unwrap();
    states.give_back(&key(1)).await.unwrap();
    assert_eq!(states.take(&key(1)).await.unwrap(), Some(TakenLogin::First(a_login())));
    assert_eq!(
        states.take(&key(1)).await.unwrap(),
        Some(TakenLogin::Running(a_login()))
    );
}

/// A forgotten login is gone, also for whom its end would be.
pub async fn a_forgotten_login_is_gone(states: States) {
    states.put(&key(1), &a_login(), LONG).await.unwrap();
    states.put(&key(2), &a_login(), LONG).await.unwrap();
    states.take(&key(1)).await.unwrap();
    states.forget(&key(1)).await.unwrap();
    states.end(&key(1), &signed_in()).await.unwrap();
    assert_eq!(states.take(&key(1)).await.unwrap(), None);
    assert!(states.take(&key(2)).await.unwrap().is_some(), "others stay");
}

/// A login is over when its time is, whether it was taken or not.
pub async fn a_login_runs_out(states: States) {
    states.put(&key(1), &a_login(), SHORT).await.unwrap();
    states.put(&key(2), &a_login(), SHORT).await.unwrap();
    states.put(&key(3), &a_login(), LONG).await.unwrap();
    states.end(&key(2), &signed_in()).await.unwrap();
    for number in [1, 2] {
        eventually(|| async { states.take(&key(number)).await.unwrap().is_none().then_some(()) }).await;
    }
    states.clear_out().await.unwrap();
    assert!(states.take(&key(3)).await.unwrap().is_some(), "others stay");
}
