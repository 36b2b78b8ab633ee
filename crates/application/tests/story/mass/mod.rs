//! Mass messages: whatever fails and whoever dies, WeChat sends each of them once, and we say what became of it.

mod crowd;
mod desk;
mod library;
mod mortal;

use std::time::Duration;

use adapter_memory::{MassCall, WechatCall};
use application::wechat::mass::{EditMassCommand, MassError, PreviewMassCommand};
use domain::ids::MaterialId;
use domain::wechat::Comments;
use domain::wechat::mass::{AudienceDraft, FailureSource, Looked, MassContent, MassCounts, MassState, PartState};
use ports::Total;
use ports::wechat::mass::{MassPayload, MassRecipients, PreviewPayload, PreviewPerson};
use uuid::Uuid;

use desk::{Desk, LIVES, articles, later, people, refused, report, text, unanswered};

#[tokio::test]
async fn a_message_is_drafted_ordered_sent_and_reported_on() {
    let desk = Desk::new();
    let on = desk.drafted(text(), AudienceDraft::Everybody).await;
    desk.world.works_off().await;
    assert_eq!((desk.state(&on).await, desk.send_calls()), (MassState::Draft, 0));
    desk.world.cases.mass.order.run(on.clone()).await.unwrap();
    assert_eq!(desk.state(&on).await, MassState::Queued);
    desk.world.works_off().await;
    assert_eq!(desk.state(&on).await, MassState::Accepted);
    let sent = desk.world.wechat.mass_sent();
    assert_eq!(
        sent,
        [(MassRecipients::Everybody, MassPayload::Text("您好".to_owned()))]
    );
    desk.reports(0, "send success").await;
    desk.reports(0, "send success").await;
    let message = desk.message(&on).await;
    assert_eq!(message.state(), MassState::Finished);
    let counts = MassCounts {
        total: 10,
        filtered: 9,
        sent: 8,
        failed: 1,
    };
    assert_eq!(message.totals(), Some(counts), "the second report counts nothing twice");
    assert_eq!(message.stored().parts[0].articles.len(), 1);
}

#[tokio::test]
async fn a_report_that_is_faster_than_the_answer_is_not_lost() {
    let desk = Desk::new();
    let on = desk.ordered(text(), AudienceDraft::Tag(2)).await;
    desk.world.arrives(report(0, "err(20008)")).await;
    desk.world.works_off().await;
    let message = desk.message(&on).await;
    assert_eq!(message.state(), MassState::Failed);
    let failure = message.stored().parts[0].failure.clone().unwrap();
    assert_eq!((failure.source, failure.code), (FailureSource::Report, 20_008));
}

/// Lets the process die after so many half steps and a successor finish; answers whether there was anything to die at.
async fn dies_after(half_steps: i64, followers: u32, parts: usize) -> bool {
    let desk = Desk::with_followers(followers);
    let on = desk.ordered(articles(), AudienceDraft::Followers { tag: 2 }).await;
    desk.death.comes_after(half_steps);
    desk.world.works_off().await;
    let died = desk.death.came();
    desk.death.comes_after(LIVES);
    desk.world.clock.advance(Duration::from_secs(5));
    desk.world.works_off().await;
    let message = desk.message(&on).await;
    let context = format!("death at {half_steps}: {:?}", message.stored().parts);
    assert_eq!(message.state(), MassState::Accepted, "{context}");
    let sent = desk.world.wechat.mass_sent();
    assert_eq!(sent.len(), parts, "{context}");
    let mut reached = Vec::new();
    for (recipients, payload) in sent {
        let MassRecipients::People(people) = recipients else {
            panic!("{context}")
        };
        assert!(
            (2..=10_000).contains(&people.len()) && matches!(payload, MassPayload::Articles { .. }),
            "{context}"
        );
        reached.extend(people);
    }
    let total = reached.len();
    reached.sort_unstable();
    reached.dedup();
    let all = followers as usize;
    assert_eq!(
        (total, reached.len()),
        (all, all),
        "everybody, and nobody twice: {context}"
    );
    assert_eq!(
        desk.library.used_up().len(),
        parts,
        "each part used up its draft: {context}"
    );
    let list = desk.world.cases.adapters().mass.store.people(on.id, 0, 10).await;
    assert!(list.unwrap().is_empty(), "the list is not kept longer than needed");
    died
}

#[tokio::test]
async fn whenever_the_process_dies_its_successor_finishes_and_nobody_gets_it_twice() {
    let mut half_steps = 0;
    while dies_after(half_steps, 3, 1).await {
        half_steps += 1;
    }
    assert!(half_steps > 16, "death came at {half_steps} places only");
    let mut half_steps = 0;
    while dies_after(half_steps, 10_003, 2).await {
        // A prime, so that it comes before and after calls of every kind.
        half_steps += 7;
    }
}

#[tokio::test]
async fn an_unanswered_call_is_repeated_under_the_same_name() {
    let desk = Desk::new();
    let on = desk.ordered(text(), people(2)).await;
    desk.world.wechat.fail_next(unanswered());
    desk.world.works_off().await;
    assert_eq!(desk.state(&on).await, MassState::Sending);
    let refusal = desk.cancel(&on).await;
    assert!(
        matches!(refusal, Err(MassError::WrongState(MassState::Sending))),
        "WeChat may have it"
    );
    desk.world.clock.advance(Duration::from_secs(5));
    desk.world.works_off().await;
    assert_eq!(desk.state(&on).await, MassState::Accepted);
    assert_eq!((desk.send_calls(), desk.world.wechat.mass_sent().len()), (2, 1));
}

#[tokio::test]
async fn a_call_that_comes_too_soon_says_nothing_about_the_first() {
    let desk = Desk::new();
    let on = desk.ordered(text(), AudienceDraft::Everybody).await;
    desk.world.wechat.fail_next(unanswered());
    desk.world.wechat.fail_next(later(Some(45_066)));
    desk.world.works_off().await;
    desk.world.clock.advance(Duration::from_secs(5));
    desk.world.works_off().await;
    assert_eq!((desk.state(&on).await, desk.send_calls()), (MassState::Sending, 2));
    assert!(desk.cancel(&on).await.is_err(), "WeChat may have it");
    desk.world.clock.advance(Duration::from_mins(2));
    desk.world.works_off().await;
    assert_eq!(
        (desk.state(&on).await, desk.world.wechat.mass_sent().len()),
        (MassState::Accepted, 1)
    );
}

#[tokio::test]
async fn after_a_day_without_answer_it_is_unknown_and_not_sent_again() {
    let desk = Desk::new();
    let on = desk.ordered(text(), AudienceDraft::Everybody).await;
    desk.world.wechat.fail_always(later(None));
    for _ in 0..150 {
        desk.world.works_off().await;
        desk.world.clock.advance(Duration::from_mins(10));
    }
    assert_eq!(desk.state(&on).await, MassState::Unknown);
    desk.world.wechat.recover();
    let calls = desk.send_calls();
    assert!(calls > 20, "it was tried all day, not {calls} times");
    desk.world.clock.advance(Duration::from_hours(2));
    desk.world.works_off().await;
    assert_eq!(desk.send_calls(), calls);
}

#[tokio::test]
async fn what_wechat_has_not_taken_for_certain_can_be_called_off() {
    let desk = Desk::new();
    let on = desk.ordered(text(), people(2)).await;
    desk.world.wechat.fail_next(later(Some(45_009)));
    desk.world.works_off().await;
    assert_eq!(desk.state(&on).await, MassState::Queued);
    desk.cancel(&on).await.unwrap();
    desk.cancel(&on).await.unwrap();
    desk.world.clock.advance(Duration::from_mins(5));
    desk.world.works_off().await;
    assert_eq!((desk.state(&on).await, desk.send_calls()), (MassState::Cancelled, 1));
    let at_once = desk.ordered(text(), AudienceDraft::Everybody).await;
    desk.cancel(&at_once).await.unwrap();
    desk.world.works_off().await;
    assert_eq!(
        (desk.state(&at_once).await, desk.send_calls()),
        (MassState::Cancelled, 1)
    );
}

#[tokio::test]
async fn waiting_for_the_administrator_is_shown_and_ends() {
    let desk = Desk::new();
    let on = desk.ordered(text(), AudienceDraft::Everybody).await;
    desk.world.wechat.fail_next(refused(89_504));
    desk.world.wechat.fail_next(refused(89_505));
    desk.world.works_off().await;
    let message = desk.message(&on).await;
    assert_eq!(message.state(), MassState::Sending);
    let part = &message.stored().parts[0];
    assert!(part.waiting_since.is_some() && part.failure.is_none());
    for _ in 0..2 {
        desk.world.clock.advance(Duration::from_mins(1));
        desk.world.works_off().await;
    }
    assert_eq!((desk.state(&on).await, desk.send_calls()), (MassState::Accepted, 3));

    let ignored = desk.ordered(text(), AudienceDraft::Everybody).await;
    desk.world.wechat.fail_always(refused(89_505));
    for _ in 0..50 {
        desk.world.works_off().await;
        desk.world.clock.advance(Duration::from_mins(1));
    }
    let message = desk.message(&ignored).await;
    assert_eq!(message.state(), MassState::Failed);
    assert_eq!(message.stored().parts[0].failure.as_ref().unwrap().code, 89_505);
}

#[tokio::test]
async fn a_refusal_is_final_and_told() {
    let desk = Desk::new();
    let on = desk.ordered(text(), people(3)).await;
    desk.world.wechat.fail_next(refused(45_028));
    desk.world.works_off().await;
    let message = desk.message(&on).await;
    assert_eq!(message.state(), MassState::Failed);
    let failure = message.stored().parts[0].failure.clone().unwrap();
    assert_eq!((failure.source, failure.code), (FailureSource::Call, 45_028));
    desk.world.clock.advance(Duration::from_hours(1));
    desk.world.works_off().await;
    assert_eq!(desk.send_calls(), 1);
}

#[tokio::test]
async fn media_that_wechat_forgot_are_uploaded_again_once() {
    let desk = Desk::new();
    let materials: Vec<_> = (1..=2)
        .map(|number| MaterialId::from_uuid(Uuid::from_u128(number)))
        .collect();
    let images = MassContent::Images {
        materials,
        recommend: Some("推荐".to_owned()),
        comments: Comments::Followers,
    };
    let on = desk.ordered(images, AudienceDraft::Everybody).await;
    desk.world.wechat.fail_next(refused(40_007));
    desk.world.works_off().await;
    assert_eq!(desk.state(&on).await, MassState::Accepted);
    let calls = desk.world.wechat.calls();
    let Some(WechatCall::Mass(MassCall::Send {
        payload: MassPayload::Images { media_ids, .. },
        ..
    })) = calls.last()
    else {
        panic!("{calls:?}")
    };
    assert_eq!(*media_ids, ["file-1-2", "file-2-2"]);

    let twice = desk.ordered(articles(), AudienceDraft::Everybody).await;
    desk.world.wechat.fail_next(refused(40_007));
    desk.world.wechat.fail_next(refused(40_007));
    desk.world.works_off().await;
    assert_eq!(desk.state(&twice).await, MassState::Failed);
    assert_eq!(desk.send_calls(), 4);
}

#[tokio::test]
async fn a_material_that_is_gone_fails_without_a_call() {
    let desk = Desk::new();
    let voice = MassContent::Voice(MaterialId::from_uuid(Uuid::max()));
    let on = desk.ordered(voice, AudienceDraft::Everybody).await;
    desk.world.works_off().await;
    let message = desk.message(&on).await;
    assert_eq!((message.state(), desk.send_calls()), (MassState::Failed, 0));
    assert_eq!(
        message.stored().parts[0].failure.as_ref().unwrap().source,
        FailureSource::Ours
    );
}

#[tokio::test]
async fn without_a_report_wechat_is_asked_a_few_times() {
    let desk = Desk::new();
    let quiet = desk.ordered(text(), AudienceDraft::Everybody).await;
    desk.world.works_off().await;
    for hours in [1, 1, 3, 9, 25, 25, 25] {
        desk.world.clock.advance(Duration::from_hours(hours));
        desk.world.works_off().await;
    }
    assert_eq!((desk.state(&quiet).await, desk.look_calls()), (MassState::Unknown, 5));
    desk.reports(0, "send success").await;
    assert_eq!(
        desk.state(&quiet).await,
        MassState::Finished,
        "a late report is still welcome"
    );

    for (looked, state) in [
        (Looked::Sent, MassState::Finished),
        (Looked::NotSent, MassState::Failed),
        (Looked::Withdrawn, MassState::Finished),
    ] {
        let on = desk.ordered(text(), AudienceDraft::Everybody).await;
        desk.world.works_off().await;
        desk.world.wechat.mass_is(looked);
        desk.world.clock.advance(Duration::from_mins(11));
        desk.world.works_off().await;
        assert_eq!(desk.state(&on).await, state, "{looked:?}");
    }
}

#[tokio::test]
async fn too_few_followers_cannot_be_sent_to() {
    let desk = Desk::with_followers(1);
    let on = desk.ordered(text(), AudienceDraft::Followers { tag: 2 }).await;
    desk.world.works_off().await;
    let message = desk.message(&on).await;
    assert_eq!((message.state(), desk.send_calls()), (MassState::Failed, 0));
    assert!(message.stored().failure.is_some());
}

#[tokio::test]
async fn a_draft_is_previewed_edited_and_deleted_but_never_after_it_was_ordered() {
    let desk = Desk::with_followers(12_000);
    let on = desk.drafted(articles(), AudienceDraft::Followers { tag: 2 }).await;
    let cases = &desk.world.cases.mass;
    let view = cases.read.find(&on.account, on.id).await.unwrap();
    assert_eq!(view.estimate, Some(Total::AtLeast(10_000)));
    let preview = |picture| PreviewMassCommand {
        on: on.clone(),
        person: PreviewPerson::WechatName("wang".to_owned()),
        picture,
    };
    assert!(cases.preview.run(preview(1)).await.is_ok());
    let Some(WechatCall::Mass(MassCall::Preview { payload, .. })) = desk.world.wechat.calls().pop() else {
        panic!()
    };
    assert_eq!(payload, PreviewPayload::Articles("draft-7-1".to_owned()));
    assert!(matches!(
        cases.preview.run(preview(0)).await,
        Err(MassError::Invalid(_))
    ));
    let edit = EditMassCommand {
        on: on.clone(),
        content: text(),
        audience: people(2),
    };
    cases.edit.run(edit.clone()).await.unwrap();
    cases.order.run(on.clone()).await.unwrap();
    assert!(matches!(cases.edit.run(edit).await, Err(MassError::WrongState(_))));
    assert!(matches!(
        cases.delete.run(on.clone()).await,
        Err(MassError::WrongState(_))
    ));
    assert!(matches!(
        cases.preview.run(preview(1)).await,
        Err(MassError::WrongState(_))
    ));
    assert!(matches!(
        cases.order.run(on.clone()).await,
        Err(MassError::WrongState(_))
    ));
    let other = desk.drafted(text(), people(2)).await;
    cases.delete.run(other.clone()).await.unwrap();
    assert!(matches!(cases.delete.run(other).await, Err(MassError::Unknown)));
}

#[tokio::test]
async fn a_hundred_previews_by_name_a_day() {
    let desk = Desk::new();
    let on = desk.drafted(text(), AudienceDraft::Everybody).await;
    let preview = |person| PreviewMassCommand {
        on: on.clone(),
        person,
        picture: 1,
    };
    let named = || preview(PreviewPerson::WechatName("wang".to_owned()));
    for _ in 0..100 {
        desk.world.cases.mass.preview.run(named()).await.unwrap();
    }
    let over = desk.world.cases.mass.preview.run(named()).await;
    assert!(matches!(over, Err(MassError::PreviewsUsedUp { .. })), "{over:?}");
    let by_id = preview(PreviewPerson::OpenId("o-a".to_owned()));
    assert!(desk.world.cases.mass.preview.run(by_id).await.is_ok());
}

#[tokio::test]
async fn articles_are_taken_back_wherever_they_went() {
    let desk = Desk::with_followers(10_003);
    let on = desk.ordered(articles(), AudienceDraft::Followers { tag: 2 }).await;
    let withdraw = &desk.world.cases.mass.withdraw;
    let early = withdraw.run(on.clone(), None).await;
    assert!(
        matches!(early, Err(MassError::WrongState(MassState::Queued))),
        "{early:?}"
    );
    desk.world.works_off().await;
    desk.reports(0, "send success").await;
    let message = desk.message(&on).await;
    let states: Vec<_> = message.stored().parts.iter().map(|part| part.state).collect();
    assert_eq!(states, [PartState::Finished, PartState::Accepted]);
    assert_eq!(message.state(), MassState::Accepted);
    desk.world.wechat.fail_after(1, later(None));
    assert!(matches!(
        withdraw.run(on.clone(), Some(1)).await,
        Err(MassError::Wechat(_))
    ));
    assert!(desk.message(&on).await.stored().withdrawn.is_empty());
    let message = withdraw.run(on.clone(), Some(1)).await.unwrap();
    assert_eq!(message.stored().withdrawn, [1]);
    let bad = withdraw.run(on.clone(), Some(9)).await;
    assert!(matches!(bad, Err(MassError::Invalid(_))), "{bad:?}");
    let words = desk.ordered(text(), AudienceDraft::Everybody).await;
    assert!(matches!(
        withdraw.run(words, None).await,
        Err(MassError::NotWithdrawable)
    ));
}
