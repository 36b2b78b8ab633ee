//! Messages of an application to members.

use ports::wechat::{RefusalKind, WechatFailure};

use super::CORP;
use super::ask::ROOT;
use crate::wechat::WechatWorld;

/// A message reaches whom it can, to the character, and names whom it could not reach.
pub async fn a_message_reaches_whom_it_can_and_names_the_others(world: WechatWorld) {
    let (member, other) = (world.corp.member_of(ROOT).await, world.corp.member_of(ROOT).await);
    let nobody = world.corp.nobody().await;
    let text = "明早 8:30 集合🎉 <a>&\"";
    let report = world.tells(&[&member.open_id, &nobody], text).await.unwrap();
    assert!(report.msg_id.is_some_and(|id| !id.is_empty()));
    let invalid: Vec<_> = report.invalid_users.iter().map(|id| id.to_lowercase()).collect();
    assert_eq!(invalid, [nobody.to_lowercase()]);
    assert_eq!(world.corp.sees(&member).await, [text]);
    assert!(world.corp.sees(&other).await.is_empty());
}

/// A message that nobody can get is refused, and nobody is asked to do more than look at the recipients.
pub async fn a_message_to_nobody_is_refused(world: WechatWorld) {
    let nobody = world.corp.nobody().await;
    let outcome = world.tells(&[&nobody], "有人吗").await;
    assert!(
        matches!(
            &outcome,
            Err(WechatFailure::Refused {
                code: 81013,
                kind: RefusalKind::Recipient,
                ..
            })
        ),
        "{outcome:?}"
    );
}

/// What is sent again byte for byte is the same message; another text is another.
pub async fn a_message_that_is_sent_again_arrives_once(world: WechatWorld) {
    let member = world.corp.member_of(ROOT).await;
    let composed = world.composes(&[&member.open_id], "只来一次").await;
    let first = world.staff_messages.send(CORP, &composed).await.unwrap();
    let again = world.staff_messages.send(CORP, &composed).await.unwrap();
    assert!(first.msg_id.is_some());
    assert_eq!(again.msg_id, first.msg_id);
    let other = world.tells(&[&member.open_id], "另一条").await.unwrap();
    assert_ne!(other.msg_id, first.msg_id);
    assert_eq!(world.corp.sees(&member).await, ["只来一次", "另一条"]);
}

/// A message that was taken back is gone, and the others stay; doing it again is no failure.
pub async fn a_message_that_is_taken_back_is_gone(world: WechatWorld) {
    let member = world.corp.member_of(ROOT).await;
    let wrong = world.tells(&[&member.open_id], "发错了").await.unwrap();
    world.tells(&[&member.open_id], "这条是对的").await.unwrap();
    let wrong = wrong.msg_id.unwrap();
    for _ in 0..2 {
        world.staff_messages.recall(CORP, &wrong).await.unwrap();
        assert_eq!(world.corp.sees(&member).await, ["这条是对的"]);
    }
}

/// The code of an answer changes the card once.
pub async fn an_answer_changes_its_card_once(world: WechatWorld) {
    let member = world.corp.member_of(ROOT).await;
    let code = world.corp.card_code(&member).await;
    assert_eq!(world.changes_card(&member, &code).await, Ok(true));
    let again = world.changes_card(&member, &code).await;
    assert!(
        matches!(
            &again,
            Err(WechatFailure::Refused {
                kind: RefusalKind::Content,
                ..
            })
        ),
        "{again:?}"
    );
    let second = world.corp.card_code(&member).await;
    assert_eq!(world.changes_card(&member, &second).await, Ok(true), "another answer");
}
