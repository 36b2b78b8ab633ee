//! What is known of WeCom corporations.

mod contacts;
mod directory;
mod reads;
mod syncs;
mod welcomes;

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::ids::{ContactSyncId, CorpMemberId, ExternalContactId, MessageId};
use domain::wechat::wecom::contacts::{Contact, WelcomeAttempt, WelcomeEnd, WelcomeSetting};
use domain::wechat::wecom::directory::{Department, Member};
use domain::wechat::wecom::{CorpSync, CorpSyncKind};
use ports::StoreError;
use ports::jobs::Outbox;
use ports::log::EventLog;
use ports::wechat::wecom::{
    ContactRepository, CorpRecords, CorpSyncRepository, CorpTransaction, DepartmentRepository, MemberRepository,
    WelcomeRepository,
};

use super::MemoryStore;
use super::transaction::Transaction;

/// Account and an id within it.
type Named = (String, String);

/// Everything about corporations.
#[derive(Clone, Default)]
pub(super) struct CorpState {
    members: BTreeMap<CorpMemberId, Member>,
    member_keys: BTreeMap<Named, CorpMemberId>,
    departments: BTreeMap<(String, i64), Department>,
    contacts: BTreeMap<ExternalContactId, Contact>,
    contact_keys: BTreeMap<Named, ExternalContactId>,
    /// Which synchronisation of an account was told of which members, by key.
    users: BTreeMap<String, (ContactSyncId, BTreeMap<String, String>)>,
    syncs: BTreeMap<(String, CorpSyncKind), CorpSync>,
    welcomes: BTreeMap<String, WelcomeSetting>,
    attempts: BTreeMap<MessageId, WelcomeAttempt>,
    ends: BTreeMap<(String, WelcomeEnd), u64>,
}

#[async_trait]
impl CorpRecords for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn CorpTransaction>, StoreError> {
        Ok(Box::new(self.transaction().await))
    }
}

#[async_trait]
impl CorpTransaction for Transaction {
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
        self.finish()
    }
}
