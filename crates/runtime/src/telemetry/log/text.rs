//! Lines for people.

use std::fmt;

use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields};
use tracing_subscriber::registry::LookupSpan;

use crate::telemetry::trace::ThisDispatch;

/// `time LEVEL target: message field=value … | span{field=value} … trace_id=…`
pub(in crate::telemetry) struct TextLines {
    dispatch: ThisDispatch,
}

impl TextLines {
    pub(in crate::telemetry) fn new(dispatch: ThisDispatch) -> Self {
        Self { dispatch }
    }
}

impl<S, N> FormatEvent<S, N> for TextLines
where
    S: Subscriber + for<'lookup> LookupSpan<'lookup>,
    N: for<'writer> FormatFields<'writer> + 'static,
{
    fn format_event(&self, context: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let metadata = event.metadata();
        SystemTime.format_time(&mut writer)?;
        write!(writer, " {:>5} {}: ", metadata.level(), metadata.target())?;
        context.field_format().format_fields(writer.by_ref(), event)?;
        if let Some(current) = context.lookup_current() {
            writer.write_str(" |")?;
            for span in context.event_scope().into_iter().flat_map(|scope| scope.from_root()) {
                write!(writer, " {}", span.name())?;
                let extensions = span.extensions();
                match extensions.get::<FormattedFields<N>>() {
                    Some(fields) if !fields.is_empty() => write!(writer, "{{{fields}}}")?,
                    _ => {}
                }
            }
            if let Some(ids) = self.dispatch.ids_of(&current) {
                write!(writer, " trace_id={}", ids.trace_id())?;
            }
        }
        writeln!(writer)
    }
}
