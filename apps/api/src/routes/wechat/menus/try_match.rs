//! `POST /v2/wechat/accounts/{account}/conditional-menus/try-match`

use domain::text::single_line;
use domain::validation::FieldFaults;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::button::{ButtonBody, buttons_of};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::Object;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, Upstream)
}

/// Whose menu.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MatchRequest {
    /// The person's open id or WeChat name (微信号).
    #[schema(example = "o0000000000000000000000000test")]
    user: String,
}

/// The menu that a person sees.
#[derive(Serialize, ToSchema)]
struct MatchBody {
    /// Its entries.
    #[schema(value_type = Vec<ButtonBody>)]
    buttons: Vec<Object<ButtonBody>>,
}

/// Ask WeChat which menu a person sees at this moment.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/conditional-menus/try-match",
    operation_id = "tryMatchConditionalMenu",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    request_body = MatchRequest,
    responses((status = 200, description = "The menu that the person sees.", body = Success<MatchBody>))
)]
async fn handle(call: Call, body: Submitted<MatchRequest>) -> Result<Answer<MatchBody>, ApiError> {
    let account = super::account(&call).await?;
    let mut faults = FieldFaults::default();
    let user = faults.keep("user", single_line(&body.value.user, 1..=128));
    faults.check()?;
    let user = user.unwrap_or_default();
    let menu = call
        .work(move |app| async move { app.menus.read.try_match(&account, &user).await })
        .await?;
    Ok(Answer::ok(MatchBody {
        buttons: buttons_of(&menu),
    }))
}
