//! Stores and a WeChat at which the process dies: before a call, or when it was carried out and nobody heard of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use application::wechat::mass::MassAdapters;
use async_trait::async_trait;
use domain::ids::MassMessageId;
use domain::time::Timestamp;
use domain::wechat::MassReport;
use domain::wechat::mass::{Looked, MassMessage};
use ports::jobs::JobEnvelope;
use ports::log::LogEntry;
use ports::wechat::WechatFailure;
use ports::wechat::mass::{
    EarlyMassReports, MassApi, MassChange, MassFilter, MassPayload, MassRecipients, MassSpeed, MassStore, MassTaken,
    PreviewPayload, PreviewPerson,
};
use ports::{Page, PageQuery, StoreError};

/// When the process dies, counted in half steps.
#[derive(Default)]
pub struct Death {
    left: AtomicI64,
    dead: AtomicBool,
}

impl Death {
    /// Nobody dies before so many half steps.
    pub fn comes_after(&self, half_steps: i64) {
        self.left.store(half_steps, Ordering::SeqCst);
        self.dead.store(false, Ordering::SeqCst);
    }

    /// Whether it came.
    pub fn came(&self) -> bool {
        self.dead.load(Ordering::SeqCst)
    }

    fn half_step(&self) -> bool {
        if self.left.fetch_sub(1, Ordering::SeqCst) == 0 {
            self.dead.store(true, Ordering::SeqCst);
        }
        !self.came()
    }

    async fn around<T, E>(&self, call: impl Future<Output = Result<T, E>>, dying: E) -> Result<T, E> {
        if self.came() || !self.half_step() {
            return Err(dying);
        }
        let done = call.await;
        if self.half_step() { done } else { Err(dying) }
    }
}

fn down() -> StoreError {
    StoreError::Unavailable("dead".to_owned())
}

fn unheard() -> WechatFailure {
    WechatFailure::Unanswered {
        note: "dead".to_owned(),
    }
}

/// Mass messages where death comes.
#[derive(Clone)]
pub struct Mortal {
    pub inner: MassAdapters,
    pub death: Arc<Death>,
}

impl Mortal {
    pub fn adapters(inner: MassAdapters, death: Arc<Death>) -> MassAdapters {
        let mortal = Arc::new(Self { inner, death });
        MassAdapters {
            store: mortal.clone(),
            reports: mortal.clone(),
            api: mortal,
        }
    }
}

#[async_trait]
impl MassStore for Mortal {
    async fn add(&self, message: &MassMessage, people: &[String], log: &[LogEntry]) -> Result<(), StoreError> {
        self.inner.store.add(message, people, log).await
    }

    async fn find(&self, account: &str, id: MassMessageId) -> Result<Option<MassMessage>, StoreError> {
        self.death.around(self.inner.store.find(account, id), down()).await
    }

    async fn find_by_msg_id(&self, account: &str, msg_id: u64) -> Result<Option<MassMessageId>, StoreError> {
        self.death
            .around(self.inner.store.find_by_msg_id(account, msg_id), down())
            .await
    }

    async fn apply(&self, change: &MassChange) -> Result<(), StoreError> {
        self.death.around(self.inner.store.apply(change), down()).await
    }

    async fn delete(&self, id: MassMessageId, expected_version: u64, log: &[LogEntry]) -> Result<(), StoreError> {
        self.inner.store.delete(id, expected_version, log).await
    }

    async fn people(&self, id: MassMessageId, skip: u32, most: u32) -> Result<Vec<String>, StoreError> {
        self.death.around(self.inner.store.people(id, skip, most), down()).await
    }

    async fn list(&self, filter: &MassFilter, page: PageQuery) -> Result<Page<MassMessage>, StoreError> {
        self.inner.store.list(filter, page).await
    }

    async fn note(&self, log: &[LogEntry]) -> Result<(), StoreError> {
        self.inner.store.note(log).await
    }

    async fn enqueue(&self, jobs: &[JobEnvelope]) -> Result<(), StoreError> {
        self.death.around(self.inner.store.enqueue(jobs), down()).await
    }
}

#[async_trait]
impl EarlyMassReports for Mortal {
    async fn keep(&self, account: &str, report: &MassReport, at: Timestamp) -> Result<(), StoreError> {
        self.death
            .around(self.inner.reports.keep(account, report, at), down())
            .await
    }

    async fn find(&self, account: &str, msg_id: u64) -> Result<Option<MassReport>, StoreError> {
        self.death
            .around(self.inner.reports.find(account, msg_id), down())
            .await
    }

    async fn forget(&self, instant: Timestamp) -> Result<u64, StoreError> {
        self.inner.reports.forget(instant).await
    }
}

#[async_trait]
impl MassApi for Mortal {
    async fn send(
        &self,
        account: &str,
        recipients: &MassRecipients,
        payload: &MassPayload,
        client_msg_id: &str,
    ) -> Result<MassTaken, WechatFailure> {
        let call = self.inner.api.send(account, recipients, payload, client_msg_id);
        self.death.around(call, unheard()).await
    }

    async fn preview(
        &self,
        account: &str,
        person: &PreviewPerson,
        payload: &PreviewPayload,
    ) -> Result<u64, WechatFailure> {
        self.inner.api.preview(account, person, payload).await
    }

    async fn withdraw(&self, account: &str, msg_id: u64, article: Option<u32>) -> Result<(), WechatFailure> {
        self.inner.api.withdraw(account, msg_id, article).await
    }

    async fn look(&self, account: &str, msg_id: u64) -> Result<Looked, WechatFailure> {
        self.inner.api.look(account, msg_id).await
    }

    async fn speed(&self, account: &str) -> Result<MassSpeed, WechatFailure> {
        self.inner.api.speed(account).await
    }

    async fn set_speed(&self, account: &str, level: u8) -> Result<(), WechatFailure> {
        self.inner.api.set_speed(account, level).await
    }
}
