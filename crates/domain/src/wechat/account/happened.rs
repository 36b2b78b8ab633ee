//! What happens to accounts. No value of a credential is ever part of it.

use super::{AccountDetails, AccountName, SecretKind};

/// A change of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountHappened {
    /// It was added.
    Added {
        /// Our name of it.
        name: AccountName,
        /// What is known of it.
        details: Box<AccountDetails>,
        /// Whether it is in use.
        enabled: bool,
        /// The credentials it has.
        secrets: Vec<SecretKind>,
    },
    /// What is known of it changed.
    DetailsChanged(Box<AccountDetails>),
    /// Credentials were set or taken away.
    CredentialsChanged {
        /// Those that got a new value.
        set: Vec<SecretKind>,
        /// Those that are gone.
        cleared: Vec<SecretKind>,
    },
    /// It is in use.
    Enabled,
    /// It is out of use: no calls are made and no messages taken for it.
    Disabled,
    /// It is gone, its credentials with it.
    Removed,
}
