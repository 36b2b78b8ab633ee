//! The shared broker, with queues of our own on it.
#![allow(dead_code, reason = "every test file uses its own part")]

use std::time::Duration;

use adapter_rabbitmq::{RabbitOptions, RabbitQueue};
use lapin::options::{BasicPublishOptions, ExchangeDeleteOptions, QueueDeleteOptions};
use lapin::{BasicProperties, Channel, Connection, ConnectionProperties};

/// Where the shared broker is.
pub fn shared_url() -> String {
    std::env::var("NEXTEVENT_TEST_AMQP_URL").unwrap_or_else(|_| "amqp://guest:guest@127.0.0.1:5672/%2f".to_owned())
}

/// Options that name fresh queues, patient with a busy test machine.
pub fn options(url: &str) -> RabbitOptions {
    let unique: u64 = rand::random();
    RabbitOptions {
        queue: format!("nextevent-test.{unique:016x}.jobs"),
        dead: format!("nextevent-test.{unique:016x}.dead"),
        connect_timeout: Duration::from_secs(30),
        confirm_timeout: Duration::from_secs(30),
        call_timeout: Duration::from_secs(30),
        connection_name: "nextevent-test".to_owned(),
        ..RabbitOptions::at(url)
    }
}

/// Options for the shared broker, and what removes the queues. `None` where there is no broker and none is demanded
/// (`CI=true` demands it).
pub async fn shared() -> Option<(RabbitOptions, Leftovers)> {
    match Connection::connect(&shared_url(), ConnectionProperties::default()).await {
        Ok(_) => {
            let options = options(&shared_url());
            Some((options.clone(), Leftovers(options)))
        }
        Err(error) => missing(&error.to_string()),
    }
}

/// A queue that is connected.
pub async fn connected(options: &RabbitOptions) -> RabbitQueue {
    let queue = RabbitQueue::connect(options.clone()).unwrap();
    queue.ping().await.unwrap();
    queue
}

/// A connected queue on the shared broker.
pub async fn shared_queue() -> Option<(RabbitQueue, Leftovers)> {
    let (options, leftovers) = shared().await?;
    Some((connected(&options).await, leftovers))
}

/// Fails where a server is demanded, skips where it is not.
pub fn missing<T>(reason: &str) -> Option<T> {
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "no RabbitMQ for the tests: {reason}"
    );
    eprintln!("skipped: no RabbitMQ for the tests: {reason}");
    None
}

/// A channel past the adapter.
pub async fn direct(url: &str) -> (Connection, Channel) {
    let connection = Connection::connect(url, ConnectionProperties::default()).await.unwrap();
    let channel = connection.create_channel().await.unwrap();
    (connection, channel)
}

/// Puts a text that is no job into a queue.
pub async fn plant(options: &RabbitOptions, raw: &str) {
    let (_connection, channel) = direct(&options.url).await;
    channel.confirm_select(Default::default()).await.unwrap();
    channel
        .basic_publish(
            "".into(),
            options.queue.as_str().into(),
            BasicPublishOptions::default(),
            raw.as_bytes(),
            BasicProperties::default(),
        )
        .await
        .unwrap()
        .await
        .unwrap();
}

/// Deletes a queue past the adapter.
pub async fn delete_queue(url: &str, name: &str) {
    let (_connection, channel) = direct(url).await;
    channel
        .queue_delete(name.into(), QueueDeleteOptions::default())
        .await
        .unwrap();
}

/// Removes queues and exchange when dropped.
pub struct Leftovers(pub RabbitOptions);

impl Drop for Leftovers {
    fn drop(&mut self) {
        let options = self.0.clone();
        // A thread of its own, because a runtime cannot block within another.
        let removing = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async {
                for queue in [&options.queue, &options.dead] {
                    delete_queue(&options.url, queue).await;
                }
                let (_connection, channel) = direct(&options.url).await;
                let exchange = options.dead.as_str().into();
                channel
                    .exchange_delete(exchange, ExchangeDeleteOptions::default())
                    .await
                    .unwrap();
            });
        });
        removing.join().unwrap();
    }
}
