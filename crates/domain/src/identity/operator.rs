//! People who sign in to the admin side.

use std::fmt;

use crate::ids::OperatorId;
use crate::text::single_line;
use crate::time::Timestamp;
use crate::validation::FieldFaults;

/// What an operator may do. There is one role today; finer ones are grants beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Everything.
    Administrator,
}

impl Role {
    /// The stable name, used in tokens, in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        (name == Self::Administrator.name()).then_some(Self::Administrator)
    }
}

/// A name to sign in with, compared without regard to case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Username(String);

impl Username {
    /// 1 to 64 characters on one line; stored in lower case.
    ///
    /// # Errors
    /// Under the field `username`.
    pub fn new(text: &str) -> Result<Self, FieldFaults> {
        let mut faults = FieldFaults::default();
        let name = faults.keep("username", single_line(text, 1..=64));
        faults.check()?;
        Ok(Self(name.unwrap_or_default().to_lowercase()))
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A password that is good enough to be set.
pub struct NewPassword(String);

impl NewPassword {
    /// 8 to 128 characters (length is what counts, NIST SP 800-63B; the upper bound keeps hashing affordable).
    ///
    /// # Errors
    /// Under the field `password`.
    pub fn new(text: String) -> Result<Self, FieldFaults> {
        let characters = text.chars().count();
        if (8..=128).contains(&characters) {
            return Ok(Self(text));
        }
        let mut faults = FieldFaults::default();
        faults.add("password", "must have 8 to 128 characters");
        Err(faults)
    }

    /// Its text, for hashing.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

/// Somebody who can sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct Operator {
    /// Their id.
    pub id: OperatorId,
    /// The name they sign in with.
    pub username: Username,
    /// Their password, hashed in PHC string form.
    pub password_hash: String,
    /// What they may do.
    pub role: Role,
    /// When they were added.
    pub created_at: Timestamp,
}

impl fmt::Debug for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operator")
            .field("id", &self.id)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}
