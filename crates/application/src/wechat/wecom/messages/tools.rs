//! What use cases about messages to members work with.

use std::sync::Arc;

use domain::wechat::wecom::message::{StaffMessage, StaffMessageHappened};
use ports::StoreError;
use ports::jobs::RelaySignal;
use ports::system::{Clock, Ids};
use ports::wechat::wecom::{StaffMessageReads, StaffMessagesApi, StaffMessagesStore, StaffMessagesTransaction};

use crate::context::Context;
use crate::jobs::Job;
use crate::log_wire;
use crate::wechat::wecom::WecomAccounts;

/// What use cases about messages to members work with.
#[derive(Clone)]
pub struct StaffTools {
    /// Transactions.
    pub store: Arc<dyn StaffMessagesStore>,
    /// Views.
    pub reads: Arc<dyn StaffMessageReads>,
    /// WeCom.
    pub api: Arc<dyn StaffMessagesApi>,
    /// Accounts.
    pub accounts: WecomAccounts,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
    /// Wakes the relay.
    pub signal: Arc<dyn RelaySignal>,
}

impl StaffTools {
    /// Appends what happened to the log of the transaction.
    pub(super) async fn log(
        &self,
        tx: &mut dyn StaffMessagesTransaction,
        message: &StaffMessage,
        happened: &StaffMessageHappened,
        context: &Context,
    ) -> Result<(), StoreError> {
        let stored = message.stored();
        let wire = log_wire::staff_message_happened(stored.id, &stored.account, happened);
        let entry = context.log_entry(wire, stored.version, self.clock.now(), self.ids.as_ref());
        tx.log().append(&[entry]).await
    }

    /// Has a job done, due at once.
    pub(super) async fn enqueue<J: Job>(
        &self,
        tx: &mut dyn StaffMessagesTransaction,
        job: &J,
        context: &Context,
    ) -> Result<(), StoreError> {
        let job = context.job(job, self.clock.now(), self.ids.as_ref());
        tx.outbox().enqueue(&[job]).await
    }
}
