//! Every class of error code becomes the failure that says what can be done about it.

use std::time::Duration;

use ports::wechat::{RefusalKind, WechatFailure};

use crate::support::{Act, World, notify, say};

async fn failure(world: &World, code: i64) -> WechatFailure {
    world.platform.next([Act::code(code)]);
    say(&world.client, "text").await.unwrap_err()
}

#[tokio::test]
async fn refusals_for_good_name_who_can_act() {
    let world = World::new().await;
    let table = [
        (
            RefusalKind::Configuration,
            &[40164, 40013, 48001, 48004, 50002, 45029, 40037][..],
        ),
        (RefusalKind::Recipient, &[40003, 43004, 43005, 43019, 48002, 50005]),
        (RefusalKind::Consent, &[43101, 45015, 45047]),
        (
            RefusalKind::Content,
            &[47003, 47001, 40033, 41001, 45002, 40249, 43116, 99_999],
        ),
        (RefusalKind::Quota, &[48006]),
    ];
    for (expected, codes) in table {
        for &sent in codes {
            let failure = failure(&world, sent).await;
            let WechatFailure::Refused { code, kind, note } = &failure else {
                panic!("{sent}: {failure:?}")
            };
            assert_eq!((*code, *kind), (sent, expected));
            assert!(note.contains("rid 5f2b9f3a-6a2c") && !note.contains("OPENID"), "{note}");
        }
    }
}

#[tokio::test]
async fn what_passes_says_how_long_to_wait() {
    let (minute, hour) = (Duration::from_secs(60), Duration::from_secs(3_600));
    let table = [
        (-1, None),
        (43108, Some(Duration::from_secs(1))),
        (45011, Some(minute)),
        (44990, Some(minute)),
        (44991, Some(minute)),
        (45066, Some(minute)),
        (268_487_001, Some(minute)),
        (89503, Some(hour)),
    ];
    for (sent, expected) in table {
        let world = World::new().await;
        let failure = failure(&world, sent).await;
        let WechatFailure::Later { code, after, .. } = failure else {
            panic!("{sent}: {failure:?}")
        };
        assert_eq!((code, after), (Some(sent), expected));
    }
}

#[tokio::test]
async fn a_spent_daily_quota_waits_for_midnight_in_beijing() {
    let world = World::new().await;
    let failure = failure(&world, 45009).await;
    let WechatFailure::Later {
        code: Some(45009),
        after: Some(after),
        ..
    } = failure
    else {
        panic!("{failure:?}")
    };
    assert_eq!(after, Duration::from_secs(16 * 3_600));
}

#[tokio::test]
async fn a_template_message_is_judged_by_the_same_table() {
    let world = World::new().await;
    world.platform.next([Act::code(43004), Act::code(-1)]);
    let refused = notify(&world.client).await;
    assert!(
        matches!(refused, Err(WechatFailure::Refused { code: 43004, .. })),
        "{refused:?}"
    );
    let busy = notify(&world.client).await;
    assert!(
        matches!(busy, Err(WechatFailure::Later { code: Some(-1), .. })),
        "{busy:?}"
    );
}

#[tokio::test]
async fn a_code_as_text_and_under_an_error_status_counts() {
    let world = World::new().await;
    world.platform.next([
        Act::json(r#"{"errcode":"43004","errmsg":"require subscribe"}"#),
        Act::Http(500, r#"{"errcode":43004}"#.to_owned()),
    ]);
    for _ in 0..2 {
        let refused = say(&world.client, "text").await;
        assert!(
            matches!(refused, Err(WechatFailure::Refused { code: 43004, .. })),
            "{refused:?}"
        );
    }
}
