use uuid::Uuid;

use super::*;
use crate::ids::MaterialId;
use crate::wechat::Comments;
use crate::wechat::articles::ArticleBody;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(1_800_000_000 + seconds)
}

fn article(title: &str) -> DraftArticle {
    DraftArticle {
        title: title.to_owned(),
        author: None,
        digest: None,
        comments: Comments::Closed,
        body: ArticleBody::Pictures {
            text: String::new(),
            images: vec![MaterialId::from_uuid(Uuid::from_u128(1))],
        },
    }
}

fn draft() -> Draft {
    let id = DraftId::from_uuid(Uuid::from_u128(1));
    Draft::write(id, "default", vec![article("a")], at(0)).0
}

fn publication() -> PublicationId {
    PublicationId::from_uuid(Uuid::from_u128(2))
}

#[test]
fn a_push_goes_from_absent_over_pending_to_current_and_outdated() {
    let mut draft = draft();
    assert_eq!(draft.push_state(), PushState::Absent);
    assert!(draft.request_push().unwrap().is_some());
    assert_eq!(draft.request_push().unwrap(), None, "it is on its way");
    assert_eq!(draft.push_state(), PushState::Pending);
    let plan = draft.take_push(None, at(1), at(61)).unwrap();
    assert_eq!(plan, PushPlan::Add { unanswered: None });
    draft.pushed("M", 1, 1, at(2));
    assert_eq!(draft.push_state(), PushState::Current);
    draft.edit(vec![article("b")], at(3)).unwrap().unwrap();
    assert_eq!(draft.push_state(), PushState::Outdated);
    let plan = draft.take_push(None, at(4), at(64)).unwrap();
    assert_eq!(
        plan,
        PushPlan::Update {
            media_id: "M".to_owned()
        }
    );
}

#[test]
fn another_number_of_articles_is_added_and_the_old_one_goes() {
    let mut draft = draft();
    draft.pushed("M", 1, 1, at(1));
    draft.edit(vec![article("a"), article("b")], at(2)).unwrap();
    let plan = draft.take_push(None, at(3), at(63)).unwrap();
    assert_eq!(plan, PushPlan::Add { unanswered: None });
    let (_, before) = draft.pushed("N", 2, 2, at(4));
    assert_eq!(before.as_deref(), Some("M"));
}

#[test]
fn an_addition_that_was_not_answered_is_looked_for_by_the_next() {
    let mut draft = draft();
    draft.take_push(None, at(1), at(61)).unwrap();
    draft.begin_adding(1, at(1));
    assert_eq!(draft.take_push(None, at(2), at(62)), Err(DraftRefusal::Busy));
    let plan = draft.take_push(None, at(61), at(121)).unwrap();
    let attempt = AddAttempt {
        edition: 1,
        began_at: at(1),
    };
    assert_eq!(
        plan,
        PushPlan::Add {
            unanswered: Some(attempt)
        }
    );
    draft.push_failed("busy", true, false, at(62));
    assert_eq!(
        draft.take_push(None, at(63), at(123)).unwrap(),
        PushPlan::Add { unanswered: None }
    );
}

#[test]
fn what_is_being_published_is_neither_edited_nor_pushed_by_others() {
    let mut draft = draft();
    draft.begin_publishing(publication()).unwrap();
    let refused = DraftRefusal::Publishing(publication());
    assert_eq!(draft.edit(vec![article("b")], at(1)), Err(refused));
    assert_eq!(draft.request_push(), Err(refused));
    assert_eq!(draft.begin_publishing(publication()), Err(refused));
    assert_eq!(draft.require_idle(at(1)), Err(refused));
    assert_eq!(draft.take_push(None, at(1), at(61)), Err(refused));
    assert!(draft.take_push(Some(publication()), at(1), at(61)).is_ok());
    assert!(draft.end_publishing(publication()));
    assert!(!draft.end_publishing(publication()));
}

#[test]
fn a_draft_that_was_used_up_can_be_pushed_again() {
    let mut draft = draft();
    draft.pushed("M", 1, 1, at(1));
    assert_eq!(draft.used_up("N", at(2)), None, "another one's id");
    assert!(draft.used_up("M", at(2)).is_some());
    assert_eq!(
        (draft.push_state(), draft.stored().pushed.used_up_at),
        (PushState::Absent, Some(at(2)))
    );
    assert!(draft.request_push().unwrap().is_some());
    draft.pushed("O", 1, 1, at(3));
    assert_eq!(draft.stored().pushed.used_up_at, None);
}

#[test]
fn a_push_that_was_given_up_says_so_until_somebody_asks_again() {
    let mut draft = draft();
    draft.request_push().unwrap();
    assert_eq!(draft.push_failed("later", true, false, at(1)), None);
    assert_eq!(draft.push_state(), PushState::Pending);
    assert!(draft.push_failed("never", true, true, at(2)).is_some());
    assert_eq!(draft.push_state(), PushState::Failed);
    assert!(draft.request_push().unwrap().is_some());
    assert_eq!(draft.push_state(), PushState::Pending);
}
