//! A field of a merge patch (RFC 7396): left out, cleared, or given.

use serde::{Deserialize, Deserializer};

/// What a patch says about one field. Use it with `#[serde(default)]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Nothing: it stays.
    #[default]
    Absent,
    /// `null`: it is cleared.
    Clear,
    /// A new value.
    Set(T),
}

impl<T> Patch<T> {
    /// Applies it to a field that can be empty.
    pub fn apply<U: From<T>>(self, field: &mut Option<U>) {
        match self {
            Self::Absent => {}
            Self::Clear => *field = None,
            Self::Set(value) => *field = Some(value.into()),
        }
    }

    /// Applies it to a field that has a value when cleared.
    pub fn apply_or<U: From<T>>(self, field: &mut U, cleared: U) {
        match self {
            Self::Absent => {}
            Self::Clear => *field = cleared,
            Self::Set(value) => *field = value.into(),
        }
    }

    /// Whether it is `null`.
    pub const fn is_clear(&self) -> bool {
        matches!(self, Self::Clear)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<T>::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}
