//! WeChat's HTTP API behind [`ports::wechat::WechatApi`].
//!
//! A call passes, in this order: a bound on concurrent calls of its account, the token keeper of its app id, the
//! circuit breaker and the rate limit of its account and API, the HTTP client with its timeouts, and the
//! classification of what came back. A call whose token WeChat no longer takes is repeated once with another token.
//!
//! What this crate must never do: let a token, an app secret or an open id into a log, an error, a span or a metric;
//! say that something was not sent when it may have been.

mod account;
mod acknowledged;
mod alerts;
mod api;
mod beijing;
mod building;
mod client;
mod failure;
mod gate;
mod meaning;
mod menus;
mod meters;
mod outcome;
mod settings;
mod tls;
mod token;
mod transport;

pub use client::WechatClient;
pub use settings::{AccountCredentials, BreakerSettings, CallLimits, SetupError, WechatSettings};
