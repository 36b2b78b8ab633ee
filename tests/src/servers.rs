//! Servers that the tests share, and private stores on them.

use std::net::TcpListener;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// Where MariaDB is: host, port, user.
pub fn mariadb_url() -> String {
    std::env::var("NEXTEVENT_TEST_MARIADB_URL").unwrap_or_else(|_| "mysql://root@127.0.0.1:3306".to_owned())
}

/// Where Redis is, without a database number.
pub fn redis_url() -> String {
    std::env::var("NEXTEVENT_TEST_REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1:6379".to_owned())
}

/// Where RabbitMQ is, without a virtual host.
pub fn amqp_url() -> String {
    std::env::var("NEXTEVENT_TEST_AMQP_URL").unwrap_or_else(|_| "amqp://guest:guest@127.0.0.1:5672".to_owned())
}

/// A name that no other test of this machine uses at this time.
pub fn private_name(prefix: &str) -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    format!(
        "{prefix}_{}_{}",
        std::process::id(),
        COUNTER.fetch_add(1, Ordering::Relaxed)
    )
}

/// A port at which nobody listens, and below those that systems give to clients (from 32,768 on Linux): any connection
/// could take one of these before its server does.
///
/// # Panics
/// When the machine has none.
pub fn free_port() -> u16 {
    const FIRST: u32 = 12_000;
    const COUNT: u32 = 20_000;
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    // Processes that run side by side begin far from each other.
    let own = std::process::id().wrapping_mul(97);
    let ports = (0..COUNT).map(|_| own.wrapping_add(COUNTER.fetch_add(1, Ordering::Relaxed)) % COUNT + FIRST);
    ports
        .filter_map(|port| u16::try_from(port).ok())
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("a port is free")
}

/// Whether a server can be reached; with `CI=true` one that cannot is a failure.
///
/// # Panics
/// With `CI=true`, when it cannot.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub fn is_reachable(name: &str, url: &str) -> bool {
    let address = url
        .rsplit_once('@')
        .map_or_else(|| url.split("://").nth(1).unwrap_or(""), |(_, rest)| rest);
    let address = address.split('/').next().unwrap_or("");
    let reached = std::net::TcpStream::connect(address).is_ok();
    assert!(
        reached || std::env::var("CI").as_deref() != Ok("true"),
        "{name} does not answer at {address}"
    );
    if !reached {
        eprintln!("skipped: no {name} at {address}");
    }
    reached
}

/// A MariaDB database of its own, dropped with this.
pub struct Database {
    name: String,
    /// Its address.
    pub url: String,
}

impl Database {
    /// Creates it.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn create() -> Self {
        let name = private_name("nextevent_journey");
        sql(&format!(
            "drop database if exists {name}; create database {name} character set utf8mb4"
        ));
        Self {
            url: format!("{}/{name}", mariadb_url()),
            name,
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        sql(&format!("drop database if exists {}", self.name));
    }
}

fn sql(statement: &str) {
    let url = mariadb_url();
    let (user, address) = url
        .trim_start_matches("mysql://")
        .split_once('@')
        .unwrap_or(("root", "127.0.0.1:3306"));
    let (user, password) = user.split_once(':').unwrap_or((user, ""));
    let (host, port) = address.split_once(':').unwrap_or((address, "3306"));
    let mut client = Command::new("mariadb");
    client
        .args(["-h", host, "-P", port, "-u", user, "-e", statement])
        .env("MYSQL_PWD", password);
    let output = client.output().expect("the mariadb client runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
