//! Numbers spans when traces are not exported: ids for logs and for messages, and nothing else.

use opentelemetry_sdk::trace::{IdGenerator as _, RandomIdGenerator};
use tracing::span::{Attributes, Id};
use tracing::{Dispatch, Span};
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::{LookupSpan as _, SpanRef};
use tracing_subscriber::{Layer, Registry};

use super::ids::TraceIds;

/// Gives every span its ids; a child shares its parent's trace.
///
/// A new trace is not flagged as sampled, because nobody records it here; a flag that came from
/// outside is passed on.
pub(in crate::telemetry) struct SpanNumbers;

impl Layer<Registry> for SpanNumbers {
    fn on_new_span(&self, _: &Attributes<'_>, id: &Id, context: Context<'_, Registry>) {
        let Some(span) = context.span(id) else {
            return;
        };
        let parent = span.parent().and_then(|parent| ids_in(&parent));
        span.extensions_mut().replace(numbered(parent));
    }
}

fn numbered(parent: Option<TraceIds>) -> TraceIds {
    let (trace, flags) = parent.map_or_else(|| (new_trace(), 0), |parent| (parent.trace, parent.flags));
    let span = u64::from_be_bytes(RandomIdGenerator::default().new_span_id().to_bytes());
    TraceIds { trace, span, flags }
}

fn new_trace() -> u128 {
    u128::from_be_bytes(RandomIdGenerator::default().new_trace_id().to_bytes())
}

/// The ids kept with a span, if this layer keeps them.
pub(super) fn ids_in(span: &SpanRef<'_, Registry>) -> Option<TraceIds> {
    span.extensions().get::<TraceIds>().copied()
}

/// The ids of a span by its id, if this layer keeps them.
pub(super) fn ids_by_id(id: &Id, dispatch: &Dispatch) -> Option<TraceIds> {
    let registry = dispatch.downcast_ref::<Registry>()?;
    ids_in(&registry.span(id)?)
}

/// Moves a span into another trace. `false` when this layer does not keep its ids.
pub(super) fn join(span: &Span, remote: TraceIds) -> bool {
    span.with_subscriber(|(id, dispatch)| {
        let span = dispatch.downcast_ref::<Registry>()?.span(id)?;
        let mut extensions = span.extensions_mut();
        let ids = extensions.get_mut::<TraceIds>()?;
        ids.trace = remote.trace;
        ids.flags = remote.flags;
        Some(())
    })
    .flatten()
    .is_some()
}
