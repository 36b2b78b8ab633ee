//! The identity of the current trace, and its way into and out of the process.

mod ids;
mod lookup;
mod numbers;

use opentelemetry::Context;
use opentelemetry::trace::TraceContextExt as _;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use ids::TraceIds;
pub(super) use lookup::ThisDispatch;
pub(super) use numbers::SpanNumbers;

/// The current span as a W3C `traceparent`, for a header or a stored message. `None` outside
/// of any span.
#[must_use]
pub fn current_traceparent() -> Option<String> {
    lookup::ids_of(&Span::current()).map(|ids| ids.to_string())
}

/// The current trace's id, 32 hexadecimal digits. `None` outside of any span.
#[must_use]
pub fn current_trace_id() -> Option<String> {
    lookup::ids_of(&Span::current()).map(|ids| ids.trace_id())
}

/// Makes `span` a part of the trace that a `traceparent` names. Nothing, or a malformed one,
/// leaves the span in the trace it has.
///
/// Call it right after the span was made: children made before, and a span entered before, keep
/// the former trace.
pub fn adopt(span: &Span, traceparent: Option<&str>) {
    let Some(remote) = traceparent.and_then(TraceIds::parse) else {
        return;
    };
    if !numbers::join(span, remote) {
        // Fails when no layer keeps traces, or when the span has begun; both are documented.
        let _ = span.set_parent(Context::new().with_remote_span_context(remote.into()));
    }
}
