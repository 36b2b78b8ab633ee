//! What a database's error means to a use case. Codes of databases are matched here and nowhere else.

use ports::StoreError;
use sea_orm::sqlx;
use sea_orm::sqlx::error::DatabaseError;
use sea_orm::sqlx::mysql::MySqlDatabaseError;
use sea_orm::sqlx::postgres::PgDatabaseError;
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};

/// What sea-orm's error means.
pub(crate) fn store_error(error: DbErr) -> StoreError {
    match error {
        DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => {
            StoreError::Unavailable("no connection became free in time".to_owned())
        }
        DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed) => {
            StoreError::Unavailable("the pool is closed".to_owned())
        }
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => driver_error(&error),
        other => StoreError::Failed(other.to_string()),
    }
}

/// What the driver's error means.
pub(crate) fn driver_error(error: &sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::Database(error) => database_error(error.as_ref()),
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => StoreError::Unavailable(error.to_string()),
        other => StoreError::Failed(other.to_string()),
    }
}

/// What an error means.
enum Meaning {
    Contention,
    Duplicate,
    Unavailable,
    Failed,
}

fn database_error(error: &dyn DatabaseError) -> StoreError {
    let code = error.code().unwrap_or_default();
    let (meaning, detail) = if let Some(mysql) = error.try_downcast_ref::<MySqlDatabaseError>() {
        let number = mysql.number();
        (mysql_meaning(number), format!("MySQL error {number} ({code})"))
    } else if error.try_downcast_ref::<PgDatabaseError>().is_some() {
        (postgres_meaning(&code), format!("PostgreSQL error {code}"))
    } else {
        (sqlite_meaning(&code), format!("SQLite error {code}"))
    };
    match meaning {
        Meaning::Duplicate => StoreError::Duplicate(broken_rule(error)),
        Meaning::Contention => StoreError::Contention(detail),
        Meaning::Unavailable => StoreError::Unavailable(detail),
        Meaning::Failed if quotes_values(error, &code) => StoreError::Failed(detail),
        Meaning::Failed => StoreError::Failed(format!("{detail}: {}", error.message())),
    }
}

/// Numbers: dev.mysql.com/doc/mysql-errors/9.0/en/server-error-reference.html, mariadb.com/kb/en/mariadb-error-codes.
const fn mysql_meaning(number: u16) -> Meaning {
    match number {
        // Lock wait timeout; deadlock; NOWAIT; record changed since the snapshot (MariaDB); rolled back by the cluster.
        1205 | 1213 | 3572 | 1020 | 3101 => Meaning::Contention,
        1022 | 1062 | 1169 | 1586 => Meaning::Duplicate,
        // Too many connections (server, user, resources); shutting down; network; killed; read only while failing
        // over; too many prepared statements; gone, lost, disconnected for idleness.
        1040 | 1203 | 1226 | 1053 | 1158..=1161 | 1317 | 1927 | 1290 | 1836 | 1461 | 2006 | 2013 | 4031 => {
            Meaning::Unavailable
        }
        // Disk or table space full, in the server's words.
        1021 | 1114 => Meaning::Unavailable,
        _ => Meaning::Failed,
    }
}

/// Codes: www.postgresql.org/docs/current/errcodes-appendix.html.
fn postgres_meaning(code: &str) -> Meaning {
    match code {
        // Serialization failure; deadlock; lock timeout.
        "40001" | "40P01" | "55P03" => Meaning::Contention,
        "23505" => Meaning::Duplicate,
        // Shutting down, crashed, starting; read-only standby. Classes 08: connection, 53: resources.
        "57P01" | "57P02" | "57P03" | "57P05" | "25006" => Meaning::Unavailable,
        _ if code.starts_with("08") || code.starts_with("53") => Meaning::Unavailable,
        _ => Meaning::Failed,
    }
}

/// Codes: www.sqlite.org/rescode.html; an extended code holds the primary one in its low byte.
fn sqlite_meaning(code: &str) -> Meaning {
    match code.parse::<u32>().unwrap_or(0) {
        // Unique: primary key, unique index, row id.
        1555 | 2067 | 2579 => Meaning::Duplicate,
        extended => match extended & 0xff {
            // Busy; locked.
            5 | 6 => Meaning::Contention,
            // Read only; I/O error; disk full; file cannot be opened.
            8 | 10 | 13 | 14 => Meaning::Unavailable,
            _ => Meaning::Failed,
        },
    }
}

/// The broken rule, never the value: MySQL's message holds both.
fn broken_rule(error: &dyn DatabaseError) -> String {
    if let Some(constraint) = error.constraint() {
        return constraint.to_owned();
    }
    let message = error.message();
    if let Some((_, rule)) = message.rsplit_once("for key '") {
        let rule = rule.trim_end_matches('\'');
        return rule.rsplit_once('.').map_or(rule, |(_, name)| name).to_owned();
    }
    // SQLite names the columns: `UNIQUE constraint failed: attendees.event_id, attendees.open_id`.
    message
        .strip_prefix("UNIQUE constraint failed: ")
        .unwrap_or("unique")
        .to_owned()
}

/// Whether the message may quote what was stored: data exceptions and broken constraints do, and so do MySQL's
/// complaints about strings and numbers.
fn quotes_values(error: &dyn DatabaseError, code: &str) -> bool {
    code.starts_with("22")
        || code.starts_with("23")
        || error
            .try_downcast_ref::<MySqlDatabaseError>()
            .is_some_and(|error| matches!(error.number(), 1264..=1267 | 1292 | 1366 | 1411 | 1525))
}
