//! Reading what the API writes in more than one way, in one pass and without trying alternatives: trying costs time
//! exponential in the depth of a malformed answer.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::{
    Deserialize, Deserializer,
    de::{
        Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};

use crate::quirks::optional_number_or_string;

/// An integer as number or string; `null` and `""` are 0.
pub(crate) fn number<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + FromStr + TryFrom<u64> + TryFrom<i64>,
{
    optional_number_or_string(deserializer).map(Option::unwrap_or_default)
}

/// A truth as a boolean or as 0 and 1; `null` is false.
pub(crate) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    match deserializer.deserialize_any(Scalar)?.as_str() {
        "" | "0" | "false" => Ok(false),
        "1" | "true" => Ok(true),
        _ => Err(D::Error::custom("expected 0 or 1")),
    }
}

/// A text, or an integer as its digits; `null` is empty. For ids that come in both forms.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    deserializer.deserialize_any(Scalar)
}

/// A list; its only element; or nothing at all, as `null` or `""`.
pub(crate) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_any(ListVisitor(PhantomData))
}

/// A list, the object `{"list": […]}` around one, or `null`.
pub(crate) fn wrapped_list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_any(WrappedVisitor(PhantomData))
}

struct Scalar;

impl Visitor<'_> for Scalar {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, an integer or a boolean")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_unit<E: Error>(self) -> Result<String, E> {
        Ok(String::new())
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list or its only element")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Vec<T>, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(seq))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Vec<T>, A::Error> {
        Ok(vec![T::deserialize(MapAccessDeserializer::new(map))?])
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Vec<T>, E> {
        match value {
            "" => Ok(Vec::new()),
            _ => Ok(vec![T::deserialize(value.into_deserializer())?]),
        }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Vec<T>, E> {
        Ok(vec![T::deserialize(value.into_deserializer())?])
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Vec<T>, E> {
        Ok(vec![T::deserialize(value.into_deserializer())?])
    }

    fn visit_unit<E: Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
}

struct WrappedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for WrappedVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list, or an object that holds one as `list`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Vec<T>, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(seq))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            if key == "list" {
                list = map.next_value::<Option<Vec<T>>>()?.unwrap_or_default();
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(list)
    }

    fn visit_unit<E: Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Loose {
        #[serde(deserialize_with = "number")]
        count: u32,
        #[serde(deserialize_with = "flag")]
        open: bool,
        #[serde(deserialize_with = "text")]
        id: String,
        #[serde(deserialize_with = "list")]
        names: Vec<String>,
        #[serde(deserialize_with = "list")]
        numbers: Vec<u64>,
        #[serde(deserialize_with = "wrapped_list")]
        inner: Vec<Loose>,
    }

    fn read(json: &str) -> Loose {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn what_is_absent_or_null_is_empty() {
        let nulls = r#"{"count":null,"open":null,"id":null,"names":null,"numbers":null,"inner":null}"#;
        assert_eq!(read(nulls), Loose::default());
        assert_eq!(read("{}"), Loose::default());
    }

    #[test]
    fn every_spelling_is_read() {
        let one = Loose {
            count: 7,
            open: true,
            id: "9007199254740993".into(),
            names: vec!["a".into()],
            numbers: vec![1],
            inner: vec![Loose::default()],
        };
        for json in [
            r#"{"count":7,"open":1,"id":9007199254740993,"names":"a","numbers":1,"inner":[{}]}"#,
            r#"{"count":"7","open":"1","id":"9007199254740993","names":["a"],"numbers":[1],"inner":{"x":0,"list":[{}]}}"#,
        ] {
            assert_eq!(read(json), one, "{json}");
        }
        assert!(serde_json::from_str::<Loose>(r#"{"open":2}"#).is_err());
        assert!(serde_json::from_str::<Loose>(r#"{"names":{}}"#).is_err());
    }

    #[test]
    fn deep_malformed_nesting_is_refused_quickly() {
        let deep = r#"{"inner":[{"inner":{"list":["#.repeat(30);
        assert!(serde_json::from_str::<Loose>(&deep).is_err());
    }
}
