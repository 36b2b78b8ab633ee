//! What WeChat says no to, and what becomes of it.

use std::time::Duration;

use ports::wechat::{RefusalKind, WechatFailure};

use super::{Ask, Fault, WechatWorld};

const DAY: Duration = Duration::from_secs(86_400);

/// A token that ended is replaced, and nobody notices.
pub async fn an_old_token_is_replaced_unnoticed(world: WechatWorld) {
    for ask in Ask::ALL {
        let person = world.faults.follower().await;
        world.ask(ask, &person).await.unwrap();
        if world.faults.strike_next(ask, Fault::TokenEnded).await {
            let person = world.faults.follower().await;
            world.ask(ask, &person).await.unwrap();
        }
    }
}

/// A call whose token is rejected twice was not made, and waits.
pub async fn a_token_rejected_twice_waits(world: WechatWorld) {
    let Some(failure) = world.failure(Ask::Text, Fault::TokenRejectedTwice).await else {
        return;
    };
    assert!(
        matches!(
            failure,
            WechatFailure::Later {
                code: Some(40001),
                after: Some(_),
                ..
            }
        ),
        "{failure:?}"
    );
}

/// A refusal for good names the code and who can act, and nothing reached the person.
pub async fn refusals_name_who_can_act(world: WechatWorld) {
    let table = [
        (RefusalKind::Configuration, [40164, 48001, 40037]),
        (RefusalKind::Recipient, [40003, 43004, 43019]),
        (RefusalKind::Consent, [43101, 45015, 45047]),
        (RefusalKind::Content, [47003, 45002, 99_999]),
    ];
    for (expected, codes) in table {
        for code in codes {
            let person = world.faults.follower().await;
            assert!(world.faults.strike_next(Ask::Text, Fault::Code(code)).await);
            let outcome = world.ask(Ask::Text, &person).await;
            assert!(
                matches!(&outcome, Err(WechatFailure::Refused { code: found, kind, .. })
                    if *found == code && *kind == expected),
                "{code}: {outcome:?}"
            );
            assert!(world.faults.reached(&person).await.is_empty(), "{code}");
        }
    }
}

/// What passes says how long to wait at least, where that is known.
pub async fn what_passes_says_how_long_to_wait(world: WechatWorld) {
    let (second, minute) = (Duration::from_secs(1), Duration::from_secs(60));
    for (code, expected) in [(-1, None), (43108, Some(second)), (45011, Some(minute))] {
        let Some(failure) = world.failure(Ask::Text, Fault::Code(code)).await else {
            continue;
        };
        assert!(
            matches!(failure, WechatFailure::Later { code: Some(found), after, .. }
                if found == code && after == expected),
            "{failure:?}"
        );
    }
}

/// A daily quota comes back at midnight in Beijing.
pub async fn a_spent_quota_waits_for_the_next_day(world: WechatWorld) {
    let Some(failure) = world.failure(Ask::Text, Fault::Code(45009)).await else {
        return;
    };
    assert!(
        matches!(failure, WechatFailure::Later { code: Some(45009), after: Some(after), .. }
            if !after.is_zero() && after <= DAY),
        "{failure:?}"
    );
}
