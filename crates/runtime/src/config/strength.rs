//! Whether a secret could be guessed.

use std::collections::BTreeSet;

const SHORTEST_KEY_BYTES: usize = 32;
const SHORTEST_PASSWORD_CHARS: usize = 12;

/// Sixteen random bytes in hexadecimal use fewer than ten symbols about once in ten thousand.
const FEWEST_SYMBOLS_OF_KEY: usize = 10;
const FEWEST_SYMBOLS_OF_PASSWORD: usize = 5;

/// What people leave in place when they copy an example.
const PLACEHOLDERS: &[&str] = &[
    "changeme",
    "change-me",
    "change_me",
    "change-in-production",
    "change_in_production",
    "your-secret",
    "your_secret",
    "your-super",
    "your_super",
    "placeholder",
    "not-for-use",
    "nextevent-dev",
];

/// Long enough for the length rule, and still the first that anybody tries.
const COMMON_PASSWORDS: &[&str] = &[
    "password",
    "passw0rd",
    "p@ssw0rd",
    "administrator",
    "adminadmin",
    "admin123",
    "123456789",
    "987654321",
    "qwertyuiop",
    "1q2w3e4r5t",
    "letmein",
    "iloveyou",
    "nextevent",
    "welcome",
];

/// Why a signing key is too weak, or `None`.
pub(super) fn weakness_of_key(key: &str) -> Option<&'static str> {
    if key.len() < SHORTEST_KEY_BYTES {
        Some("must have at least 32 bytes")
    } else if symbols(key) < FEWEST_SYMBOLS_OF_KEY || is_repetition(key) {
        Some("has too little variety; use random bytes")
    } else if contains_any(key, PLACEHOLDERS) {
        Some("is a placeholder; use random bytes")
    } else {
        None
    }
}

/// Why a password is too weak, or `None`.
pub(super) fn weakness_of_password(password: &str, username: &str) -> Option<&'static str> {
    if password.chars().count() < SHORTEST_PASSWORD_CHARS {
        Some("must have at least 12 characters")
    } else if symbols(password) < FEWEST_SYMBOLS_OF_PASSWORD || is_repetition(password) {
        Some("has too little variety")
    } else if contains_any(password, PLACEHOLDERS) || is_mostly_common(password, username) {
        Some("is a common password")
    } else {
        None
    }
}

fn symbols(text: &str) -> usize {
    text.chars().collect::<BTreeSet<_>>().len()
}

/// Whether the text is one unit over and over, such as `abcdabcdabcd`.
fn is_repetition(text: &str) -> bool {
    let bytes = text.as_bytes();
    (1..=bytes.len() / 2).any(|period| bytes[period..] == bytes[..bytes.len() - period])
}

fn contains_any(text: &str, words: &[&str]) -> bool {
    let text = text.to_lowercase();
    words.iter().any(|word| text.contains(word))
}

/// Whether fewer than six characters are left without the common words and the login name.
fn is_mostly_common(password: &str, username: &str) -> bool {
    const FEWEST_OWN_CHARS: usize = 6;
    let username = username.to_lowercase();
    let mut rest = password.to_lowercase();
    for word in COMMON_PASSWORDS.iter().copied().chain([username.as_str()]) {
        if word.chars().count() >= 4 {
            rest = rest.replace(word, "");
        }
    }
    rest.chars().count() < FEWEST_OWN_CHARS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_random_key_is_strong() {
        assert_eq!(
            weakness_of_key("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c"),
            None
        );
        assert_eq!(weakness_of_key("q7Zt/2mX9cLr0VbN4sKdH1yWfGe8uJpA"), None);
    }

    #[test]
    fn a_short_a_dull_a_repeated_and_a_copied_key_are_weak() {
        let weak = [
            "q7Zt2mX9cLr0VbN4",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "0123456789ab0123456789ab0123456789ab",
            "your-super-secret-jwt-key-of-2024-for-us",
        ];
        for key in weak {
            assert!(weakness_of_key(key).is_some(), "{key}");
        }
    }

    #[test]
    fn a_long_own_password_is_strong() {
        assert_eq!(weakness_of_password("correct horse battery", "admin"), None);
        assert_eq!(weakness_of_password("今晚月色真美我们去西湖走走吧", "admin"), None);
    }

    #[test]
    fn a_short_a_dull_and_a_common_password_are_weak() {
        for password in [
            "Tr0ub4dor&3",
            "aaaaaaaaaaaaaaa",
            "abababababababab",
            "password1234",
            "Administrator1",
            "zhangsan12345",
        ] {
            assert!(weakness_of_password(password, "zhangsan").is_some(), "{password}");
        }
    }
}
