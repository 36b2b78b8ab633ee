//! Puts the layers together.

use opentelemetry_sdk::trace::SdkTracer;
use tracing::Subscriber;
use tracing_subscriber::filter::FilterExt as _;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use super::error::TelemetryError;
use super::filter::InfoSpans;
use super::log::{JsonLines, JsonObject, TextLines};
use super::trace::{SpanNumbers, ThisDispatch};
use crate::config::{LogConfig, LogFormat};

type AnyLayer = Box<dyn Layer<Registry> + Send + Sync>;

pub(super) fn build<W>(
    log: &LogConfig,
    tracer: Option<SdkTracer>,
    writer: W,
) -> Result<impl Subscriber + Send + Sync, TelemetryError>
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    // lapin logs returned messages with their bodies; what matters of the broker is logged by its adapter.
    let level = format!("lapin=off,{}", log.level);
    let directives = EnvFilter::try_new(level).map_err(|_| TelemetryError::Level)?;
    let dispatch = ThisDispatch::default();
    let layers = dispatch
        .clone()
        .and_then(trace_layer(tracer))
        .and_then(log_layer(log.format, dispatch, writer));
    Ok(tracing_subscriber::registry().with(layers.with_filter(directives.or(InfoSpans))))
}

fn trace_layer(tracer: Option<SdkTracer>) -> AnyLayer {
    match tracer {
        None => Box::new(SpanNumbers),
        Some(tracer) => Box::new(
            tracing_opentelemetry::layer()
                .with_tracer(tracer)
                .with_location(false)
                .with_threads(false)
                .with_tracked_inactivity(false)
                .with_context_activation(false),
        ),
    }
}

fn log_layer<W>(format: LogFormat, dispatch: ThisDispatch, writer: W) -> AnyLayer
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    let layer = tracing_subscriber::fmt::layer().with_writer(writer).with_ansi(false);
    match format {
        LogFormat::Text => Box::new(layer.event_format(TextLines::new(dispatch))),
        LogFormat::Json => Box::new(layer.fmt_fields(JsonObject).event_format(JsonLines::new(dispatch))),
    }
}
