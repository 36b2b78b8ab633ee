//! The process dies between any two steps, and its successor finishes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use application::Context;
use application::wechat::articles::{ArticleAdapters, ArticleUseCases, PublishDraft};
use async_trait::async_trait;
use domain::wechat::PublishReport;
use domain::wechat::articles::{PublicationState, PushState};
use ports::StoreError;
use ports::jobs::Outbox;
use ports::log::EventLog;
use ports::wechat::WechatFailure;
use ports::wechat::articles::{
    ArticlesApi, ArticlesStore, ArticlesThere, ArticlesTransaction, DraftRepository, DraftThere, OutgoingArticle,
    PublicationRepository, Submitted,
};
use tokio::sync::Notify;

use super::desk::{Desk, news, over};

/// Kills who passes its step of that number: what comes after never happens.
#[derive(Default)]
struct Death {
    passed: AtomicUsize,
    at: AtomicUsize,
    struck: Notify,
}

impl Death {
    async fn step(&self) {
        if self.passed.fetch_add(1, Ordering::SeqCst) + 1 == self.at.load(Ordering::SeqCst) {
            self.struck.notify_one();
            std::future::pending::<()>().await;
        }
    }
}

/// WeChat, with a step before and after each call.
struct Watched<T> {
    inner: T,
    death: Arc<Death>,
}

macro_rules! stepping {
    ($self:ident, $call:expr) => {{
        $self.death.step().await;
        let answer = $call.await;
        $self.death.step().await;
        answer
    }};
}

#[async_trait]
impl ArticlesApi for Watched<Arc<dyn ArticlesApi>> {
    async fn add_draft(&self, account: &str, articles: &[OutgoingArticle]) -> Result<String, WechatFailure> {
        stepping!(self, self.inner.add_draft(account, articles))
    }

    async fn update_draft(
        &self,
        account: &str,
        media_id: &str,
        index: u32,
        article: &OutgoingArticle,
    ) -> Result<(), WechatFailure> {
        stepping!(self, self.inner.update_draft(account, media_id, index, article))
    }

    async fn delete_draft(&self, account: &str, media_id: &str) -> Result<(), WechatFailure> {
        stepping!(self, self.inner.delete_draft(account, media_id))
    }

    async fn newest_drafts(&self, account: &str) -> Result<Vec<DraftThere>, WechatFailure> {
        stepping!(self, self.inner.newest_drafts(account))
    }

    async fn submit(&self, account: &str, media_id: &str) -> Result<Submitted, WechatFailure> {
        stepping!(self, self.inner.submit(account, media_id))
    }

    async fn publication(&self, account: &str, publish_id: &str) -> Result<PublishReport, WechatFailure> {
        stepping!(self, self.inner.publication(account, publish_id))
    }

    async fn newest_articles(&self, account: &str) -> Result<Vec<ArticlesThere>, WechatFailure> {
        stepping!(self, self.inner.newest_articles(account))
    }

    async fn withdraw(&self, account: &str, article_id: &str, index: Option<u32>) -> Result<(), WechatFailure> {
        stepping!(self, self.inner.withdraw(account, article_id, index))
    }
}

#[async_trait]
impl ArticlesStore for Watched<Arc<dyn ArticlesStore>> {
    async fn begin(&self) -> Result<Box<dyn ArticlesTransaction>, StoreError> {
        let inner = self.inner.begin().await?;
        let death = Arc::clone(&self.death);
        Ok(Box::new(Watched { inner, death }))
    }
}

#[async_trait]
impl ArticlesTransaction for Watched<Box<dyn ArticlesTransaction>> {
    fn drafts(&mut self) -> &mut dyn DraftRepository {
        self.inner.drafts()
    }

    fn publications(&mut self) -> &mut dyn PublicationRepository {
        self.inner.publications()
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self.inner.log()
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self.inner.outbox()
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        stepping!(self, self.inner.commit())
    }
}

/// The use cases of a process that dies at its step `at`.
fn mortal(desk: &Desk, at: usize) -> (ArticleUseCases, Arc<Death>) {
    let death = Arc::new(Death::default());
    death.at.store(at, Ordering::SeqCst);
    let own = &desk.world.cases.adapters().articles;
    let watched = ArticleAdapters {
        api: Arc::new(Watched {
            inner: Arc::clone(&own.api),
            death: Arc::clone(&death),
        }),
        store: Arc::new(Watched {
            inner: Arc::clone(&own.store),
            death: Arc::clone(&death),
        }),
        ..own.clone()
    };
    (over(&watched, desk.world.cases.adapters()), death)
}

#[tokio::test]
async fn a_publishing_that_dies_between_any_two_steps_is_finished_and_handed_in_once() {
    let (mut at, mut doubted) = (1, 0);
    loop {
        let desk = Desk::new();
        let draft = desk.written(vec![news("a", "<p>a</p>"), news("b", "<p>b</p>")]).await;
        let id = domain::ids::PublicationId::from_uuid(uuid::Uuid::from_u128(1));
        desk.cases().publish.run(desk.on(draft), id).await.unwrap();
        let (cases, death) = mortal(&desk, at);
        let job = PublishDraft {
            account: "default".to_owned(),
            publication_id: id.uuid(),
        };
        let context = Context::of("worker");
        let died = tokio::select! {
            biased;
            outcome = cases.jobs.publishing.run(&job, &context) => { outcome.unwrap(); false }
            () = death.struck.notified() => true,
        };
        drop(cases);
        // The queue hands the job to another, who may find the turn taken and the attempt young.
        for _ in 0..12 {
            desk.later(Duration::from_secs(20)).await;
        }
        let state = desk.state(id).await;
        let submissions = desk.submissions();
        assert!(submissions <= 1, "step {at}: handed in {submissions} times");
        assert!(
            matches!(state, PublicationState::Submitted | PublicationState::Unknown),
            "step {at}: {state:?}"
        );
        if state == PublicationState::Unknown {
            doubted += 1;
            assert_eq!(desk.draft(draft).await.stored().publishing, None, "step {at}");
        }
        for publish_id in desk.world.wechat.publish_ids() {
            desk.world.wechat.publication_comes_to(&publish_id, 0);
        }
        for _ in 0..4 {
            desk.later(Duration::from_mins(10)).await;
        }
        let was_handed_in = submissions == 1;
        let expected = if was_handed_in {
            PublicationState::Published
        } else {
            PublicationState::Unknown
        };
        assert_eq!(desk.state(id).await, expected, "step {at}");
        assert!(
            desk.world.wechat.drafts().len() <= 1,
            "step {at}: a draft was added twice"
        );
        if !died {
            assert!(at > 12, "the whole way was walked: {at}");
            break;
        }
        at += 1;
    }
    // From the attempt's commit to that of the answer: after it, around the call, and before the answer is stored.
    assert_eq!(doubted, 4, "only who dies around the call leaves a doubt");
}

#[tokio::test]
async fn a_push_that_dies_between_any_two_steps_is_finished_and_adds_once() {
    for at in 1..40 {
        let desk = Desk::new();
        let draft = desk.written(vec![news("a", "<p>a</p>")]).await;
        desk.cases().push_draft.run(desk.on(draft)).await.unwrap();
        let (cases, death) = mortal(&desk, at);
        let job = application::wechat::articles::PushDraft {
            account: "default".to_owned(),
            draft_id: draft.uuid(),
        };
        let context = Context::of("worker");
        let died = tokio::select! {
            biased;
            outcome = cases.jobs.pushing.run(&job, &context) => { outcome.unwrap(); false }
            () = death.struck.notified() => true,
        };
        drop(cases);
        for _ in 0..12 {
            desk.later(Duration::from_secs(20)).await;
        }
        assert_eq!(desk.draft(draft).await.push_state(), PushState::Current, "step {at}");
        assert_eq!(desk.world.wechat.drafts().len(), 1, "step {at}");
        if !died {
            assert!(at > 6);
            return;
        }
    }
    panic!("it never came to its end");
}
