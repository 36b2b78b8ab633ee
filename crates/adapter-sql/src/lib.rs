//! Every store port, and a durable job queue, in one database: MySQL 8 or MariaDB 10.11 and later in production,
//! SQLite as the embedded default, PostgreSQL as well.
//!
//! This crate must never know use cases, HTTP or other adapters. Rows, SQL and database error codes stay inside it:
//! what goes in and out are the types of `domain` and `ports`. The schema is that of the `migrations` crate.
//!
//! - [`SqlStore`] implements the store ports; [`SqlJobQueue`] the job queue for when there is no broker.
//! - SQL is written by hand and bound through sea-orm. Ports that take slices become a few statements with many rows:
//!   that is what makes a group commit cheap.
//! - `errors.rs` alone knows database error codes; `dialect.rs` alone knows how databases differ in SQL.
//! - A transaction that saw a failed statement refuses to commit, on every database.

mod attendance;
mod connect;
mod dialect;
mod errors;
mod events;
mod idempotency;
mod identity;
mod jobs;
mod log;
mod notifications;
mod sql;
mod store;
mod telemetry;
mod transaction;
mod wechat;

pub use connect::SqlOptions;
pub use jobs::SqlJobQueue;
pub use store::{PoolStatus, ServerInfo, ServerKind, SqlStore};
pub use wechat::SqlLoginStates;
