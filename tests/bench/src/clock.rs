//! The machine's time.

use std::time::{SystemTime, UNIX_EPOCH};

/// Now, in Unix milliseconds.
#[expect(
    clippy::disallowed_methods,
    reason = "messages are signed for the time of the processes under test"
)]
pub fn unix_millis() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// An RFC 3339 time so many hours from now.
pub fn hours_from_now(hours: i64) -> String {
    timestamp(unix_millis() + hours * 3_600_000).to_string()
}

/// Now in the form of a database's `DATETIME(6)`: 26 characters.
pub fn database_now() -> String {
    timestamp(unix_millis()).strftime("%Y-%m-%d %H:%M:%S.%6f").to_string()
}

fn timestamp(millis: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(millis).unwrap_or_default()
}
