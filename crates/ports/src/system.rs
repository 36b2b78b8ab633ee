//! Time, fresh ids, and the sealing of secrets.

use domain::secret::Secret;
use domain::time::Timestamp;
use uuid::Uuid;

/// The only one who tells the time.
pub trait Clock: Send + Sync {
    /// Now, in UTC with microseconds.
    fn now(&self) -> Timestamp;
}

/// The only one who makes ids.
pub trait Ids: Send + Sync {
    /// A fresh UUIDv7. MUST be greater than every id this process made before, so that ids sort by age.
    fn next(&self) -> Uuid;
}

/// The only one who makes texts that nobody can guess.
pub trait Randomness: Send + Sync {
    /// 256 fresh bits of the operating system's randomness as 64 lower-case hex digits.
    fn secret(&self) -> String;
}

/// Sealed text cannot be opened: another key, another purpose, or damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealed secret cannot be opened with the configured keys")]
pub struct Unsealable;

/// Encrypts secrets for storage, with a key from configuration.
pub trait SecretSealer: Send + Sync {
    /// Seals `secret`. Sealing twice gives different texts. `purpose` names whose and what secret it is, such as
    /// `account/default/app_secret`; it is not stored, and what was sealed for one purpose opens for no other.
    fn seal(&self, purpose: &str, secret: &Secret) -> String;

    /// Opens what was sealed for `purpose` with the present key or the one before.
    ///
    /// # Errors
    /// When neither opens it. MUST NOT tell why.
    fn open(&self, purpose: &str, sealed: &str) -> Result<Secret, Unsealable>;
}
