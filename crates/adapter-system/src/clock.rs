//! The clock of the operating system.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use domain::time::Timestamp;
use ports::system::Clock;

/// Tells the time of the operating system, in whole microseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks for the time")]
    fn now(&self) -> Timestamp {
        let epoch = Timestamp::from_unix_micros(0);
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => epoch.plus(since),
            Err(before) => epoch.minus(Duration::from_micros(1)).minus(before.duration()),
        }
    }
}
