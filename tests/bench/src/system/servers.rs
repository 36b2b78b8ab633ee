//! The shared servers, and private places on them.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use deadpool_redis::redis;
use lapin::options::{ExchangeDeleteOptions, QueueDeleteOptions};
use lapin::{Connection, ConnectionProperties};
use sea_orm::{ConnectionTrait, Database};

use crate::outcome::Outcome;

/// Where MariaDB is, without a database.
fn mariadb_url() -> String {
    address("NEXTEVENT_TEST_MARIADB_URL", "mysql://root@127.0.0.1:3306")
}

/// Where RabbitMQ is.
pub fn amqp_url() -> String {
    address("NEXTEVENT_TEST_AMQP_URL", "amqp://guest:guest@127.0.0.1:5672")
}

fn redis_url() -> String {
    address("NEXTEVENT_TEST_REDIS_URL", "redis://127.0.0.1:6379")
}

fn address(name: &str, default: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| default.to_owned())
}

/// A name that nothing else on these servers has at this time.
pub fn private_name() -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    format!(
        "nextevent_bench_{}_{}",
        std::process::id(),
        COUNTER.fetch_add(1, Ordering::Relaxed)
    )
}

/// What api and worker are told of the servers.
pub fn environment(database_url: &str, namespace: &str) -> [(String, String); 4] {
    [
        ("DATABASE_URL", database_url),
        ("REDIS_URL", &redis_url()),
        ("AMQP_URL", &amqp_url()),
        ("APP_NAMESPACE", namespace),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
}

/// Namespaces that have something on the servers, so that nothing stays there, however a measurement ends.
static IN_USE: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

fn in_use<T>(change: impl FnOnce(&mut BTreeSet<String>) -> T) -> T {
    change(&mut IN_USE.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
}

/// Creates an empty database of a private name; answers its address.
///
/// # Errors
/// When MariaDB does not answer or refuses.
pub async fn create_database(name: &str) -> Outcome<String> {
    in_use(|names| names.insert(name.to_owned()));
    on_mariadb(&format!("CREATE DATABASE {name} CHARACTER SET utf8mb4")).await?;
    Ok(format!("{}/{name}", mariadb_url()))
}

async fn on_mariadb(statement: &str) -> Outcome<()> {
    let server = Database::connect(mariadb_url())
        .await
        .map_err(|error| format!("no MariaDB: {error}"))?;
    server.execute_unprepared(statement).await?;
    server.close().await?;
    Ok(())
}

/// Forgets what a namespace has on all servers.
///
/// # Errors
/// When one does not answer.
pub async fn forget(namespace: &str) -> Outcome<()> {
    in_use(|names| names.remove(namespace));
    on_mariadb(&format!("DROP DATABASE IF EXISTS {namespace}")).await?;
    forget_keys(namespace).await?;
    forget_queues(namespace).await
}

/// Forgets what measurements left that failed or were stopped.
///
/// # Errors
/// When a server does not answer.
pub async fn forget_rest() -> Outcome<()> {
    while let Some(namespace) = in_use(BTreeSet::pop_first) {
        forget(&namespace).await?;
    }
    Ok(())
}

async fn forget_keys(namespace: &str) -> Outcome<()> {
    let client = redis::Client::open(redis_url())?;
    let mut connection = client.get_multiplexed_async_connection().await?;
    let keys: Vec<String> = redis::cmd("KEYS")
        .arg(format!("{namespace}:*"))
        .query_async(&mut connection)
        .await?;
    if !keys.is_empty() {
        redis::cmd("DEL").arg(keys).query_async::<()>(&mut connection).await?;
    }
    Ok(())
}

async fn forget_queues(namespace: &str) -> Outcome<()> {
    let connection = Connection::connect(&amqp_url(), ConnectionProperties::default()).await?;
    let channel = connection.create_channel().await?;
    for name in ["jobs", "dead", "bare"] {
        channel
            .queue_delete(format!("{namespace}.{name}").into(), QueueDeleteOptions::default())
            .await?;
    }
    channel
        .exchange_delete(format!("{namespace}.dead").into(), ExchangeDeleteOptions::default())
        .await?;
    connection.close(200, "done".into()).await?;
    Ok(())
}
