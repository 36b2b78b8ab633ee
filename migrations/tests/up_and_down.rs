//! Every migration can be applied, taken back and applied again, on every database.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "all of this is test code, and a skipped test must say so"
)]

use migrations::{MigrationState, Migrator, down, status, up};
use sea_orm_migration::MigratorTrait;
use sea_orm_migration::sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

#[tokio::test]
async fn on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("migrations.db").display());
    up_and_down(&url).await;
}

#[tokio::test]
async fn on_mariadb() {
    on_server(
        "MariaDB",
        "NEXTEVENT_TEST_MARIADB_URL",
        "mysql://root@127.0.0.1:3306",
        "",
    )
    .await;
}

#[tokio::test]
async fn on_mysql() {
    on_server("MySQL", "NEXTEVENT_TEST_MYSQL_URL", "mysql://root@127.0.0.1:3307", "").await;
}

#[tokio::test]
async fn on_postgres() {
    on_server(
        "PostgreSQL",
        "NEXTEVENT_TEST_POSTGRES_URL",
        "postgres://postgres@127.0.0.1:5432",
        "postgres",
    )
    .await;
}

async fn on_server(name: &str, variable: &str, default: &str, home: &str) {
    let base = std::env::var(variable).unwrap_or_else(|_| default.to_owned());
    let base = base.trim_end_matches('/').trim_end_matches("/postgres").to_owned();
    let server = match connect(&format!("{base}/{home}"), 1).await {
        Ok(server) => server,
        Err(error) if std::env::var("CI").as_deref() == Ok("true") => panic!("no {name} at {base}: {error}"),
        Err(_) => {
            println!("skipped: no {name} at {base}");
            return;
        }
    };
    let database = format!("nextevent_migrations_{}", std::process::id());
    server
        .execute_unprepared(&format!("DROP DATABASE IF EXISTS {database}"))
        .await
        .unwrap();
    server
        .execute_unprepared(&format!("CREATE DATABASE {database}"))
        .await
        .unwrap();
    up_and_down(&format!("{base}/{database}")).await;
    server
        .execute_unprepared(&format!("DROP DATABASE {database}"))
        .await
        .unwrap();
}

async fn up_and_down(url: &str) {
    let database = connect(url, 4).await.unwrap();
    assert_eq!(applied(&database).await, vec![false; Migrator::migrations().len()]);

    up(&database, None).await.unwrap();
    assert_eq!(applied(&database).await, vec![true; Migrator::migrations().len()]);
    up(&database, None).await.unwrap();
    database
        .execute_unprepared("SELECT id, title FROM events")
        .await
        .unwrap();

    down(&database, None).await.unwrap();
    assert_eq!(applied(&database).await, vec![false; Migrator::migrations().len()]);
    database.execute_unprepared("SELECT id FROM events").await.unwrap_err();

    // Two programs that start at once take turns.
    let other = connect(url, 4).await.unwrap();
    let (one, two) = tokio::join!(up(&database, None), up(&other, None));
    one.unwrap();
    two.unwrap();
    assert_eq!(applied(&database).await, vec![true; Migrator::migrations().len()]);
    other.close().await.unwrap();
    database.close().await.unwrap();
}

async fn applied(database: &DatabaseConnection) -> Vec<bool> {
    let states: Vec<MigrationState> = status(database).await.unwrap();
    states.iter().map(|state| state.applied).collect()
}

async fn connect(url: &str, connections: u32) -> Result<DatabaseConnection, sea_orm_migration::sea_orm::DbErr> {
    let mut options = ConnectOptions::new(url);
    let connections = if url.starts_with("sqlite") { 1 } else { connections };
    options
        .max_connections(connections)
        .acquire_timeout(std::time::Duration::from_secs(5))
        .sqlx_logging(false);
    Database::connect(options).await
}
