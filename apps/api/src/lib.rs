//! NextEvent over HTTP: the documented API, WeChat's webhook, and what operators watch.
//!
//! This crate parses, calls one use case, and renders. It must hold no rule of the product and know no adapter: it works
//! over [`application::UseCases`], whoever keeps their ports.
//!
//! `routes/<context>` holds one file per endpoint; [`Endpoint`]s register themselves, are guarded, measured and described
//! from the same table, so that none can be open, unmeasured or undocumented by accident.

mod answer;
pub mod auth;
mod endpoint;
pub mod error;
mod http;
mod openapi;
mod routes;
mod server;
mod state;
mod wire;

pub use auth::{Access, Permission};
pub use endpoint::Endpoint;
pub use http::client_address::TrustedProxies;
pub use openapi::{openapi, openapi_json};
pub use routes::configure;
pub use routes::endpoints;
pub use routes::wechat::webhook::{AccountFault, WebhookAccount, WebhookSettings};
pub use server::{ServerOptions, listen, run};
pub use state::{ApiLimits, ApiParts, ApiState};
