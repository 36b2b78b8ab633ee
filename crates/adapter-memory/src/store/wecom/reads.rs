//! Reading directories and external contacts.

use async_trait::async_trait;
use domain::ids::{ContactSyncId, CorpMemberId, DirectorySyncId, ExternalContactId};
use domain::wechat::wecom::contacts::{Contact, WelcomeEnd, WelcomeSetting};
use domain::wechat::wecom::directory::{Department, Member};
use domain::wechat::wecom::{CorpSync, CorpSyncKind, user_key};
use ports::wechat::wecom::{ContactFilter, ContactReads, DirectoryReads, MemberFilter};
use ports::{Page, PageQuery, StoreError};

use super::super::MemoryStore;
use super::super::pages::newest_first;

#[async_trait]
impl DirectoryReads for MemoryStore {
    async fn member(&self, account: &str, user_id: &str) -> Result<Option<Member>, StoreError> {
        let state = self.read();
        let id = state.corp.member_keys.get(&(account.to_owned(), user_key(user_id)));
        Ok(id.and_then(|id| state.corp.members.get(id)).cloned())
    }

    async fn member_by_id(&self, id: CorpMemberId) -> Result<Option<Member>, StoreError> {
        Ok(self.read().corp.members.get(&id).cloned())
    }

    async fn members(&self, account: &str, filter: &MemberFilter, page: PageQuery) -> Result<Page<Member>, StoreError> {
        let state = self.read();
        let members = state.corp.members.values().filter(|member| {
            let stored = member.stored();
            let fits_name = |wanted: &str| stored.name.as_deref().is_some_and(|name| name.starts_with(wanted));
            stored.account == account
                && filter.department.is_none_or(|id| stored.departments.contains_key(&id))
                && filter.state.is_none_or(|wanted| stored.state == wanted)
                && filter.name.as_deref().is_none_or(fits_name)
        });
        Ok(newest_first(members, page, |member| member.stored().id.uuid()).map(Clone::clone))
    }

    async fn departments(&self, account: &str) -> Result<Vec<Department>, StoreError> {
        let state = self.read();
        let all = state.corp.departments.values();
        let present = all.filter(|department| department.account == account && department.present);
        Ok(present.cloned().collect())
    }

    async fn listed_after(
        &self,
        account: &str,
        sync: DirectorySyncId,
        last: Option<i64>,
    ) -> Result<Option<i64>, StoreError> {
        let state = self.read();
        let mut all = state.corp.departments.values();
        let next = all.find(|department| {
            department.account == account
                && department.present
                && department.listed_by == Some(sync)
                && last.is_none_or(|last| department.facts.id > last)
        });
        Ok(next.map(|department| department.facts.id))
    }

    async fn sync(&self, account: &str, kind: CorpSyncKind) -> Result<Option<CorpSync>, StoreError> {
        Ok(self.read().corp.syncs.get(&(account.to_owned(), kind)).cloned())
    }
}

#[async_trait]
impl ContactReads for MemoryStore {
    async fn contact(&self, account: &str, external_user_id: &str) -> Result<Option<Contact>, StoreError> {
        let state = self.read();
        let name = (account.to_owned(), external_user_id.to_owned());
        let id = state.corp.contact_keys.get(&name);
        Ok(id.and_then(|id| state.corp.contacts.get(id)).cloned())
    }

    async fn contact_by_id(&self, id: ExternalContactId) -> Result<Option<Contact>, StoreError> {
        Ok(self.read().corp.contacts.get(&id).cloned())
    }

    async fn contacts(
        &self,
        account: &str,
        filter: &ContactFilter,
        page: PageQuery,
    ) -> Result<Page<Contact>, StoreError> {
        let state = self.read();
        let contacts = state.corp.contacts.values();
        let contacts = contacts
            .filter(|contact| contact.stored().account == account && contact.is_known() && fits(contact, filter));
        Ok(newest_first(contacts, page, |contact| contact.stored().id.uuid()).map(Clone::clone))
    }

    async fn users_after(
        &self,
        account: &str,
        sync: ContactSyncId,
        last: Option<&str>,
        max: u32,
    ) -> Result<Vec<String>, StoreError> {
        let state = self.read();
        let Some((_, users)) = state.corp.users.get(account).filter(|(told, _)| *told == sync) else {
            return Ok(Vec::new());
        };
        let after = users
            .iter()
            .filter(|(key, _)| last.is_none_or(|last| key.as_str() > last));
        Ok(after.take(max as usize).map(|(_, user_id)| user_id.clone()).collect())
    }

    async fn welcome(&self, account: &str) -> Result<Option<WelcomeSetting>, StoreError> {
        Ok(self.read().corp.welcomes.get(account).cloned())
    }

    async fn welcome_counts(&self, account: &str) -> Result<Vec<(WelcomeEnd, u64)>, StoreError> {
        let state = self.read();
        let own = state.corp.ends.iter().filter(|((owner, _), _)| owner == account);
        Ok(own.map(|((_, end), count)| (*end, *count)).collect())
    }
}

fn fits(contact: &Contact, filter: &ContactFilter) -> bool {
    let mut facts = contact.present().map(|relation| &relation.facts);
    let key = filter.user_id.as_deref().map(user_key);
    let has_user = key.is_none_or(|key| {
        contact
            .present()
            .any(|relation| user_key(&relation.facts.user_id) == key)
    });
    let has_tag = |tag: &String| contact.present().any(|relation| relation.facts.tags.contains(tag));
    has_user
        && filter.tag.as_ref().is_none_or(has_tag)
        && filter
            .state
            .as_ref()
            .is_none_or(|state| facts.any(|facts| facts.state.as_ref() == Some(state)))
        && filter.name.as_deref().is_none_or(|wanted| {
            let name = contact.stored().profile.name.as_deref();
            name.is_some_and(|name| name.starts_with(wanted))
        })
}
