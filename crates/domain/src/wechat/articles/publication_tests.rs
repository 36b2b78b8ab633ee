use uuid::Uuid;

use super::*;
use crate::ids::MaterialId;
use crate::wechat::Comments;
use crate::wechat::articles::{ArticleBody, DraftArticle};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(1_800_000_000 + seconds)
}

fn requested() -> Publication {
    let article = DraftArticle {
        title: "a".to_owned(),
        author: None,
        digest: None,
        comments: Comments::Closed,
        body: ArticleBody::Pictures {
            text: String::new(),
            images: vec![MaterialId::from_uuid(Uuid::from_u128(1))],
        },
    };
    let id = DraftId::from_uuid(Uuid::from_u128(1));
    let draft = Draft::write(id, "default", vec![article.clone(), article], at(0)).0;
    Publication::request(PublicationId::from_uuid(Uuid::from_u128(2)), &draft, at(0)).0
}

fn submitted() -> Publication {
    let mut publication = requested();
    assert!(publication.begin_attempt("M", at(1)));
    assert!(publication.submitted("100", Some(7), at(2)).is_some());
    publication
}

fn report(status: i64) -> PublishReport {
    let is_published = status == 0;
    PublishReport {
        publish_id: "100".to_owned(),
        status,
        article_id: is_published.then(|| "A".to_owned()),
        articles: match is_published {
            true => vec![(1, "http://mp/1".to_owned()), (2, "http://mp/2".to_owned())],
            false => Vec::new(),
        },
        failed: if is_published { Vec::new() } else { vec![2] },
    }
}

fn published() -> Publication {
    let mut publication = submitted();
    assert!(publication.hear(&report(0), at(3)).is_some());
    publication
}

#[test]
fn every_status_of_wechat_has_its_state() {
    use PublicationState as S;
    let cases = [
        (0, S::Published, None),
        (1, S::Submitted, None),
        (2, S::Failed, Some(FailureReason::NotOriginal)),
        (3, S::Failed, Some(FailureReason::Failed)),
        (4, S::Failed, Some(FailureReason::ReviewRefused)),
        (5, S::Withdrawn, None),
        (6, S::Removed, None),
        (99, S::Submitted, None),
    ];
    for (status, state, reason) in cases {
        let mut publication = submitted();
        publication.hear(&report(status), at(3));
        let stored = publication.stored();
        assert_eq!((stored.state, stored.reason), (state, reason), "{status}");
        let before = publication.clone();
        assert_eq!(publication.hear(&report(status), at(4)), None, "told twice: {status}");
        assert_eq!(publication, before);
    }
}

#[test]
fn an_attempt_is_made_once_unless_it_was_certainly_not_carried_out() {
    let mut publication = requested();
    assert!(publication.begin_attempt("M", at(1)));
    assert!(!publication.begin_attempt("M", at(2)));
    assert!(publication.not_carried_out(at(3)));
    assert!(publication.begin_attempt("N", at(4)));
    assert!(publication.doubt("no answer", at(5)).is_some());
    assert!(!publication.begin_attempt("N", at(6)));
    assert!(!publication.not_carried_out(at(6)));
    assert_eq!(publication.refused(FailureReason::Refused, "", at(6)), None);
}

#[test]
fn a_doubt_ends_by_an_answer_a_report_or_a_find() {
    let doubted = || {
        let mut publication = requested();
        publication.begin_attempt("M", at(1));
        publication.doubt("no answer", at(2)).unwrap();
        publication
    };
    let mut answered = doubted();
    answered.submitted("100", None, at(3)).unwrap();
    assert_eq!(answered.stored().state, PublicationState::Submitted);
    let mut found = doubted();
    found
        .found("A", PublishedArticle::of(&[(1, "http://mp/1".to_owned())]), at(3))
        .unwrap();
    assert_eq!(found.stored().state, PublicationState::Published);
    assert_eq!(found.found("B", Vec::new(), at(4)), None);
    let mut timed_out = submitted();
    timed_out.doubt("nothing for a day", at(86_400)).unwrap();
    timed_out.hear(&report(0), at(90_000)).unwrap();
    assert_eq!(timed_out.stored().state, PublicationState::Published);
}

#[test]
fn pauses_double_up_to_ten_minutes_and_end_after_a_day() {
    let mut publication = submitted();
    let mut pauses = Vec::new();
    for _ in 0..7 {
        pauses.push(publication.pause().as_secs());
        publication.asked(at(3));
    }
    assert_eq!(pauses, [30, 60, 120, 240, 480, 600, 600]);
    assert!(!publication.is_time_over(at(86_400)));
    assert!(publication.is_time_over(at(86_401)));
}

#[test]
fn articles_are_taken_back_one_by_one_or_all() {
    let mut publication = published();
    assert!(publication.request_withdrawal(Some(1), at(4)).unwrap().is_some());
    assert_eq!(publication.request_withdrawal(Some(1), at(5)), Ok(None), "asked twice");
    assert_eq!(
        publication.request_withdrawal(None, at(5)),
        Err(WithdrawalRefusal::UnderWay)
    );
    publication.withdrawn(at(6)).unwrap();
    assert_eq!(publication.stored().state, PublicationState::Published);
    let refused = publication.request_withdrawal(Some(1), at(7));
    assert_eq!(refused, Err(WithdrawalRefusal::AlreadyWithdrawn(1)));
    let refused = publication.request_withdrawal(Some(3), at(7));
    assert_eq!(refused, Err(WithdrawalRefusal::NoSuchArticle(3)));
    publication.request_withdrawal(None, at(7)).unwrap();
    publication.withdrawal_failed("no permission", at(8)).unwrap();
    publication.request_withdrawal(Some(2), at(9)).unwrap();
    publication.withdrawn(at(10)).unwrap();
    assert_eq!(publication.stored().state, PublicationState::Withdrawn);
    let refused = publication.request_withdrawal(None, at(11));
    assert_eq!(
        refused,
        Err(WithdrawalRefusal::NotPublished(PublicationState::Withdrawn))
    );
    assert_eq!(publication.withdrawn(at(11)), None);
}

#[test]
fn what_was_published_can_be_banned_afterwards_and_nothing_else() {
    let mut publication = published();
    for status in [0, 1, 2, 3, 4] {
        assert_eq!(publication.hear(&report(status), at(5)), None, "{status}");
    }
    assert_eq!(publication.hear(&report(6), at(5)), Some(PublicationHappened::Removed));
    assert_eq!(publication.stored().article_id.as_deref(), Some("A"));
}
