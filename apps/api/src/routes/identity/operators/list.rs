//! `GET /v2/operators`

use super::body::OperatorBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageOperators)).paged()
}

/// List who can sign in to the admin side, oldest first.
#[utoipa::path(
    get,
    path = "/v2/operators",
    operation_id = "listOperators",
    tag = "identity",
    responses((status = 200, description = "Operators.", body = Success<PageBody<OperatorBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<OperatorBody>>, ApiError> {
    let mut params = call.params();
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.staff.operators.list(query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, OperatorBody::from)))
}
