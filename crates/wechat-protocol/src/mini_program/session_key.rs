//! The session key of a login.

use std::fmt;

use aes::{Aes128, cipher::KeyInit};
use base64::{
    Engine, alphabet,
    engine::general_purpose::{GeneralPurpose, PAD},
};
use thiserror::Error;

/// The last character before the padding carries surplus bits, which need not be zero.
pub(super) const LENIENT: GeneralPurpose =
    GeneralPurpose::new(&alphabet::STANDARD, PAD.with_decode_allow_trailing_bits(true));

/// `session_key` of `jscode2session`. It must reach neither the client nor a log; `Debug` does not show it.
///
/// A new login may replace it, and nothing announces that: keep the newest of each person.
#[derive(Clone)]
pub struct SessionKey {
    /// The base64 text, which itself is the key of signatures.
    pub(super) text: String,
    pub(super) cipher: Aes128,
}

/// The text is not the base64 of 16 bytes; it is not repeated here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a session key is the base64 of 16 bytes")]
pub struct SessionKeyError;

impl SessionKey {
    /// Reads the 24 characters of base64, padding included.
    ///
    /// # Errors
    /// [`SessionKeyError`] when they are not the base64 of 16 bytes.
    pub fn parse(text: &str) -> Result<Self, SessionKeyError> {
        let key = sixteen_bytes(text).ok_or(SessionKeyError)?;
        Ok(Self {
            text: text.to_owned(),
            cipher: Aes128::new(&key.into()),
        })
    }
}

/// The length is checked first, so that nothing larger is ever decoded.
pub(super) fn sixteen_bytes(text: &str) -> Option<[u8; 16]> {
    if text.len() != 24 {
        return None;
    }
    LENIENT.decode(text).ok()?.try_into().ok()
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SessionKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_base64_of_sixteen_bytes_is_a_key() {
        for wrong in [
            "",
            "tiihtNczf5v6AKRyjwEUhQ=",
            "tiihtNczf5v6AKRyjwEUhQ",
            "****************************",
            "AAAAAAAAAAAAAAAAAAAAAAAA",
        ] {
            assert!(SessionKey::parse(wrong).is_err(), "{wrong}");
        }
        assert!(
            SessionKey::parse("tiihtNczf5v6AKRyjwEUhR==").is_ok(),
            "surplus bits are not looked at"
        );
    }

    #[test]
    fn debug_does_not_show_the_key() {
        let key = SessionKey::parse("tiihtNczf5v6AKRyjwEUhQ==").unwrap();
        assert_eq!(format!("{key:?}"), "SessionKey(…)");
    }
}
