//! What WeChat says no to, and what becomes of it.

use std::time::Duration;

use ports::wechat::{RefusalKind, WechatFailure};

use super::{Ask, CorpAsk, Fault, WechatWorld};

const DAY: Duration = Duration::from_secs(86_400);

/// Refusals of every product, and who can act.
const PLATFORM: &[(i64, RefusalKind)] = &[
    (40164, RefusalKind::Configuration),
    (48001, RefusalKind::Configuration),
    (40037, RefusalKind::Configuration),
    (40003, RefusalKind::Recipient),
    (43101, RefusalKind::Consent),
    (45015, RefusalKind::Consent),
    (45047, RefusalKind::Consent),
    (47003, RefusalKind::Content),
    (99_999, RefusalKind::Content),
];
const OFFICIAL_ACCOUNT: &[(i64, RefusalKind)] = &[
    (43004, RefusalKind::Recipient),
    (43019, RefusalKind::Recipient),
    (45002, RefusalKind::Content),
];
/// Of WeCom, whose codes mean things of their own; those that an API has an answer for are promised where it is.
const WECOM: &[(i64, RefusalKind)] = &[
    (48002, RefusalKind::Configuration),
    (60020, RefusalKind::Configuration),
    (301_002, RefusalKind::Configuration),
    (43004, RefusalKind::Recipient),
    (86003, RefusalKind::Recipient),
    (84014, RefusalKind::Consent),
    (44004, RefusalKind::Content),
    (45002, RefusalKind::Content),
    (40058, RefusalKind::Content),
    (99_999, RefusalKind::Content),
];
const MINI_PROGRAM: &[(i64, RefusalKind)] = &[(43104, RefusalKind::Recipient), (61010, RefusalKind::Consent)];

/// A token that ended is replaced, and nobody notices.
pub async fn an_old_token_is_replaced_unnoticed(world: WechatWorld) {
    for ask in Ask::every() {
        let about = world.subject(ask).await;
        world.ask(ask, &about).await.unwrap();
        let about = world.subject(ask).await;
        if world.faults.strike_next(ask, Fault::TokenEnded).await {
            world.ask(ask, &about).await.unwrap();
        }
    }
}

/// A call whose token is rejected twice was not made, and waits.
pub async fn a_token_rejected_twice_waits(world: WechatWorld) {
    // WeCom gives out the same token again: there is no second call with it, and no second code.
    for (ask, codes) in [
        (Ask::Text, &[Some(40001)][..]),
        (Ask::Corp(CorpAsk::Send), &[Some(40001), None]),
    ] {
        let Some(failure) = world.failure(ask, Fault::TokenRejectedTwice).await else {
            return;
        };
        assert!(
            matches!(&failure, WechatFailure::Later { code, after: Some(_), .. } if codes.contains(code)),
            "{ask:?}: {failure:?}"
        );
    }
}

/// A refusal for good names the code and who can act, and nothing reached the person.
pub async fn refusals_name_who_can_act(world: WechatWorld) {
    for ask in Ask::every() {
        let (common, own) = match ask {
            Ask::Corp(_) => (&[][..], WECOM),
            ask if ask.is_of_mini_program() => (PLATFORM, MINI_PROGRAM),
            _ => (PLATFORM, OFFICIAL_ACCOUNT),
        };
        let about = world.subject(ask).await;
        for &(code, expected) in common.iter().chain(own) {
            assert!(world.faults.strike_next(ask, Fault::Code(code)).await);
            let outcome = world.ask(ask, &about).await;
            assert!(
                matches!(&outcome, Err(WechatFailure::Refused { code: found, kind, .. })
                    if *found == code && *kind == expected),
                "{ask:?} {code}: {outcome:?}"
            );
            assert!(world.faults.reached(&about.person).await.is_empty(), "{ask:?} {code}");
        }
    }
}

/// What passes says how long to wait at least, where that is known.
pub async fn what_passes_says_how_long_to_wait(world: WechatWorld) {
    let (second, minute) = (Duration::from_secs(1), Duration::from_secs(60));
    for ask in Ask::every() {
        let known = match ask {
            // What is a quota of the day elsewhere is one of the minute there.
            Ask::Corp(_) => [(-1, None), (41096, Some(second)), (45009, Some(minute))],
            _ => [(-1, None), (43108, Some(second)), (45011, Some(minute))],
        };
        for (code, expected) in known {
            let Some(failure) = world.failure(ask, Fault::Code(code)).await else {
                continue;
            };
            assert!(
                matches!(failure, WechatFailure::Later { code: Some(found), after, .. }
                    if found == code && after == expected),
                "{ask:?}: {failure:?}"
            );
        }
    }
}

/// A daily quota comes back at midnight in Beijing.
pub async fn a_spent_quota_waits_for_the_next_day(world: WechatWorld) {
    for ask in Ask::PLATFORM {
        let Some(failure) = world.failure(ask, Fault::Code(45009)).await else {
            return;
        };
        assert!(
            matches!(failure, WechatFailure::Later { code: Some(45009), after: Some(after), .. }
                if !after.is_zero() && after <= DAY),
            "{ask:?}: {failure:?}"
        );
    }
}
