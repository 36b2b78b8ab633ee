//! The platform's clock: the machine's time plus an offset that tests may advance.

use std::time::{SystemTime, UNIX_EPOCH};

/// Time as the simulated platform sees it.
///
/// Token lifetimes, send windows, deduplication and code expiry follow [`Clock::now`]. What goes over the wire to the
/// callback (`timestamp`, `CreateTime`) follows [`Clock::wall`], because the receiver compares it with its own clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct Clock {
    offset_seconds: i64,
}

impl Clock {
    /// Simulated Unix time in seconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.wall().saturating_add(self.offset_seconds)
    }

    /// Real Unix time in seconds.
    #[must_use]
    pub fn wall(&self) -> i64 {
        wall_millis() / 1000
    }

    /// How far the simulated time is ahead of the real one, in seconds.
    #[must_use]
    pub fn offset(&self) -> i64 {
        self.offset_seconds
    }

    /// Moves the simulated time; a negative number moves it back.
    pub fn advance(&mut self, seconds: i64) {
        self.offset_seconds = self.offset_seconds.saturating_add(seconds);
    }
}

/// Real Unix time in milliseconds, the unit of every `at` of the control API.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the simulator's only clock")]
pub fn wall_millis() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_millis()).ok())
        .unwrap_or_default()
}
