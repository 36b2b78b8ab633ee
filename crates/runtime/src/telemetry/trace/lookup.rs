//! Finds the ids of a span, whichever layer keeps them.

use std::sync::{Arc, OnceLock};

use opentelemetry::trace::TraceContextExt as _;
use tracing::dispatcher::WeakDispatch;
use tracing::span::Id;
use tracing::{Dispatch, Span, Subscriber};
use tracing_subscriber::registry::{LookupSpan, SpanRef};
use tracing_subscriber::{Layer, Registry};

use super::ids::TraceIds;
use super::numbers;

/// The ids of a span. `None` for a disabled one.
pub(super) fn ids_of(span: &Span) -> Option<TraceIds> {
    span.with_subscriber(|(id, dispatch)| ids_by_id(id, dispatch)).flatten()
}

fn ids_by_id(id: &Id, dispatch: &Dispatch) -> Option<TraceIds> {
    numbers::ids_by_id(id, dispatch).or_else(|| {
        let context = tracing_opentelemetry::get_otel_context(id, dispatch)?;
        TraceIds::from_context(context.span().span_context())
    })
}

/// The dispatch that a formatter belongs to. While an event is being dispatched, the current
/// dispatch cannot be asked for, so a layer keeps it from the start.
#[derive(Clone, Default)]
pub(in crate::telemetry) struct ThisDispatch(Arc<OnceLock<WeakDispatch>>);

impl ThisDispatch {
    /// The ids of a span. The caller MUST NOT hold the span's extensions.
    pub(in crate::telemetry) fn ids_of<S>(&self, span: &SpanRef<'_, S>) -> Option<TraceIds>
    where
        S: Subscriber + for<'lookup> LookupSpan<'lookup>,
    {
        ids_by_id(&span.id(), &self.0.get()?.upgrade()?)
    }
}

impl Layer<Registry> for ThisDispatch {
    fn on_register_dispatch(&self, dispatch: &Dispatch) {
        // A subscriber belongs to one dispatch; a second registration would change nothing.
        let _ = self.0.set(dispatch.downgrade());
    }
}
