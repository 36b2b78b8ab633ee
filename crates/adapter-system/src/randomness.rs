//! Texts that nobody can guess.

use data_encoding::HEXLOWER;
use ports::system::Randomness;

/// The operating system's randomness, by way of the thread's generator, which is seeded from it.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn secret(&self) -> String {
        HEXLOWER.encode(&rand::random::<[u8; 32]>())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn secrets_are_long_and_differ() {
        let secrets: BTreeSet<String> = (0..1_000).map(|_| SystemRandomness.secret()).collect();
        assert_eq!(secrets.len(), 1_000);
        let is_hex = |secret: &String| secret.len() == 64 && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(secrets.iter().all(is_hex));
    }
}
