//! `GET /v2/wechat/webhook`

use actix_web::{HttpRequest, HttpResponse};

use super::confirm;
use crate::auth::Access;
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::routes::wechat::webhook::account::DEFAULT_ACCOUNT;

pub fn endpoint() -> Endpoint {
    endpoint!(Access::Signature, Validation, Forbidden).quiet().bare()
}

/// Confirm to WeChat that this address belongs to the default account.
#[utoipa::path(
    get,
    path = "/v2/wechat/webhook",
    operation_id = "confirmWebhook",
    tag = "wechat",
    params(
        ("signature" = String, Query, description = "SHA-1 over token, timestamp and nonce."),
        ("timestamp" = String, Query, description = "Unix seconds; refused when more than the tolerance from now.", example = "1796089260"),
        ("nonce" = String, Query, description = "Any text.", example = "1514711492"),
        ("echostr" = String, Query, description = "To be sent back.", example = "4375120948345356249")
    ),
    responses((status = 200, description = "`echostr`.", body = String, content_type = "text/plain"))
)]
async fn handle(http: HttpRequest) -> Result<HttpResponse, ApiError> {
    confirm(&http, DEFAULT_ACCOUNT).await
}
