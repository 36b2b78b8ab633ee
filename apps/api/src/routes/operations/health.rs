//! `GET /healthz`

use actix_web::web::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Access;
use crate::endpoint::{Endpoint, endpoint};

/// The process lives.
#[derive(Serialize, ToSchema)]
pub(crate) struct Alive {
    /// Always `ok`.
    #[schema(example = "ok")]
    status: &'static str,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Public).quiet().bare()
}

/// Tell whether the process lives. Asks nobody else: a dead database is no reason to restart it.
#[utoipa::path(
    get,
    path = "/healthz",
    operation_id = "getHealth",
    tag = "operations",
    responses((status = 200, description = "It lives.", body = Alive))
)]
async fn handle() -> Json<Alive> {
    Json(Alive { status: "ok" })
}
