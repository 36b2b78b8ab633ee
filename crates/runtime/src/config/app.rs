//! The process: where it runs, where it listens.

use std::net::IpAddr;
use std::path::PathBuf;

use ipnet::IpNet;

use super::reader::Reader;

/// Where the process runs. Only production refuses development values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    /// A developer's machine.
    Development,
    /// Automated tests; the same defaults as development.
    Test,
    /// Real attendees.
    Production,
}

impl Environment {
    /// The name as written in `APP_ENV`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Test => "test",
            Self::Production => "production",
        }
    }

    /// Whether this is production.
    #[must_use]
    pub const fn is_production(self) -> bool {
        matches!(self, Self::Production)
    }

    pub(super) fn read(reader: &mut Reader) -> Self {
        let choices = [Self::Development, Self::Test, Self::Production].map(|choice| (choice.as_str(), choice));
        reader.choice("APP_ENV", &choices).unwrap_or(Self::Development)
    }
}

/// The api's listener and the process as a whole.
#[derive(Debug, Clone)]
pub struct AppConfig {
    /// The address or host name to listen on.
    pub host: String,
    /// The port of the api.
    pub port: u16,
    /// The address under which attendees reach this system, without a trailing slash.
    pub public_base_url: Option<String>,
    /// The networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// The folder of the embedded database and of uploaded files.
    pub data_dir: PathBuf,
    /// The operator's word that exactly one process runs.
    pub single_instance: bool,
    /// Begins the names of Redis keys and broker queues: systems that share servers have different ones.
    pub namespace: String,
}

impl AppConfig {
    pub(super) fn read(reader: &mut Reader, environment: Environment) -> Self {
        let everywhere = if environment.is_production() {
            "0.0.0.0"
        } else {
            "127.0.0.1"
        };
        reader.set_if_unset("APP_HOST", everywhere);
        Self {
            host: read_host(reader),
            port: reader.number("APP_PORT", 1..=u16::MAX),
            public_base_url: reader.web_address("PUBLIC_BASE_URL"),
            trusted_proxies: read_proxies(reader),
            data_dir: PathBuf::from(reader.required("DATA_DIR")),
            single_instance: reader.flag("SINGLE_INSTANCE"),
            namespace: read_namespace(reader),
        }
    }
}

fn read_host(reader: &mut Reader) -> String {
    let host = reader.required("APP_HOST");
    let is_name = host.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c));
    if host.parse::<IpAddr>().is_err() && !is_name {
        reader.fault("APP_HOST", "must be an IP address or a host name");
    }
    host
}

fn read_proxies(reader: &mut Reader) -> Vec<IpNet> {
    let text = reader.text("TRUSTED_PROXIES").unwrap_or_default().to_owned();
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let mut networks = Vec::new();
    for (place, part) in (1..).zip(parts) {
        let network = part.parse::<IpNet>().ok();
        match network.or_else(|| part.parse::<IpAddr>().ok().map(IpNet::from)) {
            Some(network) => networks.push(network),
            None => reader.fault(
                "TRUSTED_PROXIES",
                format!("entry {place} is no IP address and no network such as 10.0.0.0/8"),
            ),
        }
    }
    networks
}

fn read_namespace(reader: &mut Reader) -> String {
    let namespace = reader.required("APP_NAMESPACE");
    let is_plain = namespace
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "-._".contains(c));
    if !is_plain || namespace.len() > 64 {
        reader.fault(
            "APP_NAMESPACE",
            "must be at most 64 letters, digits, dots, dashes or underscores",
        );
    }
    namespace
}

/// The worker process.
#[derive(Debug, Clone)]
pub struct WorkerConfig {
    /// The port of its health and metrics; it listens on the host of [`AppConfig`].
    pub port: u16,
    /// Jobs that run at once.
    pub concurrency: usize,
}

impl WorkerConfig {
    pub(super) fn read(reader: &mut Reader) -> Self {
        Self {
            port: reader.number("WORKER_PORT", 1..=u16::MAX),
            concurrency: reader.number("WORKER_CONCURRENCY", 1..=1024),
        }
    }
}
