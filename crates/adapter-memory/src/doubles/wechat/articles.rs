//! Drafts and publications at the fake WeChat.

use std::time::Duration;

use async_trait::async_trait;
use domain::time::Timestamp;
use domain::wechat::PublishReport;
use domain::wechat::articles::{ArticlePrint, PublishedArticle};
use ports::wechat::articles::{ArticlesApi, ArticlesThere, DraftThere, OutgoingArticle, OutgoingBody, Submitted};
use ports::wechat::{RefusalKind, WechatFailure};

use super::{FakeWechat, WechatCall};
use crate::lock;

/// What the fake WeChat was asked about articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArticlesCall {
    /// To make a draft.
    AddDraft(Vec<OutgoingArticle>),
    /// To replace an article.
    UpdateDraft {
        /// Of this draft.
        media_id: String,
        /// From 0.
        index: u32,
        /// By this one.
        article: Box<OutgoingArticle>,
    },
    /// To delete a draft.
    DeleteDraft(String),
    /// For the newest drafts.
    NewestDrafts,
    /// To publish a draft.
    Submit(String),
    /// How far a publication is.
    Publication(String),
    /// For the newest published articles.
    NewestArticles,
    /// To take articles back.
    Withdraw {
        /// These.
        article_id: String,
        /// One of them, from 1.
        index: Option<u32>,
    },
}

/// What all accounts have alike.
#[derive(Debug, Default)]
pub(super) struct ArticlesHere {
    drafts: Vec<(DraftThere, Vec<OutgoingArticle>)>,
    publications: Vec<(String, i64, ArticlesThere)>,
    refused: Vec<String>,
    numbers: u64,
    now: Option<Timestamp>,
}

impl ArticlesHere {
    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    /// Later than everything before.
    fn tick(&mut self) -> Timestamp {
        let last = self.now.unwrap_or_else(|| Timestamp::from_unix_seconds(0));
        let now = last.plus(Duration::from_secs(1));
        self.now = Some(now);
        now
    }

    pub(super) fn loses_file(&mut self, media_id: &str) {
        self.refused.push(media_id.to_owned());
    }

    /// Sending uses a draft up, too.
    pub(super) fn use_up(&mut self, media_id: &str) {
        self.drafts.retain(|(there, _)| there.media_id != media_id);
    }

    /// Takes back the article at `index`, or all of them.
    fn withdraw(&mut self, article_id: &str, index: Option<u32>) {
        let groups = self.publications.iter_mut().map(|(.., there)| there);
        for there in groups.filter(|there| there.article_id == article_id) {
            let articles = there.articles.iter_mut();
            for article in articles.filter(|article| index.is_none_or(|index| article.index == index)) {
                article.is_withdrawn = true;
            }
        }
    }

    fn require_files(&self, articles: &[OutgoingArticle]) -> Result<(), WechatFailure> {
        let refused = |id: &String| self.refused.contains(id);
        let uses_refused = |article: &OutgoingArticle| match &article.body {
            OutgoingBody::News { thumb_media_id, .. } => refused(thumb_media_id),
            OutgoingBody::Pictures { image_media_ids, .. } => image_media_ids.iter().any(refused),
        };
        if articles.iter().any(uses_refused) {
            return Err(gone());
        }
        Ok(())
    }
}

impl FakeWechat {
    /// The drafts that are there now, oldest first.
    #[must_use]
    pub fn drafts(&self) -> Vec<(String, Vec<OutgoingArticle>)> {
        let script = lock(&self.script);
        let drafts = script.articles.drafts.iter();
        drafts
            .map(|(there, articles)| (there.media_id.clone(), articles.clone()))
            .collect()
    }

    /// Every call about articles so far, oldest first.
    #[must_use]
    pub fn article_calls(&self) -> Vec<ArticlesCall> {
        let calls = self.calls().into_iter();
        calls
            .filter_map(|call| match call {
                WechatCall::Articles(call) => Some(call),
                _ => None,
            })
            .collect()
    }

    /// What changes from now on changes no earlier than this.
    pub fn articles_change_after(&self, now: Timestamp) {
        lock(&self.script).articles.now = Some(now);
    }

    /// Somebody deletes a draft on WeChat's own pages.
    pub fn loses_draft(&self, media_id: &str) {
        lock(&self.script)
            .articles
            .drafts
            .retain(|(there, _)| there.media_id != media_id);
    }

    /// A file is no longer there: drafts that name it are refused (40007).
    pub fn loses_file(&self, media_id: &str) {
        lock(&self.script).articles.loses_file(media_id);
    }

    /// A publication comes to this status; the report that WeChat would send.
    ///
    /// # Panics
    /// When there is no such publication.
    pub fn publication_comes_to(&self, publish_id: &str, status: i64) -> PublishReport {
        let mut script = lock(&self.script);
        let found = script
            .articles
            .publications
            .iter_mut()
            .find(|(id, ..)| id == publish_id);
        let publication = found.expect("it was submitted");
        publication.1 = status;
        report(publication)
    }

    /// Ids of all publications so far.
    #[must_use]
    pub fn publish_ids(&self) -> Vec<String> {
        let script = lock(&self.script);
        script.articles.publications.iter().map(|(id, ..)| id.clone()).collect()
    }

    /// Carries out what was asked; an unanswered call was carried out all the same.
    fn about_articles<T>(
        &self,
        call: ArticlesCall,
        change: impl FnOnce(&mut ArticlesHere) -> Result<T, WechatFailure>,
    ) -> Result<T, WechatFailure> {
        match self.answer(WechatCall::Articles(call)) {
            Ok(_) => change(&mut lock(&self.script).articles),
            Err(failure @ WechatFailure::Unanswered { .. }) => {
                let _ = change(&mut lock(&self.script).articles);
                Err(failure)
            }
            Err(failure) => Err(failure),
        }
    }
}

/// Drafts are `draft-1` and so on, publications `1001` and so on, published articles `article-1001`. A publication is
/// under way (status 1) until [`FakeWechat::publication_comes_to`] says otherwise; its draft is gone at once.
#[async_trait]
impl ArticlesApi for FakeWechat {
    async fn add_draft(&self, _: &str, articles: &[OutgoingArticle]) -> Result<String, WechatFailure> {
        self.about_articles(ArticlesCall::AddDraft(articles.to_vec()), |here| {
            here.require_files(articles)?;
            let media_id = format!("draft-{}", here.number());
            let there = DraftThere {
                media_id: media_id.clone(),
                prints: prints(articles),
                updated_at: here.tick(),
            };
            here.drafts.push((there, articles.to_vec()));
            Ok(media_id)
        })
    }

    async fn update_draft(
        &self,
        _: &str,
        media_id: &str,
        index: u32,
        article: &OutgoingArticle,
    ) -> Result<(), WechatFailure> {
        let call = ArticlesCall::UpdateDraft {
            media_id: media_id.to_owned(),
            index,
            article: Box::new(article.clone()),
        };
        self.about_articles(call, |here| {
            here.require_files(std::slice::from_ref(article))?;
            let now = here.tick();
            let mut drafts = here.drafts.iter_mut();
            let (there, articles) = drafts.find(|(there, _)| there.media_id == media_id).ok_or_else(gone)?;
            *articles.get_mut(index as usize).ok_or_else(gone)? = article.clone();
            there.prints = prints(articles);
            there.updated_at = now;
            Ok(())
        })
    }

    async fn delete_draft(&self, _: &str, media_id: &str) -> Result<(), WechatFailure> {
        self.about_articles(ArticlesCall::DeleteDraft(media_id.to_owned()), |here| {
            here.drafts.retain(|(there, _)| there.media_id != media_id);
            Ok(())
        })
    }

    async fn newest_drafts(&self, _: &str) -> Result<Vec<DraftThere>, WechatFailure> {
        self.about_articles(ArticlesCall::NewestDrafts, |here| {
            let newest = here.drafts.iter().rev().take(20);
            Ok(newest.map(|(there, _)| there.clone()).collect())
        })
    }

    async fn submit(&self, _: &str, media_id: &str) -> Result<Submitted, WechatFailure> {
        self.about_articles(ArticlesCall::Submit(media_id.to_owned()), |here| {
            let place = here.drafts.iter().position(|(there, _)| there.media_id == media_id);
            let (draft, _) = here.drafts.remove(place.ok_or_else(gone)?);
            let number = 1_000 + here.number();
            let url = |index: u32| format!("http://mp.weixin.qq.com/s/{number}-{index}");
            let count = u32::try_from(draft.prints.len()).unwrap_or_default();
            let addresses: Vec<_> = (1..=count).map(|index| (index, url(index))).collect();
            let there = ArticlesThere {
                article_id: format!("article-{number}"),
                prints: draft.prints,
                articles: PublishedArticle::of(&addresses),
                updated_at: here.tick(),
            };
            here.publications.push((number.to_string(), 1, there));
            Ok(Submitted {
                publish_id: number.to_string(),
                data_id: Some(number),
            })
        })
    }

    async fn publication(&self, _: &str, publish_id: &str) -> Result<PublishReport, WechatFailure> {
        self.about_articles(ArticlesCall::Publication(publish_id.to_owned()), |here| {
            let found = here.publications.iter().find(|(id, ..)| id == publish_id);
            found.map(report).ok_or_else(|| refused(40_035))
        })
    }

    async fn newest_articles(&self, _: &str) -> Result<Vec<ArticlesThere>, WechatFailure> {
        self.about_articles(ArticlesCall::NewestArticles, |here| {
            let is_there = |there: &ArticlesThere| there.articles.iter().any(|article| !article.is_withdrawn);
            let published = here.publications.iter().rev();
            let published = published.filter(|(_, status, there)| *status == 0 && is_there(there));
            Ok(published.take(20).map(|(.., there)| there.clone()).collect())
        })
    }

    async fn withdraw(&self, _: &str, article_id: &str, index: Option<u32>) -> Result<(), WechatFailure> {
        let call = ArticlesCall::Withdraw {
            article_id: article_id.to_owned(),
            index,
        };
        self.about_articles(call, |here| {
            here.withdraw(article_id, index);
            Ok(())
        })
    }
}

fn report(publication: &(String, i64, ArticlesThere)) -> PublishReport {
    let (publish_id, status, there) = publication;
    let is_published = *status == 0;
    let articles = there.articles.iter().filter(|_| is_published);
    PublishReport {
        publish_id: publish_id.clone(),
        status: *status,
        article_id: is_published.then(|| there.article_id.clone()),
        articles: articles.map(|article| (article.index, article.url.clone())).collect(),
        failed: if matches!(status, 2..=4) { vec![1] } else { Vec::new() },
    }
}

/// As WeChat tells of them: a digest where there was none is made of the content.
fn prints(articles: &[OutgoingArticle]) -> Vec<ArticlePrint> {
    let print = |article: &OutgoingArticle| ArticlePrint {
        title: article.title.clone(),
        author: article.author.clone().unwrap_or_default(),
        digest: article.digest.clone().or_else(|| Some("of the content".to_owned())),
        source_url: match &article.body {
            OutgoingBody::News { source_url, .. } => source_url.clone().unwrap_or_default(),
            OutgoingBody::Pictures { .. } => String::new(),
        },
    };
    articles.iter().map(print).collect()
}

fn gone() -> WechatFailure {
    refused(40_007)
}

fn refused(code: i64) -> WechatFailure {
    WechatFailure::Refused {
        code,
        kind: RefusalKind::Content,
        note: "refused by the fake".to_owned(),
    }
}
