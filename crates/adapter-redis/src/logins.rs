//! Sign-ins under way: a hash each, which Redis forgets when its time is over.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use data_encoding::HEXLOWER;
use deadpool_redis::redis::Script;
use domain::time::Timestamp;
use ports::StoreError;
use ports::identity::PersonSession;
use ports::wechat::login::{BegunLogin, LoginEnd, LoginKey, LoginScope, LoginStates, TakenLogin};

use crate::keys;
use crate::link::RedisLink;

const PUT: &str = r"
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'account', ARGV[2], 'scope', ARGV[3], 'return_to', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1";

/// The fields as they are after the taking; `first` is there for whom it is.
const TAKE: &str = r"
if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
local first = redis.call('HSETNX', KEYS[1], 'taken', '1')
local fields = redis.call('HGETALL', KEYS[1])
if first == 1 then
    fields[#fields + 1] = 'first'
    fields[#fields + 1] = '1'
end
return fields";

const GIVE_BACK: &str = "return redis.call('HDEL', KEYS[1], 'taken')";

/// Writes pairs of names and values, which must not bring back what is gone: it would stay for ever.
const END: &str = r"
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
return redis.call('HSET', KEYS[1], unpack(ARGV))";

const FORGET: &str = "return redis.call('DEL', KEYS[1])";

/// Keeps sign-ins in Redis, for all instances.
#[derive(Clone)]
pub struct RedisLoginStates {
    link: RedisLink,
    put: Script,
    take: Script,
    give_back: Script,
    end: Script,
    forget: Script,
}

impl RedisLoginStates {
    /// Sign-ins on this pool.
    #[must_use]
    pub fn new(link: RedisLink) -> Self {
        Self {
            link,
            put: Script::new(PUT),
            take: Script::new(TAKE),
            give_back: Script::new(GIVE_BACK),
            end: Script::new(END),
            forget: Script::new(FORGET),
        }
    }

    fn key(&self, key: &LoginKey) -> String {
        keys::plain(self.link.prefix(), "wechat-login", &HEXLOWER.encode(&key.0))
    }

    async fn change(
        &self,
        call: &'static str,
        script: &Script,
        key: &LoginKey,
        args: &[&[u8]],
    ) -> Result<(), StoreError> {
        let key = self.key(key);
        let _changed: i64 = self.link.run(call, script, &[&key], args).await?;
        Ok(())
    }
}

#[async_trait]
impl LoginStates for RedisLoginStates {
    async fn put(&self, key: &LoginKey, login: &BegunLogin, lasts: Duration) -> Result<(), StoreError> {
        let millis = lasts.as_millis().max(1).to_string();
        let args = [
            millis.as_bytes(),
            login.account.as_bytes(),
            login.scope.name().as_bytes(),
            login.return_to.as_bytes(),
        ];
        self.change("login_put", &self.put, key, &args).await
    }

    async fn take(&self, key: &LoginKey) -> Result<Option<TakenLogin>, StoreError> {
        let key = self.key(key);
        let fields: Vec<String> = self.link.run("login_take", &self.take, &[&key], &[]).await?;
        if fields.is_empty() {
            return Ok(None);
        }
        taken(&fields).map(Some)
    }

    async fn give_back(&self, key: &LoginKey) -> Result<(), StoreError> {
        self.change("login_give_back", &self.give_back, key, &[]).await
    }

    async fn end(&self, key: &LoginKey, end: &LoginEnd) -> Result<(), StoreError> {
        let fields = end_fields(end);
        let args: Vec<&[u8]> = fields.iter().map(String::as_bytes).collect();
        self.change("login_end", &self.end, key, &args).await
    }

    async fn forget(&self, key: &LoginKey) -> Result<(), StoreError> {
        self.change("login_forget", &self.forget, key, &[]).await
    }

    /// Redis does it by itself.
    async fn clear_out(&self) -> Result<u64, StoreError> {
        Ok(0)
    }
}

const SIGNED_IN: &str = "signed_in";
const SNAPSHOT: &str = "snapshot";

fn end_fields(end: &LoginEnd) -> Vec<String> {
    let pairs = match end {
        LoginEnd::Snapshot => vec![("end", SNAPSHOT.to_owned())],
        LoginEnd::SignedIn(session) => vec![
            ("end", SIGNED_IN.to_owned()),
            ("session", session.id.clone()),
            ("person", session.person.to_string()),
            ("issued_at", session.issued_at.unix_micros().to_string()),
            ("expires_at", session.expires_at.unix_micros().to_string()),
        ],
    };
    pairs
        .into_iter()
        .flat_map(|(name, value)| [name.to_owned(), value])
        .collect()
}

fn taken(fields: &[String]) -> Result<TakenLogin, StoreError> {
    let fields: HashMap<&str, &str> = fields
        .chunks_exact(2)
        .map(|pair| (pair[0].as_str(), pair[1].as_str()))
        .collect();
    let fields = Fields(fields);
    let begun = BegunLogin {
        account: fields.text("account")?.to_owned(),
        scope: fields.read("scope", LoginScope::from_name)?,
        return_to: fields.text("return_to")?.to_owned(),
    };
    let end = match fields.0.get("end").copied() {
        None if fields.0.contains_key("first") => return Ok(TakenLogin::First(begun)),
        None => return Ok(TakenLogin::Running(begun)),
        Some(SNAPSHOT) => LoginEnd::Snapshot,
        Some(SIGNED_IN) => LoginEnd::SignedIn(PersonSession {
            id: fields.text("session")?.to_owned(),
            person: fields.read("person", |text| text.parse().ok())?,
            account: begun.account.clone(),
            issued_at: fields.read("issued_at", instant)?,
            expires_at: fields.read("expires_at", instant)?,
        }),
        Some(_) => return Err(broken("end")),
    };
    Ok(TakenLogin::Ended(begun, end))
}

struct Fields<'a>(HashMap<&'a str, &'a str>);

impl Fields<'_> {
    fn text(&self, name: &str) -> Result<&str, StoreError> {
        self.0.get(name).copied().ok_or_else(|| broken(name))
    }

    fn read<T>(&self, name: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, StoreError> {
        read(self.text(name)?).ok_or_else(|| broken(name))
    }
}

fn instant(micros: &str) -> Option<Timestamp> {
    micros.parse().ok().map(Timestamp::from_unix_micros)
}

fn broken(name: &str) -> StoreError {
    StoreError::Corrupt(format!("{name} of a sign-in in Redis"))
}

impl fmt::Debug for RedisLoginStates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisLoginStates").finish_non_exhaustive()
    }
}
