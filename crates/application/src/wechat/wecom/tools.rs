//! What use cases about corporations work with.

use std::sync::Arc;

use domain::ids::ExternalContactId;
use domain::wechat::wecom::contacts::{Contact, ContactHappened};
use domain::wechat::wecom::directory::{Member, MemberHappened};
use ports::StoreError;
use ports::jobs::RelaySignal;
use ports::system::{Clock, Ids};
use ports::wechat::MessageReads;
use ports::wechat::wecom::{ContactReads, ContactsApi, CorpRecords, CorpTransaction, DirectoryApi, DirectoryReads};

use super::WecomAccounts;
use super::contacts::ForgetContact;
use super::error::CorpError;
use crate::context::Context;
use crate::identity::{ForgetUnion, LearnIdentity};
use crate::jobs::Job;
use crate::log_wire;
use crate::wechat::MediaIds;

/// What use cases about corporations work with.
#[derive(Clone)]
pub struct CorpTools {
    /// The accounts that are WeCom applications.
    pub accounts: WecomAccounts,
    /// Transactions.
    pub records: Arc<dyn CorpRecords>,
    /// Views of directories.
    pub directory: Arc<dyn DirectoryReads>,
    /// Views of external contacts.
    pub contacts: Arc<dyn ContactReads>,
    /// WeCom, about the directory.
    pub directory_api: Arc<dyn DirectoryApi>,
    /// WeCom, about external contacts.
    pub contacts_api: Arc<dyn ContactsApi>,
    /// Files for welcome messages.
    pub media: Arc<dyn MediaIds>,
    /// Messages.
    pub messages: Arc<dyn MessageReads>,
    /// Joins people by union id.
    pub learn: LearnIdentity,
    /// Forgets union ids.
    pub forget_union: ForgetUnion,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
    /// Wakes the relay.
    pub signal: Arc<dyn RelaySignal>,
}

impl CorpTools {
    /// Refuses an account that is no WeCom application.
    pub(super) async fn check(&self, account: &str) -> Result<(), CorpError> {
        self.accounts.named(account).await?;
        Ok(())
    }

    /// Enqueues a job with the transaction.
    pub(super) async fn enqueue<J: Job>(
        &self,
        tx: &mut dyn CorpTransaction,
        job: &J,
        context: &Context,
    ) -> Result<(), StoreError> {
        let job = context.job(job, self.clock.now(), self.ids.as_ref());
        tx.outbox().enqueue(&[job]).await
    }

    /// Appends what happened to a member to the log of the transaction.
    pub(super) async fn log_member(
        &self,
        tx: &mut dyn CorpTransaction,
        member: &Member,
        happened: MemberHappened,
        context: &Context,
    ) -> Result<(), StoreError> {
        let stored = member.stored();
        let wire = log_wire::member_happened(stored.id, happened);
        let entry = context.log_entry(wire, stored.version, self.clock.now(), self.ids.as_ref());
        tx.log().append(&[entry]).await
    }

    /// Changes a contact, known or new; answers it as it is stored, and what happened. Nothing is stored when nothing
    /// changes. Whoever is forgotten with it is also forgotten as a person, by a job.
    pub(super) async fn alter_contact(
        &self,
        tx: &mut dyn CorpTransaction,
        known: Option<Contact>,
        (account, external_user_id): (&str, &str),
        context: &Context,
        change: impl FnOnce(&mut Contact) -> Vec<ContactHappened> + Send,
    ) -> Result<(Contact, Vec<ContactHappened>), StoreError> {
        let is_new = known.is_none();
        let mut contact = known.unwrap_or_else(|| {
            let id = ExternalContactId::from_uuid(self.ids.next());
            Contact::first_seen(id, account, external_user_id, self.clock.now())
        });
        let before = contact.clone();
        let happened = change(&mut contact);
        if is_new {
            tx.contacts()
                .add(std::slice::from_ref(&contact))
                .await
                .map_err(contended)?;
        } else if contact == before {
            return Ok((contact, happened));
        } else {
            contact.changed();
            tx.contacts().save(&contact, before.stored().version).await?;
        }
        let stored = contact.stored();
        if let Some(change) = log_wire::ContactChange::of(&happened) {
            let wire = log_wire::contact_happened(stored.id, change);
            let entry = context.log_entry(wire, stored.version, self.clock.now(), self.ids.as_ref());
            tx.log().append(&[entry]).await?;
        }
        if happened.contains(&ContactHappened::Forgotten) {
            let job = ForgetContact {
                contact_id: stored.id.uuid(),
            };
            self.enqueue(tx, &job, context).await?;
        }
        Ok((contact, happened))
    }
}

/// Somebody else met the same one first: this is tried again and finds it known.
pub(super) fn contended(error: StoreError) -> StoreError {
    match error {
        StoreError::Duplicate(rule) => StoreError::Contention(rule),
        other => other,
    }
}
