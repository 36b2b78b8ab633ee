//! `GET /docs`

use actix_web::HttpResponse;
use actix_web::http::header;

use crate::auth::Access;
use crate::endpoint::{Endpoint, endpoint};

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Public).bare()
}

/// The way to the interactive documentation.
#[utoipa::path(
    get,
    path = "/docs",
    operation_id = "findDocs",
    tag = "operations",
    responses((status = 308, description = "It is at `/docs/`."))
)]
async fn handle() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((header::LOCATION, "/docs/"))
        .finish()
}
