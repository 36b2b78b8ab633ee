//! `POST /v2/wechat/accounts/{account}/drafts/validate`

use serde::Serialize;
use utoipa::ToSchema;

use super::account;
use super::article::{ArticleContent, ArticlesSubmission};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// What a look through articles found.
#[derive(Serialize, ToSchema)]
struct ValidatedBody {
    /// Whether they can be kept.
    #[schema(example = false)]
    valid: bool,
    /// What WeChat would refuse or drop.
    faults: Vec<ArticleFaultBody>,
    /// The articles as they would be kept; empty where there are faults.
    articles: Vec<ArticleContent>,
}

/// Something that WeChat would refuse or drop.
#[derive(Serialize, ToSchema)]
struct ArticleFaultBody {
    /// Where.
    #[schema(example = "articles[0].title")]
    at: String,
    /// Why.
    #[schema(example = "must have at most 32 characters")]
    reason: String,
}

/// Look articles through without keeping them: every rule they break, and how they would be cleaned. Whether the materials they name exist is seen when they are pushed.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/drafts/validate",
    operation_id = "validateDraft",
    tag = "wechat articles",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    request_body = ArticlesSubmission,
    responses((status = 200, description = "What was found.", body = Success<ValidatedBody>))
)]
async fn handle(call: Call, body: Submitted<ArticlesSubmission>) -> Result<Answer<ValidatedBody>, ApiError> {
    account(&call).await?;
    let looked = application::wechat::articles::validate(body.value.into_articles());
    let fault = |fault: domain::wechat::articles::ArticleFault| ArticleFaultBody {
        at: fault.at,
        reason: fault.reason,
    };
    Ok(Answer::ok(match looked {
        Ok(articles) => ValidatedBody {
            valid: true,
            faults: Vec::new(),
            articles: articles.iter().map(Into::into).collect(),
        },
        Err(faults) => ValidatedBody {
            valid: false,
            faults: faults.into_iter().map(fault).collect(),
            articles: Vec::new(),
        },
    }))
}
