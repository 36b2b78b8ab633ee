//! PostgreSQL.

use std::str::FromStr;

use ports::StoreError;
use sea_orm::sqlx::ConnectOptions;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::{DatabaseConnection, SqlxPostgresConnector};

use super::{Pools, SqlOptions, invalid_address, server_pool};
use crate::dialect::Dialect;
use crate::errors::driver_error;

pub(super) async fn open(url: &str, options: &SqlOptions) -> Result<Pools, StoreError> {
    let connect = PgConnectOptions::from_str(url)
        .map_err(invalid_address)?
        .application_name("nextevent")
        .options([
            ("timezone", "UTC".to_owned()),
            ("default_transaction_isolation", "read committed".to_owned()),
            ("lock_timeout", format!("{}ms", options.lock_timeout.as_millis())),
        ])
        .disable_statement_logging();
    let pool = server_pool(options)
        .connect_with(connect)
        .await
        .map_err(|error| driver_error(&error))?;
    let writer: DatabaseConnection = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
    Ok(Pools {
        dialect: Dialect::Postgres,
        reader: writer.clone(),
        writer,
    })
}
