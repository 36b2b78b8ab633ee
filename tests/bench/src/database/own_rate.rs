//! A database's own rate of one minimal transaction per scan: begin, insert one row, commit, as durable as the api's.

use std::time::{Duration, Instant};

use futures::future::try_join_all;
use sea_orm::sqlx::mysql::MySqlConnectOptions;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, MySqlConnection, query};
use tempfile::TempDir;

use crate::load::rate;
use crate::outcome::Outcome;
use crate::system::{Store, create_database, forget, private_name};
use crate::table::tell;

/// Connections that are tried; the best counts.
const CONNECTIONS: [u32; 2] = [16, 64];
/// SQLite's transactions handed over in one call: the driver's hop to its thread is not the database's cost.
const TOGETHER: u32 = 100;
const TABLE: &str = "bench_own_rate";

/// Transactions per second, and how they were made.
pub struct OwnRate {
    /// Transactions per second.
    pub rate: f64,
    /// How they were made.
    pub how: String,
}

/// Measures the database of a kind of store by itself.
///
/// # Errors
/// When it refuses.
pub async fn own_rate(store: Store, duration: Duration) -> Outcome<OwnRate> {
    tell(&format!("measuring {} by itself", store.name()));
    match store {
        Store::Embedded => sqlite(duration).await,
        Store::Servers => mariadb(duration).await,
    }
}

async fn sqlite(duration: Duration) -> Outcome<OwnRate> {
    let folder = TempDir::with_prefix("nextevent-bench-")?;
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("own.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .disable_statement_logging();
    let mut connection = options.connect().await?;
    connection.execute(AssertSqlSafe(create("BLOB", "TEXT"))).await?;
    let (begun, mut done) = (Instant::now(), 0);
    while begun.elapsed() < duration {
        let many: String = (done..done + TOGETHER)
            .map(|number| format!("BEGIN;{};COMMIT;", insert(0, number)))
            .collect();
        connection.execute(AssertSqlSafe(many)).await?;
        done += TOGETHER;
    }
    let rate = rate(done.into(), begun.elapsed());
    connection.close().await?;
    Ok(OwnRate {
        rate,
        how: "one connection".to_owned(),
    })
}

async fn mariadb(duration: Duration) -> Outcome<OwnRate> {
    let name = private_name();
    let url = create_database(&name).await?;
    let measured = best_of_mariadb(&url, duration).await;
    forget(&name).await?;
    measured
}

async fn best_of_mariadb(url: &str, duration: Duration) -> Outcome<OwnRate> {
    let mut best = OwnRate {
        rate: 0.0,
        how: String::new(),
    };
    for connections in CONNECTIONS {
        let rate = mariadb_with(url, connections, duration).await?;
        if rate > best.rate {
            best = OwnRate {
                rate,
                how: format!("{connections} connections"),
            };
        }
    }
    Ok(best)
}

async fn mariadb_with(url: &str, connections: u32, duration: Duration) -> Outcome<f64> {
    let options = url.parse::<MySqlConnectOptions>()?.disable_statement_logging();
    let mut first = options.connect().await?;
    first
        .execute(AssertSqlSafe(format!("DROP TABLE IF EXISTS {TABLE}")))
        .await?;
    first
        .execute(AssertSqlSafe(create("BINARY(16)", "DATETIME(6)")))
        .await?;
    let opened = try_join_all((0..connections).map(|_| options.connect())).await?;
    let begun = Instant::now();
    let tasks: Vec<_> = (0..connections)
        .zip(opened)
        .map(|(lane, connection)| tokio::spawn(insert_until(connection, lane, begun + duration)))
        .collect();
    let mut done = 0;
    for task in tasks {
        done += task.await??;
    }
    let rate = rate(done, begun.elapsed());
    first.close().await?;
    Ok(rate)
}

async fn insert_until(mut connection: MySqlConnection, lane: u32, until: Instant) -> Outcome<u64> {
    let sql = format!("INSERT INTO {TABLE} (id, scan, at) VALUES (?, ?, '2026-12-01 09:41:00.000000')");
    let mut number = 0;
    while Instant::now() < until {
        let id = row_id(lane, number);
        connection.execute("BEGIN").await?;
        let row = query(AssertSqlSafe(sql.clone()))
            .bind(&id[..])
            .bind(format!("{lane}-{number}"));
        row.execute(&mut connection).await?;
        connection.execute("COMMIT").await?;
        number += 1;
    }
    connection.close().await?;
    Ok(number.into())
}

fn create(id: &str, time: &str) -> String {
    format!("CREATE TABLE {TABLE} (id {id} NOT NULL PRIMARY KEY, scan VARCHAR(64) NOT NULL, at {time} NOT NULL)")
}

fn insert(lane: u32, number: u32) -> String {
    let id = row_id(lane, number)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<String>();
    format!("INSERT INTO {TABLE} (id, scan, at) VALUES (x'{id}', '{lane}-{number}', '2026-12-01 09:41:00.000000')")
}

/// Ids that ascend with time across lanes, as those of the product do.
fn row_id(lane: u32, number: u32) -> [u8; 16] {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    id[12..].copy_from_slice(&lane.to_be_bytes());
    id
}
