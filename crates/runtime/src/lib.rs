//! What every process needs before it can do anything useful: configuration, telemetry,
//! a life cycle with an orderly stop, health checks and a backoff.
//!
//! This crate knows none of the other crates of the workspace, no database, no broker and no
//! HTTP framework. Applications hand it futures and closures.

pub mod backoff;
pub mod config;
pub mod health;
pub mod lifecycle;
pub mod telemetry;
pub mod tls;

pub use backoff::Backoff;
pub use config::{Config, ConfigFaults};
pub use health::{HealthRegistry, HealthReport};
pub use lifecycle::{Shutdown, StopReport, TaskSet};
pub use telemetry::TelemetryGuard;
