//! How storing can fail, in terms a use case can act on.

/// A store could not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Others were at the same rows (deadlock, lock timeout, busy): the whole attempt may be repeated at once.
    #[error("the store is contended")]
    Contention(String),
    /// The row was changed since it was read: a lost update that did not happen.
    #[error("somebody else changed it first")]
    VersionConflict,
    /// Something of that identity exists already. The text names the rule, such as a unique index; never a value.
    #[error("it exists already ({0})")]
    Duplicate(String),
    /// The store cannot be reached or is out of connections: later it may work.
    #[error("the store is unavailable")]
    Unavailable(String),
    /// Stored data cannot be understood. The text names table, column and row.
    #[error("stored data is broken")]
    Corrupt(String),
    /// Any other failure; a repeat will not help.
    #[error("the store failed")]
    Failed(String),
}

impl StoreError {
    /// The cause, for the log and never for a client.
    #[must_use]
    pub fn detail(&self) -> &str {
        match self {
            Self::Contention(detail)
            | Self::Duplicate(detail)
            | Self::Unavailable(detail)
            | Self::Corrupt(detail)
            | Self::Failed(detail) => detail,
            Self::VersionConflict => "version conflict",
        }
    }

    /// Whether the same attempt may succeed when repeated at once.
    #[must_use]
    pub const fn is_contention(&self) -> bool {
        matches!(self, Self::Contention(_) | Self::VersionConflict)
    }
}
