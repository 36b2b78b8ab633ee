//! A bounded record of what happened, with an index by key, so that asking stays cheap when it is long.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use serde::Serialize;

/// What an entry can be asked for by.
pub trait Indexed {
    /// The keys of this entry, e.g. its open id and its API path. Must not change once recorded.
    fn keys(&self) -> Vec<Key>;
}

/// One thing to ask for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// An API path such as `/cgi-bin/message/custom/send`.
    Api(String),
    /// An open id.
    Person(String),
    /// The name of an account.
    Account(Arc<str>),
}

/// The newest `capacity` entries, numbered from 1; older ones are dropped and counted.
#[derive(Debug)]
pub struct Journal<T> {
    entries: VecDeque<Arc<T>>,
    first: u64,
    capacity: usize,
    index: HashMap<Key, VecDeque<u64>>,
}

/// A part of a journal.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// Oldest first.
    pub items: Vec<Arc<T>>,
    /// Give this as `since` to read on.
    pub next_cursor: u64,
    /// Whether more matching entries may follow.
    pub more: bool,
    /// How many entries are kept, matching or not.
    pub kept: usize,
    /// How many entries were dropped because the journal was full.
    pub dropped: u64,
}

impl<T: Indexed> Journal<T> {
    /// An empty journal that keeps `capacity` entries (at least one).
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self {
            entries: VecDeque::new(),
            first: 1,
            capacity: capacity.max(1),
            index: HashMap::new(),
        }
    }

    /// Records what `make` builds from its number.
    pub fn push(&mut self, make: impl FnOnce(u64) -> T) -> Arc<T> {
        if self.entries.len() == self.capacity {
            self.drop_oldest();
        }
        let sequence = self.first + self.entries.len() as u64;
        let entry = Arc::new(make(sequence));
        for key in entry.keys() {
            self.index.entry(key).or_default().push_back(sequence);
        }
        self.entries.push_back(Arc::clone(&entry));
        entry
    }

    /// Entries after number `since` that have all of `keys`, at most `limit` of them.
    #[must_use]
    pub fn page(&self, keys: &[Key], since: u64, limit: usize) -> Page<T> {
        let mut items = Vec::new();
        let mut next_cursor = since;
        let mut more = false;
        for sequence in self.candidates(keys, since) {
            let Some(entry) = self.get(sequence) else { continue };
            if keys.len() > 1 && !has_all(entry.as_ref(), keys) {
                continue;
            }
            if items.len() == limit {
                more = true;
                break;
            }
            next_cursor = sequence;
            items.push(Arc::clone(entry));
        }
        Page {
            items,
            next_cursor,
            more,
            kept: self.entries.len(),
            dropped: self.dropped(),
        }
    }

    /// How many entries no longer fit.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.first - 1
    }

    fn get(&self, sequence: u64) -> Option<&Arc<T>> {
        self.entries
            .get(usize::try_from(sequence.checked_sub(self.first)?).ok()?)
    }

    /// The numbers to look at: those of the rarest key, or all of them.
    fn candidates(&self, keys: &[Key], since: u64) -> Box<dyn Iterator<Item = u64> + '_> {
        if keys.is_empty() {
            let end = self.first + self.entries.len() as u64;
            return Box::new(self.first.max(since.saturating_add(1))..end);
        }
        let rarest = keys
            .iter()
            .map(|key| self.index.get(key))
            .min_by_key(|list| list.map_or(0, VecDeque::len));
        match rarest.flatten() {
            Some(list) => Box::new(
                list.range(list.partition_point(|&sequence| sequence <= since)..)
                    .copied(),
            ),
            None => Box::new(std::iter::empty()),
        }
    }

    fn drop_oldest(&mut self) {
        let Some(oldest) = self.entries.pop_front() else { return };
        self.first += 1;
        for key in oldest.keys() {
            if let Some(list) = self.index.get_mut(&key) {
                list.pop_front();
                if list.is_empty() {
                    self.index.remove(&key);
                }
            }
        }
    }
}

fn has_all<T: Indexed>(entry: &T, keys: &[Key]) -> bool {
    let own = entry.keys();
    keys.iter().all(|key| own.contains(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Entry {
        sequence: u64,
        person: u64,
        api: &'static str,
    }

    impl Indexed for Entry {
        fn keys(&self) -> Vec<Key> {
            vec![person(self.person), Key::Api(self.api.to_owned())]
        }
    }

    fn person(number: u64) -> Key {
        Key::Person(format!("o{number}"))
    }

    fn journal(capacity: usize, entries: u64) -> Journal<Entry> {
        let mut journal = Journal::new(capacity);
        for number in 0..entries {
            let api = if number % 2 == 0 { "even" } else { "odd" };
            journal.push(|sequence| Entry {
                sequence,
                person: number % 5,
                api,
            });
        }
        journal
    }

    fn sequences(page: &Page<Entry>) -> Vec<u64> {
        page.items.iter().map(|entry| entry.sequence).collect()
    }

    #[test]
    fn a_full_journal_forgets_the_oldest_and_counts_them() {
        let journal = journal(10, 25);
        let page = journal.page(&[], 0, 100);
        assert_eq!(sequences(&page), (16..=25).collect::<Vec<_>>());
        assert_eq!(page.dropped, 15);
    }

    #[test]
    fn a_key_finds_only_its_entries_even_after_some_were_dropped() {
        let journal = journal(10, 25);
        assert_eq!(sequences(&journal.page(&[person(2)], 0, 100)), [18, 23]);
        assert_eq!(
            sequences(&journal.page(&[person(2), Key::Api("odd".to_owned())], 0, 100)),
            [18]
        );
        assert!(journal.page(&[person(9)], 0, 100).items.is_empty());
    }

    #[test]
    fn a_cursor_reads_every_entry_once() {
        let journal = journal(100, 25);
        let (mut seen, mut cursor) = (Vec::new(), 0);
        loop {
            let page = journal.page(&[], cursor, 4);
            seen.extend(sequences(&page));
            cursor = page.next_cursor;
            if !page.more {
                break;
            }
        }
        assert_eq!(seen, (1..=25).collect::<Vec<_>>());
    }
}
