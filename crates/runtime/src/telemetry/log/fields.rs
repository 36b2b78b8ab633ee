//! Fields of spans and events as a JSON object.

use std::fmt;

use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::span::Record;
use tracing_subscriber::field::{RecordFields, VisitOutput};
use tracing_subscriber::fmt::FormatFields;
use tracing_subscriber::fmt::FormattedFields;
use tracing_subscriber::fmt::format::Writer;

/// Collects fields as JSON values.
#[derive(Default)]
pub(super) struct FieldMap(pub(super) Map<String, Value>);

impl FieldMap {
    fn put(&mut self, field: &Field, value: impl Into<Value>) {
        self.0.insert(field.name().to_owned(), value.into());
    }
}

impl Visit for FieldMap {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put(field, format!("{value:?}"));
    }
}

impl VisitOutput<fmt::Result> for FieldMap {
    fn finish(self) -> fmt::Result {
        Ok(())
    }
}

/// Keeps a span's fields as the text of one JSON object.
pub(in crate::telemetry) struct JsonObject;

impl<'writer> FormatFields<'writer> for JsonObject {
    fn format_fields<R: RecordFields>(&self, mut writer: Writer<'writer>, fields: R) -> fmt::Result {
        let mut map = FieldMap::default();
        fields.record(&mut map);
        write_object(&mut writer, &map.0)
    }

    fn add_fields(&self, current: &'writer mut FormattedFields<Self>, fields: &Record<'_>) -> fmt::Result {
        let mut map = FieldMap(parse_object(&current.fields));
        fields.record(&mut map);
        current.fields.clear();
        write_object(&mut current.as_writer(), &map.0)
    }
}

fn write_object(writer: &mut Writer<'_>, map: &Map<String, Value>) -> fmt::Result {
    if map.is_empty() {
        return Ok(());
    }
    writer.write_str(&serde_json::to_string(map).map_err(|_| fmt::Error)?)
}

/// The object behind a span's text; nothing when the span has no fields.
pub(super) fn parse_object(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap_or_default()
}
