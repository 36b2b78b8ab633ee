use std::time::Duration;

use uuid::Uuid;

use super::*;
use crate::ids::MassMessageId;
use crate::time::Timestamp;
use crate::wechat::{Comments, MassReport};

fn at(minutes: u64) -> Timestamp {
    Timestamp::from_unix_seconds(1_000_000).plus(Duration::from_mins(minutes))
}

fn drafted(audience: MassAudience) -> MassMessage {
    let id = MassMessageId::from_uuid(Uuid::from_u128(7));
    MassMessage::draft(id, "default", MassContent::Text("您好".to_owned()), audience, at(0)).0
}

fn ordered(audience: MassAudience) -> MassMessage {
    let mut message = drafted(audience);
    message.order(at(1)).unwrap();
    message
}

fn report(msg_id: u64, status: &str) -> MassReport {
    MassReport {
        msg_id,
        status: status.to_owned(),
        total: 10,
        filtered: 9,
        sent: 8,
        failed: 1,
        copyright: None,
        articles: Vec::new(),
    }
}

#[test]
fn people_are_divided_evenly_so_that_nobody_is_left_alone() {
    assert_eq!(part_sizes(1), None);
    assert_eq!(part_sizes(2), Some(vec![2]));
    assert_eq!(part_sizes(10_000), Some(vec![10_000]));
    assert_eq!(part_sizes(10_001), Some(vec![5_001, 5_000]));
    for people in [19_999, 20_001, 30_002, 123_457] {
        let sizes = part_sizes(people).unwrap();
        assert_eq!(sizes.iter().sum::<u32>(), people);
        assert!(sizes.iter().all(|size| (2..=PART_PEOPLE).contains(size)), "{people}");
    }
}

#[test]
fn names_for_wechat_fit_and_differ() {
    let id = |number| MassMessageId::from_uuid(Uuid::from_u128(number));
    let longest = client_msg_id(id(u128::MAX), 0xf_ffff);
    assert_eq!(longest, "7vvvvvvvvvvvvvvvvvvvvvvvvv.fffff");
    assert!(longest.len() <= 32);
    assert_ne!(client_msg_id(id(1), 0), client_msg_id(id(1), 1));
    assert_ne!(client_msg_id(id(1), 0), client_msg_id(id(2), 0));
}

#[test]
fn limits_of_what_is_sent_hold_on_both_sides() {
    let text = |length| MassContent::Text("a".repeat(length)).checked().is_ok();
    assert_eq!([0, 1, 2_048, 2_049].map(text), [false, true, true, false]);
    assert!(MassContent::Text("中".repeat(683)).checked().is_err(), "bytes count");
    let images = |count| {
        let content = MassContent::Images {
            materials: vec![crate::ids::MaterialId::from_uuid(Uuid::nil()); count],
            recommend: None,
            comments: Comments::Closed,
        };
        content.checked().is_ok()
    };
    assert_eq!([0, 1, 20, 21].map(images), [false, true, true, false]);
    let people = |count: usize| {
        let open_ids = (0..count).map(|number| format!("o{number}")).collect();
        AudienceDraft::People(open_ids).checked().is_ok()
    };
    assert_eq!([0, 1, 2, 10_000, 10_001].map(people), [false, false, true, true, false]);
    let twice = AudienceDraft::People(vec!["o".to_owned(), "o".to_owned()]);
    assert!(twice.checked().is_err(), "one named twice counts once");
    assert!(AudienceDraft::Tag(-1).checked().is_err() && AudienceDraft::Tag(0).checked().is_ok());
}

#[test]
fn only_a_draft_is_edited_ordered_and_deleted() {
    let mut message = ordered(MassAudience::Everybody);
    let refused = MassRefusal::WrongState(MassState::Queued);
    assert_eq!(message.order(at(2)), Err(refused));
    assert_eq!(message.delete(at(2)), Err(refused));
    let text = MassContent::Text("b".to_owned());
    assert_eq!(message.edit(text, MassAudience::Everybody, at(2)), Err(refused));
    let mut draft = drafted(MassAudience::Tag(2));
    let same = draft.stored().content.clone();
    assert_eq!(draft.edit(same, MassAudience::Tag(2), at(2)), Ok(None));
    assert_eq!(draft.cancel(at(2)), Err(MassRefusal::WrongState(MassState::Draft)));
}

#[test]
fn a_part_goes_from_attempt_to_report() {
    let mut message = ordered(MassAudience::Everybody);
    assert!(matches!(message.attempt(0, None, at(2)), Some(Attempt::Go(_))));
    assert_eq!(message.state(), MassState::Sending);
    assert_eq!(message.cancel(at(2)), Err(MassRefusal::WrongState(MassState::Sending)));
    message.accepted(0, 42, None, at(3)).unwrap();
    assert_eq!(message.accepted(0, 42, None, at(3)), None, "twice changes nothing");
    assert_eq!(message.state(), MassState::Accepted);
    assert_eq!(message.hear(&report(41, "send success"), at(4)), None);
    message.hear(&report(42, "send success"), at(4)).unwrap();
    assert_eq!(message.hear(&report(42, "err(10001)"), at(5)), None, "the first counts");
    assert_eq!(
        (message.state(), message.totals().unwrap().sent),
        (MassState::Finished, 8)
    );
}

#[test]
fn every_word_of_a_report_has_its_state() {
    for (status, state, code) in [
        ("send success", MassState::Finished, None),
        ("send fail", MassState::Failed, Some(0)),
        ("err(20008)", MassState::Failed, Some(20_008)),
        ("err(99999)", MassState::Failed, Some(99_999)),
        ("something new", MassState::Unknown, Some(0)),
    ] {
        let mut message = ordered(MassAudience::Everybody);
        message.attempt(0, None, at(2));
        message.accepted(0, 42, None, at(3));
        message.hear(&report(42, status), at(4)).unwrap();
        assert_eq!(message.state(), state, "{status}");
        let failure = message.stored().parts[0].failure.as_ref();
        assert_eq!(failure.map(|failure| failure.code), code, "{status}");
    }
}

#[test]
fn an_attempt_without_answer_is_repeated_for_less_than_a_day() {
    let mut message = ordered(MassAudience::Everybody);
    message.attempt(0, None, at(0));
    assert!(matches!(
        message.attempt(0, None, at(22 * 60 + 59)),
        Some(Attempt::Go(_))
    ));
    assert!(matches!(
        message.attempt(0, None, at(23 * 60)),
        Some(Attempt::TooLate(_))
    ));
    assert_eq!(message.state(), MassState::Unknown);
    assert_eq!(message.attempt(0, None, at(24 * 60)), None);
}

#[test]
fn a_definite_no_begins_the_day_anew_and_can_be_called_off() {
    let mut message = ordered(MassAudience::Everybody);
    message.attempt(0, None, at(0));
    message.held_back(0, at(1)).unwrap();
    assert_eq!(message.state(), MassState::Queued);
    assert!(matches!(message.attempt(0, None, at(24 * 60)), Some(Attempt::Go(_))));
    message.held_back(0, at(24 * 60)).unwrap();
    assert!(message.cancel(at(24 * 60)).unwrap().is_some());
    assert_eq!(
        (message.state(), message.cancel(at(24 * 60))),
        (MassState::Cancelled, Ok(None))
    );
    assert_eq!(message.attempt(0, None, at(24 * 60)), None);
}

#[test]
fn waiting_for_the_administrator_is_no_failure_for_three_quarters_of_an_hour() {
    let mut message = ordered(MassAudience::Everybody);
    let failure = MassFailure::ours("waiting");
    for minutes in [0, 10, 44] {
        message.attempt(0, None, at(minutes));
        let waiting = message.waits(0, &failure, at(minutes));
        assert_eq!(waiting, Some(MassHappened::Waiting { part: 0 }));
        assert_eq!(message.stored().parts[0].waiting_since, Some(at(0)));
    }
    message.attempt(0, None, at(45));
    message.waits(0, &failure, at(45));
    assert_eq!(message.state(), MassState::Failed);
}

#[test]
fn followers_are_found_step_by_step_and_a_step_counts_once() {
    let mut message = ordered(MassAudience::Followers { tag: 2 });
    assert!(message.is_gathering() && message.next_part().is_none());
    let last = Some(Uuid::from_u128(9));
    assert!(message.gathered(None, 10_000, last, at(2)).is_some());
    assert_eq!(message.gathered(None, 10_000, last, at(2)), None);
    assert_eq!(
        message.gathered(last, 1, None, at(3)),
        Some(MassHappened::Prepared { parts: 2 })
    );
    let parts: Vec<_> = message
        .stored()
        .parts
        .iter()
        .map(|part| (part.first, part.people))
        .collect();
    assert_eq!(parts, [(0, 5_001), (5_001, 5_000)]);
    message.attempt(0, None, at(4));
    message.accepted(0, 42, None, at(4));
    assert_eq!(message.state(), MassState::Sending);
    message.cancel(at(5)).unwrap();
    assert_eq!(message.state(), MassState::Accepted, "what WeChat has goes on");
    message.hear(&report(42, "send success"), at(6));
    assert_eq!(message.state(), MassState::Finished);
}

#[test]
fn a_single_follower_cannot_be_sent_to() {
    let mut message = ordered(MassAudience::Followers { tag: 2 });
    assert_eq!(message.gathered(None, 1, None, at(2)), Some(MassHappened::Failed));
    assert_eq!(message.state(), MassState::Failed);
    let mut cancelled = ordered(MassAudience::Followers { tag: 2 });
    cancelled.cancel(at(2)).unwrap();
    assert_eq!(cancelled.gathered(None, 5, None, at(3)), None);
    assert_eq!(cancelled.state(), MassState::Cancelled);
}

#[test]
fn a_late_report_corrects_what_was_thought_without_it() {
    let mut message = ordered(MassAudience::Everybody);
    message.attempt(0, None, at(2));
    message.accepted(0, 42, None, at(3));
    assert_eq!(message.looked(0, Looked::UnderWay, at(4)), None);
    message.lost_sight(0, at(5)).unwrap();
    assert_eq!(message.state(), MassState::Unknown);
    message.hear(&report(42, "send success"), at(6)).unwrap();
    assert_eq!(message.state(), MassState::Finished);
    assert_eq!(message.stored().parts[0].failure, None);
}

#[test]
fn articles_and_videos_can_be_withdrawn_once_wechat_has_them() {
    let text = ordered(MassAudience::Everybody);
    assert_eq!(text.withdrawable(), Err(MassRefusal::NotWithdrawable));
    let draft = crate::ids::DraftId::from_uuid(Uuid::nil());
    let content = MassContent::Articles {
        draft,
        send_reprints: false,
    };
    let id = MassMessageId::from_uuid(Uuid::from_u128(7));
    let (mut message, _) = MassMessage::draft(id, "default", content, MassAudience::Everybody, at(0));
    assert!(message.withdrawable().is_err());
    message.order(at(1)).unwrap();
    message.attempt(0, Some("MEDIA"), at(2));
    message.accepted(0, 42, Some(43), at(3));
    assert_eq!(message.withdrawable(), Ok(vec![42]));
    assert!(message.withdrawn(Some(2), at(4)).is_some());
    assert_eq!(message.withdrawn(Some(2), at(4)), None);
    assert!(message.withdrawn(None, at(5)).is_some());
}
