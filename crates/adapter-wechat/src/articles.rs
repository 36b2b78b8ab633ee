//! [`ArticlesApi`]: drafts and publications of an official account.

use async_trait::async_trait;
use domain::time::Timestamp;
use domain::wechat::Comments;
use domain::wechat::PublishReport;
use domain::wechat::articles::{ArticlePrint, Crop, PublishedArticle};
use ports::wechat::articles::{ArticlesApi, ArticlesThere, DraftThere, OutgoingArticle, OutgoingBody, Submitted};
use ports::wechat::{RefusalKind, WechatFailure};
use wechat_protocol::api::OutOfBounds;
use wechat_protocol::api::official_account::articles::{self as wire, ReadArticle};
use wechat_protocol::api::official_account::drafts::{AddDraft, DeleteDraft, Draft, ListDrafts, UpdateDraft};
use wechat_protocol::api::official_account::publishing::{
    DeleteArticles, GetPublication, ListArticles, Publication, Publish, PublishStatus,
};

use crate::client::WechatClient;
use crate::failure::refused;

/// There is no such draft.
const NO_DRAFT: i64 = 40_007;
/// There are no such articles.
const NO_ARTICLES: i64 = 53_600;
/// How many of the newest are looked at: as many as WeChat tells at once.
const NEWEST: u32 = 20;

#[async_trait]
impl ArticlesApi for WechatClient {
    async fn add_draft(&self, account: &str, articles: &[OutgoingArticle]) -> Result<String, WechatFailure> {
        let articles = articles.iter().map(written).collect::<Result<_, _>>()?;
        let call = AddDraft::new(articles).map_err(unsound)?;
        Ok(self.call(account, &call).await?.media_id)
    }

    async fn update_draft(
        &self,
        account: &str,
        media_id: &str,
        index: u32,
        article: &OutgoingArticle,
    ) -> Result<(), WechatFailure> {
        let call = UpdateDraft::new(media_id, index, written(article)?);
        self.order(account, &call).await.map(drop)
    }

    async fn delete_draft(&self, account: &str, media_id: &str) -> Result<(), WechatFailure> {
        done_unless(
            self.order(account, &DeleteDraft::new(media_id)).await.map(drop),
            NO_DRAFT,
        )
    }

    async fn newest_drafts(&self, account: &str) -> Result<Vec<DraftThere>, WechatFailure> {
        let call = ListDrafts::new(0, NEWEST).map_err(unsound)?.without_content();
        let page = self.call(account, &call).await?;
        let draft = |one: &wechat_protocol::api::official_account::drafts::ListedDraft| DraftThere {
            media_id: one.media_id.clone(),
            prints: prints(&one.content),
            updated_at: Timestamp::from_unix_seconds(one.update_time),
        };
        Ok(page.item.iter().map(draft).collect())
    }

    async fn submit(&self, account: &str, media_id: &str) -> Result<Submitted, WechatFailure> {
        let publishing = self.call(account, &Publish::new(media_id)).await?;
        Ok(Submitted {
            publish_id: publishing.publish_id,
            data_id: publishing.msg_data_id,
        })
    }

    async fn publication(&self, account: &str, publish_id: &str) -> Result<PublishReport, WechatFailure> {
        let told = self.call(account, &GetPublication::new(publish_id)).await?;
        Ok(report(told))
    }

    async fn newest_articles(&self, account: &str) -> Result<Vec<ArticlesThere>, WechatFailure> {
        let call = ListArticles::new(0, NEWEST).map_err(unsound)?.without_content();
        let page = self.call(account, &call).await?;
        let group = |one: &wechat_protocol::api::official_account::publishing::ListedArticles| ArticlesThere {
            article_id: one.article_id.clone(),
            prints: prints(&one.content),
            articles: published(&one.content),
            updated_at: Timestamp::from_unix_seconds(one.update_time),
        };
        Ok(page.item.iter().map(group).collect())
    }

    async fn withdraw(&self, account: &str, article_id: &str, index: Option<u32>) -> Result<(), WechatFailure> {
        let call = match index {
            Some(index) => DeleteArticles::one(article_id, index).map_err(unsound)?,
            None => DeleteArticles::all(article_id),
        };
        done_unless(self.order(account, &call).await.map(drop), NO_ARTICLES)
    }
}

/// What shall be gone and is gone already is done.
fn done_unless(outcome: Result<(), WechatFailure>, gone_already: i64) -> Result<(), WechatFailure> {
    match outcome {
        Err(WechatFailure::Refused { code, .. }) if code == gone_already => Ok(()),
        outcome => outcome,
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn unsound(fault: OutOfBounds) -> WechatFailure {
    refused(RefusalKind::Content, fault.to_string())
}

fn written(article: &OutgoingArticle) -> Result<wire::Article, WechatFailure> {
    let mut written = match &article.body {
        OutgoingBody::News {
            content,
            source_url,
            thumb_media_id,
            crops,
        } => {
            let mut news = wire::Article::news(&article.title, content, thumb_media_id).map_err(unsound)?;
            if let Some(url) = source_url {
                news = news.from_source(url);
            }
            match crops {
                Some(crops) => news.cropped(crop(crops.wide), crop(crops.square)),
                None => news,
            }
        }
        OutgoingBody::Pictures { text, image_media_ids } => {
            wire::Article::pictures(&article.title, text, image_media_ids).map_err(unsound)?
        }
    };
    if let Some(author) = &article.author {
        written = written.by(author);
    }
    if let Some(digest) = &article.digest {
        written = written.with_digest(digest);
    }
    Ok(match article.comments {
        Comments::Closed => written,
        Comments::Everybody => written.with_comments(false),
        Comments::Followers => written.with_comments(true),
    })
}

fn crop(crop: Crop) -> wire::Crop {
    // Millionths below 2^24 are exact in 32 bits, and so is what is written of their quotient with six decimals.
    let share = |millionths: u32| millionths.min(Crop::WHOLE) as f32 / Crop::WHOLE as f32;
    wire::Crop {
        left: share(crop.left),
        top: share(crop.top),
        right: share(crop.right),
        bottom: share(crop.bottom),
    }
}

fn prints(draft: &Draft) -> Vec<ArticlePrint> {
    let print = |article: &ReadArticle| ArticlePrint {
        title: article.title.clone(),
        author: article.author.clone(),
        digest: Some(article.digest.clone()),
        source_url: article.content_source_url.clone(),
    };
    draft.news_item.iter().map(print).collect()
}

fn published(draft: &Draft) -> Vec<PublishedArticle> {
    let article = |(index, article): (u32, &ReadArticle)| PublishedArticle {
        index,
        url: article.url.clone(),
        is_withdrawn: article.is_deleted,
    };
    (1..).zip(&draft.news_item).map(article).collect()
}

fn report(told: Publication) -> PublishReport {
    let named = |text: String| (!text.is_empty()).then_some(text);
    let articles = told.article_detail.map(|detail| detail.item).unwrap_or_default();
    PublishReport {
        publish_id: told.publish_id,
        status: match told.publish_status {
            PublishStatus::Published => 0,
            PublishStatus::InProgress => 1,
            PublishStatus::NotOriginal => 2,
            PublishStatus::Failed => 3,
            PublishStatus::Refused => 4,
            PublishStatus::Deleted => 5,
            PublishStatus::Banned => 6,
            PublishStatus::Other(number) => i64::from(number),
            _ => -1,
        },
        article_id: named(told.article_id),
        articles: articles.into_iter().map(|one| (one.idx, one.article_url)).collect(),
        failed: told.fail_idx,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_keeps_its_number() {
        for status in [0, 1, 2, 3, 4, 5, 6, 99] {
            let told = serde_json::from_str(&format!(
                r#"{{"publish_id":"100000001","publish_status":{status},"fail_idx":[1,2]}}"#
            ));
            let report = report(told.unwrap());
            assert_eq!((report.status, report.failed.as_slice()), (status, [1, 2].as_slice()));
            assert_eq!(report.article_id, None);
        }
    }

    #[test]
    fn millionths_are_written_as_they_are() {
        let article = OutgoingArticle {
            title: "t".to_owned(),
            author: None,
            digest: None,
            comments: Comments::Followers,
            body: OutgoingBody::News {
                content: "c".to_owned(),
                source_url: None,
                thumb_media_id: "M".to_owned(),
                crops: Some(domain::wechat::articles::Crops {
                    wide: Crop {
                        left: 1,
                        top: 333_333,
                        right: 999_999,
                        bottom: Crop::WHOLE,
                    },
                    square: Crop {
                        left: 0,
                        top: 123_456,
                        right: 765_432,
                        bottom: 900_001,
                    },
                }),
            },
        };
        let sent = serde_json::to_value(written(&article).unwrap()).unwrap();
        assert_eq!(sent["pic_crop_235_1"], "0.000001_0.333333_0.999999_1.000000");
        assert_eq!(sent["pic_crop_1_1"], "0.000000_0.123456_0.765432_0.900001");
        assert_eq!(
            (&sent["need_open_comment"], &sent["only_fans_can_comment"]),
            (&1.into(), &1.into())
        );
    }
}
