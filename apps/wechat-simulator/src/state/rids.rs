//! Request ids at the end of an `errmsg`, and what `rid/get` tells about them.

use std::sync::Arc;

/// One refused call.
#[derive(Debug, Clone)]
pub struct RidRecord {
    /// Name of the account whose call it was.
    pub account: Arc<str>,
    /// Unix seconds, simulated time.
    pub invoked_at: i64,
    /// Milliseconds it took.
    pub cost_ms: u64,
    /// Path and query, without secrets.
    pub url: String,
    /// What was sent.
    pub request: String,
    /// What was answered.
    pub response: String,
}
