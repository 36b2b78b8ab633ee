//! What a sign-in is kept under.

use ports::wechat::login::LoginKey;
use sha2::{Digest, Sha256};

use super::browser_sign_in::Visitors;

/// Digits of a secret, see [`ports::system::Randomness`].
const DIGITS: usize = 64;

/// The key of these visitors' sign-in with this state in the browser with this secret; both are of fixed length.
pub(super) fn login_key(visitors: Visitors, state: &str, browser: &str) -> LoginKey {
    let label: &[u8] = match visitors {
        Visitors::People => b"nextevent web login v1",
        // Sign-ins of staff share the store and nothing else.
        Visitors::Staff => b"nextevent staff login v1",
    };
    let digest = Sha256::new()
        .chain_update(label)
        .chain_update(state)
        .chain_update(browser)
        .finalize();
    LoginKey(digest.into())
}

/// Whether a text that came from outside has the form of a secret of ours.
pub(super) fn is_secret(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_depends_on_state_and_browser() {
        let key = login_key(Visitors::People, "s1", "b1");
        assert_eq!(login_key(Visitors::People, "s1", "b1"), key);
        assert_ne!(login_key(Visitors::People, "s2", "b1"), key);
        assert_ne!(login_key(Visitors::People, "s1", "b2"), key);
        assert_ne!(login_key(Visitors::Staff, "s1", "b1"), key);
    }

    #[test]
    fn only_64_lower_case_hex_digits_are_a_secret() {
        assert!(is_secret(&"0f".repeat(32)));
        for other in ["", "0f", &"0F".repeat(32), &"0g".repeat(32), &"0f".repeat(33)] {
            assert!(!is_secret(other), "{other}");
        }
    }
}
