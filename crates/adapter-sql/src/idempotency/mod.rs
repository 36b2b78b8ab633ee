//! Once-only requests.

mod once;
