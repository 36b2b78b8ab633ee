//! `GET /`

use actix_web::HttpResponse;
use actix_web::http::header;

use crate::auth::Access;
use crate::endpoint::{Endpoint, endpoint};

const PAGE: &str = include_str!("home.html");
const POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Public).bare()
}

/// Where to go from here.
#[utoipa::path(
    get,
    path = "/",
    operation_id = "getHome",
    tag = "operations",
    responses((status = 200, description = "A page with links.", body = String, content_type = "text/html"))
)]
async fn handle() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .content_type("text/html; charset=utf-8")
        .body(PAGE)
}
