//! Health and metrics of the worker.

use std::io;

use actix_web::http::StatusCode;
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse, HttpServer};
use runtime::config::Config;
use runtime::health::HealthRegistry;
use runtime::lifecycle::TaskSet;
use runtime::telemetry::metrics::{self, PrometheusHandle};

/// The runtime of the process: jobs run on all cores.
pub fn runtime() -> tokio::runtime::Runtime {
    #[expect(clippy::expect_used, reason = "a process without a runtime can do nothing")]
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("the runtime starts")
}

/// Starts answering `/healthz`, `/readyz` and `/metrics`.
///
/// # Errors
/// When the port is taken.
pub fn start(config: &Config, health: HealthRegistry, tasks: &TaskSet) -> io::Result<()> {
    let prometheus = metrics::install().map_err(io::Error::other)?;
    tasks.spawn(
        "metrics",
        metrics::keep_up(prometheus.clone(), tasks.shutdown().clone()),
    );
    let server = HttpServer::new(move || {
        App::new()
            .app_data(Data::new(health.clone()))
            .app_data(Data::new(prometheus.clone()))
            .route("/healthz", web::get().to(healthz))
            .route("/readyz", web::get().to(readyz))
            .route("/metrics", web::get().to(show_metrics))
    })
    .workers(1)
    .disable_signals()
    .bind((config.app.host.as_str(), config.worker.port))?
    .run();
    let handle = server.handle();
    let shutdown = tasks.shutdown().clone();
    tasks.spawn("http", async move {
        tokio::spawn(server);
        shutdown.stopping().await;
        handle.stop(true).await;
    });
    Ok(())
}

async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "status": "ok" }))
}

async fn readyz(health: Data<HealthRegistry>) -> HttpResponse {
    let report = health.report().await;
    let status = if report.ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    HttpResponse::build(status).json(report)
}

async fn show_metrics(prometheus: Data<PrometheusHandle>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4")
        .body(prometheus.render())
}
