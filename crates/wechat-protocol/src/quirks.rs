//! WeChat's looseness about JSON types, as serde helpers.
//!
//! The same field comes as a number from one endpoint and as a string from another, and a list of one element may come
//! as that element. Integers never pass through a float: ids exceed 2^53.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::{
    Deserialize, Deserializer,
    de::{Error, Visitor},
};

/// An integer written as a number or as a string of digits. `null` and `""` are refused.
///
/// # Errors
/// Anything else, a fraction, or a number outside the type's range. The message does not repeat the value.
pub fn number_or_string<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr + TryFrom<u64> + TryFrom<i64>,
{
    deserializer
        .deserialize_any(NumberVisitor(PhantomData))?
        .ok_or_else(|| D::Error::custom("expected an integer"))
}

/// As [`number_or_string`], but `null` and `""` mean none. Use with `#[serde(default)]` for an absent field.
///
/// # Errors
/// As [`number_or_string`].
pub fn optional_number_or_string<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr + TryFrom<u64> + TryFrom<i64>,
{
    deserializer.deserialize_any(NumberVisitor(PhantomData))
}

/// A list that WeChat writes as its only element when there is one.
///
/// # Errors
/// When the value is neither an element nor a list of elements.
pub fn one_or_many<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany<T> {
        Many(Vec<T>),
        One(T),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::Many(many) => many,
        OneOrMany::One(one) => vec![one],
    })
}

struct NumberVisitor<T>(PhantomData<T>);

impl<T: FromStr + TryFrom<u64> + TryFrom<i64>> Visitor<'_> for NumberVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an integer, as a number or a string")
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        T::try_from(value)
            .map(Some)
            .map_err(|_| E::custom("integer out of range"))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        T::try_from(value)
            .map(Some)
            .map_err(|_| E::custom("integer out of range"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        match value.trim() {
            "" => Ok(None),
            digits => digits.parse().map(Some).map_err(|_| E::custom("not an integer")),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Loose {
        #[serde(deserialize_with = "number_or_string")]
        id: u64,
        #[serde(default, deserialize_with = "optional_number_or_string")]
        maybe: Option<i64>,
        #[serde(default, deserialize_with = "one_or_many")]
        list: Vec<String>,
    }

    fn read(json: &str) -> Result<Loose, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn a_64_bit_id_is_exact_as_number_and_as_string() {
        for json in [r#"{"id":9007199254740993}"#, r#"{"id":"9007199254740993"}"#] {
            assert_eq!(read(json).unwrap().id, 9_007_199_254_740_993);
        }
        assert_eq!(read(r#"{"id":18446744073709551615}"#).unwrap().id, u64::MAX);
    }

    #[test]
    fn fractions_overflow_and_words_are_refused() {
        for json in [
            r#"{"id":1.5}"#,
            r#"{"id":-1}"#,
            r#"{"id":18446744073709551616}"#,
            r#"{"id":"x"}"#,
            r#"{"id":null}"#,
        ] {
            assert!(read(json).is_err(), "{json}");
        }
    }

    #[test]
    fn null_and_the_empty_string_mean_none() {
        for json in [r#"{"id":1}"#, r#"{"id":1,"maybe":null}"#, r#"{"id":1,"maybe":""}"#] {
            assert_eq!(read(json).unwrap().maybe, None);
        }
        assert_eq!(read(r#"{"id":1,"maybe":"-7"}"#).unwrap().maybe, Some(-7));
    }

    #[test]
    fn a_list_of_one_may_come_bare() {
        assert_eq!(read(r#"{"id":1,"list":"a"}"#).unwrap().list, ["a"]);
        assert_eq!(read(r#"{"id":1,"list":["a","b"]}"#).unwrap().list, ["a", "b"]);
    }
}
