//! The broker dies and comes back. It is a node of our own: the shared one has other guests.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "the helpers of tests are test code"
)]

mod support;

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use adapter_rabbitmq::RabbitQueue;
use contracts::build::a_job;
use ports::jobs::{JobEnvelope, JobQueue};
use tempfile::TempDir;

/// The script behind Debian's wrapper, which would change to a user that may not write to our folder.
const SERVER: &str = "/usr/lib/rabbitmq/bin/rabbitmq-server";

/// A node of our own; killed when dropped.
struct OwnBroker {
    ports: [u16; 2],
    folder: TempDir,
    running: Option<Child>,
}

impl OwnBroker {
    fn new() -> Option<Self> {
        if !Path::new(SERVER).exists() {
            return support::missing("rabbitmq-server is not installed");
        }
        let folder = tempfile::tempdir().unwrap();
        let listeners = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
        let ports = listeners.map(|listener| listener.local_addr().unwrap().port());
        let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
        write(
            "rabbitmq.conf",
            format!("listeners.tcp.local = 127.0.0.1:{}\n", ports[0]),
        );
        write("plugins", "[].\n".to_owned());
        write("env", String::new());
        Some(Self {
            ports,
            folder,
            running: None,
        })
    }

    fn url(&self) -> String {
        format!("amqp://guest:guest@127.0.0.1:{}/%2f", self.ports[0])
    }

    fn node(&self) -> String {
        format!("nextevent-test-{}@localhost", self.ports[0])
    }

    /// Whether the node's register of quorum queues is on disk with this queue in it. RabbitMQ writes it some seconds
    /// after the queue was declared, and forgets a queue, with all it confirmed, when it is killed before.
    fn has_registered(&self, queue: &str) -> bool {
        let register = format!("mnesia/{node}/quorum/{node}/names.dets", node = self.node());
        let register = std::fs::read(self.folder.path().join(register)).unwrap();
        register.windows(queue.len()).any(|part| part == queue.as_bytes())
    }

    /// Starts the node on what its predecessor left. As under systemd, the script becomes the node, so that killing
    /// the child kills the node.
    fn start(&mut self) {
        let at = |name: &str| self.folder.path().join(name);
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(at("log"))
            .unwrap();
        let child = Command::new(SERVER)
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .env("RUNNING_UNDER_SYSTEMD", "true")
            .env("RABBITMQ_CONF_ENV_FILE", at("env"))
            .env("RABBITMQ_CONFIG_FILE", at("rabbitmq.conf"))
            .env(
                "RABBITMQ_NODENAME",
                format!("nextevent-test-{}@localhost", self.ports[0]),
            )
            .env("RABBITMQ_DIST_PORT", self.ports[1].to_string())
            .env("RABBITMQ_MNESIA_BASE", at("mnesia"))
            .env("RABBITMQ_LOG_BASE", at("logs"))
            .env("RABBITMQ_LOGS", "-")
            .env("RABBITMQ_ENABLED_PLUGINS_FILE", at("plugins"))
            .env("ERL_EPMD_ADDRESS", "127.0.0.1")
            .env("ERL_FLAGS", "-kernel inet_dist_use_interface {127,0,0,1}")
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        self.running = Some(child);
    }

    /// Kills it, as a machine that loses power would.
    fn kill(&mut self) {
        if let Some(mut child) = self.running.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

impl Drop for OwnBroker {
    fn drop(&mut self) {
        self.kill();
    }
}

/// An Erlang node takes its time to start beside other tests.
async fn is_up(queue: &RabbitQueue) {
    let asking = async {
        while queue.ping().await.is_err() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(120), asking)
        .await
        .expect("the broker starts within two minutes");
}

async fn receive_all(queue: &RabbitQueue, expected: &BTreeSet<JobKey>) {
    let mut missing = expected.clone();
    while !missing.is_empty() {
        for received in queue.receive(100, Duration::from_secs(60)).await.unwrap() {
            missing.remove(&received.job.unwrap().attempt_key());
            queue.done(&[received.receipt]).await.unwrap();
        }
    }
}

type JobKey = (uuid::Uuid, u32);

fn keys(jobs: &[JobEnvelope]) -> BTreeSet<JobKey> {
    jobs.iter().map(JobEnvelope::attempt_key).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn confirmed_jobs_survive_a_killed_broker_and_the_same_queue_goes_on() {
    let Some(mut broker) = OwnBroker::new() else { return };
    let options = support::options(&broker.url());
    let queue = RabbitQueue::connect(options.clone()).unwrap();
    assert!(queue.ping().await.is_err(), "the queue is there before the broker");
    broker.start();
    is_up(&queue).await;
    contracts::eventually(|| async { broker.has_registered(&options.queue).then_some(()) }).await;

    let confirmed: Vec<_> = (0..50).map(|number| a_job(&format!("job {number}"))).collect();
    queue.push(&confirmed).await.unwrap();
    let begun = queue.receive(5, Duration::from_secs(60)).await.unwrap();
    assert!(!begun.is_empty());

    broker.kill();
    assert!(queue.push(&[a_job("into the void")]).await.is_err());
    contracts::eventually(|| async { (!queue.is_connected()).then_some(()) }).await;
    let void: Vec<_> = begun.iter().map(|begun| begun.receipt).collect();
    queue.done(&void).await.unwrap();

    broker.start();
    is_up(&queue).await;
    queue.done(&void).await.unwrap();
    let later = a_job("pushed after");
    queue.push(std::slice::from_ref(&later)).await.unwrap();
    let mut expected = keys(&confirmed);
    expected.extend(keys(&[later]));
    receive_all(&queue, &expected).await;
    queue.close().await;
}
