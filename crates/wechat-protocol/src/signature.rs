//! The SHA-1 signatures WeChat puts on its calls.
//!
//! Both are the lower-case hex SHA-1 of some strings sorted bytewise and joined without a separator (official page
//! "Message encryption and decryption"). Timestamps stay text: they are signed exactly as they were sent.

use sha1::{Digest, Sha1};
use subtle::ConstantTimeEq;

use crate::hex;

/// The `signature` parameter: the server check (`GET`) and pushes in plain mode.
///
/// It does not cover the body, so a server in safe mode must not rely on it.
///
/// ```
/// let signature = wechat_protocol::signature::url_signature("AAAAA", "1714036504", "1514711492");
/// assert_eq!(signature, "f464b24fc39322e44b38aa78f5edd27bd1441696");
/// ```
#[must_use]
pub fn url_signature(token: &str, timestamp: &str, nonce: &str) -> String {
    hex::sha1_text(&sorted_sha1([token, timestamp, nonce]))
}

/// The `msg_signature` parameter: pushes and replies that carry an `Encrypt` field, given as the base64 text received.
#[must_use]
pub fn message_signature(token: &str, timestamp: &str, nonce: &str, encrypt: &str) -> String {
    hex::sha1_text(&sorted_sha1([token, timestamp, nonce, encrypt]))
}

/// Whether `signature` is the one [`url_signature`] gives, compared in constant time.
#[must_use]
pub fn verify_url_signature(token: &str, timestamp: &str, nonce: &str, signature: &str) -> bool {
    matches(&sorted_sha1([token, timestamp, nonce]), signature)
}

/// Whether `signature` is the one [`message_signature`] gives, compared in constant time.
#[must_use]
pub fn verify_message_signature(token: &str, timestamp: &str, nonce: &str, encrypt: &str, signature: &str) -> bool {
    matches(&sorted_sha1([token, timestamp, nonce, encrypt]), signature)
}

fn sorted_sha1<const N: usize>(mut parts: [&str; N]) -> [u8; 20] {
    parts.sort_unstable();
    let mut hasher = Sha1::new();
    for part in parts {
        hasher.update(part.as_bytes());
    }
    hasher.finalize().into()
}

fn matches(digest: &[u8; 20], signature: &str) -> bool {
    hex::sha1_digits(digest).as_slice().ct_eq(signature.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_signature_verifies_and_any_other_does_not() {
        let right = url_signature("token", "1", "2");
        assert!(verify_url_signature("token", "1", "2", &right));
        assert!(!verify_url_signature("token", "1", "3", &right));
        assert!(!verify_url_signature("token", "1", "2", &right[..39]));
        assert!(!verify_url_signature("token", "1", "2", &right.to_uppercase()));
        assert!(!verify_url_signature("token", "1", "2", ""));
    }

    #[test]
    fn the_message_signature_covers_the_ciphertext() {
        let right = message_signature("token", "1", "2", "abc=");
        assert!(verify_message_signature("token", "1", "2", "abc=", &right));
        assert!(!verify_message_signature("token", "1", "2", "abd=", &right));
    }

    #[test]
    fn numbers_are_sorted_as_text() {
        assert_eq!(url_signature("b", "10", "9"), url_signature("9", "b", "10"));
        assert_ne!(url_signature("b", "10", "9"), url_signature("b", "1", "09"));
    }
}
