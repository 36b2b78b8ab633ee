//! More ways in which the API writes one thing, on top of `lenient`.

use serde::{Deserialize, Deserializer, Serializer};

use super::lenient;

/// A value that may be null.
pub(crate) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// A text or an integer as its digits; null and the empty text are none.
pub(crate) fn optional_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    lenient::text(deserializer).map(|text| (!text.is_empty()).then_some(text))
}

/// Texts joined by `|`, or a list of them, or null. Empty texts are left out.
pub(crate) fn joined<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let parts: Vec<Part> = lenient::list(deserializer)?;
    let ids = parts.iter().flat_map(|part| part.0.split('|'));
    Ok(ids.filter(|id| !id.is_empty()).map(str::to_owned).collect())
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Part(#[serde(deserialize_with = "lenient::text")] String);

/// 1 or 0, as many yes-or-no fields are written.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
pub(crate) fn as_digit<S: Serializer>(flag: &bool, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u8(u8::from(*flag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Loose {
        #[serde(deserialize_with = "or_default")]
        count: u32,
        #[serde(deserialize_with = "optional_text")]
        maybe: Option<String>,
        #[serde(deserialize_with = "joined")]
        users: Vec<String>,
    }

    fn read(json: &str) -> Loose {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn null_absent_and_empty_are_alike() {
        for json in [
            "{}",
            r#"{"count":null,"maybe":null,"users":null}"#,
            r#"{"count":0,"maybe":"","users":""}"#,
            r#"{"users":[]}"#,
        ] {
            assert_eq!(read(json), Loose::default(), "{json}");
        }
    }

    #[test]
    fn a_joined_list_may_be_a_list() {
        assert_eq!(read(r#"{"maybe":1,"users":"a||b|c"}"#).users, ["a", "b", "c"]);
        assert_eq!(read(r#"{"users":["a","b|c",7]}"#).users, ["a", "b", "c", "7"]);
        assert!(serde_json::from_str::<Loose>(r#"{"users":{}}"#).is_err());
    }
}
