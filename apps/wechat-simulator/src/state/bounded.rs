//! A table that forgets its oldest entries, so that no caller can grow it without bound.

use std::collections::{HashMap, VecDeque};
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

const KEPT: usize = 10_000;

/// The newest ten thousand entries.
#[derive(Clone)]
pub struct Bounded<T> {
    entries: HashMap<String, T>,
    order: VecDeque<String>,
}

/// Codes and tokens are kept here, so only their number is shown.
impl<T> fmt::Debug for Bounded<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Bounded({})", self.entries.len())
    }
}

impl<T> Default for Bounded<T> {
    fn default() -> Self {
        Self {
            entries: HashMap::new(),
            order: VecDeque::new(),
        }
    }
}

impl<T> Bounded<T> {
    /// Adds or replaces an entry.
    pub fn insert(&mut self, key: String, value: T) {
        if self.entries.insert(key.clone(), value).is_some() {
            return;
        }
        self.order.push_back(key);
        if self.order.len() > KEPT
            && let Some(oldest) = self.order.pop_front()
        {
            self.entries.remove(&oldest);
        }
    }

    /// The entry with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&T> {
        self.entries.get(key)
    }

    /// The entry with this key, to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut T> {
        self.entries.get_mut(key)
    }

    /// Every entry, in no order, to change.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.entries.values_mut()
    }
}

impl<T: Serialize> Serialize for Bounded<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = self.order.iter().filter_map(|key| Some((key, self.entries.get(key)?)));
        serializer.collect_seq(entries)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Bounded<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut table = Self::default();
        for (key, value) in Vec::<(String, T)>::deserialize(deserializer)? {
            table.insert(key, value);
        }
        Ok(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_entry_is_forgotten_first() {
        let mut table = Bounded::default();
        for number in 0..=KEPT {
            table.insert(number.to_string(), number);
        }
        assert_eq!((table.get("0"), table.get("1")), (None, Some(&1)));
    }
}
