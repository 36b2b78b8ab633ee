//! What the operating system and cryptography give: time, ids, password hashes, session tokens, ticket codes.
//!
//! This crate may know no store and no network. Secrets come in as [`secrecy::SecretString`] and never leave: no type
//! here shows its keys.

mod clock;
mod ids;
mod passwords;
mod person_sessions;
mod randomness;
mod sealing;
mod sessions;
mod tickets;

pub use clock::SystemClock;
pub use ids::UuidV7Ids;
pub use passwords::{Argon2Hasher, HashingCost};
pub use person_sessions::JwtPersonSessions;
pub use randomness::SystemRandomness;
pub use sealing::SealedSecrets;
pub use sessions::JwtSessions;
pub use tickets::SignedTickets;
