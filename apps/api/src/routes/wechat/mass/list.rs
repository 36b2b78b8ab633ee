//! `GET /v2/wechat/accounts/{account}/mass-messages`

use domain::wechat::mass::MassState;
use ports::wechat::mass::MassFilter;

use super::body::MassMessageBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::routes::wechat::administered;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadDeliveries), NotFound).paged()
}

/// List mass messages, newest first.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/mass-messages",
    operation_id = "listMassMessages",
    tag = "wechat messaging",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("state" = Option<String>, Query, description = "`draft`, `queued`, `sending`, `accepted`, `finished`, `failed`, `cancelled` or `unknown`.")
    ),
    responses((status = 200, description = "Mass messages.", body = Success<PageBody<MassMessageBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<MassMessageBody>>, ApiError> {
    let account = administered::account(&call).await?;
    let mut params = call.params();
    let filter = MassFilter {
        account,
        state: params.choice("state", &MassState::ALL.map(|state| (state.name(), state))),
    };
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.mass.read.list(&filter, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, MassMessageBody::from)))
}
