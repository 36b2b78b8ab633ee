//! Names of keys.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// `prefix + area + name`, where the name is safe to be seen. Braces make keys of one name live on one cluster node,
/// which a script over both needs.
pub fn plain(prefix: &str, area: &str, name: &str) -> String {
    format!("{prefix}{area}:{{{name}}}")
}

/// As [`plain`], with the first 128 bits of the name's SHA-256 instead of the name: it may hold an address or a
/// login, and Redis shows its keys to anybody who may connect.
pub fn hashed(prefix: &str, area: &str, name: &str) -> String {
    let digest = Sha256::digest(name.as_bytes());
    plain(prefix, area, &HEXLOWER.encode(&digest[..16]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hashed_key_does_not_show_its_name() {
        let key = hashed("p:", "rate", "login:alice@example.com");
        assert!(key.starts_with("p:rate:{"), "{key}");
        assert!(!key.contains("alice"), "{key}");
    }

    #[test]
    fn different_names_have_different_keys() {
        assert_ne!(hashed("p:", "rate", "a"), hashed("p:", "rate", "b"));
        assert_ne!(plain("p:", "token", "wx1"), plain("p:", "lease", "wx1"));
    }
}
