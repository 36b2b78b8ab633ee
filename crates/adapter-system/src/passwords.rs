//! Password hashing with Argon2id, on threads of its own and a bounded number at a time.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error, PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use async_trait::async_trait;
use domain::identity::NewPassword;
use ports::identity::{HashingFailed, PasswordHasher};
use tokio::sync::Semaphore;

/// Longest password that is looked at, in characters; longer ones never match.
const LONGEST: usize = 128;
/// Hashes computed at a time: each takes a core and 19 MiB.
const AT_ONCE: usize = 2;
/// Hashes that may wait for their turn; further ones fail at once.
const WAITING: usize = 64;

/// What a hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashingCost {
    /// KiB of memory.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub iterations: u32,
    /// Lanes.
    pub parallelism: u32,
}

impl Default for HashingCost {
    /// The OWASP Password Storage Cheat Sheet's second set: 19 MiB, 2 passes, 1 lane.
    fn default() -> Self {
        Self {
            memory_kib: 19_456,
            iterations: 2,
            parallelism: 1,
        }
    }
}

/// Hashes passwords with Argon2id.
pub struct Argon2Hasher {
    argon2: Argon2<'static>,
    /// Verified in the place of a hash that is not there; nothing hashes to it.
    nobodys: String,
    admitted: Arc<Semaphore>,
    running: Arc<Semaphore>,
}

impl Argon2Hasher {
    /// A hasher of that cost. Stored hashes are verified at the cost they were made with.
    ///
    /// # Errors
    /// When Argon2 does not allow the cost.
    pub fn new(cost: HashingCost) -> Result<Self, HashingFailed> {
        let params = Params::new(cost.memory_kib, cost.iterations, cost.parallelism, None)
            .map_err(|error| HashingFailed(error.to_string()))?;
        let HashingCost {
            memory_kib,
            iterations,
            parallelism,
        } = cost;
        let (salt, output) = ("A".repeat(22), "A".repeat(43));
        Ok(Self {
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            nobodys: format!("$argon2id$v=19$m={memory_kib},t={iterations},p={parallelism}${salt}${output}"),
            admitted: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
            running: Arc::new(Semaphore::new(AT_ONCE)),
        })
    }

    /// Runs `work` on a blocking thread when it is its turn. The turn ends with the work, even when nobody waits for
    /// it any more.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, HashingFailed> + Send + 'static,
    ) -> Result<T, HashingFailed> {
        let place = Arc::clone(&self.admitted)
            .try_acquire_owned()
            .map_err(|_| HashingFailed("too many passwords wait to be hashed".to_owned()))?;
        let turn = Arc::clone(&self.running)
            .acquire_owned()
            .await
            .map_err(|error| HashingFailed(error.to_string()))?;
        tokio::task::spawn_blocking(move || {
            let outcome = work();
            drop((turn, place));
            outcome
        })
        .await
        .map_err(|error| HashingFailed(error.to_string()))?
    }
}

#[async_trait]
impl PasswordHasher for Argon2Hasher {
    async fn hash(&self, password: NewPassword) -> Result<String, HashingFailed> {
        let argon2 = self.argon2.clone();
        self.in_turn(move || {
            argon2
                .hash_password(password.expose().as_bytes())
                .map(|hash| hash.to_string())
                .map_err(|error| HashingFailed(error.to_string()))
        })
        .await
    }

    async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, HashingFailed> {
        if password.chars().nth(LONGEST).is_some() {
            return Ok(false);
        }
        let is_somebodys = hash.is_some();
        let (argon2, hash) = (self.argon2.clone(), hash.unwrap_or_else(|| self.nobodys.clone()));
        let matches = self.in_turn(move || verify(&argon2, &password, &hash)).await?;
        Ok(matches && is_somebodys)
    }
}

fn verify(argon2: &Argon2<'_>, password: &str, hash: &str) -> Result<bool, HashingFailed> {
    // The error names a part of the format, never the hash.
    let hash = PasswordHash::new(hash).map_err(|error| HashingFailed(format!("a stored hash is broken: {error}")))?;
    match argon2.verify_password(password.as_bytes(), &hash) {
        Ok(()) => Ok(true),
        Err(Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(HashingFailed(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cheap() -> Argon2Hasher {
        Argon2Hasher::new(HashingCost {
            memory_kib: 8,
            iterations: 1,
            parallelism: 1,
        })
        .unwrap()
    }

    fn password(text: &str) -> NewPassword {
        NewPassword::new(text.to_owned()).unwrap()
    }

    #[tokio::test]
    async fn a_password_matches_its_hash_and_no_other() {
        let hasher = cheap();
        let hash = hasher.hash(password("correct horse 🐴")).await.unwrap();
        let verify = |text: &str| hasher.verify(text.to_owned(), Some(hash.clone()));
        assert!(verify("correct horse 🐴").await.unwrap());
        assert!(!verify("correct horse").await.unwrap());
        assert!(!verify("").await.unwrap());
    }

    #[tokio::test]
    async fn equal_passwords_have_different_hashes() {
        let hasher = cheap();
        let one = hasher.hash(password("same password")).await.unwrap();
        let other = hasher.hash(password("same password")).await.unwrap();
        assert_ne!(one, other);
    }

    #[tokio::test]
    async fn the_default_cost_is_the_recommended_one() {
        let hasher = Argon2Hasher::new(HashingCost::default()).unwrap();
        let hash = hasher.hash(password("long enough")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_is_verified_at_its_own() {
        let costly = HashingCost {
            memory_kib: 64,
            iterations: 3,
            parallelism: 1,
        };
        let hash = Argon2Hasher::new(costly)
            .unwrap()
            .hash(password("long enough"))
            .await
            .unwrap();
        assert!(cheap().verify("long enough".to_owned(), Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn nobodys_hash_is_computed_like_any_and_matches_nothing() {
        let hasher = cheap();
        assert!(!hasher.verify("whatever".to_owned(), None).await.unwrap());
        let parsed = PasswordHash::new(&hasher.nobodys).unwrap();
        let cost = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
        let own = Params::try_from(&parsed).unwrap();
        assert_eq!(cost(&own), cost(hasher.argon2.params()));
        assert!(
            !verify(&hasher.argon2, "whatever", &hasher.nobodys).unwrap(),
            "it is a sound hash"
        );
    }

    #[tokio::test]
    async fn a_password_of_more_than_128_characters_never_matches() {
        let hasher = cheap();
        let longest = "🐴".repeat(128);
        let hash = hasher.hash(password(&longest)).await.unwrap();
        assert!(hasher.verify(longest.clone(), Some(hash.clone())).await.unwrap());
        assert!(!hasher.verify(format!("{longest}x"), Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn a_broken_stored_hash_is_a_failure_and_shows_nothing_of_itself() {
        let failure = cheap()
            .verify("whatever".to_owned(), Some("s3cret".to_owned()))
            .await
            .unwrap_err();
        assert!(!failure.0.contains("s3cret"), "{}", failure.0);
    }

    #[tokio::test]
    async fn who_finds_the_queue_full_fails_at_once_and_later_succeeds() {
        let hasher = Arc::new(cheap());
        let turns = Arc::clone(&hasher.running).acquire_many_owned(2).await.unwrap();
        let waiting: Vec<_> = (0..AT_ONCE + WAITING)
            .map(|_| {
                let hasher = Arc::clone(&hasher);
                tokio::spawn(async move { hasher.verify("whatever".to_owned(), None).await })
            })
            .collect();
        while hasher.admitted.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        hasher.verify("whatever".to_owned(), None).await.unwrap_err();
        drop(turns);
        for one in waiting {
            one.await.unwrap().unwrap();
        }
        hasher.verify("whatever".to_owned(), None).await.unwrap();
        assert_eq!(hasher.admitted.available_permits(), AT_ONCE + WAITING);
    }
}
