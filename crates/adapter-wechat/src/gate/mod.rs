//! What stands between a call and WeChat, per account and API: a circuit breaker and a rate limit.

mod breaker;
mod bucket;
mod pass;

pub(crate) use breaker::Verdict;
pub(crate) use pass::Gate;
