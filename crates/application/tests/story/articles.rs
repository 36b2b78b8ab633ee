//! Drafts and publications: whatever fails and whoever dies, nothing is published twice and nothing is lost sight of.

mod death;
mod desk;

use std::time::Duration;

use adapter_memory::ArticlesCall;
use application::jobs::JobRunner;
use application::wechat::articles::{ArticleError, CreateDraftCommand, DraftCommand, WithdrawCommand};
use application::wechat::{DraftMediaIds as _, NoMediaId};
use domain::ids::{DraftId, PublicationId};
use domain::wechat::articles::{ArticleBody, DraftRefusal, FailureReason, PublicationState, PushState};
use ports::jobs::JobEnvelope;
use ports::wechat::articles::ArticlesApi as _;
use ports::wechat::{RefusalKind, WechatFailure};
use uuid::Uuid;

use self::desk::{Desk, context, material, news, pictures, unanswered};
use crate::world::{incoming, morning};
use domain::wechat::{IncomingKind, PublishReport, Signal};

fn reported(report: PublishReport) -> domain::wechat::Incoming {
    let kind = IncomingKind::Signal(Signal::PublishReport(report));
    incoming("platform", "event", Some("PUBLISHJOBFINISH"), None, kind)
}

fn refused(code: i64) -> WechatFailure {
    WechatFailure::Refused {
        code,
        kind: RefusalKind::Content,
        note: "the fake refuses".to_owned(),
    }
}

fn later() -> WechatFailure {
    WechatFailure::Later {
        code: Some(-1),
        after: None,
        note: "busy".to_owned(),
    }
}

#[tokio::test]
async fn a_draft_is_cleaned_and_every_broken_rule_is_told() {
    let desk = Desk::new();
    let draft = desk
        .written(vec![news("a", "<p onclick='x'>b</p><script>c</script>")])
        .await;
    let kept = desk.draft(draft).await;
    let domain::wechat::articles::ArticleBody::News { content, .. } = &kept.stored().articles[0].body else {
        panic!("it is text");
    };
    assert_eq!(content, "<p>b</p>");
    let broken = vec![
        news("", "<img src='https://example.com/a.png'>"),
        pictures("t", 21),
        news("t", "<script>x</script>"),
    ];
    let command = CreateDraftCommand {
        id: DraftId::from_uuid(Uuid::from_u128(99)),
        account: "default".to_owned(),
        articles: broken,
        context: context(),
    };
    let outcome = desk.cases().create_draft.run(command).await;
    let Err(ArticleError::Unsound(faults)) = outcome else {
        panic!("{outcome:?}");
    };
    let places: Vec<_> = faults.iter().map(|fault| fault.at.as_str()).collect();
    let expected = [
        "articles[0].content",
        "articles[0].title",
        "articles[1].images",
        "articles[2].content",
    ];
    assert_eq!(places, expected, "{faults:?}");
}

#[tokio::test]
async fn a_draft_is_pushed_with_wechats_names_of_its_files() {
    let desk = Desk::new();
    let html = format!("<p>a</p><img src=\"material:{}\">", material(7));
    let draft = desk.written(vec![news("a", &html), pictures("b", 2)]).await;
    desk.pushed(draft).await;
    let there = desk.world.wechat.drafts();
    let sent = format!("{:?}", there[0].1);
    assert!(sent.contains("http://mmbiz.qpic.cn/7"), "{sent}");
    assert!(sent.contains("media-1-0") && !sent.contains("material:"), "{sent}");
    assert_eq!(desk.draft(draft).await.push_state(), PushState::Current);

    desk.edited(draft, vec![news("c", "<p>c</p>"), pictures("b", 2)]).await;
    assert_eq!(desk.draft(draft).await.push_state(), PushState::Outdated);
    desk.pushed(draft).await;
    let there = desk.world.wechat.drafts();
    assert_eq!(
        (there.len(), there[0].1[0].title.as_str()),
        (1, "c"),
        "replaced where it was"
    );

    desk.edited(draft, vec![news("d", "<p>d</p>")]).await;
    desk.pushed(draft).await;
    let there = desk.world.wechat.drafts();
    assert_eq!(
        (there.len(), there[0].1.len()),
        (1, 1),
        "added anew, and the old one went"
    );
    assert_eq!(desk.draft(draft).await.push_state(), PushState::Current);
}

#[tokio::test]
async fn a_draft_or_file_that_wechat_lost_is_brought_there_again() {
    let desk = Desk::new();
    let draft = desk.written(vec![news("a", "<p>a</p>")]).await;
    desk.pushed(draft).await;
    let lost = desk.world.wechat.drafts()[0].0.clone();
    desk.world.wechat.loses_draft(&lost);
    desk.world.wechat.loses_file("media-1-0");
    desk.edited(draft, vec![news("b", "<p>b</p>")]).await;
    desk.pushed(draft).await;
    let there = desk.world.wechat.drafts();
    assert_eq!(there.len(), 1);
    assert!(
        format!("{:?}", there[0].1).contains("media-1-1"),
        "the file was uploaded anew"
    );
    assert_eq!(desk.draft(draft).await.push_state(), PushState::Current);
}

#[tokio::test]
async fn an_addition_without_answer_is_found_and_not_repeated() {
    let desk = Desk::new();
    let draft = desk.written(vec![news("a", "<p>a</p>")]).await;
    desk.world.wechat.fail_next(unanswered());
    desk.pushed(draft).await;
    assert_eq!(desk.world.wechat.drafts().len(), 1);
    assert_eq!(desk.draft(draft).await.push_state(), PushState::Pending);
    desk.later(Duration::from_secs(10)).await;
    let stored = desk.draft(draft).await;
    assert_eq!(stored.push_state(), PushState::Current);
    assert_eq!(desk.world.wechat.drafts().len(), 1, "it was found");
    let twin = desk.written_as(2, vec![news("a", "<p>a</p>")]).await;
    desk.world.wechat.fail_next(later());
    desk.pushed(twin).await;
    desk.later(Duration::from_secs(10)).await;
    assert_eq!(desk.world.wechat.drafts().len(), 2, "what WeChat put off is added once");
}

#[tokio::test]
async fn a_material_that_is_not_there_is_named_and_the_push_is_given_up() {
    let desk = Desk::new();
    let missing = domain::wechat::articles::DraftArticle {
        body: domain::wechat::articles::ArticleBody::Pictures {
            text: String::new(),
            images: vec![material(1), material(404)],
        },
        ..pictures("a", 1)
    };
    let draft = desk.written(vec![missing]).await;
    desk.pushed(draft).await;
    let stored = desk.draft(draft).await;
    assert_eq!(stored.push_state(), PushState::Failed);
    let note = &stored.stored().pushed.failure.as_ref().unwrap().note;
    assert!(note.starts_with("articles[0].images[1]:"), "{note}");
    assert_eq!(desk.world.wechat.drafts().len(), 0);
    let publication = desk.published(draft, 1).await;
    let ended = desk.publication(publication).await;
    let stored = ended.stored();
    assert_eq!(
        (stored.state, stored.reason),
        (PublicationState::Failed, Some(FailureReason::NotPushed))
    );
    assert_eq!(desk.draft(draft).await.stored().publishing, None, "the draft is let go");
}

#[tokio::test]
async fn a_material_that_wechat_refuses_is_named() {
    let desk = Desk::new();
    let id = material(403);
    let inside = news("a", &format!("<p>a</p><img src=\"material:{id}\">"));
    let mut cover = news("b", "<p>b</p>");
    if let ArticleBody::News { thumb, .. } = &mut cover.body {
        *thumb = id;
    }
    let places = [
        (inside, format!("articles[0].content: material {id}: ")),
        (cover, "articles[0].thumb: ".to_owned()),
    ];
    for (number, (article, place)) in (1..).zip(places) {
        let draft = desk.written_as(number, vec![article]).await;
        desk.pushed(draft).await;
        let stored = desk.draft(draft).await;
        assert_eq!(stored.push_state(), PushState::Failed);
        let note = &stored.stored().pushed.failure.as_ref().unwrap().note;
        assert!(note.contains(&format!("{place}the type of the file")), "{note}");
    }
}

#[tokio::test]
async fn a_deleted_draft_goes_at_wechat_too() {
    let desk = Desk::new();
    let draft = desk.written(vec![news("a", "<p>a</p>")]).await;
    desk.pushed(draft).await;
    desk.cases().delete_draft.run(desk.on(draft)).await.unwrap();
    desk.world.works_off().await;
    assert_eq!(desk.world.wechat.drafts().len(), 0);
    let gone = desk.cases().delete_draft.run(desk.on(draft)).await;
    assert!(matches!(gone, Err(ArticleError::UnknownDraft(_))), "{gone:?}");
    let media_id = desk.cases().jobs.pushing.draft_media_id("default", draft).await;
    assert_eq!(media_id, Err(NoMediaId::NotFound));
}

#[tokio::test]
async fn a_publication_is_followed_until_wechat_says_what_became_of_it() {
    let desk = Desk::new();
    let draft = desk.written(vec![news("a", "<p>a</p>"), pictures("b", 1)]).await;
    let id = desk.published(draft, 1).await;
    assert_eq!(desk.state(id).await, PublicationState::Submitted);
    let held = desk.cases().edit_draft.run(desk.on(draft), vec![news("x", "y")]).await;
    assert!(
        matches!(held, Err(ArticleError::Held(DraftRefusal::Publishing(one))) if one == id),
        "{held:?}"
    );
    desk.later(Duration::from_secs(30)).await;
    desk.later(Duration::from_secs(60)).await;
    let asked = desk.world.wechat.article_calls();
    let questions = asked.iter().filter(|call| matches!(call, ArticlesCall::Publication(_)));
    assert_eq!(questions.count(), 2);
    let publish_id = desk.world.wechat.publish_ids()[0].clone();
    desk.world.wechat.publication_comes_to(&publish_id, 0);
    desk.later(Duration::from_secs(120)).await;
    let published = desk.publication(id).await;
    assert_eq!(published.stored().state, PublicationState::Published);
    assert_eq!(published.stored().articles.len(), 2);
    let used = desk.draft(draft).await;
    assert_eq!((used.push_state(), used.stored().publishing), (PushState::Absent, None));
    assert!(used.stored().pushed.used_up_at.is_some());
    let calls = desk.world.wechat.article_calls().len();
    desk.later(Duration::from_hours(1)).await;
    assert_eq!(desk.world.wechat.article_calls().len(), calls, "nobody asks any more");
    desk.pushed(draft).await;
    assert_eq!(
        desk.draft(draft).await.push_state(),
        PushState::Current,
        "it can be used again"
    );
}

#[tokio::test]
async fn the_report_comes_by_event_twice_and_before_our_own_answer_was_stored() {
    let desk = Desk::new();
    let draft = desk.written(vec![news("a", "<p>a</p>")]).await;
    let early = PublishReport {
        publish_id: "1002".to_owned(),
        status: 0,
        article_id: Some("article-1002".to_owned()),
        articles: vec![(1, "http://mp.weixin.qq.com/s/1002-1".to_owned())],
        failed: Vec::new(),
    };
    // The draft is `draft-1`, so that its publication will be 1002.
    desk.world.arrives(reported(early.clone())).await;
    desk.world.works_off().await;
    let id = desk.published(draft, 1).await;
    assert_eq!(desk.world.wechat.publish_ids(), ["1002"]);
    assert_eq!(desk.state(id).await, PublicationState::Published);
    let before = desk.publication(id).await;
    desk.world.arrives(reported(early)).await;
    desk.later(Duration::from_mins(10)).await;
    assert_eq!(desk.publication(id).await, before);
}

#[tokio::test]
async fn a_refused_publication_says_why_and_the_draft_can_be_changed_again() {
    let desk = Desk::new();
    let draft = desk.written(vec![news("a", "<p>a</p>")]).await;
    let id = desk.published(draft, 1).await;
    let publish_id = desk.world.wechat.publish_ids()[0].clone();
    let report = desk.world.wechat.publication_comes_to(&publish_id, 4);
    desk.world.arrives(reported(report)).await;
    desk.world.works_off().await;
    let failed = desk.publication(id).await;
    assert_eq!(failed.stored().reason, Some(FailureReason::ReviewRefused));
    assert_eq!(failed.stored().failed, [1]);
    desk.edited(draft, vec![news("b", "<p>b</p>")]).await;
    desk.world.wechat.fail_after(2, refused(53503));
    let id = desk.published(draft, 2).await;
    let failed = desk.publication(id).await;
    assert_eq!(failed.stored().reason, Some(FailureReason::Refused), "{failed:?}");
}

#[tokio::test]
async fn a_submission_without_answer_is_looked_for_and_never_repeated() {
    let desk = Desk::new();
    let draft = desk.written(vec![news("a", "<p>a</p>")]).await;
    desk.world.wechat.fail_after(1, unanswered());
    let id = desk.published(draft, 1).await;
    assert_eq!(desk.state(id).await, PublicationState::Unknown);
    desk.later(Duration::from_secs(30)).await;
    assert_eq!(desk.state(id).await, PublicationState::Unknown);
    let publish_id = desk.world.wechat.publish_ids()[0].clone();
    desk.world.wechat.publication_comes_to(&publish_id, 0);
    desk.later(Duration::from_secs(60)).await;
    let found = desk.publication(id).await;
    assert_eq!(found.stored().state, PublicationState::Published);
    assert_eq!(
        found.stored().article_id.as_deref(),
        Some(format!("article-{publish_id}").as_str())
    );
    assert_eq!(desk.submissions(), 1);
    assert!(desk.draft(draft).await.stored().pushed.used_up_at.is_some());
}

#[tokio::test]
async fn a_publication_of_which_nothing_is_heard_for_a_day_is_unknown() {
    let desk = Desk::new();
    let draft = desk.written(vec![news("a", "<p>a</p>")]).await;
    let id = desk.published(draft, 1).await;
    for _ in 0..200 {
        desk.later(Duration::from_mins(10)).await;
    }
    let doubted = desk.publication(id).await;
    assert_eq!(doubted.stored().state, PublicationState::Unknown);
    assert!(doubted.stored().polls < 160, "{}", doubted.stored().polls);
    assert_eq!(desk.draft(draft).await.stored().publishing, None);
    let publish_id = desk.world.wechat.publish_ids()[0].clone();
    let report = desk.world.wechat.publication_comes_to(&publish_id, 0);
    desk.world.arrives(reported(report)).await;
    desk.world.works_off().await;
    assert_eq!(
        desk.state(id).await,
        PublicationState::Published,
        "a late report counts"
    );
}

#[tokio::test]
async fn what_wechat_put_off_is_handed_in_later_and_once() {
    let desk = Desk::new();
    let draft = desk.written(vec![news("a", "<p>a</p>")]).await;
    desk.world.wechat.fail_after(1, later());
    let id = desk.published(draft, 1).await;
    assert_eq!(desk.state(id).await, PublicationState::Pending);
    desk.later(Duration::from_secs(10)).await;
    assert_eq!(desk.state(id).await, PublicationState::Submitted);
    assert_eq!(desk.submissions(), 2);
    assert_eq!(desk.world.wechat.publish_ids().len(), 1);
}

#[tokio::test]
async fn a_draft_is_published_once_at_a_time_and_a_repeated_order_is_the_same() {
    let desk = Desk::new();
    let draft = desk.written(vec![news("a", "<p>a</p>")]).await;
    let id = PublicationId::from_uuid(Uuid::from_u128(1));
    let first = desk.cases().publish.run(desk.on(draft), id).await.unwrap();
    let again = desk.cases().publish.run(desk.on(draft), id).await.unwrap();
    assert_eq!(first, again);
    let other = PublicationId::from_uuid(Uuid::from_u128(2));
    let refused = desk.cases().publish.run(desk.on(draft), other).await;
    assert!(matches!(refused, Err(ArticleError::Held(_))), "{refused:?}");
    let stale = DraftCommand {
        expected_edition: Some(7),
        ..desk.on(draft)
    };
    let refused = desk.cases().publish.run(stale, other).await;
    assert!(
        matches!(refused, Err(ArticleError::Stale { actual: 1, .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn published_articles_are_taken_back_one_by_one() {
    let desk = Desk::new();
    let draft = desk.written(vec![news("a", "<p>a</p>"), news("b", "<p>b</p>")]).await;
    let id = desk.published(draft, 1).await;
    let command = |index| WithdrawCommand {
        account: "default".to_owned(),
        publication: id,
        index,
        context: context(),
    };
    let early = desk.cases().withdraw.run(command(None)).await;
    assert!(matches!(early, Err(ArticleError::Withdrawal(_))), "{early:?}");
    let publish_id = desk.world.wechat.publish_ids()[0].clone();
    let report = desk.world.wechat.publication_comes_to(&publish_id, 0);
    desk.world.arrives(reported(report)).await;
    desk.world.works_off().await;
    desk.cases().withdraw.run(command(Some(1))).await.unwrap();
    desk.world.wechat.fail_next(later());
    desk.later(Duration::from_secs(10)).await;
    desk.later(Duration::from_secs(10)).await;
    assert_eq!(desk.state(id).await, PublicationState::Published);
    assert!(desk.publication(id).await.stored().articles[0].is_withdrawn);
    desk.cases().withdraw.run(command(None)).await.unwrap();
    desk.world.wechat.fail_next(refused(48001));
    desk.world.works_off().await;
    let failed = desk.publication(id).await;
    assert!(failed.stored().withdrawal.as_ref().unwrap().failure.is_some());
    desk.cases().withdraw.run(command(Some(2))).await.unwrap();
    desk.world.works_off().await;
    assert_eq!(desk.state(id).await, PublicationState::Withdrawn);
}

#[tokio::test]
async fn jobs_that_were_given_up_leave_nothing_waiting() {
    let desk = Desk::new();
    let draft = desk.written(vec![news("a", "<p>a</p>")]).await;
    desk.cases().push_draft.run(desk.on(draft)).await.unwrap();
    let give_up = async |name: &str, payload: String| {
        let job = JobEnvelope {
            id: domain::ids::JobId::from_uuid(Uuid::from_u128(1)),
            name: name.to_owned(),
            payload,
            attempt: 40,
            created_at: morning(),
            not_before: morning(),
            traceparent: None,
        };
        desk.world.cases.jobs.gave_up(&job).await;
    };
    give_up(
        "wechat.push_draft",
        format!(r#"{{"account":"default","draftId":"{draft}"}}"#),
    )
    .await;
    assert_eq!(desk.draft(draft).await.push_state(), PushState::Failed);
    let id = PublicationId::from_uuid(Uuid::from_u128(5));
    desk.cases().publish.run(desk.on(draft), id).await.unwrap();
    give_up(
        "wechat.publish_draft",
        format!(r#"{{"account":"default","publicationId":"{id}"}}"#),
    )
    .await;
    assert_eq!(desk.state(id).await, PublicationState::Failed);
    assert_eq!(desk.draft(draft).await.stored().publishing, None);
    assert_eq!(desk.world.wechat.newest_drafts("default").await.unwrap(), []);
}
