//! One JSON object per line, flat, so that every field can be searched by its name.

use std::fmt;

use serde_json::{Map, Value};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields};
use tracing_subscriber::registry::LookupSpan;

use super::fields::{FieldMap, JsonObject, parse_object};
use crate::telemetry::trace::ThisDispatch;

/// `time` (UTC), `level`, `target`, `message`, `trace_id`, `span_id`, `span`, then the fields of
/// the event and of all spans around it; where names meet, the innermost wins.
pub(in crate::telemetry) struct JsonLines {
    dispatch: ThisDispatch,
}

impl JsonLines {
    pub(in crate::telemetry) fn new(dispatch: ThisDispatch) -> Self {
        Self { dispatch }
    }
}

impl<S> FormatEvent<S, JsonObject> for JsonLines
where
    S: Subscriber + for<'lookup> LookupSpan<'lookup>,
    JsonObject: for<'writer> FormatFields<'writer>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, JsonObject>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut own = FieldMap::default();
        event.record(&mut own);
        let mut line = Map::new();
        let metadata = event.metadata();
        line.insert("time".into(), now()?.into());
        line.insert("level".into(), metadata.level().as_str().into());
        line.insert("target".into(), metadata.target().into());
        line.insert("message".into(), own.0.remove("message").unwrap_or_else(|| "".into()));
        if let Some(span) = context.lookup_current() {
            if let Some(ids) = self.dispatch.ids_of(&span) {
                line.insert("trace_id".into(), ids.trace_id().into());
                line.insert("span_id".into(), ids.span_id().into());
            }
            line.insert("span".into(), span.name().into());
        }
        add_missing(&mut line, own.0);
        for span in context.event_scope().into_iter().flatten() {
            if let Some(fields) = span.extensions().get::<FormattedFields<JsonObject>>() {
                add_missing(&mut line, parse_object(&fields.fields));
            }
        }
        writeln!(writer, "{}", Value::Object(line))
    }
}

fn add_missing(line: &mut Map<String, Value>, fields: Map<String, Value>) {
    for (name, value) in fields {
        line.entry(name).or_insert(value);
    }
}

fn now() -> Result<String, fmt::Error> {
    let mut text = String::with_capacity(27);
    SystemTime.format_time(&mut Writer::new(&mut text))?;
    Ok(text)
}
