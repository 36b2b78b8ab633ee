//! Which acknowledgements settle which messages.

use std::collections::BTreeSet;

/// One frame to the broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settlement {
    /// The delivery tag; never 0, which would mean all.
    pub tag: u64,
    /// Whether it settles every unsettled message up to its tag.
    pub multiple: bool,
}

/// Takes `tags` out of `unsettled` and answers what to send. Tags that are not in it are ignored.
///
/// A single frame for a run of messages is right only up to the oldest that stays unsettled, only if `unsettled` knows
/// all that came, and only if frames are sent in the order of these calls: an older one of somebody else, overtaken,
/// would name a tag that is gone.
pub fn settle(unsettled: &mut BTreeSet<u64>, tags: impl IntoIterator<Item = u64>, in_runs: bool) -> Vec<Settlement> {
    let settled: BTreeSet<u64> = tags.into_iter().filter(|tag| unsettled.remove(tag)).collect();
    let run_ends = match in_runs {
        true => unsettled.first().copied().unwrap_or(u64::MAX),
        false => 0,
    };
    let run = settled.range(..run_ends).next_back().map(|&tag| Settlement {
        tag,
        multiple: settled.range(..run_ends).nth(1).is_some(),
    });
    let singles = settled
        .range(run_ends..)
        .map(|&tag| Settlement { tag, multiple: false });
    run.into_iter().chain(singles).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(unsettled: &[u64], tags: &[u64]) -> (Vec<(u64, bool)>, Vec<u64>) {
        let mut left: BTreeSet<u64> = unsettled.iter().copied().collect();
        let sent = settle(&mut left, tags.iter().copied(), true);
        let sent = sent.into_iter().map(|one| (one.tag, one.multiple)).collect();
        (sent, left.into_iter().collect())
    }

    #[test]
    fn the_oldest_in_a_row_are_settled_by_one_frame() {
        assert_eq!(of(&[1, 2, 3, 4], &[3, 1, 2]), (vec![(3, true)], vec![4]));
        assert_eq!(of(&[5, 7, 9], &[5, 7, 9]), (vec![(9, true)], vec![]));
    }

    #[test]
    fn nothing_older_is_settled_along() {
        assert_eq!(of(&[1, 2, 3], &[2, 3]), (vec![(2, false), (3, false)], vec![1]));
        assert_eq!(
            of(&[1, 2, 3, 4, 5], &[1, 2, 4]),
            (vec![(2, true), (4, false)], vec![3, 5])
        );
    }

    #[test]
    fn one_alone_is_not_many() {
        assert_eq!(of(&[1, 2], &[1]), (vec![(1, false)], vec![2]));
    }

    #[test]
    fn unknown_and_repeated_tags_are_ignored() {
        assert_eq!(of(&[2], &[1, 2, 2, 9]), (vec![(2, false)], vec![]));
        assert_eq!(of(&[], &[4]), (vec![], vec![]));
    }

    #[test]
    fn without_runs_each_is_settled_alone() {
        let mut unsettled = BTreeSet::from([2, 3, 4]);
        let sent = settle(&mut unsettled, [2, 3], false);
        assert!(sent.iter().all(|one| !one.multiple), "{sent:?}");
        assert_eq!(sent.len(), 2);
    }
}
