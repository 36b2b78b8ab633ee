//! Cutting pages out of lists.

use ports::{Page, PageQuery, Total};
use uuid::Uuid;

/// The wanted part of entries that come in the list's order. `follows` tells whether an entry is behind a cursor.
pub(super) fn page<T>(
    entries: impl Iterator<Item = T>,
    query: PageQuery,
    total: Total,
    id: impl Fn(&T) -> Uuid,
    follows: impl Fn(&T, Uuid) -> bool,
) -> Page<T> {
    let skipped = usize::try_from(query.offset()).unwrap_or(usize::MAX);
    let probe = entries
        .filter(|entry| query.cursor().is_none_or(|last| follows(entry, last)))
        .skip(skipped)
        .take(query.size() as usize + 1)
        .collect();
    Page::from_probe(probe, query.size(), total, id)
}

/// A page of entries that come with the greatest id first.
pub(super) fn newest_first<T>(
    entries: impl DoubleEndedIterator<Item = T> + Clone,
    query: PageQuery,
    id: impl Fn(&T) -> Uuid,
) -> Page<T> {
    let total = Total::counted(entries.clone().count() as u64);
    page(entries.rev(), query, total, &id, |entry, last| id(entry) < last)
}
