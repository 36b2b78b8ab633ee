//! Sign-ins under way in a single process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use domain::time::Timestamp;
use ports::StoreError;
use ports::system::Clock;
use ports::wechat::login::{BegunLogin, LoginEnd, LoginKey, LoginStates, TakenLogin};

use crate::lock;

/// Keeps at most [`MemoryLoginStates::MOST`] sign-ins.
pub struct MemoryLoginStates {
    clock: Arc<dyn Clock>,
    logins: Mutex<HashMap<LoginKey, Login>>,
}

struct Login {
    begun: BegunLogin,
    until: Timestamp,
    taken: bool,
    end: Option<LoginEnd>,
}

impl MemoryLoginStates {
    /// Most sign-ins under way; some 50 MB.
    pub const MOST: usize = 100_000;

    /// An empty store; sign-ins run out by `clock`.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            logins: Mutex::default(),
        }
    }

    fn change<T>(&self, key: &LoginKey, change: impl FnOnce(&mut Login) -> T) -> Option<T> {
        let now = self.clock.now();
        let mut logins = lock(&self.logins);
        logins.get_mut(key).filter(|login| now < login.until).map(change)
    }
}

#[async_trait]
impl LoginStates for MemoryLoginStates {
    async fn put(&self, key: &LoginKey, login: &BegunLogin, lasts: Duration) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut logins = lock(&self.logins);
        if logins.len() >= Self::MOST {
            logins.retain(|_, login| now < login.until);
        }
        if logins.len() >= Self::MOST {
            return Err(StoreError::Unavailable("too many sign-ins are under way".to_owned()));
        }
        let login = Login {
            begun: login.clone(),
            until: now.plus(lasts),
            taken: false,
            end: None,
        };
        logins.insert(*key, login);
        Ok(())
    }

    async fn take(&self, key: &LoginKey) -> Result<Option<TakenLogin>, StoreError> {
        Ok(self.change(key, |login| {
            let begun = login.begun.clone();
            match (&login.end, std::mem::replace(&mut login.taken, true)) {
                (Some(end), _) => TakenLogin::Ended(begun, end.clone()),
                (None, true) => TakenLogin::Running(begun),
                (None, false) => TakenLogin::First(begun),
            }
        }))
    }

    async fn give_back(&self, key: &LoginKey) -> Result<(), StoreError> {
        self.change(key, |login| login.taken = false);
        Ok(())
    }

    async fn end(&self, key: &LoginKey, end: &LoginEnd) -> Result<(), StoreError> {
        self.change(key, |login| login.end = Some(end.clone()));
        Ok(())
    }

    async fn forget(&self, key: &LoginKey) -> Result<(), StoreError> {
        lock(&self.logins).remove(key);
        Ok(())
    }

    async fn clear_out(&self) -> Result<u64, StoreError> {
        let now = self.clock.now();
        let mut logins = lock(&self.logins);
        let before = logins.len();
        logins.retain(|_, login| now < login.until);
        Ok((before - logins.len()) as u64)
    }
}
