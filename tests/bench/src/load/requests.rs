//! Requests, built before the clock starts.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Requests in one piece of memory, handed out to all connections in turn.
pub struct Requests {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    next: AtomicUsize,
    is_endless: bool,
}

impl Requests {
    /// Each is sent once.
    pub fn once(requests: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let (mut bytes, mut ends) = (Vec::new(), Vec::new());
        for request in requests {
            bytes.extend_from_slice(&request);
            ends.push(bytes.len());
        }
        Self {
            bytes,
            ends,
            next: AtomicUsize::new(0),
            is_endless: false,
        }
    }

    /// They are sent again and again.
    pub fn endless(requests: impl IntoIterator<Item = Vec<u8>>) -> Self {
        Self {
            is_endless: true,
            ..Self::once(requests)
        }
    }

    /// The next request; `None` when all were sent.
    pub fn next(&self) -> Option<&[u8]> {
        let mut place = self.next.fetch_add(1, Ordering::Relaxed);
        if self.is_endless && !self.ends.is_empty() {
            place %= self.ends.len();
        }
        let end = *self.ends.get(place)?;
        let begin = place
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        self.bytes.get(begin..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> [Vec<u8>; 2] {
        [b"one".to_vec(), b"two".to_vec()]
    }

    #[test]
    fn each_is_handed_out_once() {
        let requests = Requests::once(two());
        let all: Vec<_> = std::iter::from_fn(|| requests.next()).collect();
        assert_eq!(all, [b"one", b"two"]);
    }

    #[test]
    fn endless_ones_begin_again() {
        let requests = Requests::endless(two());
        let some: Vec<_> = std::iter::from_fn(|| requests.next()).take(3).collect();
        assert_eq!(some, [b"one", b"two", b"one"]);
        assert!(Requests::endless([]).next().is_none());
    }
}
