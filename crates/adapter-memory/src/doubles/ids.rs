//! Ids that are the same in every run.

use std::sync::atomic::{AtomicU64, Ordering};

use ports::system::Ids;
use uuid::Uuid;

/// UUIDv7s in sequence, from the same first one.
#[derive(Default)]
pub struct SequentialIds(AtomicU64);

impl SequentialIds {
    /// From the beginning.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Ids for SequentialIds {
    fn next(&self) -> Uuid {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let mut tail = [0; 10];
        tail[2..].copy_from_slice(&number.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(1_796_089_260_123 + number, &tail).into_uuid()
    }
}
