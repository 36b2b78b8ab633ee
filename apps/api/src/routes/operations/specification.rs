//! `GET /v2/openapi.json`

use std::sync::LazyLock;

use actix_web::HttpResponse;

use crate::auth::Access;
use crate::endpoint::{Endpoint, endpoint};

static TEXT: LazyLock<String> = LazyLock::new(crate::openapi::openapi_json);

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Public).bare()
}

/// This description of the API.
#[utoipa::path(
    get,
    path = "/v2/openapi.json",
    operation_id = "getSpecification",
    tag = "operations",
    responses((status = 200, description = "OpenAPI 3.1.", body = Object, content_type = "application/json"))
)]
async fn handle() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(TEXT.as_str())
}
