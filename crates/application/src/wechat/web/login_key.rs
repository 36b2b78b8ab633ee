//! What a sign-in is kept under.

use ports::wechat::login::LoginKey;
use sha2::{Digest, Sha256};

const LABEL: &[u8] = b"nextevent web login v1";
/// Sign-ins of staff share the store and nothing else.
const STAFF_LABEL: &[u8] = b"nextevent staff login v1";
/// Digits of a secret, see [`ports::system::Randomness`].
const DIGITS: usize = 64;

/// The key of the sign-in with this state in the browser with this secret; both are of fixed length.
pub(super) fn login_key(state: &str, browser: &str) -> LoginKey {
    keyed(LABEL, state, browser)
}

/// The same for a sign-in of staff.
pub(crate) fn staff_login_key(state: &str, browser: &str) -> LoginKey {
    keyed(STAFF_LABEL, state, browser)
}

fn keyed(label: &[u8], state: &str, browser: &str) -> LoginKey {
    let digest = Sha256::new()
        .chain_update(label)
        .chain_update(state)
        .chain_update(browser)
        .finalize();
    LoginKey(digest.into())
}

/// Whether a text that came from outside has the form of a secret of ours.
pub(crate) fn is_secret(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_depends_on_state_and_browser() {
        let key = login_key("s1", "b1");
        assert_eq!(login_key("s1", "b1"), key);
        assert_ne!(login_key("s2", "b1"), key);
        assert_ne!(login_key("s1", "b2"), key);
        assert_ne!(staff_login_key("s1", "b1"), key);
    }

    #[test]
    fn only_64_lower_case_hex_digits_are_a_secret() {
        assert!(is_secret(&"0f".repeat(32)));
        for other in ["", "0f", &"0F".repeat(32), &"0g".repeat(32), &"0f".repeat(33)] {
            assert!(!is_secret(other), "{other}");
        }
    }
}
