//! `POST /v2/wechat/{account}/webhook`

use actix_web::{HttpRequest, HttpResponse, web};

use crate::auth::Access;
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::routes::wechat::webhook::serve::deliver;

pub fn endpoint() -> Endpoint {
    endpoint!(Access::Signature, NotFound, Validation, Forbidden, PayloadTooLarge)
        .quiet()
        .bare()
}

/// Take a message or event that WeChat delivers to an account, and answer it.
///
/// It is durably recorded, once, before the answer is written; a redelivery gets the same answer.
#[utoipa::path(
    post,
    path = "/v2/wechat/{account}/webhook",
    operation_id = "receiveMessageOfAccount",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("signature" = Option<String>, Query, description = "SHA-1 over token, timestamp and nonce; required in plain mode."),
        ("timestamp" = String, Query, description = "Unix seconds; refused when more than the tolerance from now.", example = "1796089260"),
        ("nonce" = String, Query, description = "Any text.", example = "1514711492"),
        ("encrypt_type" = Option<String>, Query, description = "`aes`; required in compatible and safe mode, but for WeCom."),
        ("msg_signature" = Option<String>, Query, description = "SHA-1 over token, timestamp, nonce and envelope; required in compatible and safe mode.")
    ),
    request_body(content = String, content_type = "text/xml", description = "WeChat's XML or JSON, at most 256 KiB."),
    responses((
        status = 200, description = "The reply, encrypted with the key the message came with, or the word `success`; JSON where the message was JSON; empty instead of `success` for WeCom.",
        body = String, content_type = "application/xml", example = "success"
    ))
)]
async fn handle(http: HttpRequest, payload: web::Payload) -> Result<HttpResponse, ApiError> {
    deliver(
        &http,
        http.match_info().get("account").unwrap_or_default(),
        &mut payload.into_inner(),
    )
    .await
}
