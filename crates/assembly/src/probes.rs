//! Whether the servers a process stands on answer, for `/readyz` and `nextevent doctor`.

use std::time::Duration;

use adapter_files::ObjectFiles;
use adapter_rabbitmq::RabbitQueue;
use adapter_redis::RedisLink;
use adapter_sql::SqlStore;
use domain::files::FileHash;
use ports::files::FileStore as _;
use runtime::config::Config;
use runtime::health::HealthRegistry;

use crate::database::Migrations;
use crate::platform::{self, Platform};

/// How long a server may take to answer a probe.
const PATIENCE: Duration = Duration::from_secs(5);

/// Kind and version, or what is wrong; safe to show.
pub type Found = Result<String, String>;

/// What was found where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `database`, `schema`, `redis`, `broker`, `files` or `wechat`.
    pub name: &'static str,
    /// What was found.
    pub found: Found,
    /// What to look at when it is not well.
    pub advice: &'static str,
}

/// Looks at every server that is configured, each by itself: one that is down hides no other.
pub async fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut note = |name, found, advice| findings.push(Finding { name, found, advice });
    match bounded(async { platform::store(config).await.map_err(|error| error.to_string()) }).await {
        Ok(store) => {
            note(
                "database",
                bounded(database(&store)).await,
                "check DATABASE_URL or DB_*",
            );
            note("schema", bounded(schema(&store)).await, "run `nextevent migrate up`");
            store.close().await;
        }
        Err(problem) => note("database", Err(problem), "check DATABASE_URL or DB_*"),
    }
    match platform::redis(config) {
        Ok(Some(link)) => note("redis", bounded(redis(&link)).await, "check REDIS_URL or REDIS_*"),
        Ok(None) => {}
        Err(error) => note("redis", Err(error.to_string()), "check REDIS_URL or REDIS_*"),
    }
    match platform::broker(config) {
        Ok(Some(queue)) => {
            note("broker", bounded(broker(&queue)).await, "check AMQP_URL");
            queue.close().await;
        }
        Ok(None) => {}
        Err(error) => note("broker", Err(error.to_string()), "check AMQP_URL"),
    }
    match platform::files(config) {
        Ok(store) => note(
            "files",
            bounded(files(&store, config)).await,
            "check DATA_DIR or ALIYUN_*",
        ),
        Err(error) => note("files", Err(error.to_string()), "check DATA_DIR or ALIYUN_*"),
    }
    note(
        "wechat",
        bounded(wechat(config)).await,
        "check WECHAT_APP_ID, WECHAT_APP_SECRET and WECHAT_API_BASE_URL",
    );
    findings
}

impl Platform {
    /// Registers everything this process stands on as a condition of readiness. WeChat is none: without it messages are
    /// still received, and notices wait.
    pub async fn register_health(&self, health: &HealthRegistry) {
        let store = self.store.clone();
        health
            .register("database", move || {
                ask(store.clone(), async |store| database(&store).await)
            })
            .await;
        let store = self.store.clone();
        health
            .register("schema", move || ask(store.clone(), async |store| schema(&store).await))
            .await;
        if let Some(link) = self.redis.clone() {
            health
                .register("redis", move || ask(link.clone(), async |link| redis(&link).await))
                .await;
        }
        if let Some(queue) = self.broker.clone() {
            health
                .register("broker", move || ask(queue.clone(), async |queue| broker(&queue).await))
                .await;
        }
    }
}

async fn ask<T>(what: T, how: impl AsyncFnOnce(T) -> Found) -> Found {
    how(what).await
}

async fn bounded<T>(asking: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    tokio::time::timeout(PATIENCE, asking)
        .await
        .unwrap_or_else(|_| Err("no answer within 5 s".to_owned()))
}

async fn database(store: &SqlStore) -> Found {
    let server = store
        .ping()
        .await
        .map_err(|error| format!("{error}: {}", error.detail()))?;
    Ok(format!("{} {}", server.kind.name(), server.version))
}

/// Asks for a file that nobody has: the answer says whether the storage takes our key.
async fn files(store: &ObjectFiles, config: &Config) -> Found {
    let asked = store.exists(FileHash([0; 32])).await;
    asked.map_err(|error| format!("{error}: {}", error.detail()))?;
    Ok(match &config.storage {
        Some(storage) => format!("bucket {}", storage.bucket),
        None => format!("folder {}", config.app.data_dir.join("files").display()),
    })
}

async fn schema(store: &SqlStore) -> Found {
    match Migrations::of(store.clone()).pending().await {
        Ok(0) => Ok("current".to_owned()),
        Ok(pending) => Err(format!("{pending} migrations are pending")),
        Err(error) => Err(error.to_string()),
    }
}

async fn redis(link: &RedisLink) -> Found {
    link.ping()
        .await
        .map(|version| format!("Redis {version}"))
        .map_err(|error| error.to_string())
}

async fn broker(queue: &RabbitQueue) -> Found {
    queue
        .ping()
        .await
        .map(|version| format!("RabbitMQ {version}"))
        .map_err(|error| error.detail().to_owned())
}

async fn wechat(config: &Config) -> Found {
    let client = platform::lone_wechat_client(config).map_err(|error| error.to_string())?;
    match client.check_access(crate::wechat::DEFAULT_ACCOUNT).await {
        Ok(()) => Ok(format!("{} takes our credentials", config.wechat.api_base_url)),
        Err(failure) => Err(failure.to_string()),
    }
}
