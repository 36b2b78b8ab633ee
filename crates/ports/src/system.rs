//! Time and fresh ids.

use domain::time::Timestamp;
use uuid::Uuid;

/// The only one who tells the time.
pub trait Clock: Send + Sync {
    /// Now, in UTC with microseconds.
    fn now(&self) -> Timestamp;
}

/// The only one who makes ids.
pub trait Ids: Send + Sync {
    /// A fresh UUIDv7. MUST be greater than every id this process made before, so that ids sort by age.
    fn next(&self) -> Uuid;
}
