//! What stands between a call and WeChat, per account and API: a circuit breaker, a rate limit, and the time WeChat
//! itself asked for.

mod breaker;
mod bucket;
mod gates;
mod hold;
mod pass;

pub(crate) use breaker::Verdict;
pub(crate) use gates::Gates;
pub(crate) use pass::Gate;
