//! A RabbitMQ of a test's own, to be killed and started again; the shared one belongs to all tests.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::await_until::eventually;
use crate::servers::{free_port, private_name};

/// A node with its data on disk. Dropping it kills it and forgets the data.
pub struct Broker {
    child: Child,
    folder: TempDir,
    node: String,
    port: u16,
    distribution_port: u16,
    /// Its address, without a virtual host.
    pub url: String,
}

impl Broker {
    /// Starts one, where RabbitMQ is installed on this machine.
    ///
    /// # Panics
    /// When it does not come up, and with `CI=true` when it is not installed.
    #[expect(clippy::print_stderr, reason = "a test that does less says so")]
    pub async fn start() -> Option<Self> {
        let Some(server) = server() else {
            assert!(
                std::env::var("CI").as_deref() != Ok("true"),
                "RabbitMQ is not installed on this machine"
            );
            eprintln!("the broker is not killed: RabbitMQ is not installed on this machine");
            return None;
        };
        let folder = TempDir::new().expect("a temporary folder");
        std::fs::write(folder.path().join("plugins"), "[].").expect("a file can be written");
        std::fs::write(folder.path().join("rabbit.conf"), "").expect("a file can be written");
        let (node, port) = (format!("{}@localhost", private_name("journey")), free_port());
        let distribution_port = free_port();
        let child = spawn(&server, folder.path(), &node, port, distribution_port);
        let broker = Self {
            child,
            folder,
            node,
            port,
            distribution_port,
            url: format!("amqp://guest:guest@127.0.0.1:{port}"),
        };
        broker.await_ready().await;
        Some(broker)
    }

    /// Kills it at whatever instruction it is, and starts it again with the data it had on disk.
    ///
    /// # Panics
    /// When it does not come up again.
    pub async fn kill_and_restart(&mut self) {
        self.kill_group();
        self.child.wait().await.expect("a child can be awaited");
        let server = server().expect("it was installed a moment ago");
        self.child = spawn(
            &server,
            self.folder.path(),
            &self.node,
            self.port,
            self.distribution_port,
        );
        self.await_ready().await;
    }

    async fn await_ready(&self) {
        let address = format!("127.0.0.1:{}", self.port);
        eventually("the broker listens", Duration::from_secs(90), async || {
            TcpStream::connect(&address).await.ok().map(|_| ())
        })
        .await;
    }

    /// The shell that starts the node and the node itself: a group of their own.
    fn kill_group(&self) {
        if let Some(id) = self.child.id() {
            let group = format!("-{id}");
            let _ = std::process::Command::new("kill")
                .args(["-KILL", "--", &group])
                .status();
        }
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.kill_group();
    }
}

/// The script that starts a node as the present user; the one in `PATH` may change the user.
fn server() -> Option<PathBuf> {
    std::env::var_os("NEXTEVENT_TEST_RABBITMQ_SERVER")
        .map(PathBuf::from)
        .into_iter()
        .chain([PathBuf::from("/usr/lib/rabbitmq/bin/rabbitmq-server")])
        .find(|path| path.exists())
}

fn spawn(server: &Path, folder: &Path, node: &str, port: u16, distribution_port: u16) -> Child {
    let log = File::options()
        .create(true)
        .append(true)
        .open(folder.join("broker.log"))
        .expect("the log can be written");
    Command::new(server)
        .env("RABBITMQ_NODENAME", node)
        .env("RABBITMQ_NODE_PORT", port.to_string())
        .env("RABBITMQ_DIST_PORT", distribution_port.to_string())
        .env("RABBITMQ_MNESIA_BASE", folder.join("data"))
        .env("RABBITMQ_LOG_BASE", folder)
        .env("RABBITMQ_CONFIG_FILE", folder.join("rabbit.conf"))
        .env("RABBITMQ_ENABLED_PLUGINS_FILE", folder.join("plugins"))
        .env("RABBITMQ_CONF_ENV_FILE", "/dev/null")
        .env("HOME", folder)
        .stdin(Stdio::null())
        .stdout(log.try_clone().expect("a file can be shared"))
        .stderr(log)
        .process_group(0)
        .spawn()
        .unwrap_or_else(|error| panic!("the broker does not start: {error}"))
}
