//! Instants around one fixed now.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::time::Timestamp;

/// 2026-12-01T01:41:00.123457Z, always.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::from_unix_micros(1_796_089_260_123_457)
}

/// So many seconds after [`now`].
#[must_use]
pub fn after(seconds: u64) -> Timestamp {
    now().plus(Duration::from_secs(seconds))
}

/// So many seconds before [`now`].
#[must_use]
pub fn before(seconds: u64) -> Timestamp {
    now().minus(Duration::from_secs(seconds))
}

static MOMENTS: AtomicU64 = AtomicU64::new(1);

/// An instant one microsecond after the one before in this process, beginning after [`now`].
#[must_use]
pub fn next_now() -> Timestamp {
    now().plus(Duration::from_micros(MOMENTS.fetch_add(1, Ordering::Relaxed)))
}
