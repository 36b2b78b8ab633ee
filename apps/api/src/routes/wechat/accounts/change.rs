//! `PATCH /v2/wechat/accounts/{account}`

use application::wechat::accounts::ChangeAccountCommand;

use super::draft::AccountPatch;
use super::{AccountBody, expected_version, name, present, public_base};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, AccountConfigured).versioned()
}

/// Change a WeChat account (merge patch): its title, mode, credentials, or whether it is in use.
///
/// The change counts at once, without a restart; other instances follow within two seconds. A new `encodingAesKey` keeps
/// the old one as the previous key, so that messages of both are read while WeChat changes over.
#[utoipa::path(
    patch,
    path = "/v2/wechat/accounts/{account}",
    operation_id = "changeWechatAccount",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "tea-shop")),
    request_body = AccountPatch,
    responses((status = 200, description = "The account as it is now.", body = Success<AccountBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call, body: Submitted<AccountPatch>) -> Result<Answer<AccountBody>, ApiError> {
    let wanted = body.value.into_wanted()?;
    let account = name(&call);
    let command = ChangeAccountCommand {
        expected_version: expected_version(&call, &account).await?,
        name: account,
        enabled: wanted.enabled,
        secrets: wanted.secrets.clone(),
        edit: Box::new(move |draft| wanted.apply(draft)),
        context: call.context(),
    };
    let view = call
        .work(move |app| async move { app.change_account.run(command).await })
        .await?;
    Ok(present(view, public_base(&call).as_deref()))
}
