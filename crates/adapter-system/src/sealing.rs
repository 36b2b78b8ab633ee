//! Sealing of stored secrets: AES-256-GCM under a key derived from configuration.
//!
//! A sealed text is `s1.` and base64 over 12 random bytes of nonce and the ciphertext with its tag. The purpose is
//! authenticated with it, so that a text moved to another row or column does not open.

use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::{Aes256Gcm, KeyInit as _, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use domain::secret::Secret;
use hmac::{Hmac, Mac as _};
use ports::system::{SecretSealer, Unsealable};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;

const PREFIX: &str = "s1.";
const KEY_LABEL: &[u8] = b"nextevent sealing key v1";
const NONCE: usize = 12;

/// Seals with one key and opens with it or the one before.
pub struct SealedSecrets {
    current: Aes256Gcm,
    previous: Option<Aes256Gcm>,
}

impl SealedSecrets {
    /// Seals under `key`, which may serve other purposes, too: what is used is derived from it for sealing alone.
    /// `previous` opens what was sealed before the key was changed.
    #[must_use]
    pub fn new(key: &SecretString, previous: Option<&SecretString>) -> Self {
        Self {
            current: cipher(key),
            previous: previous.map(cipher),
        }
    }
}

impl SecretSealer for SealedSecrets {
    fn seal(&self, purpose: &str, secret: &Secret) -> String {
        let nonce: [u8; NONCE] = rand::random();
        let payload = Payload {
            msg: secret.expose().as_bytes(),
            aad: purpose.as_bytes(),
        };
        let sealed = self
            .current
            .encrypt(&Nonce::from(nonce), payload)
            .expect("AES-GCM takes up to 64 GiB, and a secret is far shorter");
        let bytes = [nonce.as_slice(), &sealed].concat();
        format!("{PREFIX}{}", STANDARD_NO_PAD.encode(bytes))
    }

    fn open(&self, purpose: &str, sealed: &str) -> Result<Secret, Unsealable> {
        let text = sealed.strip_prefix(PREFIX).ok_or(Unsealable)?;
        let bytes = STANDARD_NO_PAD.decode(text).map_err(|_| Unsealable)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or(Unsealable)?;
        let payload = || Payload {
            msg: sealed,
            aad: purpose.as_bytes(),
        };
        let open = |cipher: &Aes256Gcm| cipher.decrypt(&Nonce::from(*nonce), payload()).ok();
        let opened = open(&self.current).or_else(|| self.previous.as_ref().and_then(open));
        let text = String::from_utf8(opened.ok_or(Unsealable)?).map_err(|_| Unsealable)?;
        Ok(Secret::new(text))
    }
}

fn cipher(key: &SecretString) -> Aes256Gcm {
    let mut derivation = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key.expose_secret().as_bytes())
        .expect("HMAC takes a key of any length");
    derivation.update(KEY_LABEL);
    let key: [u8; 32] = derivation.finalize().into_bytes().into();
    Aes256Gcm::new(&key.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(key: &str, previous: Option<&str>) -> SealedSecrets {
        SealedSecrets::new(&key.into(), previous.map(SecretString::from).as_ref())
    }

    #[test]
    fn what_is_sealed_opens_and_does_not_show() {
        let sealer = sealer("one", None);
        let sealed = sealer.seal("account/a/app_secret", &Secret::from("密码"));
        assert!(!sealed.contains("密码"));
        assert_eq!(sealer.open("account/a/app_secret", &sealed), Ok(Secret::from("密码")));
    }

    #[test]
    fn sealing_twice_gives_different_texts() {
        let sealer = sealer("one", None);
        assert_ne!(sealer.seal("p", &"x".into()), sealer.seal("p", &"x".into()));
    }

    #[test]
    fn another_purpose_key_or_text_does_not_open() {
        let one = sealer("one", None);
        let sealed = one.seal("account/a/token", &"x".into());
        assert_eq!(one.open("account/b/token", &sealed), Err(Unsealable));
        assert_eq!(sealer("two", None).open("account/a/token", &sealed), Err(Unsealable));
        for broken in ["", "s1.", "s1.!!", "s1.AAAA", "plain", &sealed[..sealed.len() - 2]] {
            assert_eq!(one.open("account/a/token", broken), Err(Unsealable), "{broken}");
        }
    }

    #[test]
    fn after_a_key_change_old_texts_open_still() {
        let sealed = sealer("old", None).seal("p", &"x".into());
        assert_eq!(sealer("new", Some("old")).open("p", &sealed), Ok("x".into()));
    }
}
