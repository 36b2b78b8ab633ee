//! The promises of the ports, held against every database.
//!
//! `NEXTEVENT_TEST_MARIADB_URL`, `NEXTEVENT_TEST_MYSQL_URL` and `NEXTEVENT_TEST_POSTGRES_URL` name servers, without a
//! database. A server that cannot be reached fails its tests when `CI=true`; otherwise they say so and run on SQLite.

mod beyond;
mod support;

macro_rules! on_database {
    ($name:ident, $server:expr) => {
        mod $name {
            use super::support::{self, Guard, Recovery, Server};

            const SERVER: Option<Server> = $server;

            async fn store() -> (contracts::StoreWorld, Guard) {
                support::store(SERVER).await
            }

            async fn queue() -> (std::sync::Arc<dyn ports::jobs::JobQueue>, Guard) {
                support::queue(SERVER).await
            }

            async fn recovery() -> (Recovery, Guard) {
                support::recovery(SERVER).await
            }

            async fn api_health() -> (contracts::ApiHealthWorld, Guard) {
                support::api_health(SERVER).await
            }

            async fn login_states() -> (std::sync::Arc<dyn ports::wechat::login::LoginStates>, Guard) {
                support::login_states(SERVER).await
            }

            contracts::store_contract!(store);
            contracts::login_states_contract!(login_states);

            mod health {
                contracts::api_health_contract!(super::api_health);
            }

            mod job_queue {
                contracts::job_queue_contract!(super::queue);
                contracts::job_queue_recovery_contract!(super::recovery);
            }
        }
    };
}

on_database!(on_sqlite, None);
on_database!(on_mariadb, Some(support::MARIADB));
on_database!(on_mysql, Some(support::MYSQL));
on_database!(on_postgres, Some(support::POSTGRES));
