//! The configuration of a process: embedded defaults, then an optional TOML file, then the
//! environment. Every fault is reported at once, before anything connects.

pub mod development;

mod app;
mod auth;
mod database;
mod faults;
mod file;
mod load;
mod log;
mod production;
mod reader;
mod secret_url;
mod servers;
mod settings;
mod strength;
mod summary;
mod wechat;

#[cfg(test)]
mod tests;

pub use app::{AppConfig, Environment, WorkerConfig};
pub use auth::{AuthConfig, FirstAdministrator};
pub use database::{DatabaseConfig, DatabaseKind};
pub use faults::{ConfigFault, ConfigFaults};
pub use log::{LogConfig, LogFormat};
pub use secret_url::SecretUrl;
pub use servers::{BrokerConfig, RedisConfig, StorageConfig, TelemetryConfig};
pub use wechat::{MessageMode, WechatConfig};

/// The commented file of all defaults, for operators to start from.
pub const DEFAULTS: &str = include_str!("../../config.default.toml");

/// Everything an operator can decide. Printing it shows no secret.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the process runs.
    pub environment: Environment,
    /// The api's listener and the process as a whole.
    pub app: AppConfig,
    /// What is logged and how.
    pub log: LogConfig,
    /// The database; always present, embedded by default.
    pub database: DatabaseConfig,
    /// Redis; `None` means that cache, locks and tokens live in the process.
    pub redis: Option<RedisConfig>,
    /// The message broker; `None` means that jobs live in the database and that the api runs
    /// the worker's loop itself.
    pub broker: Option<BrokerConfig>,
    /// The WeChat account and how its platform is reached.
    pub wechat: WechatConfig,
    /// Sessions, tickets and the first administrator.
    pub auth: AuthConfig,
    /// Export of traces.
    pub telemetry: TelemetryConfig,
    /// The worker process.
    pub worker: WorkerConfig,
    /// Object storage; `None` means that files live in the data folder.
    pub storage: Option<StorageConfig>,
}
