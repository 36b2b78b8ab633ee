//! Databases on a server that tests share: migrated once, emptied for each test.
//!
//! Creating thirteen tables takes a server longer than most tests. A test therefore takes a numbered database that no
//! other test holds (a lock of the server says so, across processes), and empties it. A database of another schema is
//! dropped and made anew.

use std::hash::{DefaultHasher, Hash, Hasher};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement};

/// A server of a kind of database.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Server {
    name: &'static str,
    variable: &'static str,
    default: &'static str,
}

pub const MARIADB: Server = Server {
    name: "MariaDB",
    variable: "NEXTEVENT_TEST_MARIADB_URL",
    default: "mysql://root@127.0.0.1:3306",
};

pub const MYSQL: Server = Server {
    name: "MySQL",
    variable: "NEXTEVENT_TEST_MYSQL_URL",
    default: "mysql://root@127.0.0.1:3307",
};

pub const POSTGRES: Server = Server {
    name: "PostgreSQL",
    variable: "NEXTEVENT_TEST_POSTGRES_URL",
    default: "postgres://postgres@127.0.0.1:5432/postgres",
};

/// A database that one test holds.
pub struct Slot {
    base: String,
    database: String,
    /// Holds the lock.
    _holder: DatabaseConnection,
}

impl Slot {
    pub fn url(&self) -> String {
        address(&self.base, &self.database)
    }
}

/// The sources of the schema: a database made from others is not the one under test.
const SCHEMA: [&str; 5] = [
    include_str!("../../../../migrations/src/lib.rs"),
    include_str!("../../../../migrations/src/schema.rs"),
    include_str!("../../../../migrations/src/m20261101_000001_initial.rs"),
    include_str!("../../../../migrations/src/m20261121_000001_wechat_accounts.rs"),
    include_str!("../../../../migrations/src/m20261121_000002_api_health.rs"),
];

impl Server {
    /// An empty database; `None` when there is no server here and need not be.
    pub async fn take_slot(self) -> Option<Slot> {
        let base = std::env::var(self.variable).unwrap_or_else(|_| self.default.to_owned());
        let base = base.trim_end_matches('/').trim_end_matches("/postgres").to_owned();
        let home = if base.starts_with("postgres") { "postgres" } else { "" };
        // Asked first, because a pool tries for long to reach a server that refuses.
        match tokio::net::TcpStream::connect(host_and_port(&base)).await {
            Ok(_) => {}
            Err(error) if std::env::var("CI").as_deref() == Ok("true") => panic!("no {} at {base}: {error}", self.name),
            Err(_) => {
                eprintln!("skipped: no {} at {base}", self.name);
                return None;
            }
        }
        let holder = connect(&address(&base, home)).await.unwrap();
        let number = free_number(&holder).await;
        let database = format!("nextevent_test_{number}");
        let slot = Slot {
            base,
            database,
            _holder: holder,
        };
        slot.prepare().await;
        Some(slot)
    }
}

fn host_and_port(base: &str) -> &str {
    let host = base.rsplit_once("//").map_or(base, |(_, host)| host);
    host.rsplit_once('@').map_or(host, |(_, host)| host)
}

/// Without encryption: its handshake in unoptimised code takes longer than most tests.
fn address(base: &str, database: &str) -> String {
    let plain = if base.starts_with("postgres") {
        "sslmode=disable"
    } else {
        "ssl-mode=DISABLED"
    };
    format!("{base}/{database}?{plain}")
}

async fn free_number(holder: &DatabaseConnection) -> u32 {
    for number in 0..1_000 {
        let question = match holder.get_database_backend() {
            DbBackend::Postgres => format!("SELECT pg_try_advisory_lock(730100, {number}) AS mine"),
            _ => format!("SELECT GET_LOCK('nextevent_test_{number}', 0) = 1 AS mine"),
        };
        if first::<bool>(holder, &question).await.unwrap() == Some(true) {
            return number;
        }
    }
    panic!("a thousand tests hold a database each");
}

impl Slot {
    async fn prepare(&self) {
        let wanted = fingerprint();
        if let Ok(database) = connect(&self.url()).await {
            let found = first::<String>(&database, "SELECT fingerprint FROM test_schema").await;
            if found.ok().flatten().as_ref() == Some(&wanted) {
                empty(&database).await;
                database.close().await.unwrap();
                return;
            }
            database.close().await.unwrap();
        }
        self.make(&wanted).await;
    }

    async fn make(&self, fingerprint: &str) {
        for statement in ["DROP DATABASE IF EXISTS", "CREATE DATABASE"] {
            let sql = format!("{statement} {}", self.database);
            self._holder.execute_unprepared(&sql).await.unwrap();
        }
        let mut options = ConnectOptions::new(self.url());
        options.max_connections(2).sqlx_logging(false);
        let database = Database::connect(options).await.unwrap();
        migrations::up(&database, None).await.unwrap();
        let sql = format!(
            "CREATE TABLE test_schema (fingerprint VARCHAR(32)); INSERT INTO test_schema VALUES ('{fingerprint}')"
        );
        database.execute_unprepared(&sql).await.unwrap();
        database.close().await.unwrap();
    }
}

async fn empty(database: &DatabaseConnection) {
    let schema = match database.get_database_backend() {
        DbBackend::Postgres => "current_schema()",
        _ => "DATABASE()",
    };
    let question = format!(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = {schema} \
         AND table_name NOT IN ('test_schema', 'seaql_migrations')"
    );
    let statement = Statement::from_string(database.get_database_backend(), question);
    let mut sql = "BEGIN;".to_owned();
    for row in database.query_all_raw(statement).await.unwrap() {
        let table: String = row.try_get("", "name").unwrap();
        sql.push_str(&format!("DELETE FROM {table};"));
    }
    sql.push_str("COMMIT;");
    database.execute_unprepared(&sql).await.unwrap();
}

async fn first<T: sea_orm::TryGetable>(database: &DatabaseConnection, question: &str) -> Result<Option<T>, DbErr> {
    let statement = Statement::from_string(database.get_database_backend(), question);
    let row = database.query_one_raw(statement).await?;
    row.map(|row| row.try_get_by(0)).transpose()
}

/// One connection, whose end gives back what it locked.
async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .sqlx_logging(false);
    Database::connect(options).await
}

fn fingerprint() -> String {
    let mut hasher = DefaultHasher::new();
    SCHEMA.hash(&mut hasher);
    hasher.finish().to_string()
}
