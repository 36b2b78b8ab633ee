//! `GET /v2/wechat/accounts/{account}/mini-program/codes/{codeId}/image`

use actix_web::HttpResponse;
use actix_web::http::header;
use domain::ids::MiniProgramCodeId;

use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::routes::wechat::mini_program::account_name;

/// A code never changes.
const CACHE: &str = "private, max-age=31536000, immutable";

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::ManageWechat),
        NotFound,
        Validation,
        Internal,
        Unavailable
    )
    .bare()
}

/// Read the picture of a Mini Program code.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/mini-program/codes/{codeId}/image",
    operation_id = "readMiniProgramCodeImage",
    tag = "mini-program",
    params(
        ("account" = String, Path, description = "The account.", example = "mini"),
        ("codeId" = uuid::Uuid, Path, description = "The code.")
    ),
    responses((status = 200, description = "PNG or JPEG.", body = Vec<u8>, content_type = "image/png"))
)]
async fn handle(call: Call) -> Result<HttpResponse, ApiError> {
    let (account, id) = (account_name(&call), call.id::<MiniProgramCodeId>("codeId")?);
    let found = call
        .work(move |app| async move { app.mini_program.read_codes.picture(&account, id).await })
        .await?;
    let stored = found.ok_or_else(|| ApiError::not_found("code"))?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, CACHE))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .content_type(stored.picture.content_type)
        .body(stored.picture.bytes))
}
