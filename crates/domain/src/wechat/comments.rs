//! Comments (留言) under what an official account sends or publishes.

/// Who may comment. The account needs the permission (88000).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Comments {
    /// Nobody.
    #[default]
    Closed,
    /// Everybody.
    Everybody,
    /// Those who follow the account.
    Followers,
}

impl Comments {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Closed, Self::Everybody, Self::Followers];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Everybody => "everybody",
            Self::Followers => "followers",
        }
    }

    /// By its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}
