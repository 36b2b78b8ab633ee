//! WeChat's HTTP API behind the ports of [`ports::wechat`], for any number of accounts of all products.
//!
//! Any typed call of `wechat-protocol` goes through one path, `WechatClient::call(account, &call)`: the account as
//! [`ports::wechat::AccountBook`] has it now, a bound on its concurrent calls, the keeper of its token, then for each API
//! by its path the time WeChat asked to be left alone, the circuit breaker and the rate limit, the HTTP client with its
//! timeouts, and the classification of what came back in the codes of the account's product. A call whose token WeChat
//! no longer takes is repeated once with another token.
//!
//! A new API is a port in `ports` and a file here that implements it over typed calls, as `first_path.rs` does: the path
//! above needs no change.
//!
//! What this crate must never do: let a token, an app secret or an open id into a log, an error, a span or a metric;
//! say that something was not sent when it may have been.

#[cfg(test)]
extern crate self as adapter_wechat;

mod account;
mod accounts;
mod acknowledged;
mod alerts;
mod api;
mod articles;
mod beijing;
mod building;
mod caller;
mod client;
mod client_data;
mod dialect;
mod failure;
mod first_path;
mod followers;
mod gate;
mod health;
mod hosts;
mod mass;
mod materials;
mod meaning;
mod menus;
mod messaging;
mod meters;
mod mini_program;
mod outcome;
mod probe;
mod recorder;
mod request;
mod settings;
mod staff_login;
mod staff_messages;
mod tls;
mod token;
mod transport;
mod web_login;
mod wecom_contacts;
mod wecom_directory;
mod wire;

#[cfg(test)]
mod tests;

pub use client::WechatClient;
pub use client_data::MiniProgramClientData;
pub use probe::{ProbeSettings, WechatProbe};
pub use recorder::CallRecorder;
pub use settings::{BreakerSettings, CallLimits, Rate, SetupError, WechatSettings};
pub use staff_login::StaffLogin;
pub use web_login::WebLogin;
