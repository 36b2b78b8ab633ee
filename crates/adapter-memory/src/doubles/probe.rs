//! A probe that finds what it is told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use domain::time::Timestamp;
use ports::system::Clock;
use ports::wechat::{
    AccountHealth, AccountSetup, ApiQuota, Check, CheckKind, ConnectionProbe, ConnectionTest, WechatFailure,
};

use crate::lock;

/// Finds everything well unless told otherwise, and remembers with which setups it was asked.
pub struct FakeProbe {
    clock: Arc<dyn Clock>,
    script: Mutex<Script>,
}

#[derive(Default)]
struct Script {
    finds: Option<Vec<Check>>,
    asked: Vec<AccountSetup>,
}

impl FakeProbe {
    /// One that finds everything well.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            script: Mutex::default(),
        }
    }

    /// Finds these from now on.
    pub fn find(&self, checks: Vec<Check>) {
        lock(&self.script).finds = Some(checks);
    }

    /// The setups it was asked about, oldest first.
    #[must_use]
    pub fn asked(&self) -> Vec<AccountSetup> {
        lock(&self.script).asked.clone()
    }
}

#[async_trait]
impl ConnectionProbe for FakeProbe {
    async fn test(&self, setup: &AccountSetup) -> ConnectionTest {
        let mut script = lock(&self.script);
        script.asked.push(setup.clone());
        let well = |kind| Check {
            kind,
            ok: true,
            code: None,
            note: "well".to_owned(),
            number: Some(0),
        };
        let checks = script.finds.clone();
        ConnectionTest {
            tested_at: self.clock.now(),
            checks: checks.unwrap_or_else(|| CheckKind::ALL.map(well).to_vec()),
        }
    }
}

/// Every account has a token that ends in an hour, and a quota that nobody used.
#[async_trait]
impl AccountHealth for FakeProbe {
    async fn check(&self, _: &str) -> Result<(), WechatFailure> {
        Ok(())
    }

    async fn token_expires_at(&self, _: &str) -> Result<Option<Timestamp>, WechatFailure> {
        Ok(Some(self.clock.now().plus(Duration::from_hours(1))))
    }

    async fn quota(&self, _: &str, _: &str) -> Result<ApiQuota, WechatFailure> {
        Ok(ApiQuota {
            daily_limit: 500_000,
            used: 0,
            remaining: 500_000,
        })
    }
}
