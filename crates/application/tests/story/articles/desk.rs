//! A world in which an account has materials.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use adapter_memory::ArticlesCall;
use application::wechat::articles::{ArticleAdapters, ArticleParts, ArticleUseCases, CreateDraftCommand, DraftCommand};
use application::wechat::{ArticleImages, Keeping, MediaIds, NoMediaId};
use application::{Adapters, Context};
use async_trait::async_trait;
use domain::ids::{DraftId, MaterialId, PublicationId};
use domain::wechat::Comments;
use domain::wechat::articles::{ArticleBody, Draft, DraftArticle, Publication, PublicationState};
use ports::wechat::{RefusalKind, WechatFailure};
use uuid::Uuid;

use crate::world::{World, morning};

pub fn context() -> Context {
    Context::of("test")
}

pub fn material(number: u128) -> MaterialId {
    MaterialId::from_uuid(Uuid::from_u128(number))
}

pub fn news(title: &str, content: &str) -> DraftArticle {
    DraftArticle {
        title: title.to_owned(),
        author: Some("编辑".to_owned()),
        digest: None,
        comments: Comments::Closed,
        body: ArticleBody::News {
            content: content.to_owned(),
            source_url: None,
            thumb: material(1),
            crops: None,
        },
    }
}

pub fn pictures(title: &str, count: usize) -> DraftArticle {
    DraftArticle {
        body: ArticleBody::Pictures {
            text: String::new(),
            images: vec![material(1); count],
        },
        ..news(title, "")
    }
}

pub fn unanswered() -> WechatFailure {
    WechatFailure::Unanswered {
        note: "timed out".to_owned(),
    }
}

/// The material n is `media-n-0`, and `media-n-1` after WeChat refused that; there is no material 404, and
/// WeChat takes no copy of material 403.
#[derive(Default)]
pub struct Library(Mutex<HashMap<MaterialId, u32>>);

fn number(material: MaterialId) -> Result<u128, NoMediaId> {
    match material.uuid().as_u128() {
        404 => Err(NoMediaId::NotFound),
        403 => Err(NoMediaId::Wechat(WechatFailure::Refused {
            code: 40_005,
            kind: RefusalKind::Content,
            note: "the type of the file".to_owned(),
        })),
        number => Ok(number),
    }
}

#[async_trait]
impl MediaIds for Library {
    async fn media_id(&self, _: &str, material: MaterialId, keeping: Keeping) -> Result<String, NoMediaId> {
        assert_eq!(keeping, Keeping::Permanent, "drafts need permanent files");
        let uploads = self.0.lock().unwrap().get(&material).copied().unwrap_or_default();
        Ok(format!("media-{}-{uploads}", number(material)?))
    }

    async fn media_id_instead_of(
        &self,
        account: &str,
        material: MaterialId,
        keeping: Keeping,
        refused: &str,
    ) -> Result<String, NoMediaId> {
        if self.media_id(account, material, keeping).await? == refused {
            *self.0.lock().unwrap().entry(material).or_default() += 1;
        }
        self.media_id(account, material, keeping).await
    }
}

#[async_trait]
impl ArticleImages for Library {
    async fn article_image_url(&self, _: &str, material: MaterialId) -> Result<String, NoMediaId> {
        Ok(format!("http://mmbiz.qpic.cn/{}", number(material)?))
    }
}

/// A system whose account has materials.
pub struct Desk {
    pub world: World,
}

impl Desk {
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    /// With some adapter in another's place.
    pub fn with(change: impl FnOnce(&mut Adapters)) -> Self {
        let mut world = World::with(change);
        let articles = over(&world.cases.adapters().articles, world.cases.adapters());
        world.cases.jobs.articles = articles.jobs.clone();
        world.cases.articles = articles;
        world.wechat.articles_change_after(morning());
        Self { world }
    }

    pub fn cases(&self) -> &ArticleUseCases {
        &self.world.cases.articles
    }

    pub fn on(&self, draft: DraftId) -> DraftCommand {
        DraftCommand {
            account: "default".to_owned(),
            draft,
            expected_edition: None,
            context: context(),
        }
    }

    pub async fn written(&self, articles: Vec<DraftArticle>) -> DraftId {
        self.written_as(1, articles).await
    }

    pub async fn written_as(&self, number: u128, articles: Vec<DraftArticle>) -> DraftId {
        let command = CreateDraftCommand {
            id: DraftId::from_uuid(Uuid::from_u128(number)),
            account: "default".to_owned(),
            articles,
            context: context(),
        };
        self.cases().create_draft.run(command).await.unwrap().stored().id
    }

    pub async fn edited(&self, draft: DraftId, articles: Vec<DraftArticle>) {
        self.cases().edit_draft.run(self.on(draft), articles).await.unwrap();
    }

    /// Asks for a push and works off what is due.
    pub async fn pushed(&self, draft: DraftId) {
        self.cases().push_draft.run(self.on(draft)).await.unwrap();
        self.world.works_off().await;
    }

    /// Orders a publication and works off what is due.
    pub async fn published(&self, draft: DraftId, number: u128) -> PublicationId {
        let id = PublicationId::from_uuid(Uuid::from_u128(number));
        self.cases().publish.run(self.on(draft), id).await.unwrap();
        self.world.works_off().await;
        id
    }

    pub async fn draft(&self, id: DraftId) -> Draft {
        self.cases().read.draft("default", id).await.unwrap()
    }

    pub async fn publication(&self, id: PublicationId) -> Publication {
        self.cases().read.publication("default", id).await.unwrap()
    }

    pub async fn state(&self, id: PublicationId) -> PublicationState {
        self.publication(id).await.stored().state
    }

    /// Time goes by, and what is due then is worked off.
    pub async fn later(&self, by: Duration) {
        self.world.clock.advance(by);
        self.world.works_off().await;
    }

    /// How often WeChat was asked to publish something.
    pub fn submissions(&self) -> usize {
        let calls = self.world.wechat.article_calls().into_iter();
        calls.filter(|call| matches!(call, ArticlesCall::Submit(_))).count()
    }
}

/// The use cases over these ports, with materials.
pub fn over(own: &ArticleAdapters, common: &Adapters) -> ArticleUseCases {
    let library = Arc::new(Library::default());
    let parts = ArticleParts {
        media: library.clone(),
        images: library,
        clock: Arc::clone(&common.clock),
        ids: Arc::clone(&common.ids),
        signal: Arc::new(application::jobs::RelayBell::default()),
        patience: Duration::from_secs(35),
    };
    ArticleUseCases::new(own, parts)
}
