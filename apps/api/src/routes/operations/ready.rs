//! `GET /readyz`

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use runtime::HealthReport;
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Access;
use crate::endpoint::{Endpoint, endpoint};
use crate::http::Call;

/// Whether requests may be sent here.
#[derive(Serialize, ToSchema)]
pub(crate) struct Readiness {
    /// Every check passed and the process is not stopping.
    #[schema(example = true)]
    ready: bool,
    /// The process is stopping.
    #[schema(example = false)]
    stopping: bool,
    /// Each check.
    checks: Vec<ReadinessCheck>,
}

/// What became of one check.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReadinessCheck {
    /// What was checked.
    #[schema(example = "database")]
    name: String,
    /// Whether it passed.
    #[schema(example = true)]
    ok: bool,
    /// What it said.
    #[schema(example = "reached")]
    detail: String,
    /// How long it took, in milliseconds.
    #[schema(example = 1)]
    duration_ms: u64,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Public).quiet().bare()
}

/// Tell whether requests may be sent here. The answer is at most a second old.
#[utoipa::path(
    get,
    path = "/readyz",
    operation_id = "getReadiness",
    tag = "operations",
    responses(
        (status = 200, description = "They may.", body = Readiness),
        (status = 503, description = "They may not: a server is missing, or the process is stopping.", body = Readiness)
    )
)]
async fn handle(call: Call) -> HttpResponse {
    let report = Readiness::from(call.state().health.report().await);
    let status = if report.ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    HttpResponse::build(status).json(report)
}

impl From<HealthReport> for Readiness {
    fn from(report: HealthReport) -> Self {
        let checks = report.checks.into_iter().map(|check| ReadinessCheck {
            name: check.name,
            ok: check.ok,
            detail: check.detail,
            duration_ms: check.duration_ms,
        });
        Self {
            ready: report.ready,
            stopping: report.stopping,
            checks: checks.collect(),
        }
    }
}
