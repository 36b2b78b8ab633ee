//! Logs, traces and metrics of a process.
//!
//! Log lines go to standard error, so that a command's own output stays clean. Every line inside
//! a span carries `trace_id` and `span_id`, and every outgoing message can carry a `traceparent`,
//! whether traces are exported or not:
//!
//! - With `OTEL_EXPORTER_OTLP_ENDPOINT`, spans are recorded by the OpenTelemetry SDK and exported
//!   in batches over OTLP/HTTP. The sampler follows the standard `OTEL_TRACES_SAMPLER`.
//! - Without it, a layer of our own only numbers spans: two random numbers and one small
//!   allocation per span, no attributes, no clock, no lock shared between requests. An SDK
//!   provider without exporter would cost several times as much to record what nobody reads.
//!
//! Spans up to level info exist at every `LOG_LEVEL`, because traces hang on them; below that
//! level a span exists only where the log's directives ask for it.

mod error;
mod export;
mod filter;
mod guard;
mod log;
pub mod metrics;
mod panics;
mod subscriber;
pub mod trace;

#[cfg(test)]
mod tests;

use opentelemetry_sdk::propagation::TraceContextPropagator;

pub use error::TelemetryError;
pub use guard::TelemetryGuard;

use crate::config::Config;

/// Starts logs and traces of this process, and logs panics from here on. `service` is the
/// binary's name. Keep the guard until the process ends: dropping it sends the last traces.
///
/// # Errors
/// When the exporter cannot be built, or when this process has a subscriber already.
pub fn init(service: &'static str, config: &Config) -> Result<TelemetryGuard, TelemetryError> {
    opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
    let exporter = match &config.telemetry.otlp_endpoint {
        Some(endpoint) => Some(export::Exporter::start(service, endpoint)?),
        None => None,
    };
    let tracer = exporter.as_ref().map(export::Exporter::tracer);
    let subscriber = subscriber::build(&config.log, tracer, std::io::stderr)?;
    tracing::subscriber::set_global_default(subscriber).map_err(|_| TelemetryError::AlreadyStarted)?;
    panics::install(!config.environment.is_production());
    Ok(TelemetryGuard::new(exporter))
}
