//! `POST /v2/wechat/accounts/{account}/test`

use super::name;
use super::test_body::TestBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::ManageWechat),
        NotFound,
        CredentialsUnreadable
    )
}

/// Try the connection with a WeChat account out: its credentials, our clock, a harmless call, what is left of the quota,
/// and whether WeChat reaches us. Takes up to half a minute when WeChat does not answer. Disabled accounts can be tried
/// out, too.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/test",
    operation_id = "testWechatAccount",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "tea-shop")),
    responses((status = 200, description = "What was found; a check that failed is no failure of the request.", body = Success<TestBody>))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<TestBody>, ApiError> {
    let account = name(&call);
    let (product, test) = call
        .work(move |app| async move {
            let product = app.read_accounts.find(&account).await?.product;
            let test = app.test_connection.run(&account).await?;
            Ok::<_, application::wechat::accounts::AccountError>((product, test))
        })
        .await?;
    Ok(Answer::ok(TestBody::of(product, test)))
}
