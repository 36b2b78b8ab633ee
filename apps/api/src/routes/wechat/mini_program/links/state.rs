//! `GET /v2/wechat/accounts/{account}/mini-program/links/{linkId}/state`

use domain::ids::MiniProgramLinkId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::routes::wechat::mini_program::account_name;
use crate::wire::Instant;
use crate::wire::envelope::Success;

/// What WeChat says of a link.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LinkStateBody {
    /// The page it opens.
    #[schema(example = "pages/event/index")]
    page: String,
    /// Its query.
    #[schema(example = "event=1")]
    query: String,
    /// Which version opens.
    #[schema(example = "release")]
    version: String,
    /// When it stops working; `null` when WeChat names no end.
    expires_at: Option<Instant>,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, Upstream)
}

/// Ask WeChat what a link opens.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/mini-program/links/{linkId}/state",
    operation_id = "readMiniProgramLinkState",
    tag = "mini-program",
    params(
        ("account" = String, Path, description = "The account.", example = "mini"),
        ("linkId" = uuid::Uuid, Path, description = "The link.")
    ),
    responses((status = 200, description = "WeChat's word.", body = Success<LinkStateBody>))
)]
async fn handle(call: Call) -> Result<Answer<LinkStateBody>, ApiError> {
    let (account, id) = (account_name(&call), call.id::<MiniProgramLinkId>("linkId")?);
    let found = call
        .work(move |app| async move { app.mini_program.read_links.find(&account, id).await })
        .await?;
    let link = found.ok_or_else(|| ApiError::not_found("link"))?;
    let state = call
        .work(move |app| async move { app.mini_program.read_links.state(&link).await })
        .await?;
    Ok(Answer::ok(LinkStateBody {
        page: state.page,
        query: state.query,
        version: state.version,
        expires_at: state.expires_at.map(Into::into),
    }))
}
