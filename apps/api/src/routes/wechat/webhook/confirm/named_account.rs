//! `GET /v2/wechat/{account}/webhook`

use actix_web::{HttpRequest, HttpResponse};

use super::confirm;
use crate::auth::Access;
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;

pub fn endpoint() -> Endpoint {
    endpoint!(Access::Signature, NotFound, Validation, Forbidden)
        .quiet()
        .bare()
}

/// Confirm to WeChat that this address belongs to an account.
#[utoipa::path(
    get,
    path = "/v2/wechat/{account}/webhook",
    operation_id = "confirmWebhookOfAccount",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("signature" = Option<String>, Query, description = "SHA-1 over token, timestamp and nonce; required but for WeCom."),
        ("msg_signature" = Option<String>, Query, description = "WeCom: SHA-1 over token, timestamp, nonce and `echostr`."),
        ("timestamp" = String, Query, description = "Unix seconds; refused when more than the tolerance from now.", example = "1796089260"),
        ("nonce" = String, Query, description = "Any text.", example = "1514711492"),
        ("echostr" = String, Query, description = "To be sent back; WeCom's is encrypted and sent back in the clear.", example = "4375120948345356249")
    ),
    responses((status = 200, description = "`echostr`.", body = String, content_type = "text/plain"))
)]
async fn handle(http: HttpRequest) -> Result<HttpResponse, ApiError> {
    confirm(&http, http.match_info().get("account").unwrap_or_default()).await
}
