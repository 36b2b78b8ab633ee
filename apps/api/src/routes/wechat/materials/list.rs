//! `GET /v2/wechat/accounts/{account}/materials`

use domain::wechat::materials::MaterialKind;
use ports::wechat::materials::MaterialFilter;

use super::account;
use super::body::MaterialBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound).paged()
}

/// List an account's materials, newest first.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/materials",
    operation_id = "listMaterials",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("kind" = Option<String>, Query, description = "`image`, `voice`, `video`, `thumb` or `file`.")
    ),
    responses((status = 200, description = "Materials.", body = Success<PageBody<MaterialBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<MaterialBody>>, ApiError> {
    let (account, mut params) = (account(&call).await?, call.params());
    let filter = MaterialFilter {
        kind: params.choice("kind", &MaterialKind::ALL.map(|kind| (kind.name(), kind))),
    };
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.materials.read.list(&account, filter, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, MaterialBody::from)))
}
