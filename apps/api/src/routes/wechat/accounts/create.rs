//! `POST /v2/wechat/accounts`

use actix_web::http::header;
use application::wechat::accounts::AddAccountCommand;
use domain::ids::AccountId;

use super::draft::NewAccount;
use super::{AccountBody, present, public_base};
use crate::answer::Rendered;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat)).once()
}

/// Add a WeChat account. Its credentials are stored encrypted and never shown again; it is in use at once.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts",
    operation_id = "addWechatAccount",
    tag = "wechat",
    request_body = NewAccount,
    responses((
        status = 201, description = "The account, with the address to enter at WeChat.", body = Success<AccountBody>,
        headers(("ETag", description = "Its version."), ("Location", description = "Its path."))
    ))
)]
async fn handle(call: Call, body: Submitted<NewAccount>) -> Result<Rendered, ApiError> {
    let (wanted, context, base) = (body.value.into_wanted(), call.context(), public_base(&call));
    once::create(&call, &body.bytes, move |app, id| async move {
        let wanted = wanted?;
        let command = AddAccountCommand {
            id: AccountId::from_uuid(id),
            name: wanted.name,
            draft: wanted.draft,
            enabled: wanted.enabled,
            secrets: wanted.secrets,
            context,
        };
        let view = app.add_account.run(command).await?;
        let path = format!("/v2/wechat/accounts/{}", view.name);
        Ok(present(view, base.as_deref())
            .into_created()
            .header(header::LOCATION, &path))
    })
    .await
}
