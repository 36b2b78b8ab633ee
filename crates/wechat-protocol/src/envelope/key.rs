//! The `EncodingAESKey` of the platform's console.

use std::fmt;

use aes::{Aes256, cipher::KeyInit};
use base64::{
    Engine, alphabet,
    engine::general_purpose::{GeneralPurpose, NO_PAD},
};
use thiserror::Error;

const TEXT_LENGTH: usize = 43;

/// The last of 43 characters carries two surplus bits, which WeChat does not always leave zero.
const LENIENT: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, NO_PAD.with_decode_allow_trailing_bits(true));

/// An AES key, expanded once so that each message costs only its blocks. `Debug` does not show it.
#[derive(Clone)]
pub struct EncodingAesKey {
    pub(super) cipher: Aes256,
    pub(super) iv: [u8; 16],
}

/// Why a text is not an `EncodingAESKey`; it does not repeat the text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// Not 43 characters long.
    #[error("an EncodingAESKey has 43 characters, this has {found}")]
    Length {
        /// Bytes found.
        found: usize,
    },
    /// Holds something else than letters and digits (or `+` and `/`).
    #[error("an EncodingAESKey has letters and digits only")]
    Characters,
}

impl EncodingAesKey {
    /// Reads the 43 characters shown in the console.
    ///
    /// # Errors
    /// [`KeyError`] when it is not 43 base64 characters.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        if text.len() != TEXT_LENGTH {
            return Err(KeyError::Length { found: text.len() });
        }
        let mut key = [0; 32];
        let length = LENIENT.decode_slice(text, &mut key).map_err(|_| KeyError::Characters)?;
        if length != key.len() {
            return Err(KeyError::Characters);
        }
        let mut iv = [0; 16];
        iv.copy_from_slice(&key[..16]);
        Ok(Self {
            cipher: Aes256::new(&key.into()),
            iv,
        })
    }
}

impl fmt::Debug for EncodingAesKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EncodingAesKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_43_base64_characters_are_a_key() {
        assert_eq!(EncodingAesKey::parse("").unwrap_err(), KeyError::Length { found: 0 });
        assert_eq!(
            EncodingAesKey::parse(&"a".repeat(44)).unwrap_err(),
            KeyError::Length { found: 44 }
        );
        assert_eq!(
            EncodingAesKey::parse(&"*".repeat(43)).unwrap_err(),
            KeyError::Characters
        );
        assert_eq!(
            EncodingAesKey::parse(&format!("{}=", "a".repeat(42))).unwrap_err(),
            KeyError::Characters
        );
        assert!(EncodingAesKey::parse(&"a".repeat(43)).is_ok());
    }

    #[test]
    fn debug_and_errors_do_not_show_the_key() {
        let text = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
        assert_eq!(
            format!("{:?}", EncodingAesKey::parse(text).unwrap()),
            "EncodingAesKey(…)"
        );
        let error = EncodingAesKey::parse(&text[..42]).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("abc"));
    }
}
