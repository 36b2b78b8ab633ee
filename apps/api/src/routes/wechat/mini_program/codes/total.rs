//! `GET /v2/wechat/accounts/{account}/mini-program/code-total`

use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::routes::wechat::mini_program::account_name;
use crate::wire::envelope::Success;

/// How many codes of the limited kinds an account has made.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CodeTotalBody {
    /// Made here, round and square together.
    #[schema(example = 12)]
    made: u64,
    /// How many the account may ever make.
    #[schema(example = 100_000)]
    limit: u64,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat))
}

/// Tell how many codes of the limited kinds an account has made of all it may ever make.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/mini-program/code-total",
    operation_id = "readMiniProgramCodeTotal",
    tag = "mini-program",
    params(("account" = String, Path, description = "The account.", example = "mini")),
    responses((status = 200, description = "The total.", body = Success<CodeTotalBody>))
)]
async fn handle(call: Call) -> Result<Answer<CodeTotalBody>, ApiError> {
    let account = account_name(&call);
    let total = call
        .work(move |app| async move { app.mini_program.read_codes.total(&account).await })
        .await?;
    Ok(Answer::ok(CodeTotalBody {
        made: total.made,
        limit: total.of,
    }))
}
