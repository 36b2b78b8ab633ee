//! Redis servers for tests: the shared one, and one of our own that may be killed.
#![allow(dead_code, reason = "every test file uses its own part")]

use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use adapter_redis::{RedisLink, RedisOptions};
use deadpool_redis::redis::{Client, cmd};
use tempfile::TempDir;

/// Where the shared server is.
pub fn shared_url() -> String {
    std::env::var("NEXTEVENT_TEST_REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1:6379/15".to_owned())
}

/// A link to the shared server under a prefix of its own, so that tests do not meet, and what removes its keys. `None`
/// where there is no server and none is demanded (`CI=true` demands it).
pub async fn shared() -> Option<(RedisLink, Keys)> {
    let prefix = format!("nextevent-test:{:016x}:", RandomState::new().build_hasher().finish());
    let link = RedisLink::connect(&shared_url(), options(&prefix)).unwrap();
    match link.ping().await {
        Ok(_) => Some((link, Keys(prefix))),
        Err(error) => missing(&error.to_string()),
    }
}

/// Removes all keys of a prefix when dropped.
pub struct Keys(String);

impl Drop for Keys {
    fn drop(&mut self) {
        let mut connection = Client::open(shared_url()).unwrap().get_connection().unwrap();
        let keys: Vec<String> = cmd("KEYS").arg(format!("{}*", self.0)).query(&mut connection).unwrap();
        for key in keys {
            cmd("DEL").arg(key).exec(&mut connection).unwrap();
        }
    }
}

fn missing<T>(reason: &str) -> Option<T> {
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "no Redis for the tests: {reason}"
    );
    eprintln!("skipped: no Redis for the tests: {reason}");
    None
}

/// Options that are patient with a busy test machine.
pub fn options(prefix: &str) -> RedisOptions {
    RedisOptions {
        pool_size: 8,
        connect_timeout: Duration::from_secs(5),
        call_timeout: Duration::from_secs(10),
        key_prefix: prefix.to_owned(),
    }
}

/// A port nobody listens on.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A server of our own; killed when dropped.
pub struct OwnRedis {
    port: u16,
    folder: TempDir,
    running: Option<Child>,
}

impl OwnRedis {
    /// Not running yet. `None` where Redis is not installed and not demanded.
    pub fn new() -> Option<Self> {
        let installed = Command::new("redis-server")
            .arg("--version")
            .stdout(Stdio::null())
            .status()
            .is_ok();
        if !installed {
            return missing("redis-server is not installed");
        }
        Some(Self {
            port: free_port(),
            folder: tempfile::tempdir().unwrap(),
            running: None,
        })
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/0", self.port)
    }

    /// Starts it, empty; it may take a moment until it answers.
    pub fn start(&mut self) {
        let child = Command::new("redis-server")
            .args(["--port", &self.port.to_string(), "--bind", "127.0.0.1"])
            .args(["--save", "", "--appendonly", "no"])
            .arg("--dir")
            .arg(self.folder.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        self.running = Some(child);
    }

    /// Kills it, as a machine that loses power would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.running.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

impl Drop for OwnRedis {
    fn drop(&mut self) {
        self.kill();
    }
}
