//! WeCom corporations: the directory, external contacts, synchronisations, welcome messages.

mod contact_rows;
mod contacts;
mod contacts_read;
mod departments;
mod directory_read;
mod member_rows;
mod members;
mod syncs;
mod welcome_json;
mod welcomes;

use async_trait::async_trait;
use ports::StoreError;
use ports::jobs::Outbox;
use ports::log::EventLog;
use ports::wechat::wecom::{
    ContactRepository, CorpRecords, CorpSyncRepository, CorpTransaction, DepartmentRepository, MemberRepository,
    WelcomeRepository,
};
use uuid::Uuid;

use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

#[async_trait]
impl CorpRecords for SqlStore {
    async fn begin(&self) -> Result<Box<dyn CorpTransaction>, StoreError> {
        Ok(Box::new(call("corp.begin", self.begin_transaction()).await?))
    }
}

#[async_trait]
impl CorpTransaction for SqlTransaction {
    fn members(&mut self) -> &mut dyn MemberRepository {
        self
    }

    fn departments(&mut self) -> &mut dyn DepartmentRepository {
        self
    }

    fn contacts(&mut self) -> &mut dyn ContactRepository {
        self
    }

    fn welcomes(&mut self) -> &mut dyn WelcomeRepository {
        self
    }

    fn syncs(&mut self) -> &mut dyn CorpSyncRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        call("corp.commit", self.commit_all()).await
    }
}

/// "None" is the nil id, which is less than any: older synchronisations are found by a range.
fn listing(id: Option<Uuid>) -> Uuid {
    id.unwrap_or(Uuid::nil())
}

fn listed(id: Uuid) -> Option<Uuid> {
    (!id.is_nil()).then_some(id)
}
