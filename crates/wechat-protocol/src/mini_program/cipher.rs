//! Opening `encryptedData`: AES-128-CBC with PKCS#7 padding to blocks of 16 (message pushes pad to 32).

use std::fmt;

use aes::{
    Aes128,
    cipher::{Array, BlockModeDecrypt, InnerIvInit},
};
use base64::Engine as _;
use serde::de::DeserializeOwned;
use subtle::{Choice, ConstantTimeEq as _, ConstantTimeLess as _};

use super::{
    data::Watermarked,
    session_key::{LENIENT, SessionKey, sixteen_bytes},
};

const BLOCK: usize = 16;
/// A watermark from a clock ahead of ours is accepted this far, in seconds.
const CLOCK_SKEW_SECONDS: i64 = 300;

/// Longest `encryptedData` that is looked at, in bytes of base64; the largest documented kind is a few KiB.
pub const ENCRYPTED_DATA_MAX_BYTES: usize = 256 * 1024;

/// The data could not be used. It deliberately looks the same whichever step failed — base64, padding, JSON, app id or
/// age. Answer "log in again": the usual cause is a session key that a later login replaced.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct DataError;

impl fmt::Display for DataError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the client's data could not be opened")
    }
}

impl fmt::Debug for DataError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DataError")
    }
}

impl std::error::Error for DataError {}

/// What the watermark inside the data must say.
#[derive(Clone, Copy, Debug)]
pub struct WatermarkCheck<'a> {
    /// The Mini Program that must have made it.
    pub app_id: &'a str,
    /// Now, in unix seconds.
    pub now: i64,
    /// How old it may be, in seconds. A clock up to five minutes ahead of ours is accepted.
    pub max_age_seconds: i64,
}

/// Opens what the client handed over and reads it as `T`: [`super::UserInfo`], [`super::PhoneNumber`], … or any type that
/// accepts unknown fields.
///
/// Take both texts from a JSON body: a query string turns `+` into a blank.
///
/// # Errors
/// One opaque [`DataError`] whatever is wrong; no input panics.
pub fn decrypt_data<T: DeserializeOwned>(
    key: &SessionKey,
    encrypted_data: &str,
    iv: &str,
    check: &WatermarkCheck<'_>,
) -> Result<T, DataError> {
    open(key, encrypted_data, iv)
        .and_then(|clear| read(&clear, check))
        .ok_or(DataError)
}

fn open(key: &SessionKey, encrypted_data: &str, iv: &str) -> Option<Vec<u8>> {
    if encrypted_data.len() > ENCRYPTED_DATA_MAX_BYTES {
        return None;
    }
    let iv = sixteen_bytes(iv)?;
    let mut buffer = LENIENT.decode(encrypted_data).ok()?;
    if buffer.is_empty() || !buffer.len().is_multiple_of(BLOCK) {
        return None;
    }
    let (blocks, _) = Array::slice_as_chunks_mut(&mut buffer);
    cbc::Decryptor::<&Aes128>::inner_iv_init(&key.cipher, &iv.into()).decrypt_blocks(blocks);
    let length = length_without_padding(&buffer)?;
    buffer.truncate(length);
    Some(buffer)
}

/// Looks at all of the last 16 bytes whatever their values, so that its time says nothing about them.
fn length_without_padding(buffer: &[u8]) -> Option<usize> {
    let padding = *buffer.last()?;
    let mut fits: Choice = !padding.ct_eq(&0) & padding.ct_lt(&17);
    for (from_end, byte) in (0u8..16).zip(buffer.iter().rev()) {
        let is_data = !from_end.ct_lt(&padding);
        fits &= is_data | byte.ct_eq(&padding);
    }
    bool::from(fits)
        .then(|| buffer.len().checked_sub(usize::from(padding)))
        .flatten()
}

fn read<T: DeserializeOwned>(clear: &[u8], check: &WatermarkCheck<'_>) -> Option<T> {
    let watermark = serde_json::from_slice::<Watermarked>(clear).ok()?.watermark;
    let is_ours = bool::from(watermark.app_id.as_bytes().ct_eq(check.app_id.as_bytes()));
    let age = check.now.checked_sub(watermark.timestamp)?;
    let is_fresh = (-CLOCK_SKEW_SECONDS..=check.max_age_seconds).contains(&age);
    if is_ours && is_fresh {
        serde_json::from_slice(clear).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use aes::cipher::BlockModeEncrypt as _;
    use base64::engine::general_purpose::STANDARD;

    use super::*;
    use crate::mini_program::PhoneNumber;

    const KEY: &str = "tiihtNczf5v6AKRyjwEUhQ==";
    const IV: &str = "r7BXXKkLb8qrSNn05n0qiA==";
    const CHECK: WatermarkCheck<'static> = WatermarkCheck {
        app_id: "wx_test",
        now: 1_710_000_000,
        max_age_seconds: 60,
    };

    fn seal_raw(mut bytes: Vec<u8>) -> String {
        let key = SessionKey::parse(KEY).unwrap();
        let (blocks, _) = Array::slice_as_chunks_mut(&mut bytes);
        cbc::Encryptor::<&Aes128>::inner_iv_init(&key.cipher, &sixteen_bytes(IV).unwrap().into())
            .encrypt_blocks(blocks);
        STANDARD.encode(bytes)
    }

    fn seal(clear: &str) -> String {
        let padding = BLOCK - clear.len() % BLOCK;
        let mut bytes = clear.as_bytes().to_vec();
        bytes.resize(clear.len() + padding, u8::try_from(padding).unwrap());
        seal_raw(bytes)
    }

    fn phone(app_id: &str, timestamp: &str, country: &str) -> String {
        format!(
            r#"{{"phoneNumber":"+8613000000000","purePhoneNumber":"13000000000","countryCode":{country},"new":1,
                "watermark":{{"appid":"{app_id}","timestamp":{timestamp}}}}}"#
        )
    }

    fn open_phone(sealed: &str) -> Result<PhoneNumber, DataError> {
        decrypt_data(&SessionKey::parse(KEY).unwrap(), sealed, IV, &CHECK)
    }

    #[test]
    fn a_country_code_may_be_a_number_or_a_string() {
        for country in ["86", r#""86""#] {
            let read = open_phone(&seal(&phone("wx_test", "1710000000", country))).unwrap();
            assert_eq!(
                (read.country_code.as_str(), read.pure_phone_number.as_str()),
                ("86", "13000000000")
            );
            assert!(!format!("{read:?}").contains("13000000000"));
        }
    }

    #[test]
    fn another_program_and_another_time_are_refused() {
        let opens = |app: &str, time: &str| open_phone(&seal(&phone(app, time, "86"))).is_ok();
        assert!(opens("wx_test", "1709999940"));
        assert!(!opens("wx_test", "1709999939"), "too old");
        assert!(opens("wx_test", r#""1710000300""#));
        assert!(!opens("wx_test", "1710000301"), "too far ahead");
        assert!(!opens("wx_test", "-9223372036854775808"));
        assert!(!opens("wx_other", "1710000000"));
    }

    #[test]
    fn bad_padding_is_refused() {
        let clear = phone("wx_test", "1710000000", "86");
        let refused = |last: u8, filled: usize| {
            let mut bytes = clear.clone().into_bytes();
            bytes.resize(bytes.len().next_multiple_of(BLOCK) + BLOCK, b' ');
            let from = bytes.len() - filled;
            bytes[from..].fill(last);
            open_phone(&seal_raw(bytes)).is_err()
        };
        assert!(
            !refused(3, 3),
            "a right padding opens, so the others fail for their reason"
        );
        assert!(!refused(16, 16));
        for (last, filled) in [(0, 1), (17, 17), (3, 2), (255, 16)] {
            assert!(refused(last, filled), "{last} × {filled}");
        }
    }

    #[test]
    fn failures_look_alike() {
        let long = "A".repeat(ENCRYPTED_DATA_MAX_BYTES + 4);
        for sealed in ["", "***", "c2hvcnQ=", &seal("not json"), &seal("{}"), &long] {
            let error = open_phone(sealed).unwrap_err();
            assert_eq!(
                format!("{error} {error:?}"),
                "the client's data could not be opened DataError"
            );
        }
    }
}
