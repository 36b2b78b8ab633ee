//! The steps that read external contacts.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::ids::ContactSyncId;
use domain::text::single_line;
use domain::wechat::followers::Statement;
use domain::wechat::wecom::contacts::{ContactFacts, ContactHappened};
use domain::wechat::wecom::{CorpSync, Walked, user_key};
use ports::StoreError;
use ports::wechat::wecom::{ContactIds, USERS_AT_ONCE};
use ports::wechat::{RefusalKind, WechatFailure};

use super::refresh::{learned, unlearned};
use crate::context::Context;
use crate::retry::retry_on_contention;
use crate::wechat::halt::Halt;
use crate::wechat::wecom::CorpSyncSteps;
use crate::wechat::wecom::tools::contended;

/// Contacts of one transaction.
const CHUNK: usize = 100;
/// Contacts read one by one in one step, which must end within the time of a job.
const ONE_BY_ONE: usize = 20;
/// None of the members has a licence.
const UNLICENSED: i64 = 701_008;

impl CorpSyncSteps {
    /// Reads which members have customer contact.
    pub(in crate::wechat::wecom) async fn users(&self, sync: &CorpSync, context: &Context) -> Result<(), Halt> {
        let mut user_ids = self.tools.contacts_api.users(&sync.stored().account).await?;
        user_ids.retain(|user_id| single_line(user_id, 1..=64).as_ref() == Ok(user_id));
        user_ids.sort_by_key(|user_id| user_key(user_id));
        user_ids.dedup_by_key(|user_id| user_key(user_id));
        retry_on_contention(|| async {
            let mut tx = self.tools.records.begin().await?;
            let replaced = tx
                .contacts()
                .replace_users(&sync.stored().account, id_of(sync), &user_ids);
            replaced.await.map_err(contended)?;
            tx.commit().await
        })
        .await?;
        let (total, now) = (user_ids.len() as u64, self.tools.clock.now());
        let advance = move |sync: &mut CorpSync| {
            sync.sources_listed(total, now);
            None
        };
        Ok(self.advance(sync, context, Arc::new(advance)).await?)
    }

    /// Reads a page of the contacts of the next members.
    pub(in crate::wechat::wecom) async fn contacts(&self, sync: &CorpSync, context: &Context) -> Result<(), Halt> {
        let (stored, now) = (sync.stored(), self.tools.clock.now());
        let user_ids = self.next_users(sync, USERS_AT_ONCE).await?;
        let Some(last) = user_ids.last().map(|user_id| user_key(user_id)) else {
            let advance = move |sync: &mut CorpSync| sync.read_all(now);
            return Ok(self.advance(sync, context, Arc::new(advance)).await?);
        };
        let cursor = stored.cursor.as_deref();
        let told = self
            .tools
            .contacts_api
            .contacts_of(&stored.account, &user_ids, cursor)
            .await;
        let page = match told {
            Err(failure) if is_about_somebody(&failure) => {
                let advance = move |sync: &mut CorpSync| {
                    sync.take_one_by_one(&last, now);
                    None
                };
                return Ok(self.advance(sync, context, Arc::new(advance)).await?);
            }
            told => told?,
        };
        let is_first = cursor.is_none();
        let read = self.note_contacts(sync, page.contacts, context).await?;
        let next = page.next.filter(|next| Some(next.as_str()) != cursor);
        let is_done = next.is_none();
        let step = Walked {
            read,
            done: is_done.then_some(last),
            sources: if is_done { user_ids.len() as u64 } else { 0 },
            cursor: next,
            // Every page names them.
            skipped: if is_first { page.unlicensed } else { 0 },
            reduced: 0,
        };
        self.walk(sync, step, context).await
    }

    /// Reads some contacts of one member, each on its own.
    pub(in crate::wechat::wecom) async fn one_by_one(&self, sync: &CorpSync, context: &Context) -> Result<(), Halt> {
        let (stored, now) = (sync.stored(), self.tools.clock.now());
        let Some(user_id) = self.next_users(sync, 1).await?.pop() else {
            let advance = move |sync: &mut CorpSync| sync.read_all(now);
            return Ok(self.advance(sync, context, Arc::new(advance)).await?);
        };
        let mut step = Walked {
            done: Some(user_key(&user_id)),
            sources: 1,
            ..Walked::default()
        };
        match self.tools.contacts_api.contact_ids(&stored.account, &user_id).await? {
            ContactIds::Hidden => step.skipped = 1,
            ContactIds::Known(mut ids) => {
                ids.sort_unstable();
                ids.retain(|id| stored.cursor.as_ref().is_none_or(|cursor| id > cursor));
                if ids.len() > ONE_BY_ONE {
                    ids.truncate(ONE_BY_ONE);
                    step.cursor = ids.last().cloned();
                    (step.done, step.sources) = (None, 0);
                }
                let mut contacts = Vec::with_capacity(ids.len());
                for id in &ids {
                    contacts.extend(self.tools.contacts_api.contact(&stored.account, id).await?);
                }
                step.read = self.note_contacts(sync, contacts, context).await?;
            }
        }
        self.walk(sync, step, context).await
    }

    async fn next_users(&self, sync: &CorpSync, max: u32) -> Result<Vec<String>, StoreError> {
        let stored = sync.stored();
        let last = stored.last.as_deref();
        self.tools
            .contacts
            .users_after(&stored.account, id_of(sync), last, max)
            .await
    }

    async fn walk(&self, sync: &CorpSync, step: Walked, context: &Context) -> Result<(), Halt> {
        let now = self.tools.clock.now();
        let advance = move |sync: &mut CorpSync| {
            sync.walked(&step, now);
            None
        };
        Ok(self.advance(sync, context, Arc::new(advance)).await?)
    }

    async fn note_contacts(&self, sync: &CorpSync, told: Vec<ContactFacts>, context: &Context) -> Result<u64, Halt> {
        let mut contacts: BTreeMap<String, ContactFacts> = BTreeMap::new();
        for facts in told {
            if single_line(&facts.external_user_id, 1..=128).as_ref() != Ok(&facts.external_user_id) {
                continue;
            }
            match contacts.get_mut(&facts.external_user_id) {
                Some(known) => known.relations.extend(facts.relations),
                None => drop(contacts.insert(facts.external_user_id.clone(), facts)),
            }
        }
        let contacts: Vec<_> = contacts.into_values().collect();
        for chunk in contacts.chunks(CHUNK) {
            let known = retry_on_contention(|| self.note_some_contacts(sync, chunk, context)).await?;
            let commands = known.iter().map(|facts| learned(&sync.stored().account, facts));
            self.tools
                .learn
                .run_all(commands.collect(), context)
                .await
                .map_err(unlearned)?;
        }
        Ok(contacts.len() as u64)
    }

    /// Answers those whom a member knows.
    async fn note_some_contacts<'a>(
        &self,
        sync: &CorpSync,
        told: &'a [ContactFacts],
        context: &Context,
    ) -> Result<Vec<&'a ContactFacts>, StoreError> {
        let (account, now) = (&sync.stored().account, self.tools.clock.now());
        let stated = Statement::of_list(sync.stored().started_at);
        let ids: Vec<_> = told.iter().map(|facts| facts.external_user_id.clone()).collect();
        let mut tx = self.tools.records.begin().await?;
        let known = tx.contacts().find_for_update(account, &ids).await?;
        let mut known: BTreeMap<_, _> = known
            .into_iter()
            .map(|contact| (contact.stored().external_user_id.clone(), contact))
            .collect();
        let mut present = Vec::with_capacity(told.len());
        for facts in told {
            let id = facts.external_user_id.as_str();
            let change = |contact: &mut domain::wechat::wecom::contacts::Contact| {
                contact.told(facts, stated, Some(id_of(sync)), now)
            };
            let altered = self
                .tools
                .alter_contact(tx.as_mut(), known.remove(id), (account, id), context, change);
            if altered.await?.0.is_known() {
                present.push(facts);
            }
        }
        tx.commit().await.map_err(contended)?;
        Ok(present)
    }

    /// Relations that a complete list did not hold are over, unless a newer event says otherwise.
    pub(in crate::wechat::wecom) async fn sweep_contacts(
        &self,
        sync: &CorpSync,
        context: &Context,
    ) -> Result<(), Halt> {
        Ok(retry_on_contention(|| self.sweep_some_contacts(sync, context)).await?)
    }

    async fn sweep_some_contacts(&self, sync: &CorpSync, context: &Context) -> Result<(), StoreError> {
        let (account, now) = (&sync.stored().account, self.tools.clock.now());
        let stated = Statement::of_list(sync.stored().started_at);
        let max = u32::try_from(CHUNK).unwrap_or(u32::MAX);
        let mut tx = self.tools.records.begin().await?;
        let Some(mut present) = self.unmoved(tx.as_mut(), sync).await? else {
            return Ok(());
        };
        let unlisted = tx.contacts().unlisted_for_update(account, id_of(sync), max).await?;
        let (more, mut gone) = (unlisted.len() == CHUNK, 0);
        for contact in unlisted {
            let id = contact.stored().external_user_id.clone();
            let change = |contact: &mut domain::wechat::wecom::contacts::Contact| contact.sweep(id_of(sync), stated);
            let altered = self
                .tools
                .alter_contact(tx.as_mut(), Some(contact), (account, &id), context, change);
            let parted = altered.await?.1;
            gone += parted.iter().filter(|one| **one == ContactHappened::Parted).count() as u64;
        }
        let happened = present.swept(gone, more, now);
        self.keep(tx, sync, &present, happened, context).await
    }
}

fn id_of(sync: &CorpSync) -> ContactSyncId {
    ContactSyncId::from_uuid(sync.stored().id)
}

/// Whether a refusal may be about one of several members, and not about the application.
const fn is_about_somebody(failure: &WechatFailure) -> bool {
    match failure {
        WechatFailure::Refused { code, kind, .. } => {
            *code == UNLICENSED || matches!(kind, RefusalKind::Recipient | RefusalKind::Content)
        }
        _ => false,
    }
}
