//! The database's address and its pool.

use std::path::Path;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use super::reader::Reader;
use super::secret_url::SecretUrl;

const PARTS: [&str; 4] = ["DB_HOST", "DB_NAME", "DB_USER", "DB_PASSWORD"];
const KINDS: [(&str, DatabaseKind); 5] = [
    ("mysql", DatabaseKind::MySql),
    ("mariadb", DatabaseKind::MySql),
    ("postgres", DatabaseKind::Postgres),
    ("postgresql", DatabaseKind::Postgres),
    ("sqlite", DatabaseKind::Sqlite),
];

/// Which database an address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseKind {
    /// A file or memory of this process.
    Sqlite,
    /// MySQL or MariaDB.
    MySql,
    /// PostgreSQL.
    Postgres,
}

impl DatabaseKind {
    /// The scheme that addresses are normalised to.
    #[must_use]
    pub const fn scheme(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::MySql => "mysql",
            Self::Postgres => "postgres",
        }
    }
}

/// The database's address and its pool.
#[derive(Debug, Clone)]
pub struct DatabaseConfig {
    /// An address with the scheme `mysql`, `postgres` or `sqlite`.
    pub url: SecretUrl,
    /// Which database it is.
    pub kind: DatabaseKind,
    /// The size of the pool.
    pub max_connections: u32,
}

impl DatabaseConfig {
    pub(super) fn read(reader: &mut Reader, data_dir: &Path) -> Self {
        let (kind, url) = if reader.is_set("DATABASE_URL") {
            from_url(reader)
        } else if PARTS.iter().any(|name| reader.is_set(name)) {
            (DatabaseKind::MySql, from_parts(reader))
        } else {
            (DatabaseKind::Sqlite, embedded(data_dir))
        };
        Self {
            url: SecretUrl::new(url),
            kind,
            max_connections: reader.number("DATABASE_MAX_CONNECTIONS", 1..=1024),
        }
    }
}

fn embedded(data_dir: &Path) -> String {
    format!("sqlite://{}", data_dir.join("nextevent.db").display())
}

fn from_url(reader: &mut Reader) -> (DatabaseKind, String) {
    let url = reader.required("DATABASE_URL");
    let (scheme, rest) = url.split_once(':').unwrap_or_default();
    let Some((_, kind)) = KINDS.iter().find(|(name, _)| *name == scheme) else {
        reader.fault(
            "DATABASE_URL",
            "must start with mysql://, mariadb://, postgres://, postgresql:// or sqlite:",
        );
        return (DatabaseKind::Sqlite, String::new());
    };
    let normal = format!("{}:{rest}", kind.scheme());
    let problem = match kind {
        DatabaseKind::Sqlite => rest.trim_start_matches('/').is_empty().then_some("must name a file"),
        DatabaseKind::MySql | DatabaseKind::Postgres => server_problem(&normal),
    };
    if let Some(problem) = problem {
        reader.fault("DATABASE_URL", problem);
    }
    (*kind, normal)
}

fn server_problem(url: &str) -> Option<&'static str> {
    match Url::parse(url) {
        Err(_) => Some("is not a valid address (special characters in a password are written as %XX)"),
        Ok(url) if url.host_str().is_none_or(str::is_empty) => Some("must name a host"),
        Ok(url) if url.path().trim_matches('/').is_empty() => Some("must name a database"),
        Ok(_) => None,
    }
}

fn from_parts(reader: &mut Reader) -> String {
    for name in ["DB_HOST", "DB_NAME", "DB_USER"] {
        if !reader.is_set(name) {
            reader.fault(name, "is required when other DB_ settings are given");
        }
    }
    let port = reader.number("DB_PORT", 1..=u16::MAX);
    let part = |name| utf8_percent_encode(reader.text(name).unwrap_or_default(), NON_ALPHANUMERIC).to_string();
    let password = match reader.is_set("DB_PASSWORD") {
        true => format!(":{}", part("DB_PASSWORD")),
        false => String::new(),
    };
    let host = reader.text("DB_HOST").unwrap_or_default().to_owned();
    let url = format!(
        "mysql://{}{password}@{host}:{port}/{}",
        part("DB_USER"),
        part("DB_NAME")
    );
    if Url::parse(&url).is_err() {
        reader.fault("DB_HOST", "must be an IP address or a host name");
    }
    url
}
