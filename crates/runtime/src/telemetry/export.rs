//! Export of traces over OTLP/HTTP.

use std::sync::Arc;
use std::time::Duration;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::{OTelSdkError, OTelSdkResult};
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider, SpanData};
use tokio::runtime::{Builder, Handle, Runtime};
use tracing::Dispatch;

use super::error::TelemetryError;
use crate::tls;

const EXPORT_TIMEOUT: Duration = Duration::from_secs(3);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
const FLUSH_DEADLINE: Duration = Duration::from_secs(3);

/// A running export. It has a small runtime of its own: the SDK's batch thread has none, and the
/// last batch leaves after the application's runtime is gone. Dropping it sends what is left,
/// within [`FLUSH_DEADLINE`].
pub(super) struct Exporter {
    provider: SdkTracerProvider,
    runtime: Option<Runtime>,
    service: &'static str,
}

impl Exporter {
    pub(super) fn start(service: &'static str, endpoint: &str) -> Result<Self, TelemetryError> {
        let client = build_exporter(endpoint)?;
        let runtime = build_runtime()?;
        let exporter = OnRuntime {
            inner: Arc::new(client),
            runtime: runtime.handle().clone(),
        };
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(Resource::builder().with_service_name(service).build())
            .build();
        Ok(Self {
            provider,
            runtime: Some(runtime),
            service,
        })
    }

    pub(super) fn tracer(&self) -> SdkTracer {
        self.provider.tracer(self.service)
    }
}

impl Drop for Exporter {
    fn drop(&mut self) {
        if self.provider.shutdown_with_timeout(FLUSH_DEADLINE).is_err() {
            tracing::warn!("The last traces were not exported.");
        }
        if let Some(runtime) = self.runtime.take() {
            // An ordinary drop would block, which tokio forbids inside another runtime.
            runtime.shutdown_background();
        }
    }
}

/// Its thread traces and logs nothing: spans of the export itself would be exported in turn.
fn build_runtime() -> Result<Runtime, TelemetryError> {
    Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("otlp-export")
        .on_thread_start(|| std::mem::forget(tracing::dispatcher::set_default(&Dispatch::none())))
        .enable_all()
        .build()
        .map_err(|_| TelemetryError::Exporter)
}

fn build_exporter(endpoint: &str) -> Result<SpanExporter, TelemetryError> {
    tls::install();
    let client = reqwest::Client::builder()
        .timeout(EXPORT_TIMEOUT)
        .connect_timeout(CONNECT_TIMEOUT)
        .build()
        .map_err(|_| TelemetryError::Exporter)?;
    SpanExporter::builder()
        .with_http()
        .with_http_client(client)
        .with_protocol(Protocol::HttpBinary)
        .with_timeout(EXPORT_TIMEOUT)
        .with_endpoint(format!("{}/v1/traces", endpoint.trim_end_matches('/')))
        .build()
        .map_err(|_| TelemetryError::Exporter)
}

/// Runs the exporter on a runtime, wherever the SDK calls it.
#[derive(Debug)]
struct OnRuntime {
    inner: Arc<SpanExporter>,
    runtime: Handle,
}

impl opentelemetry_sdk::trace::SpanExporter for OnRuntime {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let inner = Arc::clone(&self.inner);
        self.runtime
            .spawn(async move { inner.export(batch).await })
            .await
            .unwrap_or_else(|error| Err(OTelSdkError::InternalFailure(error.to_string())))
    }
}
