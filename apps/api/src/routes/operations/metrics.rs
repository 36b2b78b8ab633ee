//! `GET /metrics`

use actix_web::HttpResponse;

use crate::auth::Access;
use crate::endpoint::{Endpoint, endpoint};
use crate::http::Call;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Public).quiet().bare()
}

/// Numbers for Prometheus, in its text format. Keep it inside the cluster.
#[utoipa::path(
    get,
    path = "/metrics",
    operation_id = "getMetrics",
    tag = "operations",
    responses((status = 200, description = "Metrics.", body = String, content_type = "text/plain"))
)]
async fn handle(call: Call) -> HttpResponse {
    let text = call
        .state()
        .metrics
        .as_ref()
        .map(|metrics| metrics.render())
        .unwrap_or_default();
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(text)
}
