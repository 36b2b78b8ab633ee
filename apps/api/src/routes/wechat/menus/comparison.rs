//! `GET /v2/wechat/accounts/{account}/menu/comparison`

use application::wechat::menus::MenuComparison;
use domain::wechat::menus::Difference;
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, Upstream)
}

/// What is being edited beside what WeChat has.
#[derive(Serialize, ToSchema)]
struct ComparisonBody {
    /// The version compared.
    #[schema(example = 3)]
    version: u64,
    /// Whether they are the same.
    #[schema(example = false)]
    same: bool,
    /// Where they differ.
    differences: Vec<DifferenceBody>,
}

/// One place where they differ.
#[derive(Serialize, ToSchema)]
struct DifferenceBody {
    /// Where.
    #[schema(example = "buttons[1].url")]
    at: String,
    /// What is being edited has there.
    draft: Option<String>,
    /// What WeChat has there.
    published: Option<String>,
}

impl From<MenuComparison> for ComparisonBody {
    fn from(comparison: MenuComparison) -> Self {
        let body = |Difference { at, ours, theirs }| DifferenceBody {
            at,
            draft: ours,
            published: theirs,
        };
        Self {
            version: comparison.edition,
            same: comparison.differences.is_empty(),
            differences: comparison.differences.into_iter().map(body).collect(),
        }
    }
}

/// Compare what is being edited with what WeChat has at this moment.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/menu/comparison",
    operation_id = "compareMenu",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    responses((status = 200, description = "Where they differ.", body = Success<ComparisonBody>))
)]
async fn handle(call: Call) -> Result<Answer<ComparisonBody>, ApiError> {
    let account = super::account(&call).await?;
    let comparison = call
        .work(move |app| async move { app.menus.read.comparison(&account).await })
        .await?;
    Ok(Answer::ok(ComparisonBody::from(comparison)))
}
