//! Drafts, publications, and reports on publications as they came.

use domain::ids::{DraftId, MaterialId, PublicationId};
use domain::wechat::Comments;
use domain::wechat::PublishReport;
use domain::wechat::articles::{
    ArticleBody, Crop, Crops, Draft, DraftArticle, FailureReason, Publication, PublicationState,
};
use ports::StoreError;
use ports::wechat::articles::{ArticlesTransaction, PublicationFilter};

use crate::StoreWorld;
use crate::build::{a_job, a_log_entry, after, fresh, now};
use crate::pages::{FIRST, by_cursor, by_number, nothing};
use crate::race::{persistently, race};

const ACCOUNT: &str = "default";

fn part(left: u32) -> Crop {
    Crop {
        left,
        top: 333_333,
        right: Crop::WHOLE,
        bottom: 999_999,
    }
}

fn news(content: &str) -> DraftArticle {
    DraftArticle {
        title: "春天的音乐会 🎵".to_owned(),
        author: Some("编辑部".to_owned()),
        digest: Some("周六\n见".to_owned()),
        comments: Comments::Followers,
        body: ArticleBody::News {
            content: content.to_owned(),
            source_url: Some("https://example.com/?a=b&c=\"d\"".to_owned()),
            thumb: fresh(MaterialId::from_uuid),
            crops: Some(Crops {
                wide: part(0),
                square: part(1),
            }),
        },
    }
}

fn pictures(title: &str) -> DraftArticle {
    DraftArticle {
        title: title.to_owned(),
        author: None,
        digest: None,
        comments: Comments::Closed,
        body: ArticleBody::Pictures {
            text: String::new(),
            images: (0..20).map(|_| fresh(MaterialId::from_uuid)).collect(),
        },
    }
}

fn a_draft(account: &str) -> Draft {
    let articles = vec![news("<p>正文</p>"), pictures("图")];
    Draft::write(fresh(DraftId::from_uuid), account, articles, now()).0
}

fn a_publication(draft: &Draft) -> Publication {
    Publication::request(fresh(PublicationId::from_uuid), draft, now()).0
}

fn a_report(publish_id: &str, status: i64) -> PublishReport {
    PublishReport {
        publish_id: publish_id.to_owned(),
        status,
        article_id: (status == 0).then(|| format!("article-{publish_id}")),
        articles: vec![(1, "http://mp.weixin.qq.com/s/活动?a=1".to_owned()), (2, String::new())],
        failed: vec![1, 2],
    }
}

async fn begin(world: &StoreWorld) -> Box<dyn ArticlesTransaction> {
    world.articles.store.begin().await.unwrap()
}

async fn store_draft(world: &StoreWorld, draft: &Draft) {
    let mut tx = begin(world).await;
    tx.drafts().add(draft).await.unwrap();
    tx.commit().await.unwrap();
}

async fn store_publication(world: &StoreWorld, publication: &Publication) {
    let mut tx = begin(world).await;
    tx.publications().add(publication).await.unwrap();
    tx.commit().await.unwrap();
}

async fn draft_is_read_back(world: &StoreWorld, draft: &Draft) {
    let stored = draft.stored();
    let found = world.articles.drafts.find(&stored.account, stored.id).await.unwrap();
    assert_eq!(found.as_ref(), Some(draft));
    let mut tx = begin(world).await;
    let locked = tx.drafts().find_for_update(stored.id).await.unwrap();
    assert_eq!(locked.as_ref(), Some(draft));
}

async fn publication_is_read_back(world: &StoreWorld, publication: &Publication) {
    let stored = publication.stored();
    let found = world.articles.publications.find(&stored.account, stored.id).await;
    assert_eq!(found.unwrap().as_ref(), Some(publication));
    let mut tx = begin(world).await;
    let locked = tx.publications().find_for_update(stored.id).await.unwrap();
    assert_eq!(locked.as_ref(), Some(publication));
}

/// Every field of a draft survives, in every state of pushing.
pub async fn a_draft_with_everything_comes_back_unchanged(world: StoreWorld) {
    let mut draft = a_draft(ACCOUNT);
    store_draft(&world, &draft).await;
    draft_is_read_back(&world, &draft).await;
    let mut step = async |change: &dyn Fn(&mut Draft)| {
        let version = draft.stored().version;
        change(&mut draft);
        let mut tx = begin(&world).await;
        tx.drafts().save(&draft, version).await.unwrap();
        tx.commit().await.unwrap();
        draft_is_read_back(&world, &draft).await;
    };
    step(&|draft| drop(draft.request_push())).await;
    step(&|draft| drop(draft.take_push(None, after(1), after(61)))).await;
    step(&|draft| draft.begin_adding(1, after(2))).await;
    step(&|draft| drop(draft.push_failed("WeChat: 📵", false, true, after(3)))).await;
    step(&|draft| drop(draft.pushed("MEDIA_id", 1, 2, after(4)))).await;
    step(&|draft| drop(draft.edit(vec![news(&"字".repeat(19_999))], after(5)))).await;
    step(&|draft| draft.begin_publishing(fresh(PublicationId::from_uuid)).unwrap()).await;
    step(&|draft| drop(draft.used_up("MEDIA_id", after(6)))).await;
}

/// A draft belongs to its account, is known once, and is gone when it was removed.
pub async fn a_draft_is_its_accounts_and_can_be_removed(world: StoreWorld) {
    let draft = a_draft(ACCOUNT);
    let id = draft.stored().id;
    store_draft(&world, &draft).await;
    let drafts = &world.articles.drafts;
    assert_eq!(drafts.find("Default", id).await.unwrap(), None);
    let mut tx = begin(&world).await;
    let again = tx.drafts().add(&draft).await.unwrap_err();
    assert!(matches!(again, StoreError::Duplicate(_)), "{again:?}");
    drop(tx);
    let mut tx = begin(&world).await;
    assert_eq!(tx.drafts().remove(id, 7).await, Err(StoreError::VersionConflict));
    drop(tx);
    let mut tx = begin(&world).await;
    tx.drafts().remove(id, 1).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(drafts.find(ACCOUNT, id).await.unwrap(), None);
}

/// Twenty editors who lock before they change lose nothing.
pub async fn twenty_editors_of_a_draft_lose_no_update(world: StoreWorld) {
    let draft = a_draft(ACCOUNT);
    let id = draft.stored().id;
    store_draft(&world, &draft).await;
    let racers = world.clone();
    race(20, move |number| {
        let world = racers.clone();
        async move {
            persistently(|| async {
                let mut tx = world.articles.store.begin().await?;
                let mut draft = tx.drafts().find_for_update(id).await?.unwrap();
                let version = draft.stored().version;
                draft.edit(vec![pictures(&number.to_string())], after(2)).unwrap();
                tx.drafts().save(&draft, version).await?;
                tx.commit().await
            })
            .await
            .unwrap();
        }
    })
    .await;
    let draft = world.articles.drafts.find(ACCOUNT, id).await.unwrap().unwrap();
    assert_eq!(draft.stored().edition, 21);
}

/// Lists of drafts are their account's, newest first, and agree by number and cursor.
pub async fn drafts_are_listed_newest_first(world: StoreWorld) {
    let mut expected = Vec::new();
    for _ in 0..5 {
        let draft = a_draft(ACCOUNT);
        store_draft(&world, &draft).await;
        store_draft(&world, &a_draft("other")).await;
        expected.insert(0, draft.stored().id);
    }
    let list = |page| world.articles.drafts.list(ACCOUNT, page);
    let numbered: Vec<_> = by_number(2, list).await.into_iter().map(|one| one.id).collect();
    let followed = by_cursor(2, list, nothing).await.into_iter().map(|one| one.id);
    assert_eq!((&numbered, &followed.collect::<Vec<_>>()), (&expected, &expected));
    let first = list(FIRST).await.unwrap().items.remove(0);
    assert_eq!(first.titles, ["春天的音乐会 🎵", "图"]);
    assert_eq!((first.edition, first.created_at), (1, now()));
}

/// WeChat's ids compare exactly and belong to an account.
pub async fn wechats_ids_of_drafts_are_known(world: StoreWorld) {
    let mut draft = a_draft(ACCOUNT);
    draft.pushed("Media", 1, 2, after(1));
    store_draft(&world, &draft).await;
    let asked = ["media".to_owned(), "Media".to_owned(), "x".to_owned()];
    let drafts = &world.articles.drafts;
    assert_eq!(drafts.known_media_ids(ACCOUNT, &asked).await.unwrap(), ["Media"]);
    assert!(drafts.known_media_ids("other", &asked).await.unwrap().is_empty());
    assert!(drafts.known_media_ids(ACCOUNT, &[]).await.unwrap().is_empty());
}

/// Every field of a publication survives, in every state.
pub async fn a_publication_with_everything_comes_back_unchanged(world: StoreWorld) {
    let draft = a_draft(ACCOUNT);
    let mut publication = a_publication(&draft);
    store_publication(&world, &publication).await;
    publication_is_read_back(&world, &publication).await;
    let mut step = async |change: &dyn Fn(&mut Publication)| {
        let version = publication.stored().version;
        change(&mut publication);
        let mut tx = begin(&world).await;
        tx.publications().save(&publication, version).await.unwrap();
        tx.commit().await.unwrap();
        publication_is_read_back(&world, &publication).await;
    };
    step(&|one| assert!(one.begin_attempt("MEDIA_id", after(1)))).await;
    step(&|one| drop(one.doubt("WeChat: 📵", after(2)).unwrap())).await;
    step(&|one| drop(one.submitted("100", Some(u64::MAX), after(3)).unwrap())).await;
    step(&|one| one.asked(after(4))).await;
    step(&|one| drop(one.hear(&a_report("100", 0), after(5)).unwrap())).await;
    step(&|one| drop(one.request_withdrawal(Some(1), after(6)).unwrap().unwrap())).await;
    step(&|one| drop(one.withdrawal_failed("没有权限", after(7)).unwrap())).await;
    step(&|one| drop(one.request_withdrawal(None, after(8)).unwrap().unwrap())).await;
    step(&|one| drop(one.withdrawn(after(9)).unwrap())).await;
}

/// Every state and every reason survives, and lists are told apart by state.
pub async fn publications_are_listed_by_state_newest_first(world: StoreWorld) {
    let draft = a_draft(ACCOUNT);
    for (status, state, reason) in [
        (0, PublicationState::Published, None),
        (1, PublicationState::Submitted, None),
        (2, PublicationState::Failed, Some(FailureReason::NotOriginal)),
        (3, PublicationState::Failed, Some(FailureReason::Failed)),
        (4, PublicationState::Failed, Some(FailureReason::ReviewRefused)),
        (5, PublicationState::Withdrawn, None),
        (6, PublicationState::Removed, None),
    ] {
        let mut publication = a_publication(&draft);
        publication.begin_attempt("M", after(1));
        publication.submitted("100", None, after(2));
        publication.hear(&a_report("100", status), after(3));
        assert_eq!(
            (publication.stored().state, publication.stored().reason),
            (state, reason)
        );
        store_publication(&world, &publication).await;
        publication_is_read_back(&world, &publication).await;
    }
    store_publication(&world, &a_publication(&a_draft("other"))).await;
    let reads = &world.articles.publications;
    let list = |state, page| reads.list(ACCOUNT, PublicationFilter { state }, page);
    let all = by_number(3, |page| list(None, page)).await;
    assert_eq!(all.len(), 7);
    assert_eq!(by_cursor(3, |page| list(None, page), nothing).await, all);
    assert!(all.is_sorted_by(|one, next| one.stored().id > next.stored().id));
    let failed = list(Some(PublicationState::Failed), FIRST).await.unwrap();
    assert_eq!(failed.items.len(), 3);
    assert_eq!(list(Some(PublicationState::Pending), FIRST).await.unwrap().items, []);
}

/// WeChat's ids of publications and articles compare exactly and belong to an account.
pub async fn wechats_ids_lead_to_publications(world: StoreWorld) {
    let mut publication = a_publication(&a_draft(ACCOUNT));
    publication.begin_attempt("M", after(1));
    publication.submitted("Aa", None, after(2));
    publication.hear(&a_report("Aa", 0), after(3));
    store_publication(&world, &publication).await;
    let reads = &world.articles.publications;
    let found = reads.find_by_publish_id(ACCOUNT, "Aa").await.unwrap();
    assert_eq!(found, Some(publication.stored().id));
    assert_eq!(reads.find_by_publish_id(ACCOUNT, "aa").await.unwrap(), None);
    assert_eq!(reads.find_by_publish_id("other", "Aa").await.unwrap(), None);
    let asked = ["article-Aa".to_owned(), "article-aa".to_owned()];
    assert_eq!(reads.known_article_ids(ACCOUNT, &asked).await.unwrap(), ["article-Aa"]);
    assert!(reads.known_article_ids("other", &asked).await.unwrap().is_empty());
    assert!(reads.known_article_ids(ACCOUNT, &[]).await.unwrap().is_empty());
}

/// A lost update is a conflict, and the transaction with it.
pub async fn a_lost_update_of_a_publication_is_a_conflict(world: StoreWorld) {
    let mut publication = a_publication(&a_draft(ACCOUNT));
    store_publication(&world, &publication).await;
    publication.begin_attempt("M", after(1));
    let mut tx = begin(&world).await;
    let lost = tx.publications().save(&publication, 9).await;
    assert_eq!(lost, Err(StoreError::VersionConflict));
    tx.commit().await.unwrap_err();
    let mut tx = begin(&world).await;
    let again = tx.publications().add(&publication).await.unwrap_err();
    assert!(matches!(again, StoreError::Duplicate(_)), "{again:?}");
}

/// A publication, its draft, their log entries and the job are there together or not at all.
pub async fn a_publication_commits_with_its_draft_log_and_jobs(world: StoreWorld) {
    let draft = a_draft(ACCOUNT);
    let (publication, job) = (a_publication(&draft), a_job("together"));
    for is_committed in [false, true] {
        let mut tx = begin(&world).await;
        tx.drafts().add(&draft).await.unwrap();
        tx.publications().add(&publication).await.unwrap();
        let entry = a_log_entry(publication.stored().id.uuid(), 1, None);
        tx.log().append(&[entry]).await.unwrap();
        tx.outbox().enqueue(std::slice::from_ref(&job)).await.unwrap();
        if is_committed {
            tx.commit().await.unwrap();
        } else {
            drop(tx);
            assert!(world.relay_all(now()).await.is_empty());
        }
    }
    assert_eq!(world.relay_all(now()).await, [job]);
    draft_is_read_back(&world, &draft).await;
    publication_is_read_back(&world, &publication).await;
}

/// The first report of an id stays, and old ones are forgotten.
pub async fn the_first_report_on_a_publication_stays(world: StoreWorld) {
    let reports = &world.articles.reports;
    reports.keep(ACCOUNT, &a_report("7", 0), after(1)).await.unwrap();
    reports.keep(ACCOUNT, &a_report("7", 4), after(2)).await.unwrap();
    reports.keep("other", &a_report("7", 4), after(3)).await.unwrap();
    assert_eq!(reports.find(ACCOUNT, "7").await.unwrap(), Some(a_report("7", 0)));
    assert_eq!(reports.find("other", "7").await.unwrap(), Some(a_report("7", 4)));
    assert_eq!(reports.find(ACCOUNT, "8").await.unwrap(), None);
    assert_eq!(reports.forget(after(2)).await.unwrap(), 1);
    assert_eq!(reports.find(ACCOUNT, "7").await.unwrap(), None);
    assert!(reports.find("other", "7").await.unwrap().is_some());
}
