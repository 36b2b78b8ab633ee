//! Reading the fields of a JSON body as loosely as WeChat does.

use serde_json::{Map, Value};

/// The text of a field; empty when it is absent or something else.
#[must_use]
pub fn text<'a>(object: &'a Map<String, Value>, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A whole number, as a number or as text.
#[must_use]
pub fn number(object: &Map<String, Value>, name: &str) -> Option<i64> {
    whole(object.get(name)?)
}

/// A whole number, as a number or as text.
#[must_use]
pub fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// An object in a field.
#[must_use]
pub fn object<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Map<String, Value>> {
    object.get(name)?.as_object()
}

/// A list in a field.
#[must_use]
pub fn list<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a [Value]> {
    object.get(name)?.as_array().map(Vec::as_slice)
}
