//! Stored JSON that passes through as it is.

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{Object, Schema};
use utoipa::{PartialSchema, ToSchema};

/// Text that is shown as the JSON it holds, or as a string where it holds none.
#[derive(Debug, Clone)]
pub struct JsonText(pub String);

impl Serialize for JsonText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serde_json::from_str::<&RawValue>(&self.0) {
            Ok(json) => json.serialize(serializer),
            Err(_) => self.0.serialize(serializer),
        }
    }
}

impl PartialSchema for JsonText {
    fn schema() -> RefOr<Schema> {
        Object::new().into()
    }
}

impl ToSchema for JsonText {}

#[cfg(test)]
mod tests {
    use super::JsonText;

    #[test]
    fn json_stays_json_to_the_last_digit_and_other_text_becomes_a_string() {
        let shown = |text: &str| serde_json::to_string(&JsonText(text.to_owned())).unwrap();
        assert_eq!(shown("{\"id\":9007199254740993}"), "{\"id\":9007199254740993}");
        assert_eq!(shown("not {json"), "\"not {json\"");
    }
}
