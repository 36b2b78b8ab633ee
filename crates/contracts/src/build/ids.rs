//! Ids in sequence.

use std::sync::atomic::{AtomicU64, Ordering};

use uuid::Uuid;

static LAST: AtomicU64 = AtomicU64::new(0);

/// A UUIDv7 greater than every one before in this process.
#[must_use]
pub fn fresh_id() -> Uuid {
    let number = LAST.fetch_add(1, Ordering::Relaxed);
    let mut tail = [0xA5; 10];
    tail[2..].copy_from_slice(&number.to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(1_796_089_260_123 + number, &tail).into_uuid()
}

/// A fresh id of any kind: `fresh(EventId::from_uuid)`.
pub fn fresh<T>(wrap: impl FnOnce(Uuid) -> T) -> T {
    wrap(fresh_id())
}
