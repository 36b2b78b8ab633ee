//! Sign-ins under way, for several processes without Redis.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::ids::PersonId;
use ports::StoreError;
use ports::identity::PersonSession;
use ports::system::Clock;
use ports::wechat::login::{BegunLogin, LoginEnd, LoginKey, LoginScope, LoginStates, TakenLogin};

use crate::sql::{Row, Sql, Table, execute, one, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;

const LOGIN_STATES: Table = Table {
    name: "login_states",
    key: "person_id",
};

const SIGNED_IN: &str = "signed_in";
const SNAPSHOT: &str = "snapshot";

/// [`LoginStates`] in the table `login_states`.
#[derive(Clone)]
pub struct SqlLoginStates {
    store: SqlStore,
    clock: Arc<dyn Clock>,
}

impl SqlLoginStates {
    /// Sign-ins in this database, which run out by `clock`.
    #[must_use]
    pub const fn new(store: SqlStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    fn sql(&self, text: &str) -> Sql {
        Sql::new(self.store.dialect(), text)
    }

    async fn change(&self, name: &'static str, sql: Sql) -> Result<u64, StoreError> {
        call(name, retrying(|| execute(self.store.writer(), sql.clone()))).await
    }

    async fn take_once(&self, key: &LoginKey) -> Result<Option<TakenLogin>, StoreError> {
        let now = self.clock.now();
        let mark = self
            .sql("UPDATE login_states SET taken = ? WHERE state_key = ? AND taken = ? AND expires_at > ?")
            .with(true)
            .with(key.0)
            .with(false)
            .with(now);
        let is_first = execute(self.store.writer(), mark).await? == 1;
        let read = self
            .sql(
                "SELECT account, scope, return_to, ended, session_id, person_id, issued_at, session_ends_at \
                 FROM login_states WHERE state_key = ? AND expires_at > ?",
            )
            .with(key.0)
            .with(now);
        let row = one(self.store.writer(), LOGIN_STATES, read).await?;
        row.map(|row| taken(&row, is_first)).transpose()
    }
}

#[async_trait]
impl LoginStates for SqlLoginStates {
    async fn put(&self, key: &LoginKey, login: &BegunLogin, lasts: Duration) -> Result<(), StoreError> {
        let dialect = self.store.dialect();
        let mut sql = self
            .sql(
                "INSERT INTO login_states (state_key, account, scope, return_to, taken, expires_at) \
                 VALUES (?, ?, ?, ?, ?, ?)",
            )
            .with(key.0)
            .with(login.account.as_str())
            .with(login.scope.name())
            .with(login.return_to.as_str())
            .with(false)
            .with(self.clock.now().plus(lasts));
        // Keys are never made twice: only a repeated attempt meets its own row.
        sql.push(&dialect.on_conflict_nothing("state_key", "state_key"));
        self.change("logins.put", sql).await.map(drop)
    }

    async fn take(&self, key: &LoginKey) -> Result<Option<TakenLogin>, StoreError> {
        call("logins.take", retrying(|| self.take_once(key))).await
    }

    async fn give_back(&self, key: &LoginKey) -> Result<(), StoreError> {
        let sql = self
            .sql("UPDATE login_states SET taken = ? WHERE state_key = ? AND ended IS NULL")
            .with(false)
            .with(key.0);
        self.change("logins.give_back", sql).await.map(drop)
    }

    async fn end(&self, key: &LoginKey, end: &LoginEnd) -> Result<(), StoreError> {
        let (name, session) = match end {
            LoginEnd::SignedIn(session) => (SIGNED_IN, Some(session)),
            LoginEnd::Snapshot => (SNAPSHOT, None),
        };
        let sql = self
            .sql(
                "UPDATE login_states SET ended = ?, session_id = ?, person_id = ?, issued_at = ?, session_ends_at = ? \
                 WHERE state_key = ?",
            )
            .with(name)
            .with(session.map(|session| session.id.as_str()))
            .with(session.map(|session| session.person.uuid()))
            .with(session.map(|session| session.issued_at))
            .with(session.map(|session| session.expires_at))
            .with(key.0);
        self.change("logins.end", sql).await.map(drop)
    }

    async fn forget(&self, key: &LoginKey) -> Result<(), StoreError> {
        let sql = self.sql("DELETE FROM login_states WHERE state_key = ?").with(key.0);
        self.change("logins.forget", sql).await.map(drop)
    }

    async fn clear_out(&self) -> Result<u64, StoreError> {
        let sql = self
            .sql("DELETE FROM login_states WHERE expires_at <= ?")
            .with(self.clock.now());
        self.change("logins.clear_out", sql).await
    }
}

fn taken(row: &Row, is_first: bool) -> Result<TakenLogin, StoreError> {
    let begun = BegunLogin {
        account: row.text("account")?,
        scope: row.parsed("scope", LoginScope::from_name)?,
        return_to: row.text("return_to")?,
    };
    let Some(ended) = row.text_or_null("ended")? else {
        return Ok(if is_first {
            TakenLogin::First(begun)
        } else {
            TakenLogin::Running(begun)
        });
    };
    let end = match ended.as_str() {
        SNAPSHOT => LoginEnd::Snapshot,
        SIGNED_IN => LoginEnd::SignedIn(PersonSession {
            id: row.text("session_id")?,
            person: PersonId::from_uuid(row.id("person_id")?),
            account: begun.account.clone(),
            issued_at: row.time("issued_at")?,
            expires_at: row.time("session_ends_at")?,
        }),
        _ => return Err(row.corrupt("ended")),
    };
    Ok(TakenLogin::Ended(begun, end))
}

impl fmt::Debug for SqlLoginStates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqlLoginStates").finish_non_exhaustive()
    }
}
