//! Puts a process together: adapters chosen by configuration, use cases over them, loops beside them.
//!
//! The only crate that names adapters. It must hold no rule of the product: what it decides is who keeps which port.

mod background;
mod call_reports;
mod database;
mod error;
mod gauges;
mod platform;
mod probes;
mod wechat;

pub use background::{start_api_loops, start_worker_loops};
pub use database::{MigrationState, Migrations};
pub use error::AssemblyError;
pub use platform::Platform;
pub use probes::{Finding, Found, examine};
