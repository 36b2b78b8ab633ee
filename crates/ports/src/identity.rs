//! What identity needs from outside.

use async_trait::async_trait;
use domain::identity::{NewPassword, Operator, Role, Username};
use domain::ids::OperatorId;
use domain::time::Timestamp;

use crate::store::StoreError;

mod people;
mod person_sessions;
mod phones;
mod wecom_links;

pub use people::{KnownIdentity, PeopleReads, PeopleRepository, PeopleStore, PeopleTransaction, PersonView};
pub use person_sessions::{PersonSession, PersonSessions};
pub use phones::{PhoneRepository, PhonesStore, PhonesTransaction};
pub use wecom_links::{OperatorReads, OperatorView, WecomLinkRepository, WecomLinksStore, WecomLinksTransaction};

/// Stored operators.
#[async_trait]
pub trait OperatorStore: Send + Sync {
    /// By the name they sign in with.
    async fn find_by_username(&self, username: &Username) -> Result<Option<Operator>, StoreError>;

    /// By id.
    async fn find(&self, id: OperatorId) -> Result<Option<Operator>, StoreError>;

    /// Stores a new operator. A known name MUST fail with [`StoreError::Duplicate`].
    async fn add(&self, operator: &Operator) -> Result<(), StoreError>;

    /// Whether there is none at all.
    async fn is_empty(&self) -> Result<bool, StoreError>;
}

/// Hashing did not work: memory, threads, or a broken stored hash.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed")]
pub struct HashingFailed(pub String);

/// Hashes passwords with Argon2id, off the async threads, a bounded number at a time.
#[async_trait]
pub trait PasswordHasher: Send + Sync {
    /// A fresh salted hash in PHC string form.
    async fn hash(&self, password: NewPassword) -> Result<String, HashingFailed>;

    /// Whether `password` (at most 128 characters, longer ones never match) belongs to `hash`. With `None`, as for an
    /// unknown name, it MUST take as long as with a hash and answer `false`.
    async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, HashingFailed>;
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Names this session.
    pub id: String,
    /// Who.
    pub operator: OperatorId,
    /// The name they signed in with.
    pub username: String,
    /// What they may do.
    pub role: Role,
    /// When the token was made.
    pub issued_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Why a token is not accepted. One answer for all reasons but expiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// It was good once.
    #[error("the token has expired")]
    Expired,
    /// It is not ours, or not a token.
    #[error("the token is not valid")]
    Invalid,
}

/// Makes and reads short-lived signed tokens.
pub trait SessionTokens: Send + Sync {
    /// A token that says so.
    fn issue(&self, session: &Session) -> String;

    /// Who a token speaks for at `now`.
    ///
    /// # Errors
    /// When it is expired or not ours; other algorithms than ours, `none` above all, MUST be refused.
    fn read(&self, token: &str, now: Timestamp) -> Result<Session, TokenFault>;
}
