//! Drafts and publications.

use std::fmt::Debug;

use domain::wechat::Comments;
use ports::wechat::WechatFailure;
use ports::wechat::articles::{ArticlesThere, DraftThere, OutgoingArticle, OutgoingBody};

use super::{Ask, WechatWorld};

/// WeChat does not know a media id.
pub(super) const GONE: i64 = 40_007;
/// WeChat does not know a publication.
const NO_PUBLICATION: i64 = 40_035;
const PUBLISHED: i64 = 0;

/// An API of drafts and publications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArticlesAsk {
    /// A new draft.
    AddDraft,
    /// Another article in its place.
    UpdateDraft,
    /// The end of a draft.
    DeleteDraft,
    /// The newest drafts.
    NewestDrafts,
    /// A publication.
    Submit,
    /// How far a publication is.
    Publication,
    /// The newest published articles.
    NewestArticles,
    /// The end of published articles.
    Withdraw,
}

impl ArticlesAsk {
    /// See [`Ask::path`].
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::AddDraft => "/cgi-bin/draft/add",
            Self::UpdateDraft => "/cgi-bin/draft/update",
            Self::DeleteDraft => "/cgi-bin/draft/delete",
            Self::NewestDrafts => "/cgi-bin/draft/batchget",
            Self::Submit => "/cgi-bin/freepublish/submit",
            Self::Publication => "/cgi-bin/freepublish/get",
            Self::NewestArticles => "/cgi-bin/freepublish/batchget",
            Self::Withdraw => "/cgi-bin/freepublish/delete",
        }
    }

    /// See [`Ask::is_repeatable`].
    pub(super) const fn is_repeatable(self) -> bool {
        !matches!(self, Self::AddDraft | Self::Submit)
    }
}

impl From<ArticlesAsk> for Ask {
    fn from(ask: ArticlesAsk) -> Self {
        Self::Articles(ask)
    }
}

impl WechatWorld {
    /// WeChat's ids of what this is asked about.
    pub(super) async fn named_articles(&self, ask: ArticlesAsk) -> Vec<String> {
        match ask {
            ArticlesAsk::AddDraft => vec![self.keep("封面").await],
            ArticlesAsk::UpdateDraft => vec![self.draft(&["周六"]).await, self.keep("封面").await],
            ArticlesAsk::DeleteDraft | ArticlesAsk::Submit => vec![self.draft(&["周六"]).await],
            ArticlesAsk::Publication => vec![self.publish(&["周六"]).await],
            ArticlesAsk::Withdraw => {
                let publish_id = self.publish(&["周六"]).await;
                let told = self.articles.publication(&self.account, &publish_id).await.unwrap();
                vec![told.article_id.unwrap()]
            }
            ArticlesAsk::NewestDrafts | ArticlesAsk::NewestArticles => Vec::new(),
        }
    }

    pub(super) async fn ask_articles(&self, ask: ArticlesAsk, named: &[String]) -> Result<(), WechatFailure> {
        let (api, account) = (&self.articles, &self.account);
        match ask {
            ArticlesAsk::AddDraft => api.add_draft(account, &[article("周六", &named[0])]).await.map(drop),
            ArticlesAsk::UpdateDraft => {
                api.update_draft(account, &named[0], 0, &article("周日", &named[1]))
                    .await
            }
            ArticlesAsk::DeleteDraft => api.delete_draft(account, &named[0]).await,
            ArticlesAsk::NewestDrafts => api.newest_drafts(account).await.map(drop),
            ArticlesAsk::Submit => api.submit(account, &named[0]).await.map(drop),
            ArticlesAsk::Publication => api.publication(account, &named[0]).await.map(drop),
            ArticlesAsk::NewestArticles => api.newest_articles(account).await.map(drop),
            ArticlesAsk::Withdraw => api.withdraw(account, &named[0], None).await,
        }
    }

    /// Makes a draft of articles with these titles; answers its id.
    pub(super) async fn draft(&self, titles: &[&str]) -> String {
        let cover = self.keep("封面").await;
        let articles: Vec<_> = titles.iter().map(|title| article(title, &cover)).collect();
        self.articles.add_draft(&self.account, &articles).await.unwrap()
    }

    /// Has a draft of articles with these titles published; answers the publication's id.
    async fn publish(&self, titles: &[&str]) -> String {
        let draft = self.draft(titles).await;
        let submitted = self.articles.submit(&self.account, &draft).await.unwrap();
        self.faults.publication_ends(&submitted.publish_id).await;
        submitted.publish_id
    }

    /// The newest drafts, newest first.
    pub(super) async fn drafts(&self) -> Vec<DraftThere> {
        self.articles.newest_drafts(&self.account).await.unwrap()
    }

    async fn published(&self) -> Vec<ArticlesThere> {
        self.articles.newest_articles(&self.account).await.unwrap()
    }
}

/// An article with this cover.
pub(super) fn article(title: &str, cover: &str) -> OutgoingArticle {
    OutgoingArticle {
        title: title.to_owned(),
        author: Some("编辑部".to_owned()),
        digest: Some("周六见".to_owned()),
        comments: Comments::Closed,
        body: OutgoingBody::News {
            content: "<p>周六见🎉</p>".to_owned(),
            source_url: Some("https://events.example.com/e/1".to_owned()),
            thumb_media_id: cover.to_owned(),
            crops: None,
        },
    }
}

/// It was refused with this code.
pub(super) fn refused_with<T: Debug>(code: i64, outcome: &Result<T, WechatFailure>) {
    assert!(
        matches!(outcome, Err(WechatFailure::Refused { code: found, .. }) if *found == code),
        "{code}: {outcome:?}"
    );
}

/// A draft is told with what it is known again by, from its making to its deletion, however often.
pub async fn a_draft_is_there_from_its_making_to_its_deletion(world: WechatWorld) {
    let (first, second) = (world.draft(&["周六", "周日"]).await, world.draft(&["下周"]).await);
    let there = world.drafts().await;
    let ids: Vec<_> = there.iter().map(|draft| draft.media_id.as_str()).collect();
    assert_eq!(ids, [&second, &first], "newest first");
    let print = &there[1].prints[1];
    assert_eq!(
        (print.title.as_str(), print.author.as_str(), print.digest.as_deref()),
        ("周日", "编辑部", Some("周六见"))
    );
    assert_eq!(print.source_url, "https://events.example.com/e/1");
    for _ in 0..2 {
        world.articles.delete_draft(&world.account, &first).await.unwrap();
        assert_eq!(world.drafts().await, there[..1]);
    }
}

/// An article takes the place of another one, however often, and the others stay.
pub async fn an_article_of_a_draft_is_replaced(world: WechatWorld) {
    let draft = world.draft(&["周六", "周日"]).await;
    let instead = article("周五", &world.keep("封面").await);
    for _ in 0..2 {
        let replaced = world.articles.update_draft(&world.account, &draft, 1, &instead).await;
        replaced.unwrap();
        let there = world.drafts().await.remove(0);
        let titles: Vec<_> = there.prints.iter().map(|print| print.title.as_str()).collect();
        assert_eq!((there.media_id, titles), (draft.clone(), vec!["周六", "周五"]));
    }
}

/// A draft or publication that nobody made is refused, and what must not be there is not.
pub async fn an_unknown_draft_or_publication_is_refused(world: WechatWorld) {
    let (api, account) = (&world.articles, &world.account);
    let cover = world.keep("封面").await;
    let replaced = api
        .update_draft(account, "no-such-draft", 0, &article("周六", &cover))
        .await;
    refused_with(GONE, &replaced);
    refused_with(GONE, &api.submit(account, "no-such-draft").await);
    refused_with(NO_PUBLICATION, &api.publication(account, "404").await);
    api.delete_draft(account, "no-such-draft").await.unwrap();
    api.withdraw(account, "no-such-article", None).await.unwrap();
}

/// A publication uses its draft up, and is found under its number and among the articles.
pub async fn a_publication_uses_its_draft_up_and_is_found(world: WechatWorld) {
    let draft = world.draft(&["周六", "周日"]).await;
    let submitted = world.articles.submit(&world.account, &draft).await.unwrap();
    assert!(world.drafts().await.is_empty());
    refused_with(GONE, &world.articles.submit(&world.account, &draft).await);

    world.faults.publication_ends(&submitted.publish_id).await;
    let told = world
        .articles
        .publication(&world.account, &submitted.publish_id)
        .await
        .unwrap();
    assert_eq!(
        (told.publish_id, told.status, told.failed),
        (submitted.publish_id, PUBLISHED, Vec::new())
    );
    let there = world.published().await.remove(0);
    assert_eq!(told.article_id.as_ref(), Some(&there.article_id));
    let addresses: Vec<_> = there.articles.iter().map(|one| (one.index, one.url.clone())).collect();
    assert_eq!(told.articles, addresses);
    assert!(addresses[1].1.starts_with("http"), "{addresses:?}");
    assert_eq!((addresses[1].0, there.prints[1].title.as_str()), (2, "周日"));
}

/// One article is taken back, then all of them, however often.
pub async fn published_articles_are_taken_back(world: WechatWorld) {
    world.publish(&["周六", "周日"]).await;
    let id = world.published().await.remove(0).article_id;
    for _ in 0..2 {
        world.articles.withdraw(&world.account, &id, Some(1)).await.unwrap();
        let there = world.published().await.remove(0);
        let withdrawn: Vec<_> = there.articles.iter().map(|article| article.is_withdrawn).collect();
        assert_eq!(withdrawn, [true, false]);
    }
    for _ in 0..2 {
        world.articles.withdraw(&world.account, &id, None).await.unwrap();
        assert!(world.published().await.is_empty());
    }
}
