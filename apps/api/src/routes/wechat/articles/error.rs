//! Refusals about drafts and publications, each with its status and code.

use std::collections::BTreeMap;
use std::time::Duration;

use application::wechat::articles::ArticleError;
use domain::wechat::articles::{ArticleFault, DraftRefusal, WithdrawalRefusal};
use serde_json::json;

use crate::error::{ApiError, Code};

impl From<ArticleError> for ApiError {
    fn from(error: ArticleError) -> Self {
        match error {
            ArticleError::UnknownDraft(_) => Self::not_found("draft"),
            ArticleError::UnknownPublication(_) => Self::not_found("publication"),
            ArticleError::Stale { actual, .. } => Self::new(
                Code::PreconditionFailed,
                "The draft was changed since; look at it again.",
            )
            .detail("currentVersion", json!(actual)),
            ArticleError::Unsound(faults) => unsound(faults),
            ArticleError::Held(DraftRefusal::Publishing(publication)) => Self::new(
                Code::DraftBeingPublished,
                "The draft is being published and cannot be changed until that is decided.",
            )
            .detail("publicationId", json!(publication.to_string())),
            ArticleError::Held(DraftRefusal::Busy) => {
                Self::new(Code::Conflict, "The draft is being pushed at this moment.")
                    .retry_after(Duration::from_secs(5))
                    .fleeting()
            }
            ArticleError::Withdrawal(refusal) => withdrawal(refusal),
            ArticleError::Store(error) => error.into(),
        }
    }
}

fn withdrawal(refusal: WithdrawalRefusal) -> ApiError {
    match refusal {
        WithdrawalRefusal::NoSuchArticle(_) => ApiError::invalid("index", "the publication has no such article"),
        WithdrawalRefusal::NotPublished(state) => {
            ApiError::new(Code::NothingToWithdraw, "Only what is published can be taken back.")
                .detail("state", json!(state.name()))
        }
        WithdrawalRefusal::AlreadyWithdrawn(_) => {
            ApiError::new(Code::NothingToWithdraw, "The article was taken back already.")
        }
        WithdrawalRefusal::UnderWay => ApiError::new(Code::Conflict, "Another withdrawal is under way."),
        WithdrawalRefusal::Nameless => ApiError::new(
            Code::NothingToWithdraw,
            "WeChat did not tell the id of the articles: take them back on its pages.",
        ),
    }
}

/// Every broken rule under its place.
pub(super) fn unsound(faults: Vec<ArticleFault>) -> ApiError {
    let mut by_place: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for ArticleFault { at, reason } in faults {
        by_place.entry(at).or_default().push(reason);
    }
    let error = ApiError::new(
        Code::Validation,
        "WeChat would refuse the articles, or drop something of them.",
    );
    by_place
        .into_iter()
        .fold(error, |error, (at, reasons)| error.detail(&at, json!(reasons)))
}
