//! All use cases about articles over their ports and the common ones.

use std::sync::Arc;
use std::time::Duration;

use ports::jobs::RelaySignal;
use ports::system::{Clock, Ids};

use super::conclude::Concluding;
use super::prepare::Preparing;
use super::pusher::Pusher;
use super::tools::ArticleTools;
use super::{
    ArticleAdapters, ArticleWithdrawing, CreateDraft, DeleteDraft, DraftDiscarding, DraftPublishing, DraftPushing,
    EditDraft, HearPublishReports, PublicationFollowing, PublishArticles, ReadArticles, RequestPush, WithdrawArticles,
};
use crate::wechat::{ArticleImages, MediaIds, TakesNote};

/// Everything that people and machines can do with drafts and publications.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its use case, which is documented")]
pub struct ArticleUseCases {
    pub create_draft: CreateDraft,
    pub edit_draft: EditDraft,
    pub delete_draft: DeleteDraft,
    pub push_draft: RequestPush,
    pub publish: PublishArticles,
    pub withdraw: WithdrawArticles,
    pub read: ReadArticles,
    pub jobs: ArticleJobs,
    hear_reports: HearPublishReports,
}

/// What the worker does with drafts and publications.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its use case, which is documented")]
pub struct ArticleJobs {
    pub pushing: DraftPushing,
    pub discarding: DraftDiscarding,
    pub publishing: DraftPublishing,
    pub following: PublicationFollowing,
    pub withdrawing: ArticleWithdrawing,
}

/// What the use cases share with others.
pub struct ArticleParts {
    /// WeChat's ids of our materials.
    pub media: Arc<dyn MediaIds>,
    /// Addresses of our pictures inside articles.
    pub images: Arc<dyn ArticleImages>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
    /// Wakes the relay.
    pub signal: Arc<dyn RelaySignal>,
    /// After so long an attempt without outcome counts as one whose process died.
    pub patience: Duration,
}

impl ArticleUseCases {
    /// Assembles them.
    #[must_use]
    pub fn new(own: &ArticleAdapters, parts: ArticleParts) -> Self {
        let tools = ArticleTools {
            store: Arc::clone(&own.store),
            clock: parts.clock,
            ids: parts.ids,
            signal: parts.signal,
        };
        let concluding = Concluding {
            tools: tools.clone(),
            reports: Arc::clone(&own.reports),
        };
        let pusher = Pusher {
            tools: tools.clone(),
            reads: Arc::clone(&own.drafts),
            api: Arc::clone(&own.api),
            preparing: Preparing {
                media: parts.media,
                images: parts.images,
            },
        };
        Self {
            create_draft: CreateDraft {
                tools: tools.clone(),
                reads: Arc::clone(&own.drafts),
            },
            edit_draft: EditDraft(tools.clone()),
            delete_draft: DeleteDraft(tools.clone()),
            push_draft: RequestPush(tools.clone()),
            publish: PublishArticles {
                tools: tools.clone(),
                reads: Arc::clone(&own.publications),
            },
            withdraw: WithdrawArticles {
                tools,
                reads: Arc::clone(&own.publications),
            },
            read: ReadArticles {
                drafts: Arc::clone(&own.drafts),
                publications: Arc::clone(&own.publications),
            },
            jobs: ArticleJobs {
                pushing: DraftPushing(pusher.clone()),
                discarding: DraftDiscarding(Arc::clone(&own.api)),
                publishing: DraftPublishing {
                    reads: Arc::clone(&own.publications),
                    api: Arc::clone(&own.api),
                    pusher,
                    concluding: concluding.clone(),
                    patience: parts.patience,
                },
                following: PublicationFollowing {
                    reads: Arc::clone(&own.publications),
                    api: Arc::clone(&own.api),
                    concluding: concluding.clone(),
                },
                withdrawing: ArticleWithdrawing {
                    reads: Arc::clone(&own.publications),
                    api: Arc::clone(&own.api),
                    concluding: concluding.clone(),
                },
            },
            hear_reports: HearPublishReports {
                reads: Arc::clone(&own.publications),
                concluding,
            },
        }
    }

    /// Everybody here whom messages concern.
    #[must_use]
    pub fn listeners(&self) -> Vec<Arc<dyn TakesNote>> {
        vec![Arc::new(self.hear_reports.clone())]
    }
}
