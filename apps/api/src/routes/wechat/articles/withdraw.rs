//! `POST /v2/wechat/accounts/{account}/publications/{publicationId}/withdraw`

use application::wechat::articles::WithdrawCommand;
use domain::ids::PublicationId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::publication_body::PublicationBody;
use super::{account, require_confirmed};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

/// What to take back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WithdrawalOrder {
    /// Must be `true`: what is taken back cannot be shown again under its address.
    #[serde(default)]
    #[schema(example = true)]
    confirm: bool,
    /// One article by its place, from 1; all of them without.
    #[serde(default)]
    #[schema(example = 1)]
    index: Option<u32>,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::ManageWechat),
        NotFound,
        NothingToWithdraw,
        Conflict
    )
}

/// Take published articles back, for ever. The worker does it; `withdrawal` tells how it goes.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/publications/{publicationId}/withdraw",
    operation_id = "withdrawPublication",
    tag = "wechat articles",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("publicationId" = uuid::Uuid, Path, description = "The publication.")
    ),
    request_body = WithdrawalOrder,
    responses((status = 202, description = "It will be taken back.", body = Success<PublicationBody>))
)]
async fn handle(call: Call, body: Submitted<WithdrawalOrder>) -> Result<Answer<PublicationBody>, ApiError> {
    require_confirmed(body.value.confirm)?;
    let command = WithdrawCommand {
        account: account(&call).await?,
        publication: call.id::<PublicationId>("publicationId")?,
        index: body.value.index,
        context: call.context(),
    };
    let publication = call
        .work(move |app| async move { app.articles.withdraw.run(command).await })
        .await?;
    Ok(Answer::accepted(PublicationBody::from(&publication)))
}
