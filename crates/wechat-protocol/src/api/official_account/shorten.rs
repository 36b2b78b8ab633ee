//! Short keys for long data, such as addresses in codes.

use serde::{Deserialize, Serialize};

use crate::api::call::{api_call, debug_showing};
use crate::api::{OutOfBounds, bounds, lenient};

/// Longest data, in bytes: 4 KB.
pub const MAX_DATA_BYTES: u64 = 4096;
/// Longest life, in seconds: 30 days.
pub const MAX_EXPIRE_SECONDS: u64 = 2_592_000;

/// Makes a short key for data. `Debug` does not show the data.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Shorten {
    long_data: String,
    expire_seconds: u32,
}
api_call!(Shorten: post "/cgi-bin/shorten/gen" => ShortKey, repeatable);
debug_showing!(Shorten, expire_seconds);

impl Shorten {
    /// For this long.
    ///
    /// # Errors
    /// When the data is empty or longer than 4 KB, or the life is 0 or longer than 30 days.
    pub fn new(long_data: &str, expire_seconds: u32) -> Result<Self, OutOfBounds> {
        bounds::bytes("long_data", long_data, 1..=MAX_DATA_BYTES)?;
        bounds::value("expire_seconds", expire_seconds, 1..=MAX_EXPIRE_SECONDS)?;
        Ok(Self {
            long_data: long_data.to_owned(),
            expire_seconds,
        })
    }
}

/// A short key, 15 characters long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortKey {
    /// The key.
    pub short_key: String,
}
api_call!(ShortKey: post "/cgi-bin/shorten/fetch" => LongData, repeatable);

/// What a short key stands for. `Debug` does not show the data.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct LongData {
    /// The data.
    pub long_data: String,
    /// When it was made, in seconds since 1970.
    #[serde(default, deserialize_with = "lenient::number")]
    pub create_time: i64,
    /// Seconds it still lives.
    #[serde(default, deserialize_with = "lenient::number")]
    pub expire_seconds: u64,
}
debug_showing!(LongData, create_time, expire_seconds);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::{answer, json};

    #[test]
    fn a_key_is_made_and_looked_up() {
        let shorten = Shorten::new("loooooong data", 86_400).unwrap();
        assert_eq!(
            json(&shorten),
            r#"{"long_data":"loooooong data","expire_seconds":86400}"#
        );
        let key = answer::<Shorten>(r#"{"errcode":0,"errmsg":"ok","short_key":"02JxVdNNgBpbtAh"}"#);
        assert_eq!(json(&key), r#"{"short_key":"02JxVdNNgBpbtAh"}"#);
        let data = answer::<ShortKey>(r#"{"long_data":"HIDDEN","create_time":1611047541,"expire_seconds":"86300"}"#);
        assert_eq!((data.create_time, data.expire_seconds), (1_611_047_541, 86_300));
        assert!(!format!("{data:?}").contains("HIDDEN"));
    }

    #[test]
    fn limits_hold_on_both_sides() {
        assert!(Shorten::new(&"x".repeat(4096), 2_592_000).is_ok());
        for (length, seconds) in [(0, 1), (4097, 1), (1, 0), (1, 2_592_001)] {
            assert!(
                Shorten::new(&"x".repeat(length), seconds).is_err(),
                "{length} {seconds}"
            );
        }
    }
}
